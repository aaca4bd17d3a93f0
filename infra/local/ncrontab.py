"""
NCRONTAB, the schedules of Azure's timer triggers, in UTC.

Six fields: second, minute, hour, day of the month, month, day of the week (0 is
Sunday). Each is `*`, a number, a name (`MON`, `JAN`), a range, a list, or one of
these with a step. All six must hold: unlike in Unix cron the two kinds of day are
not alternatives.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

# field → lowest, highest, names (the first name stands for the lowest number)
FIELDS: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "second": (0, 59, ()),
    "minute": (0, 59, ()),
    "hour": (0, 23, ()),
    "day": (1, 31, ()),
    "month": (1, 12, MONTHS),
    "weekday": (0, 6, DAYS),
}

# 29 February on a given weekday comes back after 40 years at most (no leap year in 2100).
HORIZON = timedelta(days=41 * 366)


class NotNcrontab(ValueError):
    """The text is not a schedule that Azure would take."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a timer fires: for each field the numbers that it may have, sorted."""

    second: tuple[int, ...]
    minute: tuple[int, ...]
    hour: tuple[int, ...]
    day: tuple[int, ...]
    month: tuple[int, ...]
    weekday: tuple[int, ...]

    def allows(self, instant: datetime) -> bool:
        """Tell whether the timer fires at *instant*."""
        utc = instant.astimezone(UTC)
        return (
            self._allows_day(utc.date())
            and utc.hour in self.hour
            and utc.minute in self.minute
            and utc.second in self.second
            and utc.microsecond == 0
        )

    def next_after(self, instant: datetime) -> datetime | None:
        """Return the first time after *instant* (not at it), or None if there is none."""
        start = (instant.astimezone(UTC) + timedelta(seconds=1)).replace(microsecond=0)
        today = self._first_on(start)
        if today is not None:
            return today
        later = (start.date() + timedelta(days=n) for n in range(1, HORIZON.days))
        first_day = next((day for day in later if self._allows_day(day)), None)
        if first_day is None:
            return None
        return _at(first_day, self.hour[0], self.minute[0], self.second[0])

    def _first_on(self, start: datetime) -> datetime | None:
        if not self._allows_day(start.date()):
            return None
        return next((time for time in self._times(start) if time >= start), None)

    def _times(self, start: datetime) -> Iterator[datetime]:
        """Yield the times of that day, leaving out most of those before *start*."""
        for hour in (hour for hour in self.hour if hour >= start.hour):
            for minute in self.minute:
                if (hour, minute) < (start.hour, start.minute):
                    continue
                for second in self.second:
                    yield _at(start.date(), hour, minute, second)

    def _allows_day(self, day: date) -> bool:
        return (
            day.month in self.month and day.day in self.day and day.isoweekday() % 7 in self.weekday
        )


def parse(text: str) -> Schedule:
    """
    Return the schedule that *text* describes.

    Raises:
        NotNcrontab: It has not six fields, or a number is out of its range.
    """
    parts = text.split()
    if len(parts) != len(FIELDS):
        raise NotNcrontab(f"{text!r}: six fields are expected, {len(parts)} found")
    return Schedule(
        **{field: _numbers(field, part) for field, part in zip(FIELDS, parts, strict=True)}
    )


def _numbers(field: str, text: str) -> tuple[int, ...]:
    found = {number for part in text.split(",") for number in _part(field, part)}
    return tuple(sorted(found))


def _part(field: str, text: str) -> range:
    lowest, highest, _ = FIELDS[field]
    span, _, step = text.partition("/")
    if span == "*":
        first, last = lowest, highest
    elif "-" in span:
        first, last = (_number(field, end) for end in span.split("-", 1))
    else:
        first = _number(field, span)
        last = highest if step else first
    if first > last:
        raise NotNcrontab(f"{field}: {text!r} runs backwards")
    return range(first, last + 1, _step(field, step))


def _step(field: str, text: str) -> int:
    if not text:
        return 1
    if not text.isdecimal() or int(text) == 0:
        raise NotNcrontab(f"{field}: {text!r} is no step")
    return int(text)


def _number(field: str, text: str) -> int:
    lowest, highest, names = FIELDS[field]
    if text.upper() in names:
        return lowest + names.index(text.upper())
    if not text.isdecimal() or not lowest <= int(text) <= highest:
        raise NotNcrontab(f"{field}: {text!r} is not between {lowest} and {highest}")
    return int(text)


def _at(day: date, hour: int, minute: int, second: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
