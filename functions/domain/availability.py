"""
What of a timetable is still free.

A slot without a row is open with the timetable's desks. A row exists where
somebody has it, or where an administrator closed or resized it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from functions.domain import keys
from functions.domain.slot import Slot
from functions.domain.timetable import DAY, Timetable


@dataclass(frozen=True, slots=True)
class SlotState:
    """
    One slot of the grid: open or closed, its own number of desks if set, and who has it.

    *holds* are references that a booking may yet get, and until when. One that has ended
    counts no longer, without anybody having to take it away.
    """

    is_open: bool = True
    desks: int | None = None
    references: tuple[str, ...] = ()
    holds: Mapping[str, datetime] = field(default_factory=dict)

    def has_room(self, desks: int, now: datetime, own: str = "") -> bool:
        """
        Tell whether one more fits at *now*; *desks* is the timetable's number.

        What *own* has or holds does not stand in its own way.
        """
        if own in self.references:
            return True
        held = sum(until > now for name, until in self.holds.items() if name != own)
        room = desks if self.desks is None else self.desks
        return self.is_open and len(self.references) + held < room

    def with_reference(self, reference: str) -> "SlotState":
        """Return it taken by *reference*, which no longer holds it."""
        rest = self.without(reference)
        return replace(rest, references=(*rest.references, reference))

    def with_hold(self, reference: str, until: datetime, now: datetime) -> "SlotState":
        """Return it held for *reference*, and without the holds that have ended."""
        live = {name: end for name, end in self.holds.items() if end > now}
        return replace(self, holds={**live, reference: until})

    def without(self, reference: str) -> "SlotState":
        """Return it neither taken nor held by *reference*."""
        rest = tuple(each for each in self.references if each != reference)
        holds = {name: until for name, until in self.holds.items() if name != reference}
        return replace(self, references=rest, holds=holds)

    def to_row(self) -> dict[str, Any]:
        row: dict[str, Any] = {"state": "open" if self.is_open else "closed"}
        if self.desks is not None:
            row["desks"] = self.desks
        if self.holds:
            row["holds"] = {name: until.isoformat() for name, until in self.holds.items()}
        return row | {"references": list(self.references)}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "SlotState":
        holds = row.get("holds", {}).items()
        return cls(
            row["state"] == "open",
            row.get("desks"),
            tuple(row["references"]),
            {name: datetime.fromisoformat(until) for name, until in holds},
        )


UNTOUCHED = SlotState()


@dataclass(frozen=True, slots=True)
class Grid:
    """The slots of a centre as they are at *now*, seen by whoever holds as *own*."""

    timetable: Timetable
    states: Mapping[str, SlotState]  # by key; a missing one is untouched
    now: datetime
    own: str = ""

    def has_room(self, slot: Slot) -> bool:
        """Tell whether every part of *slot* has room."""
        return all(
            self.states.get(keys.slot(start), UNTOUCHED).has_room(
                self.timetable.desks, self.now, self.own
            )
            for start in self.timetable.parts(slot)
        )


def free_slots(grid: Grid, days: Iterable[date], count: int) -> Iterator[Slot]:
    """Yield the appointments of *count* slots on *days* that have room, in order."""
    for day in days:
        yield from filter(grid.has_room, grid.timetable.slots(day, count))


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield each day from *first* to *last*, both included."""
    while first <= last:
        yield first
        first += DAY


def nearest(slots: Iterable[Slot], to: datetime, count: int) -> tuple[Slot, ...]:
    """Return the *count* slots that start nearest to *to*, in the order of time."""
    by_distance = sorted(slots, key=lambda slot: (abs(slot.starts_at - to), slot.starts_at))
    return tuple(sorted(by_distance[:count]))
