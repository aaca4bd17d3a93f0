"""
What of a timetable is still free.

A slot without a row is open with the timetable's desks. A row exists where
somebody has it, or where an administrator closed or resized it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from functions.domain import keys
from functions.domain.slot import Slot
from functions.domain.timetable import DAY, Timetable


@dataclass(frozen=True, slots=True)
class SlotState:
    """One slot of the grid: open or closed, its own number of desks if set, and who has it."""

    is_open: bool = True
    desks: int | None = None
    references: tuple[str, ...] = ()

    def has_room(self, desks: int) -> bool:
        """Tell whether one more fits; *desks* is the timetable's number."""
        return self.is_open and len(self.references) < (desks if self.desks is None else self.desks)

    def with_reference(self, reference: str) -> "SlotState":
        return replace(self, references=(*self.references, reference))

    def to_row(self) -> dict[str, Any]:
        row: dict[str, Any] = {"state": "open" if self.is_open else "closed"}
        if self.desks is not None:
            row["desks"] = self.desks
        return row | {"references": list(self.references)}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "SlotState":
        return cls(row["state"] == "open", row.get("desks"), tuple(row["references"]))


UNTOUCHED = SlotState()


def free_slots(
    timetable: Timetable,
    states: Mapping[str, SlotState],
    days: Iterable[date],
    count: int,
) -> Iterator[Slot]:
    """
    Yield the appointments of *count* slots that have room, in order.

    *states* holds the rows of these days by their key; a missing one is untouched.
    """
    for day in days:
        for slot in timetable.slots(day, count):
            if all(
                states.get(keys.slot(start), UNTOUCHED).has_room(timetable.desks)
                for start in timetable.parts(slot)
            ):
                yield slot


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield each day from *first* to *last*, both included."""
    while first <= last:
        yield first
        first += DAY


def nearest(slots: Iterable[Slot], to: datetime, count: int) -> tuple[Slot, ...]:
    """Return the *count* slots that start nearest to *to*, in the order of time."""
    by_distance = sorted(slots, key=lambda slot: (abs(slot.starts_at - to), slot.starts_at))
    return tuple(sorted(by_distance[:count]))
