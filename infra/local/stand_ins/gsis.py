"""
TAXISnet sign-in (GSIS OAuth 2) below `/local/gsis`, for a browser and for our server.

`login_hint` signs in the person with that tax number without asking; without one a page
asks who it is. A code is good once and for a minute, for the client, the address and the
PKCE secret that it was made for.

On a bad day (`down`, `slow`) it is the server's half that fails: where the page itself is
down, a browser shows that, and nothing comes back to us.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

from aiohttp import web
from world import Person, World

from stand_ins.graph_calls import SLOW_SECONDS, wait_while_connected
from stand_ins.gsis_people import person, tax_number

PREFIX = "/local/gsis"
CALLBACK = "/api/auth/citizen/callback"
CODE_LIFETIME = timedelta(minutes=1)
TOKEN_LIFETIME = timedelta(minutes=5)
PAD = 12  # the real answer pads its attributes with blanks
TEMPLATES = Path(__file__).parents[1] / "page"
SHELL = Path(__file__).parents[3] / "site" / "templates"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code or a token stands for."""

    tax_id: str
    ends_at: datetime
    challenge: str = ""


@dataclass(slots=True)
class Gsis:
    """The provider over *world*; it remembers codes and tokens that it gave."""

    world: World
    codes: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, Grant] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        """Return the provider's routes."""
        return [
            web.get(f"{PREFIX}/oauth/authorize", self.authorize),
            web.post(f"{PREFIX}/oauth/authorize", self.choose),
            web.post(f"{PREFIX}/oauth/token", self.token),
            web.get(f"{PREFIX}/userinfo", self.userinfo),
            web.get(f"{PREFIX}/logout/{{client}}/", self.logout),
        ]

    async def authorize(self, request: web.Request) -> web.Response:
        """Sign in the person of `login_hint`, or ask who it is."""
        query = dict(request.query)
        self._refuse_other_clients(query)
        if self.world.faults.gsis == "denied":
            return self._back(query, error="access_denied")
        hint = query.get("login_hint", "")
        if tax_id := tax_number(hint):
            return self._back(query, code=self._code(tax_id, query))
        return self._chooser(query, wrong=hint)

    async def choose(self, request: web.Request) -> web.Response:
        """Take the answer of the page."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self._refuse_other_clients(form)
        if form.get("answer") == "refuse":
            return self._back(form, error="access_denied")
        typed = form.get("tax_id" if form.get("answer") == "other" else "answer", "")
        if tax_id := tax_number(typed):
            return self._back(form, code=self._code(tax_id, form))
        return self._chooser(form, wrong=typed.strip() or "—")

    async def token(self, request: web.Request) -> web.Response:
        """Exchange a code for a token."""
        await self._bad_day(request)
        form = {name: str(value) for name, value in (await request.post()).items()}
        if not self._is_our_server(form):
            return _refusal(401, "invalid_client")
        if form.get("grant_type") != "authorization_code":
            return _refusal(400, "unsupported_grant_type")
        grant = self.codes.pop(form.get("code", ""), None)
        if grant is None or not self._is_good(grant, form):
            return _refusal(400, "invalid_grant")
        return web.json_response(
            {
                "access_token": self._token(grant),
                "token_type": "bearer",
                "expires_in": int(TOKEN_LIFETIME.total_seconds()),
                "scope": "read",
            },
            headers={"Cache-Control": "no-store"},
        )

    async def userinfo(self, request: web.Request) -> web.Response:
        """Say who the token's person is, in XML."""
        await self._bad_day(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        grant = self.tokens.get(token)
        if grant is None or grant.ends_at < self.world.now():
            return _refusal(401, "invalid_token")
        if request.query.get("format") != "xml":
            return _refusal(400, "invalid_request")
        shows_number = self.world.faults.gsis != "no_tax_id"
        text = _userinfo(person(grant.tax_id), shows_number=shows_number)
        return web.Response(text=text, content_type="application/xml")

    async def logout(self, request: web.Request) -> web.Response:
        """Go back to the site."""
        raise web.HTTPFound(self.world.origin + "/")

    @property
    def _callback(self) -> str:
        return self.world.origin + CALLBACK

    def _refuse_other_clients(self, values: Mapping[str, str]) -> None:
        """A wrong client or address is told to the person, not to the address."""
        if (
            values.get("client_id") != self.world.secrets.get("gsis_client_id")
            or values.get("redirect_uri") != self._callback
            or values.get("response_type", "code") != "code"
        ):
            raise web.HTTPBadRequest(text="invalid_request: client_id or redirect_uri")

    def _is_our_server(self, form: Mapping[str, str]) -> bool:
        wanted = self.world.secrets
        return form.get("client_id") == wanted.get("gsis_client_id") and hmac.compare_digest(
            form.get("client_secret", "").encode(), wanted.get("gsis_client_secret", "").encode()
        )

    def _is_good(self, grant: Grant, form: Mapping[str, str]) -> bool:
        return (
            grant.ends_at >= self.world.now()
            and form.get("redirect_uri") == self._callback
            and _fits(grant.challenge, form)
        )

    def _token(self, grant: Grant) -> str:
        token = secrets.token_urlsafe(24)
        self.tokens[token] = Grant(grant.tax_id, self.world.now() + TOKEN_LIFETIME)
        return token

    def _code(self, tax_id: str, values: Mapping[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        ends_at = self.world.now() + CODE_LIFETIME
        self.codes[code] = Grant(tax_id, ends_at, values.get("code_challenge", ""))
        return code

    def _back(self, values: Mapping[str, str], **answer: str) -> web.Response:
        query = urlencode({**answer, "state": values.get("state", "")})
        return web.Response(status=302, headers={"Location": f"{values['redirect_uri']}?{query}"})

    def _chooser(self, values: Mapping[str, str], wrong: str) -> web.Response:
        text = _page().render(
            people=self.world.people,
            wrong=wrong,
            kept={name: values[name] for name in KEPT if name in values},
        )
        # A browser wants the address that the form leads back to in the policy too.
        policy = f"{POLICY}; form-action 'self' {self.world.origin}"
        headers = {**HEADERS, "Content-Security-Policy": policy}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def _bad_day(self, request: web.Request) -> None:
        if self.world.faults.gsis == "down":
            raise web.HTTPServiceUnavailable
        if self.world.faults.gsis == "slow":
            await wait_while_connected(request, SLOW_SECONDS)


KEPT = ("response_type", "client_id", "redirect_uri", "state", "scope", "code_challenge")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
    " frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def routes(world: World) -> list[web.RouteDef]:
    """Return the routes of the provider."""
    return Gsis(world).routes()


def _page() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([TEMPLATES, SHELL]), autoescape=True
    )
    environment.globals["assets"] = json.loads((SHELL / "assets.json").read_text("utf-8"))
    return environment.get_template("gsis.html.j2")


def _fits(challenge: str, form: Mapping[str, str]) -> bool:
    """Check the PKCE secret (RFC 7636, S256) where a challenge was given."""
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return not challenge or hmac.compare_digest(challenge, made)


def _userinfo(who: Person, *, shows_number: bool) -> str:
    facts = {
        "userid": f"user{who.tax_id}",
        "taxid": who.tax_id if shows_number else "",
        "lastname": who.last_name,
        "firstname": who.first_name,
        "fathername": who.father_name,
        "mothername": who.mother_name,
        "birthyear": who.birth_year,
    }
    attributes = " ".join(f"{name}={quoteattr(f'{text:<{PAD}}')}" for name, text in facts.items())
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<root><userinfo {attributes}/></root>"


def _refusal(status: int, error: str) -> web.Response:
    return web.json_response({"error": error}, status=status)
