"""How Entra refuses: an OAuth error with a number of its own (`AADSTS…`) and words."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4


class EntraError(Exception):
    """A refusal: the OAuth error, Entra's own number of it, and its words."""

    def __init__(self, status: int, error: str, number: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.error = error
        self.number = number

    @property
    def description(self) -> str:
        """The words as Entra sends them."""
        return f"AADSTS{self.number}: {self}"

    def document(self) -> dict[str, Any]:
        """Return the JSON that a server gets."""
        return {
            "error": self.error,
            "error_description": self.description,
            "error_codes": [self.number],
            "timestamp": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}",
            "trace_id": str(uuid4()),
            "correlation_id": str(uuid4()),
        }
