"""The outside follows the store: once each, whatever fails in between."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.domain import keys
from functions.domain.booking import Booking, Status
from functions.domain.booking_rows import to_row
from functions.domain.errors import NotThereYet, Rejected, Unreachable
from functions.domain.outbox import LEASE, SOON, WAITS, Todo
from functions.ports import Ports, Replace, StoreBusy
from functions.use_cases.book import book
from functions.use_cases.reconcile import oldest_todo, reconcile, sweep
from functions.use_cases.show_bookings import done_for
from tests.builders import WEDNESDAY_0900, ZOGRAFOU, Clock, a_citizen, a_request, make_ports
from tests.fake_store import FakeStore

DOWN = Unreachable("down")


def a_booking(ports: Ports, number: int = 0, **changes) -> Booking:
    at = WEDNESDAY_0900 + timedelta(minutes=20 * number)
    return book(a_request(at, **changes), a_citizen(number), "key", "el", ports)


def todo(ports: Ports, booking: Booking) -> Todo | None:
    row = ports.store.get(booking.centre, keys.todo(booking.reference))
    return Todo.from_row(row.data) if row else None


def mails(ports: Ports) -> list[str]:
    return [message.message_id for _, message in ports.mailbox.kept]


def assert_all_done_once(ports: Ports, booking: Booking) -> None:
    assert todo(ports, booking) is None
    assert list(ports.calendar.entries) == [booking.reference]
    assert set(ports.calendar.secured) == {f"event-{booking.reference}"}
    assert mails(ports) == [f"{booking.reference}.0.confirmation"]


def test_an_event_with_its_meeting_then_its_rules_then_the_mail():
    ports = make_ports()
    booking = a_booking(ports)

    reconcile(booking.reference, ports)

    assert_all_done_once(ports, booking)
    done = done_for(booking, ports)
    assert done.event.join_url == ports.mailbox.kept[0][1].html
    assert done.event_at == done.secured_at == ports.now()


def test_a_second_run_does_nothing_more():
    ports = make_ports()
    booking = a_booking(ports)
    reconcile(booking.reference, ports)
    before = dict(ports.store.rows)

    reconcile(booking.reference, ports)

    assert ports.store.rows == before
    assert_all_done_once(ports, booking)


@pytest.mark.parametrize("reference", ["", "nonsense", "ZOG-7F3K-Q2M", "QQQ-7F3K-Q2M"])
def test_a_message_that_names_nothing_is_harmless(reference):
    reconcile(reference, make_ports())


def test_a_failure_is_written_down_with_the_time_of_the_next_try():
    ports = make_ports()
    booking = a_booking(ports)
    ports.calendar.failures.append(Unreachable("503"))

    reconcile(booking.reference, ports)

    left = todo(ports, booking)
    assert (left.tries, left.last_error) == (1, "Unreachable: 503")
    assert left.due_at == ports.now() + WAITS[0]
    assert ports.nudge.delays[-1] == WAITS[0]


def test_nobody_tries_before_the_time_has_come():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = a_booking(ports)
    ports.calendar.failures.append(DOWN)
    reconcile(booking.reference, ports)

    reconcile(booking.reference, ports)
    assert ports.calendar.entries == {}

    clock.forward(seconds=30)
    reconcile(booking.reference, ports)
    assert_all_done_once(ports, booking)


def test_a_new_meeting_is_looked_for_again_within_seconds():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = a_booking(ports)
    ports.calendar.not_there_for = 2

    reconcile(booking.reference, ports)
    assert ports.nudge.delays[-1] == SOON
    for _ in range(2):
        clock.forward(seconds=2)
        reconcile(booking.reference, ports)

    assert_all_done_once(ports, booking)


def test_waits_grow_and_a_longer_one_that_was_asked_for_is_kept():
    waits = [Todo(1, tries=tries).wait(DOWN) for tries in range(9)]

    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
    assert Todo(1).wait(Unreachable("429", timedelta(minutes=7))) == timedelta(minutes=7)
    assert Todo(1).wait(Rejected("403")) >= timedelta(minutes=5)
    assert Todo(1, tries=20).wait(NotThereYet("x")) == timedelta(hours=1)


def test_an_event_whose_answer_was_lost_is_adopted():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = a_booking(ports)
    ports.calendar.lost.append(DOWN)

    reconcile(booking.reference, ports)
    clock.forward(minutes=1)
    reconcile(booking.reference, ports)

    assert_all_done_once(ports, booking)


def test_a_mail_whose_answer_was_lost_is_found_and_not_sent_again():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = a_booking(ports)
    ports.mailbox.lost.append(DOWN)

    reconcile(booking.reference, ports)
    clock.forward(minutes=1)
    reconcile(booking.reference, ports)

    assert_all_done_once(ports, booking)


def test_a_mail_that_never_left_is_sent_after_the_look():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = a_booking(ports)
    ports.mailbox.failures.append(DOWN)

    reconcile(booking.reference, ports)
    assert mails(ports) == []
    clock.forward(minutes=1)
    reconcile(booking.reference, ports)

    assert_all_done_once(ports, booking)


def test_while_the_mailbox_cannot_be_looked_into_nothing_is_sent_for_six_hours():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = a_booking(ports)
    ports.mailbox.lost.append(DOWN)
    ports.mailbox.look_up_failures.extend([DOWN] * 100)
    reconcile(booking.reference, ports)

    for _ in range(5):
        clock.forward(hours=1)
        reconcile(booking.reference, ports)
    assert len(mails(ports)) == 1
    clock.forward(hours=1)
    reconcile(booking.reference, ports)

    assert len(mails(ports)) == 2
    assert todo(ports, booking) is None


def test_another_worker_leaves_a_taken_booking_alone_until_the_lease_ends():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = a_booking(ports)
    row = ports.store.get(ZOGRAFOU, keys.todo(booking.reference))
    taken = Todo.from_row(row.data).taken("a worker that died", clock.now)
    ports.store.commit(ZOGRAFOU, [Replace(row.key, taken.to_row(), row.etag)])

    reconcile(booking.reference, ports)
    assert ports.calendar.entries == {}

    clock.forward(seconds=LEASE.total_seconds())
    assert sweep(ports) == 1
    assert_all_done_once(ports, booking)


def test_a_change_that_comes_meanwhile_keeps_its_work():
    ports = make_ports()
    booking = a_booking(ports)

    class ChangesMeanwhile(type(ports.mailbox)):
        def send(self, centre, message):
            super().send(centre, message)
            row = ports.store.get(centre, keys.todo(booking.reference))
            ports.store.commit(centre, [Replace(row.key, Todo(2).to_row(), row.etag)])

    reconcile(booking.reference, replace(ports, mailbox=ChangesMeanwhile()))

    assert todo(ports, booking).version == 2
    assert ports.nudge.posted[-1] == booking.reference


def test_the_sweep_finds_what_no_message_came_for_in_every_centre():
    ports = make_ports()
    bookings = [a_booking(ports, number) for number in range(3)]
    bookings.append(book(a_request(centre="kep-patra"), a_citizen(9), "k", "el", ports))

    assert sweep(ports) == 4
    assert len(ports.calendar.entries) == len(mails(ports)) == 4
    assert sweep(ports) == 0


def test_what_waits_has_an_age():
    clock = Clock()
    ports = make_ports(now=clock)
    began = clock.now
    a_booking(ports)
    clock.forward(minutes=5)
    ports.calendar.failures.extend([DOWN] * 9)
    sweep(ports)
    a_booking(ports, 1)

    assert oldest_todo(ports) == began
    assert oldest_todo(make_ports()) is None


def test_for_an_appointment_that_was_missed_nothing_is_made():
    status, ports = Status.MISSED, make_ports()
    booking = a_booking(ports)
    row = ports.store.get(ZOGRAFOU, keys.booking(booking.reference))
    moved = to_row(booking.move(status), row.data["log_hash"], ports.vault.seal)
    ports.store.commit(ZOGRAFOU, [Replace(row.key, moved, row.etag)])

    reconcile(booking.reference, ports)

    assert (ports.calendar.entries, mails(ports), todo(ports, booking)) == ({}, [], None)


def test_after_its_end_nobody_is_told_of_an_appointment():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = a_booking(ports)
    clock.forward(days=2)

    assert sweep(ports) == 1
    assert (mails(ports), todo(ports, booking)) == ([], None)


class Chaos(FakeStore):
    """A store that fails now and then, before or after it has written."""

    def __init__(self, plan: list[int]) -> None:
        super().__init__()
        self.plan: list[int] = []
        self.later = plan

    def commit(self, partition, operations):
        what = self.plan.pop(0) if self.plan else 0
        if what == 1:
            raise StoreBusy("before")
        etags = super().commit(partition, operations)
        if what == 2:
            raise StoreBusy("after")
        return etags


@given(
    store=st.lists(st.integers(0, 2), max_size=12),
    calendar=st.lists(st.booleans(), max_size=4),
    mailbox=st.lists(st.booleans(), max_size=4),
    lags=st.integers(0, 4),
)
@settings(max_examples=150)
def test_after_any_failures_everything_is_done_exactly_once(store, calendar, mailbox, lags):
    """Graph, mail and the store fail in any order, before or after their work; workers die."""
    clock, chaos = Clock(), Chaos(store)
    ports = make_ports(store=chaos, now=clock)
    booking = a_booking(ports)
    chaos.plan = list(store)
    for answers_were_lost, outside in ((calendar, ports.calendar), (mailbox, ports.mailbox)):
        for was_lost in answers_were_lost:
            (outside.lost if was_lost else outside.failures).append(DOWN)
    ports.calendar.not_there_for = lags

    for _ in range(60):
        clock.forward(minutes=15)
        sweep(ports)

    assert_all_done_once(ports, booking)
