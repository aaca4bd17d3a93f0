"""
The way to a provider and back, the same for citizens and staff.

What must survive it is in a sealed cookie of ten minutes. Both providers come back by
GET: a cross-site POST would arrive without our Lax cookie.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Literal

import azure.functions as func

from functions.domain.booking import Citizen
from functions.domain.errors import SignInFailed
from functions.domain.staff import Staff
from functions.triggers.cookies import clear_cookie, has_cookies, read_cookie, set_cookie
from functions.triggers.html import html, language_from, sign_in_address
from functions.triggers.sessions import start_session
from functions.triggers.web import Web, language_of, redirect

Door = Literal["citizen", "staff"]
SUFFIXES: Mapping[Door, str] = {"citizen": "-signin", "staff": "-staff-signin"}
LIFETIME = timedelta(minutes=10)
HOME = "/"
# Why nobody could be signed in → the status of the page that says so.
FAILED = {
    "denied": 403,
    "no_tax_id": 403,
    "no_role": 403,
    "expired": 400,
    "down": 503,
    "garbled": 502,
}

Flow = Mapping[str, Any]


def leave(
    req: func.HttpRequest,
    web: Web,
    door: Door,
    start: Callable[[str | None], tuple[str, Flow]],
) -> func.HttpResponse:
    """Send the browser to the provider; *start* takes a hint and returns address and flow."""
    journey = {
        "return": own_path(req.params.get("return")),
        "language": language_from(req.params, language_of(req)),
    }
    try:
        address, flow = start(req.params.get("login_hint") if web.is_local else None)
    except SignInFailed as failure:
        return _failed(web, door, failure, journey)
    response = redirect(address, 302)
    set_cookie(response, web, SUFFIXES[door], {**journey, "flow": flow}, LIFETIME)
    return response


def come_back(
    req: func.HttpRequest, web: Web, door: Door, finish: Callable[[Flow], Citizen | Staff]
) -> func.HttpResponse:
    """Sign in whom *finish* finds at the end of the flow, and go on where it began."""
    journey = read_cookie(req, web, SUFFIXES[door])
    if journey is None:  # this browser started nothing, or too long ago
        journey = {
            "return": HOME,
            "language": language_of(req),
            "no_cookies": not has_cookies(req, web),
        }
        return _failed(web, door, SignInFailed("expired"), journey)
    try:
        person = finish(journey["flow"])
    except SignInFailed as failure:
        return _failed(web, door, failure, journey)
    response = redirect(journey["return"], 302)
    clear_cookie(response, web, SUFFIXES[door])
    start_session(response, person, web)
    return response


def own_path(text: str | None) -> str:
    """Return *text* if it is a path of ours, else the home page."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return HOME
    return text if text.isprintable() and "\\" not in text else HOME


def _failed(
    web: Web, door: Door, failure: SignInFailed, journey: Mapping[str, Any]
) -> func.HttpResponse:
    """Say why nobody is signed in, and offer to try again; nothing else has changed."""
    language = journey["language"]
    context = {
        "reason": failure.reason,
        "door": door,
        "no_cookies": journey.get("no_cookies", False),
        "sign_in": sign_in_address(journey["return"], language, door),
    }
    response = html(web, "sign_in_failed.html.j2", language, context, FAILED[failure.reason])
    clear_cookie(response, web, SUFFIXES[door])
    return response
