"""Which days a digest covers, and when it opens (circular R11)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.digest import ALARM, DEADLINE, OVERDUE, digest_of, opened_digest, works_in
from functions.domain.slot import ATHENS
from functions.domain.timetable import DAY
from tests.builders import RULES, a_centre, make_catalog

OPENS = RULES.digest_opens
WORKS = works_in(make_catalog())
MONDAY_TO_FRIDAY = range(1, 6)


def days(digest):
    return [digest.first + n * DAY for n in range((digest.last - digest.first).days + 1)]


@pytest.mark.parametrize(
    ("sent", "first", "last"),
    [
        pytest.param("2026-11-24", "2026-11-25", "2026-11-25", id="Tuesday for Wednesday"),
        pytest.param("2026-11-27", "2026-11-28", "2026-11-30", id="Friday over the weekend"),
        pytest.param("2026-10-27", "2026-10-28", "2026-10-29", id="28 October is a holiday"),
        pytest.param("2026-10-23", "2026-10-24", "2026-10-26", id="over the change to winter time"),
        pytest.param("2026-03-27", "2026-03-28", "2026-03-30", id="over the change to summer time"),
        pytest.param("2027-04-29", "2027-04-30", "2027-05-05", id="Easter and 1 May: six days"),
        pytest.param("2028-08-14", "2028-08-15", "2028-08-16", id="15 August"),
        pytest.param("2026-12-24", "2026-12-25", "2026-12-28", id="Christmas"),
        pytest.param("2026-12-23", "2026-12-24", "2026-12-24", id="the day before Christmas Eve"),
        pytest.param("2026-12-31", "2027-01-01", "2027-01-04", id="New Year and a weekend"),
    ],
)
def test_a_digest_covers_every_day_up_to_the_next_on_which_a_centre_works(sent, first, last):
    day = date.fromisoformat(sent)

    digest = opened_digest(datetime.combine(day, OPENS, ATHENS), OPENS, WORKS)

    assert (digest.first, digest.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert digest.opens_at == datetime.combine(day, OPENS, ATHENS)
    assert digest.deadline == datetime.combine(day, DEADLINE, ATHENS)
    assert digest.name == last


@pytest.mark.parametrize(
    ("now", "name"),
    [
        pytest.param(
            datetime(2026, 11, 24, 16, 29, 59, tzinfo=UTC), "2026-11-24", id="winter, before"
        ),
        pytest.param(
            datetime(2026, 11, 24, 16, 30, tzinfo=UTC), "2026-11-25", id="winter, at 18:30"
        ),
        pytest.param(
            datetime(2026, 7, 7, 15, 29, 59, tzinfo=UTC), "2026-07-07", id="summer, before"
        ),
        pytest.param(datetime(2026, 7, 7, 15, 30, tzinfo=UTC), "2026-07-08", id="summer, at 18:30"),
        pytest.param(
            datetime(2026, 10, 24, 20, tzinfo=UTC), "2026-10-26", id="the night of the change"
        ),
        pytest.param(
            datetime(2026, 10, 25, 16, 31, tzinfo=UTC), "2026-10-26", id="a Sunday evening"
        ),
        pytest.param(datetime(2026, 11, 28, 17, tzinfo=UTC), "2026-11-30", id="a Saturday evening"),
        pytest.param(datetime(2026, 11, 30, 9, tzinfo=UTC), "2026-11-30", id="the covered morning"),
        pytest.param(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), "2026-11-25", id="after midnight"),
    ],
)
def test_a_digest_opens_by_the_wall_clock_in_athens(now, name):
    assert opened_digest(now, OPENS, WORKS).name == name


def test_a_holiday_of_one_centre_does_not_keep_the_others_waiting():
    catalog = make_catalog()
    patron = a_centre("kep-patra", "PAT", patron_day="11-25")
    centres = {**catalog.centres, "kep-patra": patron}
    works = works_in(replace(catalog, centres=centres))

    assert digest_of(date(2026, 11, 25), OPENS, works).last == date(2026, 11, 25)


def test_when_every_centre_has_a_holiday_the_digest_covers_it_too():
    rules = RULES.model_copy(update={"holiday_overrides": {date(2026, 11, 25): "closed"}})
    works = works_in(make_catalog(rules))

    digest = digest_of(date(2026, 11, 25), OPENS, works)

    assert days(digest) == [date(2026, 11, 25), date(2026, 11, 26)]


def test_a_digest_is_looked_after_before_the_afternoon_shift_ends():
    assert OPENS < ALARM < OVERDUE < DEADLINE == time(19, 0)


any_day = st.dates(date(2026, 1, 1), date(2032, 12, 31))


@given(any_day)
def test_every_day_belongs_to_exactly_one_digest(day):
    digest = digest_of(day, OPENS, WORKS)

    assert digest.covers(day)
    assert {digest_of(each, OPENS, WORKS) for each in days(digest)} == {digest}
    assert digest_of(digest.first - DAY, OPENS, WORKS).last == digest.first - DAY
    assert WORKS(digest.last)
    assert not any(WORKS(each) for each in days(digest)[:-1])


@given(any_day)
def test_a_digest_opens_on_the_last_working_day_before_the_days_that_it_covers(day):
    digest = digest_of(day, OPENS, WORKS)

    assert digest.opens_at.date() == digest.first - DAY
    assert WORKS(digest.opens_at.date())
    assert digest.opens_at.astimezone(ATHENS).time() == OPENS


@given(st.datetimes(datetime(2026, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC)))
def test_the_digest_that_opened_last_covers_the_next_day_that_can_be_booked(now):
    digest = opened_digest(now, OPENS, WORKS)
    following = digest_of(digest.last + DAY, OPENS, WORKS)

    assert digest.opens_at <= now < following.opens_at + timedelta(0)
