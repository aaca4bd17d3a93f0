"""Times as they stand in rows: ISO 8601 with their offset."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.domain.slot import ATHENS, Slot


def to_text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def to_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def athens(text: str) -> datetime:
    """Return the time in *text* on the clock of Athens."""
    return datetime.fromisoformat(text).astimezone(ATHENS)


def slot_to_row(slot: Slot) -> dict[str, str]:
    return {"starts_at": slot.starts_at.isoformat(), "ends_at": slot.ends_at.isoformat()}


def slot_in(row: Mapping[str, Any]) -> Slot:
    """Return the slot that *row* holds among other things."""
    return Slot(athens(row["starts_at"]), athens(row["ends_at"]))
