"""Timer triggers and the clock that can be set."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from clock import StackClock, read_instant
from ncrontab import parse
from timer_functions import Alarm

ATHENS = ZoneInfo("Europe/Athens")
NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)
EVERY_TEN_MINUTES = parse("0 */10 * * * *")


def test_an_alarm_rings_when_it_is_due_and_not_before():
    alarm = Alarm(EVERY_TEN_MINUTES, NOON)

    assert alarm.ring(NOON + timedelta(minutes=9, seconds=59)) is None
    assert alarm.ring(NOON + timedelta(minutes=10)) == timedelta()
    assert alarm.ring(NOON + timedelta(minutes=10)) is None


def test_an_alarm_that_was_due_often_meanwhile_rings_once():
    alarm = Alarm(EVERY_TEN_MINUTES, NOON)
    tomorrow = NOON + timedelta(days=1, minutes=3)

    assert alarm.ring(tomorrow) == timedelta(days=1, minutes=3) - timedelta(minutes=10)
    assert alarm.ring(tomorrow) is None
    assert alarm.ring(NOON + timedelta(days=1, minutes=10)) == timedelta()


def test_an_alarm_goes_with_a_clock_that_is_put_back():
    alarm = Alarm(EVERY_TEN_MINUTES, NOON)
    yesterday = NOON - timedelta(days=1)

    assert alarm.ring(yesterday) is None
    assert alarm.ring(yesterday + timedelta(minutes=10)) == timedelta()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("2026-10-25T03:30", "2026-10-25T05:00", id="the hour that comes twice"),
        pytest.param("2026-03-29T02:30", "2026-03-29T05:00", id="the hour that is left out"),
    ],
)
def test_a_jump_over_a_clock_change_fires_a_due_timer_once(before, after):
    alarm = Alarm(parse("0 15 * * * *"), read_instant(before))

    rung = [alarm.ring(read_instant(after)) for _ in range(3)]

    assert [late is not None for late in rung] == [True, False, False]


def test_the_clock_runs_on_from_where_it_was_set(tmp_path):
    real = [NOON]
    clock = StackClock(tmp_path / "clock.json", real=lambda: real[0])

    clock.set(datetime(2026, 12, 24, 18, 30, tzinfo=ATHENS))
    real[0] += timedelta(minutes=5)

    assert clock.now() == datetime(2026, 12, 24, 16, 35, tzinfo=UTC)


def test_the_functions_have_the_clock_of_the_stack(tmp_path):
    from functions.adapters.clocks import ShiftedClock

    file = tmp_path / "clock.json"
    clock = StackClock(file)
    clock.set(datetime(2030, 1, 1, tzinfo=UTC))

    difference = ShiftedClock(file)() - clock.now()

    assert abs(difference) < timedelta(seconds=1)


def test_a_time_without_an_offset_is_athens_time():
    assert read_instant("2026-07-01T12:00") == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert read_instant("2026-07-01T12:00Z") == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_a_jump_of_the_clock_fires_each_due_timer_once(stack):
    answer = stack.client.post("/local/clock", json={"now": "2026-11-24T18:45:00+02:00"})

    assert answer.json() == {"now": "2026-11-24T16:45:00+00:00"}
    assert stack.functions.ticks.get(timeout=5) is True  # past due
    assert stack.functions.ticks.empty()


def test_a_jump_that_makes_nothing_due_fires_nothing(stack):
    stack.client.post("/local/clock", json={"now": "2026-11-24T15:29:59Z"})

    assert stack.functions.ticks.empty()


def test_a_timer_can_be_fired_by_hand(stack):
    assert stack.client.post("/local/timers/tick").status_code == 202
    assert stack.functions.ticks.get_nowait() is False


def test_an_unknown_timer_is_not_found(stack):
    assert stack.client.post("/local/timers/echo").status_code == 404


def test_a_timer_that_raises_says_so_without_the_reason(stack):
    answer = stack.client.post("/local/timers/fail_on_time")

    assert answer.status_code == 500
    assert answer.json()["code"] == "timer_failed"
