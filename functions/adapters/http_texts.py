"""
Text messages through an HTTP gateway: one POST each.

    {"id": "…", "from": "myKEPlive", "to": "+306912345678", "text": "…"}

The id stands in `Idempotency-Key` too, so that a gateway can tell a repeat. No number and no
text is in an error or a log.

    429, 5xx, time-out, lost connection  → Unreachable (with Retry-After)
    any other 4xx                        → Rejected
"""

from functools import cached_property
from http import HTTPStatus
from typing import Any

from functions.adapters.graph import retry_after
from functions.domain.errors import Rejected, Unreachable

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0


class HttpTexts:
    """
    :class:`functions.ports.Texts` through the gateway at *endpoint*.

    *key* is its bearer token; *sender* is what the telephone shows. *transport* takes the
    place of the network (an `httpx.BaseTransport`).
    """

    is_on = True

    def __init__(
        self,
        endpoint: str,
        key: str,
        sender: str,
        answer_seconds: float = ANSWER_SECONDS,
        transport: Any = None,
    ) -> None:
        self._endpoint = endpoint
        self._key = key
        self._sender = sender
        self._answer_seconds = answer_seconds
        self._transport = transport

    def send(self, message_id: str, to: str, text: str) -> None:
        import httpx

        body = {"id": message_id, "from": self._sender, "to": to, "text": text}
        headers = {"Authorization": f"Bearer {self._key}", "Idempotency-Key": message_id}
        try:
            response = self._client.post(self._endpoint, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise Unreachable(f"SMS gateway: {type(error).__name__}") from error
        _refuse_failure(response)

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
        """Close the connections; the next message opens new ones."""
        if "_client" in self.__dict__:
            self.__dict__.pop("_client").close()


class NoTexts:
    """:class:`functions.ports.Texts` where there is no gateway."""

    is_on = False

    def send(self, message_id: str, to: str, text: str) -> None:
        pass


def _refuse_failure(response: Any) -> None:
    status: int = response.status_code
    if response.is_client_error and status != HTTPStatus.TOO_MANY_REQUESTS:
        raise Rejected(f"SMS gateway {status}")
    if not response.is_success:
        raise Unreachable(f"SMS gateway {status}", retry_after(response.headers))
