"""
Microsoft Entra ID as a server sees it: discovery, keys and tokens.

MSAL insists on TLS, so these live on a port of their own, below
`https://localhost:{port}/{tenant}`. Browsers never come here: they are sent to
`entra_sign_in`. Two applications are known: one may call Graph, the other signs in the
staff, and neither may do what the other does.
"""

import hmac
from typing import Any

from aiohttp import web
from world import World

from stand_ins.entra_codes import redeem
from stand_ins.entra_errors import EntraError
from stand_ins.entra_sign_in import authorization_endpoint
from stand_ins.tokens import AUDIENCE, LIFETIME_SECONDS, issue_token, public_keys

GRAPH_SCOPE = f"{AUDIENCE}/.default"


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
            return web.json_response(refused.document(), status=refused.status)

    return handler


def _refuse_other_tenants(world: World, tenant: str) -> None:
    if tenant != world.secrets["tenant"]:
        raise EntraError(400, "invalid_tenant", 90002, f"Tenant '{tenant}' not found.")


async def _discovery(world: World, request: web.Request) -> dict[str, Any]:
    base = _base(world, request)
    return {
        "issuer": _issuer(world, request),
        "authorization_endpoint": authorization_endpoint(world),
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
    grant = form.get("grant_type", "")
    if grant == "authorization_code":
        _refuse_unknown_client(world, form, "staff")
        return redeem(world, form, _issuer(world, request))
    if grant != "client_credentials":
        words = f"The app has requested an unsupported grant type '{grant}'."
        raise EntraError(400, "unsupported_grant_type", 70003, words)
    return _app_token(world, form)


def _app_token(world: World, form: dict[str, str]) -> dict[str, Any]:
    if form.get("scope") != GRAPH_SCOPE:
        words = f"The provided value for scope {form.get('scope')} is not valid: {GRAPH_SCOPE}"
        raise EntraError(400, "invalid_scope", 1002012, words)
    _refuse_unknown_client(world, form, "graph")
    return {
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "ext_expires_in": LIFETIME_SECONDS,
        "access_token": issue_token(
            world.secrets["tenant"], form["client_id"], world.rights.consented
        ),
    }


def _refuse_unknown_client(world: World, form: dict[str, str], kind: str) -> None:
    """Refuse whoever is not our application for this *kind* of token."""
    client_id = form.get("client_id", "")
    if client_id != world.secrets[f"{kind}_client_id"]:
        words = f"Application with identifier '{client_id}' was not found in the directory."
        raise EntraError(400, "unauthorized_client", 700016, words)
    secret = world.secrets[f"{kind}_client_secret"]
    if not hmac.compare_digest(form.get("client_secret", "").encode(), secret.encode()):
        raise EntraError(401, "invalid_client", 7000215, "Invalid client secret provided.")


def _issuer(world: World, request: web.Request) -> str:
    return f"{_base(world, request)}/v2.0"


def _base(world: World, request: web.Request) -> str:
    return f"https://{request.host}/{world.secrets['tenant']}"
