"""Nobody who asked for an interpreter comes to a call without one (circular R11)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from functions.domain import keys, log
from functions.domain.booking import Booking, Interpreter
from functions.domain.booking_request import AnswerRequest, RescheduleRequest
from functions.domain.digest_record import LEASE
from functions.domain.errors import InterpreterClosed, LinkEnded, NotFound, Unreachable
from functions.domain.projection import Message
from functions.domain.slot import ATHENS
from functions.ports import SERVICE_MAILBOX, Ports, StoreBusy
from functions.use_cases.answer_request import answer_path, answer_request, show_request
from functions.use_cases.ask_interpreter import ask_interpreter
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.digest_book import held_in, stored_digest
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.reconcile import sweep
from functions.use_cases.reschedule import reschedule
from functions.use_cases.send_digest import send_digest
from functions.use_cases.show_bookings import stored_booking
from functions.use_cases.watch_requests import watch_requests
from tests.builders import (
    BIRTH,
    MARIA,
    PATRA,
    RULES,
    WEDNESDAY_0900,
    ZOGRAFOU,
    Clock,
    a_citizen,
    a_request,
    make_catalog,
    make_ports,
)
from tests.fakes import ADMINISTRATORS, DESK

DOWN = Unreachable("down")
TUESDAY_1830 = datetime(2026, 11, 24, 18, 30, tzinfo=ATHENS)
THURSDAY_0900 = WEDNESDAY_0900 + timedelta(days=1)
YES, NO = AnswerRequest(answer="acknowledged"), AnswerRequest(answer="unavailable")


def asked(
    ports: Ports, at: datetime = WEDNESDAY_0900, number: int = 0, kind="sign_language", **more
) -> Booking:
    request = a_request(at, interpreter=kind, **more)
    return book(request, a_citizen(number), f"key {number}", "el", ports)


def at_half_past_six(**changes) -> tuple[Ports, Clock]:
    clock = Clock(TUESDAY_1830)
    return make_ports(now=clock, **changes), clock


def to_desk(ports: Ports) -> list[Message]:
    return [m for sender, m in ports.mailbox.kept if m.to == DESK and sender == SERVICE_MAILBOX]


def subjects(ports: Ports) -> list[str]:
    return [message.subject for message in to_desk(ports)]


def to_administrators(ports: Ports) -> list[str]:
    return [m.message_id for _, m in ports.mailbox.kept if m.to == ADMINISTRATORS]


def to_centre(ports: Ports) -> list[str]:
    return [m.message_id for _, m in ports.mailbox.kept if m.to == f"{ZOGRAFOU}@kep.example"]


def digest(ports: Ports):
    return stored_digest("2026-11-25", ports).record


def held(ports: Ports) -> list[str]:
    return [told.reference for told in held_in(digest(ports), ports)]


def signature(booking: Booking, ports: Ports) -> str:
    return answer_path(booking.reference, booking.sequence, ports).rpartition("/")[2]


def log_of_digest(ports: Ports) -> Iterator[dict]:
    prefix = "log:2026-11-25:"
    rows = ports.store.range(keys.INTERPRETERS, prefix, keys.past(prefix))
    return (dict(row.data) for row in rows)


# The cut-off


def first_with_interpreter(ports: Ports, centre: str = ZOGRAFOU) -> datetime:
    query = SlotQuery(centre, BIRTH, interpreter=Interpreter.SIGN_LANGUAGE)
    return list_free_slots(query, ports)[0].starts_at


def test_from_half_past_six_on_the_next_day_is_offered_without_an_interpreter_only():
    clock = Clock(TUESDAY_1830 - timedelta(seconds=1))
    ports = make_ports(now=clock)
    assert first_with_interpreter(ports).date() == WEDNESDAY_0900.date()

    clock.forward(seconds=1)

    assert first_with_interpreter(ports).date() == THURSDAY_0900.date()
    without = list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports)
    assert without[0].starts_at.date() == WEDNESDAY_0900.date()


def test_who_asks_too_late_is_told_the_first_day_and_the_next_times():
    ports, _ = at_half_past_six()

    with pytest.raises(InterpreterClosed) as closed:
        asked(ports)

    assert closed.value.first_day == THURSDAY_0900.date()
    assert closed.value.alternatives[0].starts_at == THURSDAY_0900.replace(hour=8)
    book(a_request(), MARIA, "without", "el", ports)


def test_who_moves_to_a_closed_day_is_refused_too():
    ports, _ = at_half_past_six()
    booking = asked(ports, THURSDAY_0900)
    wish = RescheduleRequest(starts_at=WEDNESDAY_0900.isoformat())

    with pytest.raises(InterpreterClosed):
        reschedule(booking.reference, wish, a_citizen(0), ports)


# The digest


def test_the_desk_is_told_of_the_next_day_once():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = asked(ports)
    other = asked(ports, WEDNESDAY_0900, 1, "lip_reading", centre=PATRA)
    asked(ports, THURSDAY_0900, 2)
    book(a_request(WEDNESDAY_0900.replace(hour=12)), a_citizen(3), "without", "el", ports)
    sweep(ports)
    clock.now = TUESDAY_1830

    for _ in range(20):
        send_digest(ports)
        clock.forward(minutes=1)

    [mail] = to_desk(ports)
    assert (mail.message_id, mail.subject) == ("digest.2026-11-25", "2026-11-25 False")
    lines = [line.split()[0] for line in mail.html.splitlines()]
    assert lines == [other.reference, booking.reference]
    assert held(ports) == sorted([booking.reference, other.reference])
    assert digest(ports).closed_at == TUESDAY_1830


def test_before_half_past_six_nothing_is_sent():
    clock = Clock()
    ports = make_ports(now=clock)
    send_digest(ports)  # yesterday's evening was missed, and nobody had asked
    asked(ports)
    clock.now = TUESDAY_1830 - timedelta(seconds=1)

    send_digest(ports)

    assert to_desk(ports) == to_administrators(ports) == []


@pytest.mark.parametrize(("rule", "mails"), [("line", 1), ("nothing", 0)])
def test_a_day_without_requests_is_told_as_the_rules_say(rule, mails):
    rules = RULES.model_copy(update={"digest_when_empty": rule})
    ports, clock = at_half_past_six(catalog=make_catalog(rules))

    for _ in range(40):
        send_digest(ports)
        clock.forward(minutes=1)

    assert len(to_desk(ports)) == mails
    assert digest(ports).is_closed
    assert to_administrators(ports) == []


def test_from_1830_to_1858_the_mail_is_down_and_before_seven_it_has_gone():
    ports, clock = at_half_past_six()
    book_before(ports, clock)
    ports.mailbox.failures.extend([DOWN] * 28)

    for _ in range(30):
        send_digest(ports)
        clock.forward(minutes=1)

    [mail] = to_desk(ports)
    assert mail.subject == "2026-11-25 True"
    assert (
        TUESDAY_1830 + timedelta(minutes=28)
        <= digest(ports).sent_at
        < digest(ports).digest.deadline
    )
    assert to_administrators(ports) == []


def test_after_seven_it_goes_as_soon_as_it_can_and_is_marked_late():
    ports, clock = at_half_past_six()
    booking = book_before(ports, clock)
    ports.mailbox.failures.extend([DOWN] * 200)
    ports.mailbox.look_up_failures.extend([DOWN] * 200)
    for _ in range(45):
        send_digest(ports)
        clock.forward(minutes=1)
    ports.mailbox.failures.clear()
    ports.mailbox.look_up_failures.clear()

    for _ in range(5):
        send_digest(ports)
        clock.forward(minutes=1)

    assert (digest(ports).is_late, held(ports)) == (True, [booking.reference])
    assert to_administrators(ports) == ["digest.2026-11-25.sent-late"]
    assert [entry["action"] for entry in log_of_digest(ports)] == ["digest_closing", "digest_sent"]


def test_administrators_hear_of_a_digest_that_only_its_reader_refuses():
    ports, clock = at_half_past_six()
    book_before(ports, clock)

    class RefusesTheDesk(type(ports.mailbox)):
        def send(self, sender, message):
            if message.to == DESK:
                raise Unreachable("refused")
            super().send(sender, message)

    ports = replace(ports, mailbox=RefusesTheDesk())
    for _ in range(40):
        send_digest(ports)
        clock.forward(minutes=1)

    assert to_administrators(ports) == ["digest.2026-11-25.late"]
    assert not digest(ports).is_closed
    assert digest(ports).tries == 40


def book_before(ports: Ports, clock: Clock, at: datetime = WEDNESDAY_0900, number=0) -> Booking:
    """Book at ten in the morning of the digest's day, and have everything done for it."""
    now, clock.now = clock.now, TUESDAY_1830.replace(hour=10, minute=0)
    booking = asked(ports, at, number)
    sweep(ports)
    clock.now = now
    return booking


def test_a_digest_whose_answer_was_lost_is_found_and_not_sent_again():
    ports, clock = at_half_past_six()
    booking = book_before(ports, clock)
    ports.mailbox.lost.append(DOWN)

    for _ in range(3):
        send_digest(ports)
        clock.forward(minutes=1)

    assert len(to_desk(ports)) == 1
    assert (digest(ports).is_closed, held(ports)) == (True, [booking.reference])


@pytest.mark.parametrize("dies_at", range(1, 6))
@pytest.mark.parametrize("has_written", [False, True])
def test_a_worker_that_dies_at_any_step_does_no_harm(dies_at, has_written):
    from tests.unit.test_changes import Dies

    ports, clock = at_half_past_six(store=Dies())
    booking = book_before(ports, clock)
    ports.store.countdown, ports.store.has_written = dies_at, has_written
    with suppress(StoreBusy):
        send_digest(ports)
    clock.forward(seconds=LEASE.total_seconds())

    send_digest(ports)

    assert len(to_desk(ports)) == 1
    assert (digest(ports).is_closed, held(ports)) == (True, [booking.reference])
    hashes = [entry["hash"] for entry in log_of_digest(ports)]
    assert hashes == [log.digest(entry) for entry in log_of_digest(ports)]
    assert [e["follows"] for e in log_of_digest(ports)] == ["", *hashes[:-1]]


def test_two_instances_at_once_send_one():
    ports, clock = at_half_past_six()
    book_before(ports, clock)

    class SendsMeanwhile(type(ports.mailbox)):
        def send(self, sender, message):
            send_digest(replace(ports, worker="worker-2"))
            super().send(sender, message)

    ports = replace(ports, mailbox=SendsMeanwhile())
    send_digest(ports)

    assert len(to_desk(ports)) == 1


def test_a_timer_that_comes_the_next_morning_still_sends_what_is_ahead():
    clock = Clock()
    ports = make_ports(now=clock)
    early, late = asked(ports), asked(ports, WEDNESDAY_0900.replace(hour=12), 1)
    sweep(ports)
    clock.now = WEDNESDAY_0900.replace(hour=10)

    send_digest(ports)

    assert held(ports) == [late.reference]
    assert digest(ports).is_late
    assert early.reference not in to_desk(ports)[0].html


def test_over_a_weekend_one_digest_has_all_days():
    friday = datetime(2026, 11, 27, 10, 0, tzinfo=ATHENS)
    clock = Clock(friday)
    ports = make_ports(now=clock)
    booking = asked(ports, datetime(2026, 11, 30, 9, 0, tzinfo=ATHENS))

    for _ in range(3 * 24 * 4):
        clock.forward(minutes=15)
        send_digest(ports)
        sweep(ports)

    assert [m.message_id for m in to_desk(ports)] == ["digest.2026-11-30"]
    assert booking.reference in to_desk(ports)[0].html


# What changes afterwards


def after_digest(**changes) -> tuple[Ports, Clock, Booking]:
    ports, clock = at_half_past_six(**changes)
    booking = book_before(ports, clock)
    send_digest(ports)
    sweep(ports)
    clock.forward(minutes=1)
    return ports, clock, booking


def test_a_booking_in_flight_at_half_past_six_reaches_the_desk_by_a_correction():
    """It was allowed a second before, and is written after the digest was collected."""
    clock = Clock(TUESDAY_1830 - timedelta(seconds=1))
    ports = make_ports(now=clock)

    class Slow(type(ports.store)):
        def commit(self, partition, operations):
            if any(operation.key.startswith("book:") for operation in operations):
                clock.now = TUESDAY_1830
                send_digest(ports)
            return super().commit(partition, operations)

    ports = replace(ports, store=Slow())
    booking = asked(ports)
    assert held(ports) == []

    sweep(ports)

    assert subjects(ports) == ["2026-11-25 False", f"{booking.reference} added"]


def test_while_the_digest_is_on_its_way_nothing_is_corrected():
    ports, clock = at_half_past_six()
    booking = book_before(ports, clock)
    ports.mailbox.failures.append(DOWN)
    send_digest(ports)
    cancel(booking.reference, a_citizen(0), ports)

    sweep(ports)
    assert to_desk(ports) == []
    clock.forward(minutes=1)
    send_digest(ports)
    clock.forward(minutes=1)
    sweep(ports)

    assert subjects(ports) == ["2026-11-25 True"]
    assert to_desk(ports)[0].html == ""


def change(what: str, booking: Booking, ports: Ports) -> None:
    citizen = a_citizen(0)
    later = RescheduleRequest(starts_at=THURSDAY_0900.isoformat())
    {
        "cancelled": lambda: cancel(booking.reference, citizen, ports),
        "moved_away": lambda: reschedule(booking.reference, later, citizen, ports),
        "withdrawn": lambda: ask_interpreter(booking.reference, None, "officer", ports),
        "kind": lambda: ask_interpreter(
            booking.reference, Interpreter.LIP_READING, "officer", ports
        ),
    }[what]()


@pytest.mark.parametrize("what", ["cancelled", "moved_away", "withdrawn", "kind"])
def test_the_desk_is_told_at_once_what_changed_and_the_old_link_ends(what):
    ports, clock, booking = after_digest()
    old = signature(booking, ports)

    change(what, booking, ports)
    sweep(ports)

    assert subjects(ports)[1:] == [f"{booking.reference} {what}"]
    with pytest.raises(LinkEnded):
        answer_request(booking.reference, old, YES, ports)
    clock.forward(minutes=10)
    sweep(ports)
    watch_requests(ports)
    sweep(ports)
    assert len(to_desk(ports)) == 2


def test_what_was_moved_to_a_later_day_stands_in_that_day_s_digest():
    ports, clock, booking = after_digest()
    change("moved_away", booking, ports)
    sweep(ports)
    clock.forward(days=1)

    send_digest(ports)
    sweep(ports)

    assert booking.reference in to_desk(ports)[-1].html
    assert len(to_desk(ports)) == 3


def test_an_interpreter_that_is_added_after_the_digest_is_told_of():
    ports, clock = at_half_past_six()
    now, clock.now = clock.now, TUESDAY_1830.replace(hour=10)
    booking = book(a_request(), a_citizen(0), "key", "el", ports)
    clock.now = now
    send_digest(ports)

    ask_interpreter(booking.reference, Interpreter.SIGN_LANGUAGE, "officer", ports)
    sweep(ports)

    assert subjects(ports)[1:] == [f"{booking.reference} added"]
    ask_interpreter(booking.reference, None, "officer", ports)
    sweep(ports)
    assert subjects(ports)[2:] == [f"{booking.reference} withdrawn"]


def test_what_was_moved_to_and_fro_needs_a_new_link():
    ports, _, booking = after_digest()
    change("kind", booking, ports)
    ask_interpreter(booking.reference, Interpreter.SIGN_LANGUAGE, "officer", ports)

    sweep(ports)

    assert subjects(ports)[1:] == [f"{booking.reference} renewed"]
    assert answer_path(booking.reference, 2, ports) in to_desk(ports)[-1].html


def test_a_link_that_did_not_exist_yet_follows():
    clock = Clock(TUESDAY_1830 - timedelta(minutes=1))
    ports = make_ports(now=clock)
    booking = asked(ports)
    ports.calendar.failures.append(DOWN)
    sweep(ports)
    clock.now = TUESDAY_1830
    send_digest(ports)
    assert f"{booking.reference} None" in to_desk(ports)[0].html
    clock.forward(minutes=5)

    sweep(ports)

    assert subjects(ports)[1:] == [f"{booking.reference} link"]
    assert "https://teams.example" in to_desk(ports)[-1].html


def test_a_correction_whose_answer_was_lost_is_not_sent_again():
    ports, clock, booking = after_digest()
    change("kind", booking, ports)
    ports.mailbox.kept.clear()
    ports.mailbox.lost.extend([DOWN] * 2)

    for _ in range(5):
        sweep(ports)
        clock.forward(minutes=5)

    assert subjects(ports) == [f"{booking.reference} kind"]


def test_the_corrections_are_kept_as_proof():
    ports, _, booking = after_digest()
    change("kind", booking, ports)
    sweep(ports)
    change("cancelled", booking, ports)
    sweep(ports)

    prefix = keys.told_of("2026-11-25")
    rows = list(ports.store.range(ZOGRAFOU, prefix, keys.past(prefix)))

    assert [row.data["facts"]["changes"] for row in rows] == [["kind"], ["cancelled"]]
    assert all(row.data["hash"] == log.digest(row.data) for row in rows)


# The answer


def test_the_desk_answers_and_calendar_and_citizen_hear_of_it():
    ports, _, booking = after_digest()

    answer_request(booking.reference, signature(booking, ports), YES, ports)
    sweep(ports)

    stored = stored_booking(booking.reference, ports)
    assert stored.interpreter_status == "acknowledged"
    [(_, entry)] = ports.calendar.entries.values()
    assert entry.categories == ("sign_language", "acknowledged")
    assert ports.mailbox.kept[-1][1].to == booking.contact.email
    assert to_centre(ports) == []
    assert len(to_desk(ports)) == 1


def test_when_nobody_is_available_the_centre_hears_at_once():
    ports, _, booking = after_digest()

    answer_request(booking.reference, signature(booking, ports), NO, ports)
    sweep(ports)

    assert len(to_centre(ports)) == 1
    assert stored_booking(booking.reference, ports).interpreter_status == "unavailable"


def test_the_same_answer_twice_is_one_and_another_replaces_it():
    ports, clock, booking = after_digest()
    key = signature(booking, ports)
    first = answer_request(booking.reference, key, YES, ports)
    clock.forward(minutes=1)

    assert answer_request(booking.reference, key, YES, ports) == first
    named = AnswerRequest(answer="acknowledged", name="Ελένη Νικολάου")
    assert answer_request(booking.reference, key, named, ports).answer.name == "Ελένη Νικολάου"
    assert answer_request(booking.reference, key, NO, ports).interpreter_status == "unavailable"


def test_looking_at_the_page_changes_nothing():
    ports, _, booking = after_digest()
    before = dict(ports.store.rows)

    show_request(booking.reference, signature(booking, ports), ports)

    assert ports.store.rows == before


@pytest.mark.parametrize("wrong", ["", "x", "ΑΒΓ", "0" * 24])
def test_an_altered_link_is_not_found(wrong):
    ports, _, booking = after_digest()

    with pytest.raises(NotFound):
        answer_request(booking.reference, wrong, YES, ports)
    with pytest.raises(NotFound):
        show_request("ZOG-9999-999", signature(booking, ports), ports)


def test_the_link_of_another_appointment_is_not_found():
    ports, clock = at_half_past_six()
    one = book_before(ports, clock)
    two = book_before(ports, clock, WEDNESDAY_0900.replace(hour=12), 1)

    with pytest.raises(NotFound):
        show_request(one.reference, signature(two, ports), ports)


def test_after_the_call_the_link_has_ended():
    ports, clock, booking = after_digest()
    clock.now = booking.slot.ends_at

    with pytest.raises(LinkEnded):
        show_request(booking.reference, signature(booking, ports), ports)


@pytest.mark.parametrize(
    ("answer", "minutes", "notices"), [(None, -1, 0), (None, 0, 1), (YES, 0, 0), (NO, 0, 0)]
)
def test_what_nobody_has_answered_in_time_is_told_to_the_centre_once(answer, minutes, notices):
    ports, clock, booking = after_digest()
    if answer:
        answer_request(booking.reference, signature(booking, ports), answer, ports)
        sweep(ports)
    ports.mailbox.kept.clear()
    clock.now = datetime(2026, 11, 25, 7, 30, tzinfo=ATHENS) + timedelta(minutes=minutes)

    for _ in range(3):
        watch_requests(ports)
        sweep(ports)

    assert len(to_centre(ports)) == notices
    assert to_desk(ports) == []


def test_a_digest_that_never_went_is_made_up_for_by_corrections():
    """The timer is dead for a day and a night; by then a newer digest has opened."""
    clock = Clock()
    ports = make_ports(now=clock)
    booking = asked(ports, WEDNESDAY_0900.replace(hour=18))
    other = asked(ports, WEDNESDAY_0900.replace(hour=8), 1)
    sweep(ports)
    clock.now = WEDNESDAY_0900.replace(hour=17, minute=0)
    late = WEDNESDAY_0900.replace(hour=18, minute=30)
    clock.now = late
    send_digest(ports)

    watch_requests(ports)
    sweep(ports)

    assert f"{booking.reference} added" in subjects(ports)
    assert f"{other.reference} added" not in subjects(ports)
