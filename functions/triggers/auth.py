"""
HTTP: `/api/auth`, signing in and out.

Citizens sign in at TAXISnet (GSIS OAuth 2, authorisation code with PKCE), officers and
administrators at Microsoft Entra ID (OpenID Connect). Afterwards one kind of session
serves all.
"""

import secrets

import azure.functions as func

from functions.domain.booking import Citizen
from functions.domain.errors import SignInFailed, SignInRequired
from functions.triggers.html import page
from functions.triggers.sessions import KINDS, end_session, signed_in
from functions.triggers.sign_in import HOME, Flow, come_back, leave
from functions.triggers.web import Connect, Web, api, json_response, redirect


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the routes of signing in and out."""
    bp = func.Blueprint()

    @bp.route(route="auth/citizen/login", methods=["GET"])
    @page(connect)
    def citizen_login(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        web.limits.reading(req, web)
        return leave(req, web, "citizen", lambda hint: _to_taxisnet(web, hint))

    @bp.route(route="auth/citizen/callback", methods=["GET"])
    @api(connect)
    def citizen_callback(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return come_back(req, web, "citizen", lambda flow: _from_taxisnet(req, web, flow))

    @bp.route(route="auth/staff/login", methods=["GET"])
    @page(connect)
    def staff_login(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        web.limits.reading(req, web)
        return leave(req, web, "staff", web.staff_sign_in.start)

    @bp.route(route="auth/staff/callback", methods=["GET"])
    @api(connect)
    def staff_callback(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        answer = dict(req.params)
        return come_back(req, web, "staff", lambda flow: web.staff_sign_in.staff(flow, answer))

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
        person = signed_in(req, web)
        if person is None:
            raise SignInRequired
        name = person.person.full_name if isinstance(person, Citizen) else person.name
        return json_response({"kind": KINDS[type(person)], "name": name})

    return bp


def _to_taxisnet(web: Web, hint: str | None) -> tuple[str, Flow]:
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    address = web.sign_in.address(state, verifier, hint)
    return address, {"state": state, "verifier": verifier}


def _from_taxisnet(req: func.HttpRequest, web: Web, flow: Flow) -> Citizen:
    """Return the person, if this browser started the sign-in that the code belongs to."""
    if not secrets.compare_digest(req.params.get("state", "").encode(), flow["state"].encode()):
        raise SignInFailed("expired")
    if "code" not in req.params:
        raise SignInFailed("denied" if req.params.get("error") == "access_denied" else "down")
    return web.sign_in.citizen(str(req.params["code"]), flow["verifier"])
