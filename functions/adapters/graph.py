"""
Microsoft Graph over HTTP: one request, its answer, and its failures as ours.

    429, 5xx, time-out, lost connection, no JSON  → Unreachable (with Retry-After)
    401                                           → once more with a fresh token
    any other 4xx                                 → GraphRefused, with Graph's own code
    413 (over 4 MB), even without JSON            → GraphRefused

Exchange allows four requests at once for one mailbox; a fifth of this process waits.
https://learn.microsoft.com/graph/throttling-limits
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from threading import BoundedSemaphore
from time import perf_counter
from typing import Any, Protocol
from urllib.parse import quote

from functions.adapters.log_lines import write_line
from functions.domain.errors import Rejected, Unreachable
from functions.domain.log_line import Fact
from functions.ports import Note

AT_ONCE = 4
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0
LANE_SECONDS = 30.0  # how long a request waits for one of the four lanes


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
    """
    A client of the API at *endpoint* (`https://graph.microsoft.com/v1.0`).

    *transport* takes the place of the network (an `httpx.BaseTransport`). Each call is
    noted: its method, status and duration, never for whom or about what it was.
    """

    def __init__(
        self,
        endpoint: str,
        token: Token,
        answer_seconds: float = ANSWER_SECONDS,
        transport: Any = None,
        note: Note = write_line,
    ) -> None:
        self._endpoint = endpoint
        self._token = token
        self._answer_seconds = answer_seconds
        self._transport = transport
        self._note = note
        self._lanes: dict[str, BoundedSemaphore] = {}

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
        with self._lane(user):
            response = self._send(method, url, json, params, fresh=False)
            if response.status_code == HTTPStatus.UNAUTHORIZED:
                response = self._send(method, url, json, params, fresh=True)
        return _content(response)

    @contextmanager
    def _lane(self, user: str) -> Iterator[None]:
        lane = self._lanes.setdefault(user, BoundedSemaphore(AT_ONCE))
        if not lane.acquire(timeout=LANE_SECONDS):
            raise Unreachable("Graph: other requests for this mailbox take too long")
        try:
            yield
        finally:
            lane.release()

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
        started = perf_counter()
        try:
            response = self._client.request(method, url, json=json, params=params, headers=headers)
        except httpx.HTTPError as error:
            self._note_call(method, started, graph_status=0, error=type(error).__name__)
            raise Unreachable(f"Graph: {type(error).__name__}") from error
        self._note_call(method, started, **_seen(response))
        return response

    def _note_call(self, method: str, started: float, **facts: Fact) -> None:
        duration = round((perf_counter() - started) * 1000)
        self._note("graph", method=method, duration_ms=duration, **facts)

    @cached_property
    def _client(self) -> Any:
        import httpx

        timeout = httpx.Timeout(self._answer_seconds, connect=CONNECT_SECONDS)
        return httpx.Client(
            timeout=timeout,
            transport=self._transport,
            trust_env=self._endpoint.startswith("https:"),
        )

    def close(self) -> None:
        """Close the connections; the next request opens new ones."""
        if "_client" in self.__dict__:
            self.__dict__.pop("_client").close()


def quoted(text: str) -> str:
    """Return *text* as a literal of a `$filter`; a quote in it is written twice."""
    return "'" + text.replace("'", "''") + "'"


def in_path(item_id: str) -> str:
    """Return an id of Graph's as a piece of a path: it is base64 and may hold a slash."""
    return quote(item_id, safe="")


def _seen(response: Any) -> dict[str, Fact]:
    """Return what is noted of an answer."""
    wait = retry_after(response.headers)
    return {
        "graph_status": response.status_code,
        "throttled": response.status_code == HTTPStatus.TOO_MANY_REQUESTS,
        "retry_after_s": wait.total_seconds() if wait else None,
    }


def _content(response: Any) -> dict[str, Any]:
    status: int = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS or response.is_server_error:
        raise Unreachable(f"Graph {status}", retry_after(response.headers))
    # What stands in front of Graph answers to that, with a page; it never takes it.
    is_too_large = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    content = {} if is_too_large else _json(response)
    if response.is_client_error:
        error = content.get("error")
        raise GraphRefused(status, error if isinstance(error, Mapping) else {})
    if not response.is_success:
        raise Unreachable(f"Graph {status}")
    return content


def _json(response: Any) -> dict[str, Any]:
    try:
        content = response.json() if response.content else {}
    except ValueError as error:
        raise Unreachable("Graph: the answer is no JSON") from error
    if not isinstance(content, dict):
        raise Unreachable("Graph: the answer is no JSON object")
    return content


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """
    Return how long `Retry-After` asks to wait: seconds, or a date (RFC 9110).

    A date is read against the answer's own `Date`, so a clock that is wrong, here or
    there, does no harm.
    """
    text = headers.get("Retry-After", "")
    if text.isdecimal():
        return timedelta(seconds=int(text))
    try:
        until, sent = (parsedate_to_datetime(each) for each in (text, headers.get("Date", "")))
        return max(until.astimezone(UTC) - sent.astimezone(UTC), timedelta())
    except ValueError:
        return None
