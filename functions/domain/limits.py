"""
How often the same somebody may ask for what costs work: a bucket that fills evenly.

A full bucket holds what a minute allows, so a rush of that many goes through at once;
whoever empties it gets one more as soon as it has dripped in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from functions.domain.errors import SlowDown

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """
    What is left for one address or session.

    It is written as the moment at which the bucket will be full again: what is taken puts
    that off, and one that is full says the same as none.
    """

    full_at: datetime

    def take(self, a_minute: int, now: datetime) -> "Bucket":
        """
        Return what is left after one more, of *a_minute* that are allowed.

        Raises:
            SlowDown: Nothing is left; it knows for how long.
        """
        full_at = max(self._known_at(now), now) + MINUTE // a_minute
        wait = full_at - now - MINUTE
        if wait > timedelta():
            raise SlowDown(wait)
        return Bucket(full_at)

    def is_full(self, now: datetime) -> bool:
        """Tell whether it can be forgotten."""
        return self.full_at <= now

    def _known_at(self, now: datetime) -> datetime:
        # Never fuller than in a minute, nor twice that where clocks differ: this one was set back.
        return now if self.full_at > now + 2 * MINUTE else self.full_at

    def to_row(self) -> dict[str, str]:
        return {"full_at": self.full_at.isoformat()}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Bucket":
        return cls(datetime.fromisoformat(row["full_at"]))
