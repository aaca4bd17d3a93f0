"""
Tokens of the app itself, from Microsoft Entra ID through MSAL.

In Azure the app's managed identity asks; elsewhere a client secret does. MSAL
keeps a token until shortly before it ends. Its client fetches the tenant's metadata
when it is built, so it is built on first use.
"""

from functools import cached_property, partial
from threading import Lock
from typing import Any

from functions.domain.errors import Rejected, Unreachable
from functions.settings import Settings

SECONDS = 10.0
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
        import msal

        if not self._settings.graph_client_secret:
            identity = msal.SystemAssignedManagedIdentity()
            return msal.ManagedIdentityClient(identity, http_client=self._session())
        return msal.ConfidentialClientApplication(
            self._settings.graph_client_id,
            client_credential=self._settings.graph_client_secret,
            authority=self._settings.entra_authority,
            instance_discovery=False if self._settings.entra_ca_file else None,
            http_client=self._session(),
        )

    def _session(self) -> Any:
        """Return MSAL's HTTP client; with our own CA it must not look at the environment's."""
        import requests

        session = requests.Session()
        # MSAL sets no time-out on a client that it is given.
        session.request = partial(session.request, timeout=SECONDS)  # type: ignore[method-assign]
        # A token is asked for once an hour: no connection would live until the next one.
        session.headers["Connection"] = "close"
        if self._settings.entra_ca_file:
            session.trust_env = False
            session.verify = self._settings.entra_ca_file
        return session
