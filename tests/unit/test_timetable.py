"""When a centre takes calls, and which days can be booked."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.rules import Shift
from functions.domain.slot import ATHENS, Slot
from functions.domain.timetable import Timetable, public_holidays

TUESDAY = date(2026, 11, 24)
WEEK = {day: (Shift(time(8), time(19)),) for day in range(1, 6)}


def a_timetable(**changes: object) -> Timetable:
    facts = {"shifts": WEEK, "slot_length": timedelta(minutes=20), "desks": 1, "window_days": 15}
    return Timetable(**{**facts, **changes})


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ATHENS)


def test_a_day_runs_from_opening_to_closing_in_slots():
    slots = list(a_timetable().slots(TUESDAY))

    assert len(slots) == 33
    assert slots[0] == Slot(at(TUESDAY, 8), at(TUESDAY, 8, 20))
    assert slots[-1] == Slot(at(TUESDAY, 18, 40), at(TUESDAY, 19))


def test_a_longer_appointment_starts_on_the_same_grid_and_ends_by_closing():
    slots = list(a_timetable().slots(TUESDAY, 2))

    assert slots[-1] == Slot(at(TUESDAY, 18, 20), at(TUESDAY, 19))
    assert a_timetable().parts(slots[-1]) == (at(TUESDAY, 18, 20), at(TUESDAY, 18, 40))


def test_an_appointment_never_runs_over_the_break_between_two_shifts():
    split = {2: (Shift(time(8), time(9)), Shift(time(9, 20), time(10)))}

    starts = [s.starts_at.time() for s in a_timetable(shifts=split).slots(TUESDAY, 2)]

    assert starts == [time(8), time(8, 20), time(9, 20)]


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 11, 28), id="Saturday"),
        pytest.param(date(2026, 11, 29), id="Sunday"),
        pytest.param(date(2026, 12, 25), id="Christmas"),
        pytest.param(date(2027, 4, 30), id="Orthodox Good Friday"),
        pytest.param(date(2027, 5, 3), id="Orthodox Easter Monday"),
        pytest.param(date(2027, 6, 21), id="Orthodox Whit Monday"),
        pytest.param(date(2026, 10, 28), id="Ohi day"),
    ],
)
def test_weekends_and_public_holidays_are_closed(day):
    assert list(a_timetable().slots(day)) == []


def test_the_patron_saints_day_closes_this_centre_only():
    assert not a_timetable(patron_day="11-24").is_open(TUESDAY)
    assert a_timetable().is_open(TUESDAY)


def test_an_override_beats_the_calendar_both_ways():
    overrides = {date(2026, 12, 25): "open", TUESDAY: "closed"}

    timetable = a_timetable(overrides=overrides)

    assert timetable.is_open(date(2026, 12, 25))
    assert not timetable.is_open(TUESDAY)


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        pytest.param(at(TUESDAY, 0), date(2026, 11, 25), date(2026, 12, 9), id="midnight"),
        pytest.param(at(TUESDAY, 23, 59), date(2026, 11, 25), date(2026, 12, 9), id="late"),
        pytest.param(
            at(date(2026, 11, 27), 9), date(2026, 11, 30), date(2026, 12, 14), id="Friday"
        ),
        pytest.param(
            at(date(2026, 12, 24), 9), date(2026, 12, 28), date(2027, 1, 11), id="Christmas"
        ),
        pytest.param(
            at(date(2027, 4, 29), 9), date(2027, 5, 5), date(2027, 5, 19), id="Easter and 1 May"
        ),
    ],
)
def test_the_window_opens_on_the_next_working_day(now, first, last):
    assert a_timetable().window(now) == (first, last)


def test_a_day_begins_at_midnight_in_athens_not_in_utc():
    late_evening = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # 00:30 on Wednesday in Athens

    assert a_timetable().window(late_evening)[0] == date(2026, 11, 26)


@pytest.mark.parametrize(
    "starts_at",
    [
        pytest.param(at(date(2026, 11, 25), 9, 1), id="between slots"),
        pytest.param(at(date(2026, 11, 25), 19), id="at closing time"),
        pytest.param(at(date(2026, 11, 25), 7, 40), id="before opening"),
        pytest.param(at(TUESDAY, 12), id="today"),
        pytest.param(at(date(2026, 11, 28), 9), id="Saturday"),
        pytest.param(at(date(2026, 12, 10), 9), id="the day after the window"),
        pytest.param(at(date(2020, 1, 7), 9), id="long ago"),
    ],
)
def test_only_a_time_of_the_grid_within_the_window_is_offered(starts_at):
    assert a_timetable().offers(starts_at, 1, at(TUESDAY, 10)) is None


@pytest.mark.parametrize("day", [date(2026, 10, 26), date(2027, 3, 29)])
def test_after_a_clock_change_the_hours_are_those_on_the_wall(day):
    first = next(a_timetable().slots(day))

    assert (first.starts_at.hour, first.ends_at - first.starts_at) == (8, timedelta(minutes=20))


def test_the_same_instant_is_offered_whatever_offset_it_is_written_in():
    in_utc = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)

    assert a_timetable().offers(in_utc, 1, at(TUESDAY, 10)) == Slot(
        at(date(2026, 11, 25), 9), at(date(2026, 11, 25), 9, 20)
    )


@given(st.dates(date(2026, 1, 1), date(2035, 12, 31)), st.integers(1, 4))
def test_every_slot_of_any_day_is_within_the_shift_and_as_long_as_asked(day, count):
    for slot in a_timetable().slots(day, count):
        assert time(8) <= slot.starts_at.time() < slot.ends_at.time() <= time(19)
        assert slot.ends_at - slot.starts_at == count * timedelta(minutes=20)
        assert len(a_timetable().parts(slot)) == count


@pytest.mark.parametrize("year", range(2026, 2032))
def test_the_holidays_of_the_coming_years_are_known(year):
    assert date(year, 8, 15) in public_holidays(year)
    assert len(public_holidays(year)) >= 12
