"""
A message on an Azure Storage queue, posted by its REST API.

One small POST: the storage SDK would take a quarter of a second to import for it. In
Azure the app's managed identity has a token for the queue; the local stack's queue asks
for none. https://learn.microsoft.com/rest/api/storageservices/put-message
"""

import base64
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import Any

from functions.domain.errors import OutsideFailure

QUEUE = "reconcile"
VERSION = "2024-11-04"
SECONDS = 2.0
LONGEST_DELAY = timedelta(days=6)  # less than the seven days for which a message lives
log = logging.getLogger(__name__)


class QueueNudge:
    """
    A :class:`functions.ports.Nudge` to the queue service at *endpoint*.

    *token* gives the bearer token; None where the queue asks for none.
    """

    def __init__(self, endpoint: str, token: Callable[[], str] | None) -> None:
        self._endpoint = endpoint
        self._token = token

    def __call__(self, reference: str, delay: timedelta = timedelta()) -> None:
        import httpx

        try:
            self._post(reference, delay).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL, OutsideFailure) as error:
            log.warning("no nudge for %s: %s", reference, type(error).__name__)

    def _post(self, reference: str, delay: timedelta) -> Any:
        text = base64.b64encode(reference.encode()).decode()
        headers = {"Content-Type": "application/xml", "x-ms-version": VERSION}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token()}"
        return self._client.post(
            f"{self._endpoint}/{QUEUE}/messages",
            params={"visibilitytimeout": str(int(min(delay, LONGEST_DELAY).total_seconds()))},
            content=f"<QueueMessage><MessageText>{text}</MessageText></QueueMessage>",
            headers=headers,
        )

    @cached_property
    def _client(self) -> Any:
        import httpx

        return httpx.Client(timeout=SECONDS, trust_env=self._endpoint.startswith("https:"))

    def close(self) -> None:
        """Close the connections; the next request opens new ones."""
        if "_client" in self.__dict__:
            self.__dict__.pop("_client").close()
