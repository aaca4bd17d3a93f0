"""
Sign-in of officers and administrators: Microsoft Entra ID through MSAL.

Authorisation code with PKCE; MSAL makes and compares state and nonce, `entra_id_token`
checks the rest. The answer comes by GET, because a cross-site POST would arrive without
our Lax cookie. Of the tokens only the claims are read: none is kept, and nothing of a
person stays in the process.

The application has the roles `Officer` and `Administrator`. Which centres are an
officer's is in the settings.
"""

import logging
from collections.abc import Mapping
from functools import cached_property
from secrets import compare_digest
from threading import Lock
from typing import Any

from functions.adapters.entra_client import confidential_client
from functions.adapters.entra_id_token import IdTokens
from functions.adapters.entra_token import EntraToken
from functions.domain.errors import OutsideFailure, SignInFailed
from functions.domain.staff import Administrator, Officer, Staff
from functions.settings import CentreAccount, Settings

CALLBACK = "/api/auth/staff/callback"
TOKEN_EXCHANGE = "api://AzureADTokenExchange"  # noqa: S105 - a name, not a secret
OFFICER, ADMINISTRATOR = "Officer", "Administrator"
log = logging.getLogger(__name__)


class EntraSignIn:
    """A :class:`functions.ports.StaffSignIn` at the tenant of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._id_tokens = IdTokens(settings)
        self._lock = Lock()

    def start(self, login_hint: str | None) -> tuple[str, dict[str, Any]]:
        flow: dict[str, Any] = self._ready().initiate_auth_code_flow(
            scopes=[],
            redirect_uri=self._settings.public_origin + CALLBACK,
            response_mode="query",
            # Desks are shared: who worked there before must not be signed in unasked.
            prompt="select_account",
            login_hint=login_hint if self._settings.is_local else None,
        )
        return str(flow.pop("auth_uri")), flow

    def staff(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> Staff:
        import jwt
        import requests

        if not compare_digest(answer.get("state", "").encode(), flow["state"].encode()):
            raise SignInFailed("expired")
        try:
            token = self._redeem(flow, answer)
            claims = self._id_tokens.claims(token)
        except (requests.RequestException, OutsideFailure) as error:
            raise SignInFailed("down") from error
        except (jwt.PyJWTError, ValueError, RuntimeError, LookupError, TypeError) as error:
            raise SignInFailed("garbled") from error
        return staff_in(claims, self._settings.centre_accounts)

    def _redeem(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> str:
        """Exchange the code of *answer* for the ID token."""
        if not answer.get("code"):
            raise SignInFailed("denied" if answer.get("error") == "access_denied" else "down")
        # No more than this: MSAL would read other things that a browser brings.
        facts = {name: answer[name] for name in ("state", "code")}
        result = self._ready().acquire_token_by_auth_code_flow(dict(flow), facts)
        if "error" in result:
            log.warning("staff sign-in: %s %s", result["error"], result.get("error_codes"))
            raise SignInFailed("expired" if result["error"] == "invalid_grant" else "down")
        return str(result["id_token"])

    def _ready(self) -> Any:
        """Return MSAL's client, built on the first use."""
        import requests

        with self._lock:
            try:
                return self._client
            except (requests.RequestException, ValueError) as error:
                raise SignInFailed("down") from error

    @cached_property
    def _client(self) -> Any:
        import msal

        forgetful = msal.TokenCache()
        forgetful.add = lambda event, now=None: None
        return confidential_client(
            self._settings,
            self._settings.staff_client_id,
            credential(self._settings),
            token_cache=forgetful,
            exclude_scopes=["offline_access"],
        )


def credential(settings: Settings) -> Any:
    """Return the secret, or the managed identity that the application trusts instead."""
    if settings.staff_client_secret:
        return settings.staff_client_secret
    return {"client_assertion": EntraToken(settings, TOKEN_EXCHANGE)}


def staff_in(claims: Mapping[str, Any], accounts: Mapping[str, CentreAccount]) -> Staff:
    """
    Return whom *claims* describe; *accounts* are the centres'.

    Raises:
        SignInFailed: `no_role`, or `garbled` without a user name.
    """
    user = str(claims.get("preferred_username") or "").lower()
    if not user:
        raise SignInFailed("garbled")
    name, roles = str(claims.get("name") or user), claims.get("roles") or ()
    if ADMINISTRATOR in roles:
        return Administrator(user, name)
    centres = tuple(slug for slug, account in accounts.items() if _lists(account, user))
    if OFFICER not in roles or not centres:
        raise SignInFailed("no_role")
    return Officer(user, name, centres)


def _lists(account: CentreAccount, user: str) -> bool:
    return user in {officer.lower() for officer in account.officers}
