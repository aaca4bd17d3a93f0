"""
The check of an ID token from Microsoft Entra ID: signature, issuer, audience, times.

MSAL reads these tokens and validates nothing but the nonce, so we do. The tenant says
itself where its keys are; it changes them now and then, so they are fetched again when
a token names one that is not known.
https://learn.microsoft.com/entra/identity-platform/id-tokens#validate-tokens
"""

from functools import cached_property
from typing import Any

from functions.adapters.entra_client import http_session
from functions.settings import Settings

ALGORITHMS = ["RS256"]
REQUIRED = ["aud", "exp", "iat", "iss", "nonce"]
SKEW_SECONDS = 60.0


class IdTokens:
    """Checks ID tokens for the staff's application; nothing is fetched before the first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keys: Any = None

    def claims(self, token: str) -> dict[str, Any]:
        """
        Return what *token* says, if it is to be believed.

        Raises:
            jwt.PyJWTError: It is not.
            requests.RequestException: The tenant's keys could not be fetched.
        """
        import jwt

        claims: dict[str, Any] = jwt.decode(
            token,
            self._key(jwt.get_unverified_header(token).get("kid", "")),
            algorithms=ALGORITHMS,
            audience=self._settings.staff_client_id,
            issuer=self._metadata["issuer"],
            leeway=SKEW_SECONDS,
            options={"require": REQUIRED},
        )
        return claims

    def _key(self, name: str) -> Any:
        from jwt.exceptions import PyJWKSetError

        for keys in (self._keys, None):
            self._keys = keys or self._fetch_keys()
            for key in self._keys.keys:
                if key.key_id == name:
                    return key
        raise PyJWKSetError(f"no key {name!r}")

    def _fetch_keys(self) -> Any:
        from jwt import PyJWKSet

        return PyJWKSet.from_dict(self._get(self._metadata["jwks_uri"]))

    @cached_property
    def _metadata(self) -> dict[str, Any]:
        authority = self._settings.entra_authority.rstrip("/")
        return self._get(f"{authority}/v2.0/.well-known/openid-configuration")

    def _get(self, address: str) -> dict[str, Any]:
        with http_session(self._settings) as session:
            response = session.get(address)
            response.raise_for_status()
            document: dict[str, Any] = response.json()
            return document
