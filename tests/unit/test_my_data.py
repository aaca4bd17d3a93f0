"""A citizen sees what is stored, cancels by the link of a mail, and has the past erased."""

import json
from datetime import timedelta

import pytest

from functions.domain import keys, log
from functions.domain.errors import LinkEnded, NotFound, TooLate
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.manage_link import cancel_by_link, manage_path, show_by_link
from functions.use_cases.my_data import erasable, erase_past, export_data
from functions.use_cases.show_bookings import list_bookings, stored_booking
from tests.builders import (
    MARIA,
    PATRA,
    WEDNESDAY_0900,
    ZOGRAFOU,
    Clock,
    a_citizen,
    a_request,
    make_ports,
)
from tests.unit.test_changes import assert_the_log_is_whole, booked
from tests.unit.test_hold import missed


def signature(reference, ports) -> str:
    return manage_path(reference, ports).rpartition("/")[2]


def test_the_link_shows_and_cancels_without_signing_in_and_then_says_so():
    ports = make_ports()
    booking = booked(ports)
    key = signature(booking.reference, ports)
    before = dict(ports.store.rows)
    assert show_by_link(booking.reference, key, ports) == booking
    assert ports.store.rows == before

    for _ in range(2):
        assert cancel_by_link(booking.reference, key, ports).status == "cancelled"

    assert show_by_link(booking.reference, key, ports).status == "cancelled"
    assert_the_log_is_whole(ports, stored_booking(booking.reference, ports))


def test_the_link_ends_with_the_appointment_and_keeps_the_limit():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    key = signature(booking.reference, ports)
    clock.now = WEDNESDAY_0900 - timedelta(hours=7)
    with pytest.raises(TooLate):
        cancel_by_link(booking.reference, key, ports)

    clock.now = WEDNESDAY_0900

    with pytest.raises(LinkEnded):
        show_by_link(booking.reference, key, ports)
    with pytest.raises(LinkEnded):
        cancel_by_link(booking.reference, key, ports)


@pytest.mark.parametrize("wrong", ["", "x", "αβγ"])
def test_an_altered_and_a_foreign_link_are_not_found(wrong):
    ports = make_ports()
    booking = booked(ports)
    other = booked(ports, citizen=a_citizen(1), at=WEDNESDAY_0900 + timedelta(hours=1))

    for key in (wrong, signature(other.reference, ports)):
        with pytest.raises(NotFound):
            cancel_by_link(booking.reference, key, ports)


def test_the_export_holds_all_that_is_stored_as_json():
    ports = make_ports()
    booking = booked(ports, notes="Γράψτε μου", interpreter="sign_language")

    data = json.loads(json.dumps(export_data(MARIA, ports)))

    [appointment] = data["appointments"]
    assert data["person"]["tax_id"] == MARIA.tax_id
    assert appointment["reference"] == booking.reference
    assert appointment["contact"]["email"] == "maria@example.com"
    assert appointment["identity_document"]["number"] == "ΑΒ123456"
    assert appointment["notes"] == "Γράψτε μου"
    assert [entry["action"] for entry in appointment["log"]] == ["booked"]


def test_nobody_else_s_data_are_in_it():
    ports = make_ports()
    booked(ports, citizen=a_citizen(1))

    assert export_data(MARIA, ports)["appointments"] == []


def test_the_past_is_erased_and_the_rest_stays_whole():
    clock = Clock()
    ports = make_ports(now=clock)
    other = {"first_name": "Γιώργος", "last_name": "Ηλιόπουλος"}
    past = book(a_request(**{"for": other}), MARIA, "past", "el", ports)
    cancelled = booked(ports, key="cancelled", centre=PATRA)
    cancel(cancelled.reference, MARIA, ports)
    clock.now = WEDNESDAY_0900 + timedelta(hours=1)
    coming = booked(ports, WEDNESDAY_0900 + timedelta(days=2), key="coming")

    assert erasable(MARIA, ports) == 2
    assert erase_past(MARIA, ports) == 2

    assert [each.booking.reference for each in list_bookings(MARIA, ports)] == [coming.reference]
    assert erase_past(MARIA, ports) == 0
    for booking in (past, cancelled):
        left = stored_booking(booking.reference, ports)
        assert (left.status, left.centre, left.service, left.slot) == (
            left.status,
            booking.centre,
            booking.service,
            booking.slot,
        )
        assert_the_log_is_whole(ports, left)
    stored = json.dumps([dict(row.data) for row in ports.store.rows.values()], ensure_ascii=False)
    assert "Ηλιόπουλος" not in stored
    for secret in ("maria@example.com", "6912345678"):
        assert stored.count(secret) == 1  # of the one to come
    assert not any(
        past.citizen in key and past.reference in str(row.data)
        for (_, key), row in ports.store.rows.items()
    )


def test_a_missed_one_that_still_counts_is_not_erased():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    clock.now = WEDNESDAY_0900 + timedelta(days=1)
    missed(ports, booking)
    assert erase_past(MARIA, ports) == 0

    clock.now = WEDNESDAY_0900 + timedelta(days=30)

    assert erase_past(MARIA, ports) == 1


def test_the_log_of_an_erased_appointment_names_nobody():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    clock.now = WEDNESDAY_0900 + timedelta(days=1)
    erase_past(MARIA, ports)

    prefix = keys.log_of(booking.reference)
    entries = [row.data for row in ports.store.range(ZOGRAFOU, prefix, keys.past(prefix))]

    assert [entry["action"] for entry in entries] == ["booked", "erased"]
    assert all(entry["hash"] == log.digest(entry) for entry in entries)
    assert "Μαρία" not in str(entries)
