"""
What every HTTP trigger shares: reading a request, answering it, refusing it.

A trigger is a function of the request and `Web`. The decorators here turn refusals
into problems, keep other sites' pages from writing and slow down whoever writes too
much; each request is a line of the log. `Web` is made on the first request, so that
importing the app does no I/O.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import azure.functions as func

from functions.domain.booking import Language
from functions.domain.errors import Forbidden, NotJson, Refusal, TooLarge, TryAgain
from functions.ports import CitizenSignIn, Pages, Ports, StaffSignIn, StoreBusy, Vault
from functions.triggers.problems import problem_response
from functions.triggers.request_lines import noted

LARGEST_BODY = 64 * 1024
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Limits(Protocol):
    """How much one session or address may ask for; see `functions.triggers.limits`."""

    def writing(self, req: func.HttpRequest, web: "Web") -> None:
        """
        Count a write.

        Raises:
            SlowDown: Too many in a minute.
            TryAgain: The store is busy.
        """
        ...

    def reading(self, req: func.HttpRequest, web: "Web") -> None:
        """
        Count a read that costs work, if the store is not busy.

        Raises:
            SlowDown: Too many in a minute.
        """
        ...


@dataclass(frozen=True, slots=True)
class Web:
    """
    What triggers need beside the ports.

    *origin* is the address of the whole site as browsers see it; *cookies* seals
    them, with keys of their own; *is_local* is the stack on one machine. A KEP's mailbox
    is `<slug>@<mail_domain>`.
    """

    ports: Ports
    origin: str
    cookies: Vault
    sign_in: CitizenSignIn
    staff_sign_in: StaffSignIn
    pages: Pages
    limits: Limits
    is_local: bool
    mail_domain: str

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https://")


Connect = Callable[[], Web]
Handler = Callable[[func.HttpRequest, Web], func.HttpResponse]
Refused = Callable[[func.HttpRequest, Web, Refusal], func.HttpResponse]
Trigger = Callable[[func.HttpRequest], func.HttpResponse]


def api(connect: Connect) -> Callable[[Handler], Trigger]:
    """Make a trigger of a handler that answers JSON; refusals become problems."""
    return trigger(connect, lambda req, _, refusal: problem_response(refusal, language_of(req)))


def trigger(connect: Connect, refused: Refused) -> Callable[[Handler], Trigger]:
    """Make a trigger of a handler; *refused* answers what is refused."""

    def decorate(handler: Handler) -> Trigger:
        def granted(req: func.HttpRequest, web: Web) -> func.HttpResponse:
            try:
                refuse_strangers(req, web)
                if req.method in WRITES:
                    web.limits.writing(req, web)
                return handler(req, web)
            except StoreBusy:
                return refused(req, web, TryAgain())
            except Refusal as refusal:
                return refused(req, web, refusal)

        def answer(req: func.HttpRequest) -> func.HttpResponse:
            web = connect()
            response = noted(handler.__name__, req, web.ports, lambda: granted(req, web))
            return with_security_headers(response, web)

        # The host names functions by this, and reads the signature: no functools.wraps.
        answer.__name__ = handler.__name__
        answer.__doc__ = handler.__doc__
        return answer

    return decorate


def refuse_strangers(req: func.HttpRequest, web: Web) -> None:
    """
    Let only our own pages (or a client that says it is one) write.

    Raises:
        Forbidden: `Origin` is another site's, or there is no sign of ours.
        TooLarge: The body is over 64 KB.
    """
    if req.method not in WRITES:
        return
    origin = req.headers.get("Origin")
    same_origin = req.headers.get("Sec-Fetch-Site") == "same-origin"
    if origin != web.origin and not (origin in {None, "null"} and same_origin):
        raise Forbidden(f"origin {origin}")
    if len(req.get_body()) > LARGEST_BODY:
        raise TooLarge


def json_body(req: func.HttpRequest) -> object:
    """
    Return the decoded body.

    Raises:
        NotJson: It is no JSON in UTF-8.
    """
    try:
        return json.loads(req.get_body().decode())
    except (ValueError, RecursionError) as error:
        raise NotJson from error


def json_response(
    document: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> func.HttpResponse:
    return func.HttpResponse(
        json.dumps(document, ensure_ascii=False),
        status_code=status,
        headers=dict(headers or {}),
        mimetype="application/json",
    )


def redirect(location: str, status: int = 303) -> func.HttpResponse:
    """Send the browser to *location*, a path of ours or a provider's address."""
    return func.HttpResponse(status_code=status, headers={"Location": location})


def language_of(req: func.HttpRequest) -> Language:
    """Return the reader's language by `Accept-Language`; Greek unless English is preferred."""
    from werkzeug.datastructures import LanguageAccept
    from werkzeug.http import parse_accept_header

    accepted = parse_accept_header(req.headers.get("Accept-Language"), LanguageAccept)
    return "en" if accepted.best_match(["el", "en"], default="el") == "en" else "el"


CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)


def with_security_headers(response: func.HttpResponse, web: Web) -> func.HttpResponse:
    """
    Add our headers: Static Web Apps gives those of its configuration to static files only.

    Forms need `Referrer-Policy: same-origin`: under `no-referrer` a browser sends
    `Origin: null` with our own form.
    """
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if web.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response
