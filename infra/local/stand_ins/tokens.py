"""
Tokens as Entra gives them: JWTs, signed with RS256. Those for an app are for Graph.

There is one key in a process, so a restart makes every older token invalid, as a
change of keys does there. Times are the machine's, never the stack's: MSAL keeps a
token by the machine's clock.
"""

import base64
import time
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from rights import CONSENTED

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

AUDIENCE = "https://graph.microsoft.com"
LIFETIME_SECONDS = 3599
KEY_BITS = 2048


class BadToken(Exception):
    """The token is none of ours, has ended or is for somebody else."""


def issue_token(
    tenant: str,
    client_id: str,
    roles: Iterable[str] = CONSENTED,
    lifetime: float = LIFETIME_SECONDS,
    audience: str = AUDIENCE,
) -> str:
    """Return a token for the app *client_id* with these application permissions."""
    import jwt

    now = int(time.time())
    claims = {
        "aud": audience,
        "iss": f"https://sts.windows.net/{tenant}/",
        "iat": now,
        "nbf": now,
        "exp": now + int(lifetime),
        "appid": client_id,
        "idtyp": "app",
        "roles": sorted(roles),
        "tid": tenant,
        "uti": uuid4().hex,  # no two tokens are alike
        "ver": "1.0",
    }
    return jwt.encode(claims, _key(), algorithm="RS256", headers={"kid": key_id()})


def issue_id_token(
    issuer: str, facts: Mapping[str, Any], lifetime: float = LIFETIME_SECONDS
) -> str:
    """Return an ID token with *facts*: for whom it is, and who signed in."""
    import jwt

    now = int(time.time())
    claims = {
        "iss": issuer,
        "iat": now,
        "nbf": now,
        "exp": now + int(lifetime),
        "sub": facts["oid"],
        "uti": uuid4().hex,
        "ver": "2.0",
        **facts,
    }
    return jwt.encode(claims, _key(), algorithm="RS256", headers={"kid": key_id()})


def roles_in(token: str) -> frozenset[str]:
    """
    Return the application permissions that *token* carries.

    Raises:
        BadToken: It is not to be trusted.
    """
    import jwt

    try:
        claims: Mapping[str, Any] = jwt.decode(
            token,
            _key().public_key(),
            algorithms=["RS256"],
            audience=AUDIENCE,
            options={"require": ["exp", "iss", "aud"]},
        )
    except jwt.InvalidTokenError as error:
        raise BadToken(str(error)) from error
    return frozenset(claims.get("roles", ()))


def public_keys() -> dict[str, Any]:
    """Return the key set (RFC 7517) with which anybody can check a token."""
    numbers = _key().public_key().public_numbers()
    key = {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key_id(),
        "n": _number(numbers.n),
        "e": _number(numbers.e),
    }
    return {"keys": [key]}


@cache
def key_id() -> str:
    """Return the name of the key."""
    return uuid4().hex


@cache
def _key() -> "RSAPrivateKey":
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _number(value: int) -> str:
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
