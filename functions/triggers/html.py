"""What the pages share: forms in, HTML out, and a page for every refusal."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import azure.functions as func

from functions.domain.booking import Language
from functions.domain.errors import Refusal, SignInRequired
from functions.messages import DETAILS, TITLES
from functions.triggers.problems import STATUSES
from functions.triggers.web import WRITES, Connect, Handler, Trigger, Web, redirect, trigger

MOST_FIELDS = 50


def page(connect: Connect) -> Callable[[Handler], Trigger]:
    """Make a trigger of a handler that answers HTML; a refusal becomes a page."""
    return trigger(connect, refusal_page)


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
    language = language_from(req.params)
    context = {
        "title": TITLES[refusal.code].in_language(language),
        "text": DETAILS[refusal.code].in_language(language),
        "code": refusal.code,
    }
    return html(web, "refusal.html.j2", language, context, STATUSES[refusal.code])


def _sign_in_page(req: func.HttpRequest, web: Web) -> func.HttpResponse:
    language = language_from(req.params)
    return html(
        web, "sign_in.html.j2", language, {"sign_in": sign_in_address(own_address(req), language)}
    )


def sign_in_address(back_to: str, language: Language) -> str:
    """Return where a link to TAXISnet leads, to come back to *back_to* afterwards."""
    return f"/api/auth/citizen/login?lang={language}&return={quote(back_to, safe='')}"
