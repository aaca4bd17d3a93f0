"""
The choices that no source makes for us, as typed values.

`catalog_data/rules.yaml` holds each value with its reason in Greek and English.
Weekdays are ISO numbers, Monday is 1. Texts are read strictly, so that `750`,
`12.5` or `2026` never become a time, a duration or a day by chance.
"""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHIFT = re.compile(rf"({CLOCK.pattern})-({CLOCK.pattern})")
DURATION = re.compile(r"([0-9]{1,4}) (minutes|hours|days)")


class Shift(NamedTuple):
    """A stretch of the day (βάρδια) in which desks are open."""

    opens: time
    closes: time


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and CLOCK.fullmatch(value):
        return time.fromisoformat(value)
    raise PydanticCustomError("clock", "not a time such as 08:00")


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("day", "not a date such as 2026-11-23")


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and (match := DURATION.fullmatch(value)):
        return timedelta(**{match[2]: int(match[1])})
    raise PydanticCustomError("duration", "not a duration such as 20 minutes or 8 hours")


def _shift(value: object) -> Shift:
    if isinstance(value, Shift):
        return value
    if isinstance(value, str) and (match := SHIFT.fullmatch(value)):
        return Shift(_clock(match[1]), _clock(match[2]))
    raise PydanticCustomError("shift", "not a shift such as 08:00-19:00")


Clock = Annotated[time, BeforeValidator(_clock)]
Day = Annotated[date, BeforeValidator(_day)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Count = Annotated[int, Field(ge=1)]


def _in_order(day: tuple[Shift, ...]) -> tuple[Shift, ...]:
    """Check that the shifts of a day follow each other and end after they begin."""
    times = [moment for shift in day for moment in shift]
    if any(later <= earlier for earlier, later in zip(times[::2], times[1::2], strict=True)):
        raise PydanticCustomError("shift_ends", "a shift ends before it begins")
    if times != sorted(times):
        raise PydanticCustomError("shift_order", "shifts overlap or are out of order")
    return day


Weekday = Annotated[int, Field(ge=1, le=7)]
Shifts = Mapping[
    Weekday,
    Annotated[
        tuple[Annotated[Shift, BeforeValidator(_shift)], ...],
        AfterValidator(_in_order),
    ],
]


class Rules(BaseModel):
    """
    What applies wherever a centre's own entry says nothing else.

    *slots_with_interpreter* is how many slots an appointment with an interpreter
    takes. *live_appointments* is the cap per person over all centres. After
    *sent_lookup_limit* without a successful look-up, two copies of a mail are
    better than none. *alternatives* are offered when a slot is taken. *digest_when_empty*
    is what the interpreters' desk gets for days without a request. A request that it has not
    answered by *interpreter_answer_until* on its day is told to the KEP. *reads_per_minute* and
    *writes_per_minute* are for one internet address, *writes_per_session_minute* for one person
    who is signed in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    slot_length: Duration
    desks: Count
    shifts: Shifts
    window_days: Count
    change_until: Duration
    reminders: tuple[Duration, ...]
    digest_opens: Clock
    digest_when_empty: Literal["line", "nothing"]
    interpreter_answer_until: Clock
    slots_with_interpreter: Count
    live_appointments: Count
    draft_lifetime: Duration
    session_lifetime: Duration
    sent_lookup_limit: Duration
    alternatives: Count
    hold_lifetime: Duration
    hold_extensions: Count
    reminders_not_within: Duration
    offer_lifetime: Duration
    offers: Count
    waiting_lifetime: Duration
    waiting_places: Count
    quiet_from: Clock
    quiet_until: Clock
    missed_limit: Count
    missed_within: Duration
    reads_per_minute: Count
    writes_per_minute: Count
    writes_per_session_minute: Count
    holiday_overrides: Mapping[Day, Literal["open", "closed"]]
