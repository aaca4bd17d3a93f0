"""
How far a digest has come: one row in the partition of the interpreters' desk.

    closing ─▶ attempted ─▶ closed        what it held stands in rows of its own

It is written down that it is closing before anything is collected, and what it will hold
before it is sent. So an appointment that the desk does not know of is either found by the
collecting, or its booking came later, and then reconcile finds the digest closing and
waits to send a correction. Once closed, a digest says for ever what the desk was told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from functions.domain.digest import Digest
from functions.domain.row_times import athens, to_text, to_time

LEASE = timedelta(seconds=90)  # reading and sending take seconds; the deadline is near


@dataclass(frozen=True, slots=True)
class DigestRecord:
    """
    A digest with its history; all times are aware.

    *turn* counts the workers that took it. What the one in *attempt* collected is what the
    digest holds: *count* requests, as of *collected_at*. *attempted* and *sent* are keyed by
    `Message.message_id`. *log_hash* is that of its last log entry.
    """

    digest: Digest
    closing_at: datetime
    turn: int = 0
    attempt: int = 0
    count: int = 0
    collected_at: datetime | None = None
    closed_at: datetime | None = None
    attempted: Mapping[str, datetime] = field(default_factory=dict)
    sent: Mapping[str, datetime] = field(default_factory=dict)
    tries: int = 0
    last_error: str | None = None
    holder: str | None = None
    held_until: datetime | None = None
    log_version: int = 0
    log_hash: str = ""

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def sent_at(self) -> datetime | None:
        """When the mail went; None where it has not, or there was nothing to send."""
        return self.sent.get(message_id(self.digest))

    @property
    def is_late(self) -> bool:
        """Whether the mail went after the deadline (circular R11)."""
        return self.sent_at is not None and self.sent_at >= self.digest.deadline

    def is_free(self, now: datetime) -> bool:
        """Tell whether no other worker is at it."""
        return self.held_until is None or self.held_until <= now

    def taken(self, worker: str, now: datetime) -> "DigestRecord":
        return replace(self, turn=self.turn + 1, holder=worker, held_until=now + LEASE)

    def let_go(self, error: str | None = None) -> "DigestRecord":
        """Return it for the next who comes; *error* is what went wrong."""
        tries = self.tries + (error is not None)
        return replace(self, holder=None, held_until=None, tries=tries, last_error=error)

    @property
    def mail_id(self) -> str:
        """The id of the mail of this attempt; that of another may hold something else."""
        name = message_id(self.digest)
        return f"{name}.{self.attempt}" if self.attempt > 1 else name

    def collected(self, count: int, now: datetime) -> "DigestRecord":
        """Return it with what it will hold written down, about to be sent."""
        attempted = {**self.attempted, message_id(self.digest): now}
        return replace(self, attempt=self.turn, count=count, collected_at=now, attempted=attempted)

    def closed(self, now: datetime, went_at: datetime) -> "DigestRecord":
        """Return it closed: the desk has what the last attempt collected."""
        return replace(self, closed_at=now, sent={**self.sent, message_id(self.digest): went_at})

    def closed_empty(self, now: datetime) -> "DigestRecord":
        """Return it closed without a mail: whatever was attempted, it holds nothing."""
        return replace(self, attempt=self.turn, count=0, collected_at=now, closed_at=now)

    def to_row(self) -> dict[str, Any]:
        return {
            "first": self.digest.first.isoformat(),
            "last": self.digest.last.isoformat(),
            "opens_at": self.digest.opens_at.isoformat(),
            "closing_at": self.closing_at.isoformat(),
            "collected_at": to_text(self.collected_at),
            "closed_at": to_text(self.closed_at),
            "held_until": to_text(self.held_until),
            "attempted": {name: at.isoformat() for name, at in self.attempted.items()},
            "sent": {name: at.isoformat() for name, at in self.sent.items()},
            **{name: getattr(self, name) for name in PLAIN},
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "DigestRecord":
        first, last = (date.fromisoformat(row[name]) for name in ("first", "last"))
        opens_at = athens(row["opens_at"])
        return cls(
            Digest(last, first, opens_at),
            closing_at=datetime.fromisoformat(row["closing_at"]),
            collected_at=to_time(row["collected_at"]),
            closed_at=to_time(row["closed_at"]),
            held_until=to_time(row["held_until"]),
            attempted={name: datetime.fromisoformat(at) for name, at in row["attempted"].items()},
            sent={name: datetime.fromisoformat(at) for name, at in row["sent"].items()},
            **{name: row[name] for name in PLAIN},
        )


PLAIN = ("turn", "attempt", "count", "tries", "last_error", "holder", "log_version", "log_hash")


def message_id(digest: Digest) -> str:
    """Return the id of the digest's own mail."""
    return f"digest.{digest.name}"
