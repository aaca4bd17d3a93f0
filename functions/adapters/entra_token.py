"""
Tokens of the app itself, from Microsoft Entra ID through MSAL.

In Azure the app's managed identity asks; elsewhere a client secret does. MSAL
keeps a token until shortly before it ends. Its client fetches the tenant's metadata
when it is built, so it is built on first use.
"""

from functools import cached_property
from threading import Lock
from typing import Any

from functions.adapters.entra_client import confidential_client, http_session
from functions.domain.errors import Rejected, Unreachable
from functions.settings import Settings

TRANSIENT = {"temporarily_unavailable", "server_error", "timeout"}


class EntraToken:
    """Gives tokens for one *resource*, for example `https://graph.microsoft.com`."""

    def __init__(self, settings: Settings, resource: str) -> None:
        self._settings = settings
        self._resource = resource
        self._lock = Lock()

    def __call__(self, *, fresh: bool = False) -> str:
        """
        Return a token; *fresh* asks for a new one, after the last was refused.

        Raises:
            Unreachable: Entra did not answer.
            Rejected: It gave no token; the credentials or the set-up are wrong.
        """
        import requests

        with self._lock:
            if fresh:
                self.__dict__.pop("_client", None)
            try:
                answer: dict[str, Any] = self._acquire()
            except (requests.RequestException, ValueError) as error:
                raise Unreachable(f"Entra: {type(error).__name__}") from error
        if "access_token" in answer:
            return str(answer["access_token"])
        failure = Unreachable if answer.get("error") in TRANSIENT else Rejected
        raise failure(f"Entra: {answer.get('error')}")

    def _acquire(self) -> Any:
        if self._settings.graph_client_secret:
            return self._client.acquire_token_for_client([f"{self._resource}/.default"])
        return self._client.acquire_token_for_client(resource=self._resource)

    @cached_property
    def _client(self) -> Any:
        if not self._settings.graph_client_secret:
            import msal

            identity = msal.UserAssignedManagedIdentity(client_id=self._settings.graph_client_id)
            return msal.ManagedIdentityClient(identity, http_client=http_session(self._settings))
        return confidential_client(
            self._settings, self._settings.graph_client_id, self._settings.graph_client_secret
        )
