"""
HTTP: `/api/auth`, signing in and out.

Citizens sign in at TAXISnet (GSIS OAuth 2, authorisation code with PKCE), which
comes back by GET: a cross-site POST would arrive without our Lax cookie. What must
survive the way there and back is in a sealed cookie of ten minutes.
"""

import secrets
from datetime import timedelta
from typing import Any

import azure.functions as func

from functions.domain.booking import Language
from functions.domain.errors import SignInFailed
from functions.triggers.cookies import clear_cookie, read_cookie, set_cookie
from functions.triggers.html import html, language_from, sign_in_address
from functions.triggers.sessions import end_session, require_citizen, start_session
from functions.triggers.web import Connect, Web, api, json_response, language_of, redirect

SUFFIX = "-signin"
LIFETIME = timedelta(minutes=10)
HOME = "/"
# Why nobody could be signed in → the status of the page that says so.
FAILED = {"denied": 403, "no_tax_id": 403, "expired": 400, "down": 503, "garbled": 502}


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the routes of signing in and out."""
    bp = func.Blueprint()

    @bp.route(route="auth/citizen/login", methods=["GET"])
    @api(connect)
    def citizen_login(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        hint = req.params.get("login_hint") if web.is_local else None
        response = redirect(web.sign_in.address(state, verifier, hint), 302)
        content = {
            "state": state,
            "verifier": verifier,
            "return": own_path(req.params.get("return")),
            "language": language_from(req.params, language_of(req)),
        }
        set_cookie(response, web, SUFFIX, content, LIFETIME)
        return response

    @bp.route(route="auth/citizen/callback", methods=["GET"])
    @api(connect)
    def citizen_callback(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        started = read_cookie(req, web, SUFFIX)
        try:
            citizen = web.sign_in.citizen(_code(req, started), started["verifier"])
        except SignInFailed as failure:
            return _failed(web, failure, started)
        response = redirect(started["return"], 302)
        clear_cookie(response, web, SUFFIX)
        start_session(response, citizen, web)
        return response

    @bp.route(route="auth/logout", methods=["POST"])
    @api(connect)
    def sign_out(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        wants_page = "text/html" in req.headers.get("Accept", "")
        response = redirect(HOME) if wants_page else func.HttpResponse(status_code=204)
        end_session(req, response, web)
        return response

    @bp.route(route="auth/me", methods=["GET"])
    @api(connect)
    def show_me(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        return json_response({"kind": "citizen", "name": citizen.person.full_name})

    return bp


def own_path(text: str | None) -> str:
    """Return *text* if it is a path of ours, else the home page."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return HOME
    return text if text.isprintable() and "\\" not in text else HOME


def _code(req: func.HttpRequest, started: Any) -> str:
    """Return the provider's code, if this browser started the sign-in that it belongs to."""
    if started is None or not secrets.compare_digest(
        req.params.get("state", "").encode(), started["state"].encode()
    ):
        raise SignInFailed("expired")
    if "code" not in req.params:
        raise SignInFailed("denied" if req.params.get("error") == "access_denied" else "down")
    return str(req.params["code"])


def _failed(web: Web, failure: SignInFailed, started: Any) -> func.HttpResponse:
    """Say why nobody is signed in, and offer to try again; nothing else has changed."""
    language: Language = started["language"] if started else "el"
    back_to: str = started["return"] if started else HOME
    context = {"reason": failure.reason, "sign_in": sign_in_address(back_to, language)}
    response = html(web, "sign_in_failed.html.j2", language, context, FAILED[failure.reason])
    clear_cookie(response, web, SUFFIX)
    return response
