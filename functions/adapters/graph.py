"""
Microsoft Graph over HTTP: one request, its answer, and its failures as ours.

    429, 5xx, time-out, lost connection, no JSON  → Unreachable (with Retry-After)
    401                                           → once more with a fresh token
    any other 4xx                                 → GraphRefused, with Graph's own code

Exchange allows four requests at once for one mailbox; a fifth of this process waits.
https://learn.microsoft.com/graph/throttling-limits
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from threading import BoundedSemaphore
from typing import Any, Protocol

from functions.domain.errors import Rejected, Unreachable

AT_ONCE = 4
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0
UNAUTHORIZED, THROTTLED, FIRST_CLIENT_ERROR, FIRST_SERVER_ERROR = 401, 429, 400, 500


class GraphRefused(Rejected):
    """Graph said no. *code* and *error* are those of its error object."""

    def __init__(self, status: int, error: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(error.get("code", ""))
        self.error = error
        super().__init__(f"Graph {status} {self.code}".strip())


class Token(Protocol):
    """Gives the app's own access token; see `EntraToken`."""

    def __call__(self, *, fresh: bool = False) -> str: ...


class Graph:
    """A client of the API at *endpoint* (`https://graph.microsoft.com/v1.0`)."""

    def __init__(self, endpoint: str, token: Token, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._endpoint = endpoint
        self._token = token
        self._answer_seconds = answer_seconds
        self._lanes: defaultdict[str, BoundedSemaphore] = defaultdict(
            lambda: BoundedSemaphore(AT_ONCE)
        )

    def request(
        self,
        method: str,
        user: str,
        path: str,
        json: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """
        Call `/users/{user}/{path}` and return the JSON of the answer, or `{}` if it has none.

        Raises:
            Unreachable: No usable answer; what was asked may have been done.
            GraphRefused: Graph understood and refused.
        """
        url = f"{self._endpoint}/users/{user}/{path}"
        with self._lanes[user]:
            response = self._send(method, url, json, params, fresh=False)
            if response.status_code == UNAUTHORIZED:
                response = self._send(method, url, json, params, fresh=True)
        return _content(response)

    def _send(
        self,
        method: str,
        url: str,
        json: Mapping[str, Any] | None,
        params: Mapping[str, str] | None,
        *,
        fresh: bool,
    ) -> Any:
        import httpx

        headers = {"Authorization": f"Bearer {self._token(fresh=fresh)}"}
        try:
            return self._client.request(method, url, json=json, params=params, headers=headers)
        except httpx.HTTPError as error:
            raise Unreachable(f"Graph: {type(error).__name__}") from error

    @cached_property
    def _client(self) -> Any:
        import httpx

        timeout = httpx.Timeout(self._answer_seconds, connect=CONNECT_SECONDS)
        return httpx.Client(timeout=timeout, trust_env=self._endpoint.startswith("https:"))

    def close(self) -> None:
        """Close the connections; the next request opens new ones."""
        if "_client" in self.__dict__:
            self.__dict__.pop("_client").close()


def _content(response: Any) -> dict[str, Any]:
    status: int = response.status_code
    if status == THROTTLED or status >= FIRST_SERVER_ERROR:
        raise Unreachable(f"Graph {status}", retry_after(response.headers.get("Retry-After")))
    try:
        content: dict[str, Any] = response.json() if response.content else {}
    except ValueError as error:
        raise Unreachable("Graph: the answer is no JSON") from error
    if status >= FIRST_CLIENT_ERROR:
        raise GraphRefused(status, content.get("error", {}))
    return content


def retry_after(text: str | None) -> timedelta | None:
    """Return how long a `Retry-After` in seconds asks to wait; Graph sends no other kind."""
    return timedelta(seconds=int(text)) if text and text.isdecimal() else None
