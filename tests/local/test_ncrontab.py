"""When timers fire: NCRONTAB in UTC."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ncrontab import FIELDS, NotNcrontab, parse

ATHENS = ZoneInfo("Europe/Athens")

instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))


def numbers(field: str) -> st.SearchStrategy[str]:
    lowest, highest, _ = FIELDS[field]
    one = st.integers(lowest, highest)
    return st.one_of(
        st.just("*"),
        one.map(str),
        st.lists(one, min_size=1, max_size=4).map(lambda found: ",".join(map(str, found))),
        st.tuples(one, one).map(lambda ends: f"{min(ends)}-{max(ends)}"),
        st.integers(1, 20).map(lambda step: f"*/{step}"),
    )


# Days that every month has, so that each schedule fires again.
schedules = st.tuples(
    *(numbers(field) for field in ("second", "minute", "hour")),
    st.sampled_from(["*", "1-28", "*/5"]),
    numbers("month"),
    st.just("*"),
).map(" ".join)


@given(schedules, instants)
def test_the_next_time_is_later_and_one_that_the_schedule_allows(text, instant):
    schedule = parse(text)

    following = schedule.next_after(instant)

    assert following is not None
    assert following > instant
    assert schedule.allows(following)


@given(schedules, instants, st.integers(1, 3 * 24 * 3600))
def test_no_time_of_the_schedule_is_passed_over(text, instant, seconds):
    schedule = parse(text)
    between = instant.replace(microsecond=0) + timedelta(seconds=seconds)

    if schedule.allows(between):
        assert schedule.next_after(instant) <= between


@given(schedules, instants, instants)
def test_a_later_start_never_gives_an_earlier_time(text, one, other):
    schedule = parse(text)

    assert schedule.next_after(min(one, other)) <= schedule.next_after(max(one, other))


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("0 */2 * * * *", "2026-11-24T10:00:00", "2026-11-24T10:02:00"),
        ("0 */2 * * * *", "2026-11-24T10:01:59.5", "2026-11-24T10:02:00"),
        ("0 30,40,50 15,16 * * *", "2026-11-24T15:50:00", "2026-11-24T16:30:00"),
        ("0 0 3 * * MON-FRI", "2026-11-27T03:00:00", "2026-11-30T03:00:00"),
        ("0 0 0 29 2 *", "2026-11-24T10:00:00", "2028-02-29T00:00:00"),
        ("0 0 0 1 jan *", "2026-11-24T10:00:00", "2027-01-01T00:00:00"),
        ("30 5/20 * * * *", "2026-11-24T10:05:30", "2026-11-24T10:25:30"),
        ("0 0 0 13 * 5", "2026-11-24T10:00:00", "2027-08-13T00:00:00"),  # a Friday, both at once
    ],
)
def test_schedules_are_read_as_azure_reads_them(text, after, expected):
    following = parse(text).next_after(datetime.fromisoformat(after).replace(tzinfo=UTC))

    assert following == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_a_day_that_never_comes_has_no_next_time():
    assert parse("0 0 0 31 2 *").next_after(datetime(2026, 1, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "day", [datetime(2026, 10, 25, tzinfo=ATHENS), datetime(2026, 3, 29, tzinfo=ATHENS)]
)
def test_a_clock_change_in_athens_moves_no_timer(day):
    schedule = parse("0 30 * * * *")

    times = [day.astimezone(UTC)]
    for _ in range(6):
        times.append(schedule.next_after(times[-1]))

    assert {later - earlier for earlier, later in pairwise(times[1:])} == {timedelta(hours=1)}


@pytest.mark.parametrize(
    "text",
    [
        "*/2 * * * *",
        "60 * * * * *",
        "0 0 0 0 * *",
        "0 0 0 * 13 *",
        "0 0 0 * * 7",
        "0 0 0 * * FRI-MON",
        "0 */0 * * * *",
        "0 5- * * * *",
        "0 ? * * * *",
        "@daily",
        "",
    ],
)
def test_what_azure_would_not_take_is_refused(text):
    with pytest.raises(NotNcrontab):
        parse(text)
