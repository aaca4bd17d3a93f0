"""
TAXISnet sign-in (GSIS OAuth 2) below `/local/gsis`, for a browser and for our server.

`login_hint` signs in the person with that tax number without asking; without one a page
asks who it is. A code is good once and for a minute, for the client and the PKCE secret
that it was made for.
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
from stand_ins.gsis_people import is_tax_number, person

PREFIX = "/local/gsis"
CODE_LIFETIME = timedelta(minutes=1)
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
        if is_tax_number(hint):
            return self._back(query, code=self._code(hint, query))
        return self._chooser(query, wrong=hint)

    async def choose(self, request: web.Request) -> web.Response:
        """Take the answer of the page."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self._refuse_other_clients(form)
        if form.get("answer") == "refuse":
            return self._back(form, error="access_denied")
        tax_id = form.get("answer", "")
        tax_id = form.get("tax_id", "").replace(" ", "") if tax_id == "other" else tax_id
        if not is_tax_number(tax_id):
            return self._chooser(form, wrong=tax_id or "—")
        return self._back(form, code=self._code(tax_id, form))

    async def token(self, request: web.Request) -> web.Response:
        """Exchange a code for a token."""
        await self._bad_day(request)
        form = {name: str(value) for name, value in (await request.post()).items()}
        grant = self.codes.pop(form.get("code", ""), None)
        if not self._is_our_server(form):
            return _refusal(401, "invalid_client")
        if form.get("grant_type") != "authorization_code" or grant is None:
            return _refusal(400, "invalid_grant")
        if grant.ends_at < self.world.now() or not _fits(grant.challenge, form):
            return _refusal(400, "invalid_grant")
        token = secrets.token_urlsafe(24)
        self.tokens[token] = grant
        return web.json_response(
            {"access_token": token, "token_type": "bearer", "expires_in": 60, "scope": "read"}
        )

    async def userinfo(self, request: web.Request) -> web.Response:
        """Say who the token's person is, in XML."""
        await self._bad_day(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        grant = self.tokens.get(token)
        if grant is None or request.query.get("format") != "xml":
            return _refusal(401, "invalid_token")
        shows_number = self.world.faults.gsis != "no_tax_id"
        text = _userinfo(person(grant.tax_id), shows_number=shows_number)
        return web.Response(text=text, content_type="application/xml")

    async def logout(self, request: web.Request) -> web.Response:
        """Go back to the site."""
        raise web.HTTPFound(self.world.origin + "/")

    def _refuse_other_clients(self, values: Mapping[str, str]) -> None:
        """A wrong client or address is told to the person, not to the address."""
        callback = f"{self.world.origin}/api/auth/citizen/callback"
        if (
            values.get("client_id") != self.world.secrets.get("gsis_client_id")
            or values.get("redirect_uri") != callback
            or values.get("response_type", "code") != "code"
        ):
            raise web.HTTPBadRequest(text="invalid_request: client_id or redirect_uri")

    def _is_our_server(self, form: Mapping[str, str]) -> bool:
        wanted = self.world.secrets
        return form.get("client_id") == wanted.get("gsis_client_id") and hmac.compare_digest(
            form.get("client_secret", "").encode(), wanted.get("gsis_client_secret", "").encode()
        )

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
        return web.Response(text=text, content_type="text/html", headers=HEADERS)

    async def _bad_day(self, request: web.Request) -> None:
        if self.world.faults.gsis == "down":
            raise web.HTTPServiceUnavailable
        if self.world.faults.gsis == "slow":
            await wait_while_connected(request, SLOW_SECONDS)


KEPT = ("response_type", "client_id", "redirect_uri", "state", "scope", "code_challenge")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; frame-ancestors 'none'",
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
