"""
Microsoft Entra ID as a server sees it: discovery, keys, and tokens for the app itself.

MSAL insists on TLS, so these live on a port of their own, below
`https://localhost:{port}/{tenant}`. Browsers never come here.
"""

import hmac
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from aiohttp import web
from world import World

from stand_ins.tokens import AUDIENCE, LIFETIME_SECONDS, issue_token, public_keys

GRAPH_SCOPE = f"{AUDIENCE}/.default"


class EntraError(Exception):
    """A refusal: the OAuth error, Entra's own number of it, and its words."""

    def __init__(self, status: int, error: str, number: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.error = error
        self.number = number


def entra_app(world: World) -> web.Application:
    """Return the application for the TLS port."""
    app = web.Application()
    app.add_routes(
        [
            web.get("/{tenant}/v2.0/.well-known/openid-configuration", _answer(world, _discovery)),
            web.get("/{tenant}/discovery/v2.0/keys", _answer(world, _keys)),
            web.post("/{tenant}/oauth2/v2.0/token", _answer(world, _token)),
        ]
    )
    return app


def _answer(world: World, call: Any) -> Any:
    async def handler(request: web.Request) -> web.Response:
        try:
            _refuse_other_tenants(world, request.match_info["tenant"])
            return web.json_response(await call(world, request))
        except EntraError as refused:
            return web.json_response(_error(refused), status=refused.status)

    return handler


def _refuse_other_tenants(world: World, tenant: str) -> None:
    if tenant != world.secrets["tenant"]:
        raise EntraError(400, "invalid_tenant", 90002, f"Tenant '{tenant}' not found.")


async def _discovery(world: World, request: web.Request) -> dict[str, Any]:
    base = f"https://{request.host}/{world.secrets['tenant']}"
    return {
        "issuer": f"{base}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
    }


async def _keys(_: World, __: web.Request) -> dict[str, Any]:
    return public_keys()


async def _token(world: World, request: web.Request) -> dict[str, Any]:
    form = {name: str(value) for name, value in (await request.post()).items()}
    _refuse_wrong_grant(form)
    _refuse_unknown_client(world, form)
    return {
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "ext_expires_in": LIFETIME_SECONDS,
        "access_token": issue_token(world.secrets["tenant"], form["client_id"]),
    }


def _refuse_wrong_grant(form: dict[str, str]) -> None:
    grant = form.get("grant_type", "")
    if grant != "client_credentials":
        words = f"The app has requested an unsupported grant type '{grant}'."
        raise EntraError(400, "unsupported_grant_type", 70003, words)
    if form.get("scope") != GRAPH_SCOPE:
        words = f"The provided value for scope {form.get('scope')} is not valid: {GRAPH_SCOPE}"
        raise EntraError(400, "invalid_scope", 1002012, words)


def _refuse_unknown_client(world: World, form: dict[str, str]) -> None:
    client_id = form.get("client_id", "")
    if client_id != world.secrets["graph_client_id"]:
        words = f"Application with identifier '{client_id}' was not found in the directory."
        raise EntraError(400, "unauthorized_client", 700016, words)
    secret = world.secrets["graph_client_secret"]
    if not hmac.compare_digest(form.get("client_secret", "").encode(), secret.encode()):
        raise EntraError(401, "invalid_client", 7000215, "Invalid client secret provided.")


def _error(refused: EntraError) -> dict[str, Any]:
    return {
        "error": refused.error,
        "error_description": f"AADSTS{refused.number}: {refused}",
        "error_codes": [refused.number],
        "timestamp": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}",
        "trace_id": str(uuid4()),
        "correlation_id": str(uuid4()),
    }
