"""
Microsoft Entra ID as a browser sees it: the sign-in page, below `/local/entra/{tenant}`.

`login_hint` signs in the account of that name without asking; without one a page asks
who it is. An application or address that the tenant does not know is told to the person;
anything else that is wrong goes back to the application.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from world import World

from stand_ins.entra_codes import give_code
from stand_ins.entra_errors import EntraError
from stand_ins.entra_people import MINISTRY, Account, find_account, offices
from stand_ins.gsis import HEADERS, POLICY, SHELL, TEMPLATES

PREFIX = "/local/entra"
AUTHORIZE = "/oauth2/v2.0/authorize"
CALLBACK = "/api/auth/staff/callback"
SCOPES = frozenset({"openid", "profile", "email", "offline_access"})
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # SHA-256 in base64url
KEPT = (
    "response_type",
    "response_mode",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)


def authorization_endpoint(world: World) -> str:
    """Return where browsers are sent to sign in."""
    return f"{world.origin}{PREFIX}/{world.secrets['tenant']}{AUTHORIZE}"


def routes(world: World) -> list[web.RouteDef]:
    """Return the routes of the sign-in page."""
    pages = SignInPages(world)
    address = f"{PREFIX}/{{tenant}}{AUTHORIZE}"
    return [web.get(address, pages.authorize), web.post(address, pages.choose)]


@dataclass(frozen=True, slots=True)
class SignInPages:
    """The page over *world*, and the answer that it takes."""

    world: World

    async def authorize(self, request: web.Request) -> web.Response:
        """Sign in the account of `login_hint`, or ask who it is."""
        query = dict(request.query)
        return self._answer(request, query, query.get("login_hint", ""))

    async def choose(self, request: web.Request) -> web.Response:
        """Take the answer of the page."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        if form.get("answer") == "other":
            return self._answer(request, form, form.get("user") or "—")
        return self._answer(request, form, form.get("answer", ""))

    def _answer(self, request: web.Request, values: Mapping[str, str], user: str) -> web.Response:
        if refused := self._stranger(request.match_info["tenant"], values):
            raise web.HTTPBadRequest(text=refused.description)
        if refused := _fault(values):
            return _back(values, error=refused.error, error_description=refused.description)
        if user == "refuse":
            return _back(values, error="access_denied")
        if account := find_account(self.world, user):
            return _back(values, code=give_code(self.world, account, values))
        return self._chooser(request.path, values, wrong=user)

    def _stranger(self, tenant: str, values: Mapping[str, str]) -> EntraError | None:
        known = self.world.secrets
        if tenant != known["tenant"]:
            return EntraError(400, "invalid_tenant", 90002, f"Tenant '{tenant}' not found.")
        if values.get("client_id") != known["staff_client_id"]:
            words = f"Application '{values.get('client_id')}' was not found in the directory."
            return EntraError(400, "unauthorized_client", 700016, words)
        if values.get("redirect_uri") != self.world.origin + CALLBACK:
            words = "The redirect URI does not match those configured for the application."
            return EntraError(400, "invalid_request", 50011, words)
        return None

    def _chooser(self, address: str, values: Mapping[str, str], wrong: str) -> web.Response:
        text = _page().render(
            address=address,
            kept={name: values[name] for name in KEPT if name in values},
            ministry=MINISTRY,
            offices=_in_order(offices(self.world)),
            wrong=wrong,
        )
        # A browser wants the address that the form leads back to in the policy too.
        policy = f"{POLICY}; form-action 'self' {self.world.origin}"
        headers = {**HEADERS, "Content-Security-Policy": policy}
        return web.Response(text=text, content_type="text/html", headers=headers)


def _fault(values: Mapping[str, str]) -> EntraError | None:
    """Return what is wrong with the request of an application that is known."""
    scopes = set(values.get("scope", "").split())
    faults = (
        (values.get("response_type") != "code", "unsupported_response_type", 700051),
        (values.get("response_mode", "query") != "query", "invalid_request", 70007),
        ("openid" not in scopes or not scopes <= SCOPES, "invalid_scope", 70011),
        (values.get("code_challenge_method") != "S256", "invalid_request", 50147),
        (not CHALLENGE.fullmatch(values.get("code_challenge", "")), "invalid_request", 501491),
    )
    for is_there, error, number in faults:
        if is_there:
            return EntraError(400, error, number, "The request is not one that is supported.")
    return None


def _in_order(found: Mapping[tuple[Account, ...], list[str]]) -> list[tuple[str, Any]]:
    return sorted((", ".join(sorted(names)), officers) for officers, names in found.items())


def _back(values: Mapping[str, str], **answer: str) -> web.Response:
    query = urlencode({**answer, "state": values.get("state", "")})
    return web.Response(status=302, headers={"Location": f"{values['redirect_uri']}?{query}"})


def _page() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([TEMPLATES, SHELL]), autoescape=True
    )
    environment.globals["assets"] = json.loads((SHELL / "assets.json").read_text("utf-8"))
    return environment.get_template("entra.html.j2")
