"""
When a centre takes video calls, and which days can be booked.

Pure arithmetic on wall-clock time in Greece: callers pass *now*. The circular
(R2, R12) lets citizens pick from the availability list and administrators
adapt the hours; the hours, slot length and window are ours, with their reasons
in `catalog_data/rules.yaml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal

from functions.domain.catalog import Centre
from functions.domain.rules import Rules, Shift
from functions.domain.slot import ATHENS, Slot

DAY = timedelta(days=1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays (αργίες) of *year* in Greece, Orthodox Easter included."""
    from holidays.countries.greece import Greece

    return frozenset(Greece(years=year))  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Timetable:
    """
    The opening hours (ωράριο) of one centre.

    *shifts* has an entry per ISO weekday (Monday is 1). *overrides* opens or closes
    a day against the calendar of holidays; *patron_day* is a local holiday
    such as `12-06`. From the day *closed_from* on there is nothing any more.
    """

    shifts: Mapping[int, tuple[Shift, ...]]
    slot_length: timedelta
    desks: int
    window_days: int
    patron_day: str | None = None
    overrides: Mapping[date, Literal["open", "closed"]] = field(default_factory=dict)
    closed_from: date | None = None

    def is_open(self, day: date) -> bool:
        """Tell whether the centre works on *day*."""
        if self.has_ended(day):
            return False
        if day in self.overrides:
            return self.overrides[day] == "open"
        return (
            bool(self.shifts.get(day.isoweekday()))
            and day not in public_holidays(day.year)
            and f"{day:%m-%d}" != self.patron_day
        )

    def has_ended(self, day: date) -> bool:
        """Tell whether the centre has closed for good by *day*."""
        return self.closed_from is not None and day >= self.closed_from

    def slots(self, day: date, count: int = 1) -> Iterator[Slot]:
        """Yield every appointment of *count* slots in a row on *day*, taken or not."""
        if not self.is_open(day):
            return
        for shift in self.shifts.get(day.isoweekday(), ()):
            starts_at = _athens(day, shift.opens)
            closes_at = _athens(day, shift.closes)
            while starts_at + count * self.slot_length <= closes_at:
                yield Slot(starts_at, starts_at + count * self.slot_length)
                starts_at += self.slot_length

    def parts(self, slot: Slot) -> tuple[datetime, ...]:
        """Return the starts of the grid's slots that *slot* covers."""
        count = (slot.ends_at - slot.starts_at) // self.slot_length
        return tuple(slot.starts_at + n * self.slot_length for n in range(count))

    def window(self, now: datetime) -> tuple[date, date]:
        """
        Return the first and last day that can be booked at *now*.

        Where the centre has closed by then, no day between them has a slot.
        """
        first = now.astimezone(ATHENS).date() + DAY
        while not (self.is_open(first) or self.has_ended(first)):
            first += DAY
        return first, first + (self.window_days - 1) * DAY

    def offers(self, starts_at: datetime, count: int, now: datetime) -> Slot | None:
        """Return the appointment of *count* slots at *starts_at*, if it may be booked at *now*."""
        local = starts_at.astimezone(ATHENS)
        first, last = self.window(now)
        if not first <= local.date() <= last:
            return None
        return next((s for s in self.slots(local.date(), count) if s.starts_at == starts_at), None)


def timetable_of(centre: Centre, rules: Rules) -> Timetable:
    """Return the timetable of *centre*: its own facts, else those of the rules."""
    return Timetable(
        shifts=centre.shifts or rules.shifts,
        slot_length=rules.slot_length,
        desks=centre.desks or rules.desks,
        window_days=rules.window_days,
        patron_day=centre.patron_day,
        overrides=rules.holiday_overrides,
        closed_from=centre.closed.on if centre.closed else None,
    )


def _athens(day: date, at: time) -> datetime:
    return datetime.combine(day, at, ATHENS)
