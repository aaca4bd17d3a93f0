"""Who waits for a time is asked one after the other, and nobody at night."""

from datetime import datetime, timedelta

import pytest

from functions.domain.booking import Booking
from functions.domain.booking_request import WaitRequest
from functions.domain.errors import (
    Invalid,
    LinkEnded,
    NotFound,
    NotOffered,
    TooMany,
    Unreachable,
)
from functions.domain.slot import ATHENS
from functions.domain.waiting import WaitingEntry, is_quiet
from functions.ports import Ports
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.offer_link import offer_path, show_offer, take_offer
from functions.use_cases.offer_times import offer_times
from functions.use_cases.waiting_list import list_waiting, stop_waiting, wait
from tests.builders import (
    BIRTH,
    CLEARANCE,
    MARIA,
    PATRA,
    RULES,
    ZOGRAFOU,
    Clock,
    a_citizen,
    a_request,
    make_catalog,
    make_ports,
)

ANNA, NIKOS = a_citizen(101), a_citizen(102)


def full(clock: Clock | None = None, **rules) -> tuple[Ports, Clock, list[Booking]]:
    """Return a world in which Zografou has no free time: one hour a day, on two days."""
    clock = clock or Clock()
    one_hour = {
        "shifts": {
            3: (RULES.shifts[1][0]._replace(closes=RULES.shifts[1][0].opens.replace(hour=9)),)
        }
    }
    catalog = make_catalog(RULES.model_copy(update={**one_hour, **rules}))
    ports = make_ports(now=clock, catalog=catalog)
    free = list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports)
    bookings = [
        book(a_request(slot.starts_at), a_citizen(n), "key", "el", ports)
        for n, slot in enumerate(free)
    ]
    return ports, clock, bookings


def waits(ports: Ports, citizen=ANNA, **changes) -> WaitingEntry:
    wish = {"centre": ZOGRAFOU, "service": BIRTH, "email": "anna@example.com"} | changes
    return wait(WaitRequest(**wish), citizen, "el", ports)


def offers(ports: Ports) -> list[tuple[str, str]]:
    return [(m.to, m.subject) for _, m in ports.mailbox.kept if m.message_id.endswith(".offer")]


def free_up(booking: Booking, number: int, ports: Ports) -> None:
    cancel(booking.reference, a_citizen(number), ports)


def entry_of(citizen, ports: Ports) -> WaitingEntry:
    [entry] = list_waiting(citizen, ports)
    return entry


def link(citizen, ports: Ports) -> tuple[str, str, str]:
    centre, entry_id, signature = offer_path(entry_of(citizen, ports), ports).split("/")[-3:]
    return centre, entry_id, signature


def test_a_freed_time_is_held_for_the_one_who_waits_longest_and_told_once():
    ports, clock, bookings = full()
    waits(ports)
    clock.forward(minutes=1)
    waits(ports, NIKOS, email="nikos@example.com")
    free_up(bookings[0], 0, ports)

    for _ in range(5):
        offer_times(ports)
        clock.forward(minutes=1)

    assert offers(ports) == [("anna@example.com", "25 08:00")]
    assert list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports) == []


def test_what_is_not_taken_goes_to_the_next():
    ports, clock, bookings = full()
    waits(ports)
    clock.forward(minutes=1)
    waits(ports, NIKOS, email="nikos@example.com")
    free_up(bookings[0], 0, ports)
    offer_times(ports)
    clock.forward(minutes=30)

    offer_times(ports)

    assert [to for to, _ in offers(ports)] == ["anna@example.com", "nikos@example.com"]
    clock.forward(minutes=30)
    offer_times(ports)
    assert len(offers(ports)) == 2  # nobody is offered the same time twice


def test_what_is_taken_becomes_the_own_hold_and_then_a_booking():
    ports, _, bookings = full()
    waits(ports)
    free_up(bookings[0], 0, ports)
    offer_times(ports)

    kept = take_offer(*link(ANNA, ports), ANNA, ports)
    booking = book(a_request(kept.slot.starts_at), ANNA, "key", "el", ports)

    assert booking.reference == kept.reference
    offer_times(ports)
    assert list_waiting(ANNA, ports) == []


def test_taking_twice_is_taking_once():
    ports, _, bookings = full()
    waits(ports)
    free_up(bookings[0], 0, ports)
    offer_times(ports)
    place = link(ANNA, ports)

    assert take_offer(*place, ANNA, ports).reference == take_offer(*place, ANNA, ports).reference


def test_opening_the_link_takes_nothing():
    ports, _, bookings = full()
    waits(ports)
    free_up(bookings[0], 0, ports)
    offer_times(ports)
    before = dict(ports.store.rows)

    assert show_offer(*link(ANNA, ports), ports).offer

    assert ports.store.rows == before


def test_somebody_else_cannot_take_it_and_an_altered_link_is_not_found():
    ports, _, bookings = full()
    waits(ports)
    free_up(bookings[0], 0, ports)
    offer_times(ports)
    centre, entry_id, signature = link(ANNA, ports)

    with pytest.raises(NotFound):
        take_offer(centre, entry_id, signature, NIKOS, ports)
    for wrong in ((centre, entry_id, "x"), (centre, "x", signature), ("x", entry_id, signature)):
        with pytest.raises(NotFound):
            show_offer(*wrong, ports)


def test_an_offer_that_has_passed_says_so_also_after_a_newer_one():
    ports, clock, bookings = full()
    waits(ports)
    free_up(bookings[0], 0, ports)
    offer_times(ports)
    first = link(ANNA, ports)
    clock.forward(minutes=30)
    with pytest.raises(LinkEnded):
        take_offer(*first, ANNA, ports)

    free_up(bookings[1], 1, ports)
    offer_times(ports)

    assert len(offers(ports)) == 2
    with pytest.raises(LinkEnded):
        show_offer(*first, ports)
    assert show_offer(*link(ANNA, ports), ports)


def test_a_booking_elsewhere_of_the_freed_time_wins_before_it_is_offered():
    ports, _, bookings = full()
    waits(ports)
    free_up(bookings[0], 0, ports)
    book(a_request(bookings[0].slot.starts_at), NIKOS, "key", "el", ports)

    offer_times(ports)

    assert offers(ports) == []


def test_an_interpreter_needs_two_slots_and_another_centre_or_service_is_never_offered():
    ports, _, bookings = full()
    waits(ports, interpreter="sign_language")
    for number in (0, 1, 3):  # the first two are on a day whose requests have been collected
        free_up(bookings[number], number, ports)
    offer_times(ports)
    assert offers(ports) == []

    free_up(bookings[4], 4, ports)
    offer_times(ports)

    assert offers(ports) == [("anna@example.com", "02 08:00")]
    assert entry_of(ANNA, ports).offer.slot.ends_at - entry_of(
        ANNA, ports
    ).offer.slot.starts_at == (timedelta(minutes=40))


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ("20:59", False),
        ("21:00", True),
        ("23:59", True),
        ("00:00", True),
        ("07:59", True),
        ("08:00", False),
    ],
)
def test_at_night_nobody_is_asked(clock, quiet):
    now = datetime.fromisoformat(f"2026-11-24T{clock}").replace(tzinfo=ATHENS)

    assert is_quiet(now, RULES) == quiet


def test_what_comes_free_at_night_is_offered_in_the_morning():
    ports, clock, bookings = full()
    waits(ports)
    clock.now = clock.now.replace(hour=23)
    free_up(bookings[0], 0, ports)
    offer_times(ports)
    assert offers(ports) == []

    clock.now = datetime(2026, 11, 24, 20, 59, tzinfo=ATHENS)
    offer_times(ports)

    assert len(offers(ports)) == 1


def test_a_failed_mail_is_sent_by_the_next_call_and_a_lost_answer_not_twice():
    ports, clock, bookings = full()
    waits(ports)
    free_up(bookings[0], 0, ports)
    ports.mailbox.failures.append(Unreachable("down"))
    offer_times(ports)
    assert offers(ports) == []
    ports.mailbox.lost.append(Unreachable("down"))

    for _ in range(3):
        clock.forward(minutes=1)
        offer_times(ports)

    assert len(offers(ports)) == 1


def test_after_three_offers_that_nobody_took_one_leaves_the_list():
    ports, clock, bookings = full()
    waits(ports)
    for number in range(3):
        free_up(bookings[number], number, ports)
        offer_times(ports)
        clock.forward(minutes=31)

    offer_times(ports)

    assert len(offers(ports)) == 3
    assert list_waiting(ANNA, ports) == []


def test_a_place_on_the_list_ends_by_time():
    ports, clock, _ = full()
    waits(ports)
    clock.forward(days=15)

    assert list_waiting(ANNA, ports) == []
    offer_times(ports)
    assert not [key for _, key in ports.store.rows if key.startswith(("wait:", "waiting:"))]


def test_the_same_wish_is_one_place_and_there_are_three_at_most():
    ports, _, _ = full()
    first = waits(ports)

    assert waits(ports) == first
    waits(ports, service=CLEARANCE)
    waits(ports, centre=PATRA)
    with pytest.raises(TooMany):
        waits(ports, interpreter="lip_reading")
    stop_waiting(first.id, ANNA, ports)
    waits(ports, interpreter="lip_reading")


def test_a_foreign_place_cannot_be_given_up():
    ports, _, _ = full()
    entry = waits(ports)

    with pytest.raises(NotFound):
        stop_waiting(entry.id, MARIA, ports)
    assert list_waiting(ANNA, ports) == [entry]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"centre": "nowhere"}, Invalid), ({"centre": "kep-eke-thessaloniki"}, NotOffered)],
)
def test_one_waits_only_for_what_can_be_had(changes, refusal):
    ports, _, _ = full()

    with pytest.raises(refusal):
        waits(ports, **changes)
