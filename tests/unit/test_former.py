"""A retired service, an old name, a centre that closes: what stands is kept, nothing new comes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.booking import Status
from functions.domain.booking_request import HoldRequest, RescheduleRequest, WaitRequest, parse
from functions.domain.catalog import Catalog, Closed
from functions.domain.errors import NotOffered, OutsideHours
from functions.domain.timetable import DAY, timetable_of
from functions.ports import Ports
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.find_stranded import Reason, find_stranded
from functions.use_cases.hold import hold
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.offer_times import offer_times
from functions.use_cases.reschedule import reschedule
from functions.use_cases.show_bookings import list_bookings
from functions.use_cases.waiting_list import list_waiting, wait
from infra.stranded import WORDS, report
from tests.builders import (
    BIRTH,
    CLEARANCE,
    MARIA,
    PATRA,
    RULES,
    TUESDAY,
    WEDNESDAY_0900,
    ZOGRAFOU,
    a_centre,
    a_citizen,
    a_request,
    make_catalog,
    make_ports,
)
from tests.unit.former import closing, renamed, retired

THURSDAY_0900 = WEDNESDAY_0900 + DAY
FRIDAY = date(2026, 11, 27)


def at(starts_at, centre: str | None = None) -> RescheduleRequest:
    return RescheduleRequest(starts_at=starts_at.isoformat(), centre=centre)


def a_wait(service: str = BIRTH) -> WaitRequest:
    body = {"centre": ZOGRAFOU, "service": service, "email": "maria@example.com"}
    return parse(WaitRequest, body)


# ── a centre that closes ──


@given(days=st.integers(-40, 40), ahead=st.integers(0, 60))
def test_a_centre_gives_times_until_the_day_before_it_closes_and_never_again(days, ahead):
    closes, day = TUESDAY.date() + timedelta(days), TUESDAY.date() + timedelta(ahead)
    open_ended = timetable_of(a_centre(ZOGRAFOU, "ZOG"), RULES)
    closing_one = timetable_of(a_centre(ZOGRAFOU, "ZOG", closed=Closed(on=closes)), RULES)

    slots = list(closing_one.slots(day))

    assert slots == ([] if day >= closes else list(open_ended.slots(day)))


@given(days=st.integers(-400, 400))
def test_the_window_of_a_centre_that_closes_ends_somewhere(days):
    centre = a_centre(ZOGRAFOU, "ZOG", closed=Closed(on=TUESDAY.date() + timedelta(days)))

    first, last = timetable_of(centre, RULES).window(TUESDAY)

    assert TUESDAY.date() < first < last


def test_a_closing_centre_can_be_booked_until_the_day_before():
    ports = make_ports(catalog=closing(make_catalog(), ZOGRAFOU, FRIDAY))

    days = {slot.starts_at.date() for slot in list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports)}

    assert days == {WEDNESDAY_0900.date(), THURSDAY_0900.date()}
    assert book(a_request(THURSDAY_0900), MARIA, "key", "el", ports).status is Status.BOOKED
    with pytest.raises(OutsideHours):
        book(a_request(THURSDAY_0900 + DAY), a_citizen(1), "key", "el", ports)


@pytest.mark.parametrize("closes", [TUESDAY.date() + DAY, TUESDAY.date(), date(2020, 1, 1)])
def test_a_centre_that_has_closed_offers_nothing(closes):
    ports = make_ports(catalog=closing(make_catalog(), ZOGRAFOU, closes))

    for ask in (
        lambda: list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports),
        lambda: book(a_request(), MARIA, "key", "el", ports),
        lambda: wait(a_wait(), MARIA, "el", ports),
    ):
        with pytest.raises(NotOffered):
            ask()


def test_an_appointment_before_the_last_day_goes_on():
    ports = make_ports()
    booking = book(a_request(WEDNESDAY_0900), MARIA, "key", "el", ports)
    ports = replace(ports, catalog=closing(ports.catalog, ZOGRAFOU, FRIDAY))

    with pytest.raises(OutsideHours):
        reschedule(booking.reference, at(WEDNESDAY_0900 + 2 * DAY), MARIA, ports)
    moved = reschedule(booking.reference, at(THURSDAY_0900), MARIA, ports)

    assert moved.slot.starts_at == THURSDAY_0900
    assert cancel(booking.reference, MARIA, ports).status is Status.CANCELLED


# ── a retired service ──


def test_a_retired_service_is_refused_with_its_successor():
    ports = make_ports(catalog=retired(make_catalog(), BIRTH, replaced_by=CLEARANCE))
    starts_at = WEDNESDAY_0900.isoformat()
    wish = parse(HoldRequest, {"centre": ZOGRAFOU, "service": BIRTH, "starts_at": starts_at})

    for ask in (
        lambda: list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports),
        lambda: book(a_request(), MARIA, "key", "el", ports),
        lambda: hold(wish, MARIA, ports),
        lambda: wait(a_wait(), MARIA, "el", ports),
    ):
        with pytest.raises(NotOffered) as refusal:
            ask()
        assert refusal.value.retired.retired.replaced_by == CLEARANCE


def test_an_appointment_for_a_retired_service_stands():
    ports = make_ports()
    booking = book(a_request(), MARIA, "key", "el", ports)
    ports = replace(ports, catalog=retired(ports.catalog, BIRTH))

    again = book(a_request(), MARIA, "key", "el", ports)
    moved = reschedule(booking.reference, at(THURSDAY_0900), MARIA, ports)
    with pytest.raises(NotOffered):
        reschedule(booking.reference, at(THURSDAY_0900, PATRA), MARIA, ports)

    assert again == booking
    assert [one.booking for one in list_bookings(MARIA, ports)] == [moved]
    assert cancel(booking.reference, MARIA, ports).status is Status.CANCELLED


def test_whoever_waits_for_a_retired_service_is_offered_nothing():
    ports = make_ports()
    wait(a_wait(), MARIA, "el", ports)
    ports = replace(ports, catalog=retired(ports.catalog, BIRTH))

    assert offer_times(ports) == 0
    assert list_waiting(MARIA, ports) == []


# ── another name ──


def test_an_old_name_is_accepted_and_stored_as_the_present_one():
    ports = make_ports(catalog=renamed(make_catalog(), "birth-old", BIRTH))

    booking = book(a_request(service="birth-old"), MARIA, "key", "el", ports)

    assert booking.service == BIRTH
    assert book(a_request(service="birth-old"), MARIA, "key", "el", ports) == booking
    assert list_free_slots(SlotQuery(ZOGRAFOU, "birth-old"), ports)


def test_an_appointment_that_was_stored_under_an_old_name_can_be_moved_anywhere():
    ports = make_ports()
    booking = book(a_request(), MARIA, "key", "el", ports)
    present = ports.catalog.services[BIRTH].model_copy(update={"slug": "birth-new"})
    services = {**ports.catalog.services, "birth-new": present}
    del services[BIRTH]
    catalog = renamed(replace(ports.catalog, services=services), BIRTH, "birth-new")
    ports = replace(ports, catalog=catalog)

    moved = reschedule(booking.reference, at(THURSDAY_0900, PATRA), MARIA, ports)

    assert (moved.centre, moved.service) == (PATRA, "birth-new")


def test_who_waits_under_an_old_name_waits_once():
    ports = make_ports(catalog=renamed(make_catalog(), "birth-old", BIRTH))

    first = wait(a_wait("birth-old"), MARIA, "el", ports)

    assert wait(a_wait(), MARIA, "el", ports) == first


# ── what a catalogue would strand ──


def without(catalog: Catalog, **gone: str) -> Catalog:
    rest = {
        name: {slug: one for slug, one in getattr(catalog, name).items() if slug != gone[name]}
        for name in gone
    }
    return replace(catalog, **rest)


def reasons(proposed: Catalog, ports: Ports) -> list[str]:
    return [one.reason for one in find_stranded(proposed, ports)]


def test_what_a_catalogue_would_strand_is_found_and_nothing_else():
    ports = make_ports()
    booking = book(a_request(), MARIA, "key", "el", ports)
    cancelled = book(a_request(THURSDAY_0900), a_citizen(1), "key", "el", ports)
    cancel(cancelled.reference, a_citizen(1), ports)
    now = ports.catalog
    place = now.centres[ZOGRAFOU].model_copy(update={"fields": ("municipal",)})

    assert reasons(now, ports) == []
    assert reasons(retired(now, BIRTH), ports) == []
    assert reasons(closing(now, ZOGRAFOU, THURSDAY_0900.date()), ports) == []
    assert reasons(closing(now, ZOGRAFOU, WEDNESDAY_0900.date()), ports) == ["hours"]
    assert reasons(without(now, services=BIRTH), ports) == ["service"]
    assert reasons(without(now, centres=ZOGRAFOU), ports) == ["centre"]
    assert reasons(replace(now, centres={ZOGRAFOU: place}), ports) == ["not_offered"]
    [found] = find_stranded(without(now, services=BIRTH), ports)
    assert (found.reference, found.slot) == (booking.reference, booking.slot)


def test_the_operator_reads_a_reference_and_why_and_nothing_of_the_person():
    ports = make_ports()
    booking = book(a_request(), MARIA, "key", "el", ports)

    [line] = report(find_stranded(without(ports.catalog, services=BIRTH), ports))

    assert line == (
        f"{booking.reference}  {ZOGRAFOU}  2026-11-25 09:00  {BIRTH}: "
        "η υπηρεσία δεν υπάρχει / no such service"
    )
    assert set(WORDS) == set(get_args(Reason))


def test_an_appointment_that_is_over_is_not_looked_at():
    ports = make_ports()
    book(a_request(), MARIA, "key", "el", ports)
    ports.now.forward(days=2)

    assert reasons(without(ports.catalog, services=BIRTH), ports) == []
