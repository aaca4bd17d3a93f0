"""A citizen is reminded a day and two hours before, once each, and never for nothing."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.domain.booking import Booking
from functions.domain.booking_request import RescheduleRequest
from functions.domain.errors import Rejected, Unreachable
from functions.domain.slot import ATHENS
from functions.ports import Ports
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.reconcile import sweep
from functions.use_cases.reschedule import reschedule
from functions.use_cases.send_reminders import send_reminders
from tests.builders import MARIA, TUESDAY, Clock, a_request, make_ports

FRIDAY_1000 = datetime(2026, 11, 27, 10, 0, tzinfo=ATHENS)


def booked(clock: Clock, at: datetime = FRIDAY_1000, **changes) -> tuple[Ports, Booking]:
    ports = make_ports(now=clock, **changes)
    booking = book(a_request(at), MARIA, "key", "el", ports)
    sweep(ports)
    return ports, booking


def run(ports: Ports) -> None:
    send_reminders(ports)
    sweep(ports)


def reminders(ports: Ports) -> list[str]:
    ids = [message.message_id for _, message in ports.mailbox.kept]
    return [each.rpartition(".")[2] for each in ids if "reminder" in each]


def test_a_day_and_two_hours_before_and_once_each():
    clock = Clock()
    ports, _ = booked(clock)
    seen = []

    while clock.now < FRIDAY_1000 + timedelta(hours=1):
        before = len(reminders(ports))
        run(ports)
        seen += [(name, FRIDAY_1000 - clock.now) for name in reminders(ports)[before:]]
        clock.forward(minutes=10)

    assert seen == [
        ("reminder-24h", timedelta(hours=24)),
        ("reminder-2h", timedelta(hours=2)),
    ]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(25, []), (24, ["reminder-24h"]), (3, ["reminder-24h"]), (2, ["reminder-2h"])],
)
def test_after_an_outage_only_the_last_one_that_is_due_comes(hours, expected):
    clock = Clock()
    ports, _ = booked(clock)
    clock.now = FRIDAY_1000 - timedelta(hours=hours)

    run(ports)
    run(ports)

    assert reminders(ports) == expected


def test_nothing_comes_once_it_has_begun():
    clock = Clock()
    ports, _ = booked(clock)
    clock.now = FRIDAY_1000

    run(ports)

    assert reminders(ports) == []


def test_nobody_is_reminded_of_what_was_cancelled():
    clock = Clock()
    ports, booking = booked(clock)
    clock.now = FRIDAY_1000 - timedelta(hours=23)
    cancel(booking.reference, MARIA, ports)

    run(ports)

    assert reminders(ports) == []


def test_who_moves_it_is_reminded_of_the_new_time_only():
    clock = Clock()
    ports, booking = booked(clock)
    monday = FRIDAY_1000 + timedelta(days=3)
    reschedule(booking.reference, RescheduleRequest(starts_at=monday.isoformat()), MARIA, ports)
    clock.now = FRIDAY_1000 - timedelta(hours=1)
    run(ports)
    assert reminders(ports) == []

    clock.now = monday - timedelta(hours=24)
    run(ports)

    assert reminders(ports) == ["reminder-24h"]


@pytest.mark.parametrize(("minutes", "expected"), [(59, []), (60, ["reminder-24h"])])
def test_none_comes_within_the_hour_of_the_booking(minutes, expected):
    clock = Clock(FRIDAY_1000 - timedelta(hours=24, minutes=minutes))
    ports, _ = booked(clock)
    clock.now = FRIDAY_1000 - timedelta(hours=23)

    run(ports)

    assert reminders(ports) == expected


def test_with_a_gateway_an_sms_comes_too_and_a_wrong_number_stops_nothing():
    clock = Clock()
    ports, _ = booked(clock)
    clock.now = FRIDAY_1000 - timedelta(hours=24)
    run(ports)
    assert [to for to, _ in ports.texts.kept.values()] == ["+306912345678"]

    ports.texts.failures.append(Rejected("no such number"))
    clock.now = FRIDAY_1000 - timedelta(hours=2)
    run(ports)

    assert reminders(ports) == ["reminder-24h", "reminder-2h"]
    assert len(ports.texts.kept) == 1


def test_the_clock_change_moves_no_reminder():
    monday = datetime(2026, 10, 26, 10, 0, tzinfo=ATHENS)
    clock = Clock(datetime(2026, 10, 22, 10, 0, tzinfo=ATHENS))
    ports, _ = booked(clock, monday)
    clock.now = datetime(2026, 10, 25, 9, 59, tzinfo=ATHENS)
    run(ports)
    assert reminders(ports) == []

    clock.now = datetime(2026, 10, 25, 10, 0, tzinfo=ATHENS)
    run(ports)

    assert reminders(ports) == ["reminder-24h"]


@given(
    gaps=st.lists(st.integers(1, 600), min_size=1, max_size=40),
    failures=st.lists(st.booleans(), max_size=5),
)
@settings(max_examples=60)
def test_however_late_the_timer_and_whatever_fails_each_comes_at_most_once(gaps, failures):
    clock = Clock(TUESDAY)
    ports, _ = booked(clock)
    for was_lost in failures:
        (ports.mailbox.lost if was_lost else ports.mailbox.failures).append(Unreachable("down"))

    for minutes in gaps:
        clock.forward(minutes=minutes)
        run(ports)

    assert len(set(reminders(ports))) == len(reminders(ports))
