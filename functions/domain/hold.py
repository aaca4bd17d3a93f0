"""
A time that is kept for a citizen who is still filling in (`rules.yaml`: ten minutes).

It carries the reference that the booking will get. The slot's rows say until when, and the
person's own row which one it is: there is one hold a person. Nothing has to end it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.domain.booking import Interpreter
from functions.domain.row_times import slot_in, slot_to_row
from functions.domain.slot import Slot


@dataclass(frozen=True, slots=True)
class Hold:
    """*extensions* is how often it was extended; *until* is aware."""

    reference: str
    centre: str
    service: str
    slot: Slot
    interpreter: Interpreter | None
    until: datetime
    extensions: int = 0

    def is_for(self, centre: str, starts_at: datetime, interpreter: Interpreter | None) -> bool:
        """Tell whether it keeps this time; the service does not matter."""
        mine = (self.centre, self.slot.starts_at, self.interpreter)
        return mine == (centre, starts_at, interpreter)

    def to_row(self) -> dict[str, Any]:
        return {
            "reference": self.reference,
            "centre": self.centre,
            "service": self.service,
            **slot_to_row(self.slot),
            "interpreter": self.interpreter,
            "until": self.until.isoformat(),
            "extensions": self.extensions,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Hold":
        return cls(
            reference=row["reference"],
            centre=row["centre"],
            service=row["service"],
            slot=slot_in(row),
            interpreter=Interpreter(row["interpreter"]) if row["interpreter"] else None,
            until=datetime.fromisoformat(row["until"]),
            extensions=row["extensions"],
        )
