"""
The two rows with which reconcile keeps its books.

`todo:<reference>` says that something is left to do, who is at it until when,
how often it was tried and what went wrong last. `done:<reference>` says what was
done. They are rows of their own, so that reconcile never contends with the
citizen for the booking.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from functions.domain.errors import NotThereYet, OutsideFailure, Rejected, Unreachable
from functions.domain.interpretation import Told
from functions.domain.projection import Done, Event
from functions.domain.row_times import to_text, to_time

LEASE = timedelta(minutes=3)
SOON = timedelta(seconds=2)
WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
)
SOON_TRIES = 5  # how often something that was just made is looked for in quick succession


@dataclass(frozen=True, slots=True)
class Todo:
    """What is left to do for a booking; times are aware."""

    version: int
    tries: int = 0
    since: datetime | None = None
    due_at: datetime | None = None
    holder: str | None = None
    held_until: datetime | None = None
    last_error: str | None = None

    def is_free(self, now: datetime) -> bool:
        """Tell whether no other worker is at it."""
        return self.held_until is None or self.held_until <= now

    def is_due(self, now: datetime) -> bool:
        """Tell whether it may be tried (again) at *now*."""
        return self.is_free(now) and (self.due_at is None or self.due_at <= now)

    def taken(self, worker: str, now: datetime) -> "Todo":
        return replace(self, holder=worker, held_until=now + LEASE, since=self.since or now)

    def renewed(self, version: int, now: datetime) -> "Todo":
        """Return it with new work, to be done at once or when whoever is at it lets go."""
        return replace(self, version=version, tries=0, since=self.since or now, due_at=None)

    def let_go(self) -> "Todo":
        return replace(self, holder=None, held_until=None)

    def postponed(self, failure: OutsideFailure, now: datetime) -> "Todo":
        """Return it with its next try, the later the more often it has failed."""
        return replace(
            self,
            tries=self.tries + 1,
            due_at=now + self.wait(failure),
            holder=None,
            held_until=None,
            last_error=f"{type(failure).__name__}: {failure}"[:300],
        )

    def wait(self, failure: OutsideFailure) -> timedelta:
        """Return how long to wait after *failure*."""
        if isinstance(failure, NotThereYet):
            if failure.look_again:
                return failure.look_again
            if self.tries < SOON_TRIES:
                return SOON
        longest = WAITS[min(self.tries, len(WAITS) - 1)]
        if isinstance(failure, Rejected):  # somebody has to mend something first
            return max(longest, timedelta(minutes=5))
        if isinstance(failure, Unreachable) and failure.retry_after:
            return max(longest, failure.retry_after)
        return longest

    def to_row(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "tries": self.tries,
            "since": to_text(self.since),
            "due_at": to_text(self.due_at),
            "holder": self.holder,
            "held_until": to_text(self.held_until),
            "last_error": self.last_error,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Todo":
        return cls(
            version=row["version"],
            tries=row["tries"],
            since=to_time(row["since"]),
            due_at=to_time(row["due_at"]),
            holder=row["holder"],
            held_until=to_time(row["held_until"]),
            last_error=row["last_error"],
        )


def done_to_row(done: Done) -> dict[str, Any]:
    """Return the row of what was done."""
    return {
        "event_id": done.event.event_id if done.event else None,
        "join_url": done.event.join_url if done.event else None,
        "event_at": to_text(done.event_at),
        "event_tried_at": to_text(done.event_tried_at),
        "event_says": done.event_says,
        "events": done.events,
        "secured_at": to_text(done.secured_at),
        "told_at": to_text(done.told_at),
        "corrections": done.corrections,
        "attempted": {name: at.isoformat() for name, at in done.attempted.items()},
        "sent": {name: at.isoformat() for name, at in done.sent.items()},
        "told": done.told.to_row() if done.told else None,
    }


def done_from_row(row: Mapping[str, Any]) -> Done:
    """Return what *row* says was done."""
    return Done(
        event=Event(row["event_id"], row["join_url"]) if row["event_id"] else None,
        event_at=to_time(row["event_at"]),
        event_tried_at=to_time(row["event_tried_at"]),
        event_says=row["event_says"],
        events=row["events"],
        secured_at=to_time(row["secured_at"]),
        told_at=to_time(row["told_at"]),
        corrections=row["corrections"],
        attempted={name: datetime.fromisoformat(at) for name, at in row["attempted"].items()},
        sent={name: datetime.fromisoformat(at) for name, at in row["sent"].items()},
        told=Told.from_row(row["told"]) if row["told"] else None,
    )
