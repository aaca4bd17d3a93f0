"""
Authorisation codes of Entra: given to a browser, redeemed once by our server.

A code is good for ten minutes, for the address and the PKCE secret that it was made
for. What it brings is an ID token, and an access token that Graph does not take.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from world import World

from stand_ins.entra_errors import EntraError
from stand_ins.entra_people import Account
from stand_ins.tokens import LIFETIME_SECONDS, issue_id_token, issue_token

LIFETIME = timedelta(minutes=10)
# What `openid` and `profile` are good for: the name of whoever signed in.
USER_INFO = "00000003-0000-0000-c000-000000000000"


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for."""

    account: Account
    ends_at: datetime
    challenge: str
    redirect_uri: str
    nonce: str
    scope: str


def give_code(world: World, account: Account, query: Mapping[str, str]) -> str:
    """Return a new code for *account*, as the authorisation request *query* wants it."""
    code = secrets.token_urlsafe(32)
    world.entra_codes[code] = Code(
        account=account,
        ends_at=world.now() + LIFETIME,
        challenge=query["code_challenge"],
        redirect_uri=query["redirect_uri"],
        nonce=query.get("nonce", ""),
        scope=query["scope"],
    )
    return code


def redeem(world: World, form: Mapping[str, str], issuer: str) -> dict[str, Any]:
    """
    Return the tokens for the code of *form*; the code is gone afterwards.

    Raises:
        EntraError: It is not good, or not for whoever sent this.
    """
    code = world.entra_codes.pop(form.get("code", ""), None)
    if code is None:
        raise _refusal(70000, "The provided authorization code is invalid or was redeemed.")
    if code.ends_at < world.now():
        raise _refusal(70008, "The provided authorization code has expired.")
    if form.get("redirect_uri") != code.redirect_uri:
        raise _refusal(500112, "The reply address does not match the one of the request.")
    if not hmac.compare_digest(challenge(form.get("code_verifier", "")), code.challenge):
        raise _refusal(501481, "The code_verifier does not match the code_challenge.")
    return _tokens(world, code, issuer)


def challenge(verifier: str) -> str:
    """Return the PKCE S256 challenge of *verifier* (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _tokens(world: World, code: Code, issuer: str) -> dict[str, Any]:
    tenant, client_id = world.secrets["tenant"], world.secrets["staff_client_id"]
    return {
        "token_type": "Bearer",
        "scope": code.scope,
        "expires_in": LIFETIME_SECONDS,
        "ext_expires_in": LIFETIME_SECONDS,
        "access_token": issue_token(tenant, client_id, roles=(), audience=USER_INFO),
        "id_token": issue_id_token(
            issuer,
            {
                "aud": client_id,
                "tid": tenant,
                "oid": code.account.object_id,
                "name": code.account.name,
                "preferred_username": code.account.user,
                "nonce": code.nonce,
                # Whoever has no role has no such claim.
                **({"roles": list(code.account.roles)} if code.account.roles else {}),
            },
        ),
    }


def _refusal(number: int, words: str) -> EntraError:
    return EntraError(400, "invalid_grant", number, words)
