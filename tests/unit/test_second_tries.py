"""Who tries again later, with other answers, or changes their mind, ends where they should."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain import keys
from functions.domain.errors import LinkEnded, Paused, SlotTaken, TooLate, TooMany, TryAgain
from functions.ports import Ports, StoreBusy
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.hold import extend, hold
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.my_data import erase_past
from functions.use_cases.offer_link import take_offer
from functions.use_cases.offer_times import offer_times
from functions.use_cases.reschedule import reschedule
from functions.use_cases.show_bookings import list_bookings
from functions.use_cases.waiting_list import list_waiting, stop_waiting
from tests.builders import (
    BIRTH,
    MARIA,
    PATRA,
    WEDNESDAY_0900,
    ZOGRAFOU,
    Clock,
    a_citizen,
    a_request,
    make_ports,
)
from tests.fake_store import FakeStore
from tests.unit.busy_store import BusyStore
from tests.unit.test_changes import THURSDAY_0900, booked, live, to
from tests.unit.test_hold import missed, wish
from tests.unit.test_waiting import ANNA, NIKOS, free_up, full, link, offers, waits

FRIDAY_0900 = THURSDAY_0900 + timedelta(days=1)
MONDAY_0900 = FRIDAY_0900 + timedelta(days=3)


def on_a_bad_day() -> tuple[Ports, Clock]:
    clock = Clock()
    return make_ports(store=BusyStore(FakeStore()), now=clock), clock


def cut(ports: Ports, commit: int, act, fails: str = "before") -> None:
    """Let *act* have no answer at one of its commits."""
    ports.store.will_fail(fails, commit)
    with pytest.raises((TryAgain, StoreBusy)):
        act()


# Booking


def test_after_a_failure_the_same_hold_can_be_confirmed_with_other_answers():
    ports, _ = on_a_bad_day()
    kept = hold(wish(), MARIA, ports)
    cut(ports, 1, lambda: booked(ports, hold=kept.reference), "after")

    booking = booked(ports, key="other", hold=kept.reference, notes="Γράψτε μου")

    assert booking.reference == kept.reference
    assert booked(ports, key="other", hold=kept.reference, notes="Γράψτε μου") == booking


def test_what_is_booked_by_a_late_repeat_counts():
    ports, clock = on_a_bad_day()
    days = [WEDNESDAY_0900 + timedelta(days=n) for n in (0, 1, 2, 5, 6)]
    cut(ports, 1, lambda: booked(ports, days[0], key="0"), "after")
    others = [booked(ports, days[n], key=str(n)) for n in (1, 2)]
    clock.forward(minutes=3)
    booked(ports, days[3], key="3")  # the cap is reached: what was never booked is dropped
    cancel(others[0].reference, MARIA, ports)

    booked(ports, days[0], key="0")

    assert len(live(ports)) == 3
    with pytest.raises(TooMany):
        booked(ports, days[4], key="4")


@pytest.mark.parametrize("operation", range(1, 30))
def test_what_a_late_repeat_is_making_counts_while_it_is_made(operation):
    ports, clock = on_a_bad_day()
    cut(ports, 1, lambda: booked(ports, key="0"), "after")
    for days in (1, 2):
        booked(ports, WEDNESDAY_0900 + timedelta(days=days), key=str(days))
    clock.forward(minutes=3)
    ports.store.others_in = operation
    ports.store.others = lambda: booked(ports, MONDAY_0900, key="another tab")

    with suppress(TooMany):
        booked(ports, key="0")

    assert len(live(ports)) == 3


def test_what_was_cancelled_does_not_count_though_the_store_failed_in_between():
    ports, _ = on_a_bad_day()
    days = [WEDNESDAY_0900 + timedelta(days=n) for n in (0, 1, 2, 5)]
    found = [booked(ports, at, key=str(at)) for at in days[:3]]
    ports.store.will_fail("before", 2)
    cancel(found[0].reference, MARIA, ports)

    assert booked(ports, days[3], key="in its place") in live(ports)


def test_who_missed_two_meanwhile_cannot_repeat_what_was_never_booked():
    ports, clock = on_a_bad_day()
    found = [booked(ports, at, key=str(at)) for at in (WEDNESDAY_0900, THURSDAY_0900)]
    cut(ports, 1, lambda: booked(ports, MONDAY_0900), "after")
    clock.now = FRIDAY_0900
    for booking in found:
        missed(ports, booking)

    with pytest.raises(Paused):
        booked(ports, MONDAY_0900)


def test_who_cancelled_can_hold_and_book_the_same_time_again():
    ports = make_ports()
    kept = hold(wish(), MARIA, ports)
    cancel(booked(ports, hold=kept.reference).reference, MARIA, ports)

    again = hold(wish(), MARIA, ports)

    assert again.reference != kept.reference
    assert booked(ports, key="again", hold=again.reference).reference == again.reference


def test_what_is_booked_is_not_held_as_well():
    ports = make_ports()
    hold(wish(), MARIA, ports)
    booked(ports)

    with pytest.raises(SlotTaken):
        hold(wish(), MARIA, ports)


def test_what_is_over_does_not_count_though_its_citizen_wanted_it_later():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    booked(ports, MONDAY_0900, a_citizen(1))
    with pytest.raises(SlotTaken):
        reschedule(booking.reference, to(MONDAY_0900), MARIA, ports)
    clock.now = THURSDAY_0900

    for days in (0, 3, 4):
        booked(ports, FRIDAY_0900 + timedelta(days=days, hours=1), key=str(days))


# Moving to another centre


def test_a_move_that_was_cut_is_not_begun_anew_after_the_limit():
    ports, clock = on_a_bad_day()
    booking = booked(ports)
    move = lambda: reschedule(booking.reference, to(FRIDAY_0900, PATRA), MARIA, ports)  # noqa: E731
    cut(ports, 1, move, "after")
    clock.now = WEDNESDAY_0900 - timedelta(hours=7)

    with pytest.raises(TooLate):
        move()

    assert live(ports) == [booking]


def test_a_move_that_was_half_done_is_finished_until_the_old_one_begins():
    ports, clock = on_a_bad_day()
    booking = booked(ports)
    move = lambda: reschedule(booking.reference, to(FRIDAY_0900, PATRA), MARIA, ports)  # noqa: E731
    cut(ports, 3, move)
    assert len(live(ports)) == 2
    clock.now = WEDNESDAY_0900 - timedelta(minutes=1)

    moved = move()

    assert live(ports) == [moved]


def test_who_took_back_a_half_done_move_and_moves_after_all_has_an_appointment():
    ports, _ = on_a_bad_day()
    booking = booked(ports)
    move = lambda: reschedule(booking.reference, to(FRIDAY_0900, PATRA), MARIA, ports)  # noqa: E731
    cut(ports, 3, move)
    [new] = [each for each in live(ports) if each.centre == PATRA]
    cancel(new.reference, MARIA, ports)

    moved = move()

    assert live(ports) == [moved]
    cancel(moved.reference, MARIA, ports)
    with pytest.raises(TooLate):
        move()
    assert live(ports) == []


# Waiting


def test_who_stops_waiting_gives_back_what_was_offered():
    ports, _, bookings = full()
    entry = waits(ports)
    free_up(bookings[0], 0, ports)
    offer_times(ports)

    stop_waiting(entry.id, ANNA, ports)

    [free] = list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports)
    assert free.starts_at == bookings[0].slot.starts_at


def test_nobody_is_told_of_a_time_that_is_not_held_for_them():
    ports, clock, bookings = full()
    waits(ports)
    clock.forward(minutes=1)
    waits(ports, NIKOS, email="nikos@example.com")
    free_up(bookings[0], 0, ports)
    busy = replace(ports, store=BusyStore(ports.store))
    busy.store.will_fail("before", 2)  # it is written down, and not held
    offer_times(busy)
    offer_times(busy)

    assert offers(ports) == [("nikos@example.com", "25 08:00")]
    free_up(bookings[1], 1, ports)
    offer_times(busy)
    assert offers(ports)[1:] == [("anna@example.com", "25 08:20")]


def test_taking_it_again_makes_it_last_no_longer_and_what_was_booked_is_not_taken_again():
    ports, clock, bookings = full()
    waits(ports)
    free_up(bookings[0], 0, ports)
    offer_times(ports)
    place = link(ANNA, ports)
    kept = take_offer(*place, ANNA, ports)
    clock.forward(minutes=9)
    assert take_offer(*place, ANNA, ports) == kept

    booking = book(a_request(kept.slot.starts_at), ANNA, "key", "el", ports)

    for _ in range(2):
        with pytest.raises(LinkEnded):
            take_offer(*place, ANNA, ports)
        cancel(booking.reference, ANNA, ports)


def test_while_a_taken_time_is_held_no_other_is_offered():
    ports, clock, bookings = full()
    waits(ports)
    for number in (0, 1):
        free_up(bookings[number], number, ports)
    offer_times(ports)
    kept = take_offer(*link(ANNA, ports), ANNA, ports)
    clock.forward(minutes=9)
    extend(kept.reference, ANNA, ports)
    clock.forward(minutes=5)

    offer_times(ports)

    assert len(offers(ports)) == 1


def test_a_place_that_ends_while_a_time_is_offered_stays_until_the_offer_ends():
    ports, clock, bookings = full()
    entry = waits(ports)
    free_up(bookings[5], 5, ports)
    clock.now = entry.until - timedelta(minutes=10)
    offer_times(ports)
    assert len(offers(ports)) == 1
    place = link(ANNA, ports)
    clock.forward(minutes=15)

    offer_times(ports)

    assert take_offer(*place, ANNA, ports)
    assert list_waiting(ANNA, ports) == []


# The past


def test_erasing_a_cancelled_appointment_leaves_the_guard_of_another_on_that_day():
    clock = Clock()
    ports = make_ports(now=clock)
    cancel(booked(ports).reference, MARIA, ports)
    other = booked(ports, WEDNESDAY_0900 + timedelta(hours=3), key="other")
    clock.now = WEDNESDAY_0900 + timedelta(hours=1)

    assert erase_past(MARIA, ports) == 1

    guard = ports.store.get(ZOGRAFOU, keys.guard(WEDNESDAY_0900.date(), other.citizen))
    assert guard.data == {"reference": other.reference}
    assert [each.booking for each in list_bookings(MARIA, ports)] == [other]
