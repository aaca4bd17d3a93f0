"""A stretch of time at a centre. Aware datetimes, Athens wall clock."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

ATHENS = ZoneInfo("Europe/Athens")


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """An appointment's time: from *starts_at* (included) to *ends_at* (not included)."""

    starts_at: datetime
    ends_at: datetime
