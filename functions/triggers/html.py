"""What the pages share: forms in, HTML out, and a page for every refusal."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import azure.functions as func

from functions.domain.booking import Language
from functions.domain.errors import NotOffered, Refusal, SignInRequired
from functions.messages import DETAILS, TITLES
from functions.triggers.appointment_views import HOMES
from functions.triggers.problems import STATUSES, retry_headers
from functions.triggers.web import (
    WRITES,
    Connect,
    Handler,
    Refused,
    Trigger,
    Web,
    redirect,
    trigger,
)

MOST_FIELDS = 50
# Where officers and administrators work; whoever opens these signs in as one of them.
STAFF_PAGES = ("/api/desk", "/api/ministry")
# How the addresses of a set of pages begin → its name, for what a refusal there leads to.
PLACES = {
    "/api/appointment/": "link",
    "/api/interpreter/": "interpreter",
    "/api/offer/": "offer",
    "/api/my": "my",
    "/api/desk": "desk",
    "/api/ministry": "ministry",
}


def page(connect: Connect, refused: Refused | None = None) -> Callable[[Handler], Trigger]:
    """Make a trigger of a handler that answers HTML; a refusal becomes a page, or *refused*."""
    return trigger(connect, refused or refusal_page)


def html(
    web: Web, template: str, language: Language, context: Mapping[str, Any], status: int = 200
) -> func.HttpResponse:
    """Render *template* in the site's shell."""
    text = web.pages.render(template, {"lang": language, "noindex": True, **context})
    return func.HttpResponse(text, status_code=status, mimetype="text/html")


def form_of(req: func.HttpRequest) -> dict[str, str]:
    """Return the fields of a form; the last one wins where a name comes twice."""
    try:
        text = req.get_body().decode()
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def language_from(fields: Mapping[str, str], otherwise: Language = "el") -> Language:
    """Return the language that an address or a form asks for by `lang`."""
    wanted = fields.get("lang")
    if wanted == "en":
        return "en"
    return "el" if wanted == "el" else otherwise


def address_of(path: str, language: Language, **query: str) -> str:
    """Return an address of ours in *language*, with what of *query* is not empty."""
    asked = {name: text for name, text in query.items() if text}
    if language == "en":
        asked["lang"] = language
    return f"{path}?{urlencode(asked)}" if asked else path


def own_address(req: func.HttpRequest) -> str:
    """Return the path and query of the request, as the browser has it."""
    parts = urlsplit(req.url)
    return f"{parts.path}?{parts.query}" if parts.query else str(parts.path)


def refusal_page(req: func.HttpRequest, web: Web, refusal: Refusal) -> func.HttpResponse:
    """Say in plain words what was refused; a form that needs a session leads to signing in."""
    if isinstance(refusal, SignInRequired):
        if req.method in WRITES:
            return redirect(own_address(req))
        return _sign_in_page(req, web)
    language = language_from(req.params, language_from(form_of(req)))
    if isinstance(refusal, NotOffered) and refusal.retired:  # its page says since when and why
        return redirect(f"{HOMES[language]}/services/{refusal.retired.slug}/")
    context = {
        "title": TITLES[refusal.code].in_language(language),
        "text": DETAILS[refusal.code].in_language(language),
        "code": refusal.code,
        "place": _place(own_address(req)),
    }
    response = html(web, "refusal.html.j2", language, context, STATUSES[refusal.code])
    response.headers.update(retry_headers(refusal))
    return response


def _place(path: str) -> str:
    return next((name for start, name in PLACES.items() if path.startswith(start)), "book")


def _sign_in_page(req: func.HttpRequest, web: Web) -> func.HttpResponse:
    language, back_to = language_from(req.params), own_address(req)
    door = "staff" if back_to.startswith(STAFF_PAGES) else "citizen"
    context = {
        "door": door,
        "place": _place(back_to),
        "sign_in": sign_in_address(back_to, language, door),
    }
    return html(web, "sign_in.html.j2", language, context)


def sign_in_address(back_to: str, language: Language, door: str = "citizen") -> str:
    """
    Return where a link to sign in leads, to come back to *back_to* afterwards.

    *door* is `citizen` (TAXISnet) or `staff` (Microsoft Entra ID).
    """
    return f"/api/auth/{door}/login?lang={language}&return={quote(back_to, safe='')}"
