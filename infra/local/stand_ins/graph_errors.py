"""Graph's refusals: an HTTP status and its error object."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4


class GraphError(Exception):
    """
    Graph says no.

    *code* and the message are those of the error object; *more* are further members of
    it. *retry_after* (seconds) becomes the header.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        retry_after: int | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.more = dict(more or {})

    def content(self) -> dict[str, Any]:
        """Return the JSON of the answer."""
        inner = {
            "date": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}",
            "request-id": str(uuid4()),
            "client-request-id": str(uuid4()),
        }
        error = {"code": self.code, "message": str(self), "innerError": inner, **self.more}
        return {"error": error}

    def headers(self) -> dict[str, str]:
        """Return the headers that say more."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


def bad_request(message: str, code: str = "BadRequest") -> GraphError:
    """Return a 400."""
    return GraphError(400, code, message)


def not_found(message: str = "The specified object was not found in the store.") -> GraphError:
    """Return the 404 for an item that is not in the mailbox."""
    return GraphError(404, "ErrorItemNotFound", message)


def throttled(limit: str, seconds: int) -> GraphError:
    """Return the 429 for an exceeded *limit*."""
    message = f"Application is over its {limit} limit."
    return GraphError(429, "ApplicationThrottled", message, retry_after=seconds)
