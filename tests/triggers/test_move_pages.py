"""An appointment is moved to another time or centre, and at no moment is there nothing."""

from datetime import timedelta

import pytest

from functions.domain.booking import Status
from functions.ports import StoreBusy
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.hold import hold
from functions.use_cases.show_bookings import stored_booking
from tests.builders import (
    BIRTH,
    EKE,
    MARIA,
    PATRA,
    TOURISM,
    WEDNESDAY_0900,
    ZOGRAFOU,
    a_citizen,
    a_request,
)
from tests.triggers.client import Client
from tests.triggers.own_pages import (
    booked,
    coming,
    follow,
    led_to,
    rows,
    seen,
    sent_to,
    sign_out,
    status_of,
)

AT_1000 = WEDNESDAY_0900 + timedelta(hours=1)
TO_1000 = {"centre": "", "time": AT_1000.isoformat()}
HERE = {"centre": ZOGRAFOU, "time": AT_1000.isoformat()}
TO_PATRA = {"centre": PATRA, "time": AT_1000.isoformat()}


@pytest.fixture
def reader(reader: Client) -> Client:
    """Maria, signed in, who gets the pages as they are."""
    reader.sign_in(MARIA)
    return reader


def path(booking, step: str = "") -> str:
    return f"/api/my/{booking.reference}/move{step}"


def starts(booking, client: Client):
    return stored_booking(booking.reference, client.web.ports).slot.starts_at


def times(page) -> list[str]:
    return [one.get("value") for one in page.all("input") if one.get("name") == "time"]


def test_the_free_times_at_the_same_centre_are_offered_without_the_present_one(reader):
    booking = booked(reader)

    page = seen(reader, path(booking))

    assert "Τώρα: Τετάρτη 25 Νοεμβρίου 2026 στις 09:00, ΚΕΠ ZOG" in page.text
    assert WEDNESDAY_0900.isoformat() not in times(page)
    assert AT_1000.isoformat() in times(page)
    assert path(booking, "/centre") in page.links


def test_a_move_is_read_once_more_beside_the_present_time_and_then_done(reader):
    booking = booked(reader)

    check = follow(reader, path(booking), TO_1000)
    for text in ("09:00 έως 09:20", "10:00 έως 10:20", "Ο ίδιος", booking.reference):
        assert text in check.one("tbody").text
    assert starts(booking, reader) == WEDNESDAY_0900
    done = follow(reader, path(booking, "/check"), HERE)

    assert "Το ραντεβού σας άλλαξε" in done.text
    assert "10:00 έως 10:20" in done.text
    assert starts(booking, reader) == AT_1000
    assert len(coming(reader)) == 1


def test_a_longer_appointment_can_be_moved_into_its_own_time(reader):
    booking = booked(reader, interpreter="sign_language")
    later = (WEDNESDAY_0900 + timedelta(minutes=20)).isoformat()

    assert later in times(seen(reader, path(booking)))
    check = follow(reader, path(booking), {"centre": "", "time": later})
    assert "09:20 έως 10:00" in check.text
    assert "αίτημά σας για διερμηνέα" in check.text


def test_another_centre_gives_a_new_appointment_and_ends_the_old_one(reader):
    booking = booked(reader)

    choice = seen(reader, path(booking, "/centre"))
    assert [e.get("value") for e in choice.all("input") if e.get("name") == "centre"] == [
        PATRA,
        ZOGRAFOU,
    ]
    there = follow(reader, path(booking, "/centre"), {"centre": PATRA})
    assert "ΚΕΠ PAT" in there.text
    check = follow(reader, path(booking), TO_PATRA)
    assert "Δεν μένετε ποτέ χωρίς ραντεβού" in check.text
    assert "Νέος, με e-mail" in check.text
    done = follow(reader, path(booking, "/check"), TO_PATRA)

    [new] = coming(reader)
    assert (new.centre, new.slot.starts_at) == (PATRA, AT_1000)
    assert new.reference in done.text
    assert status_of(booking, reader) is Status.CANCELLED
    assert "Αν το μεταφέρατε σε άλλο ΚΕΠ" in seen(reader, path(booking)).text


@pytest.mark.parametrize("fields", [HERE, TO_PATRA])
def test_a_second_click_and_back_make_no_second_move(reader, fields):
    booking = booked(reader)

    first = sent_to(reader, path(booking, "/check"), fields)
    second = sent_to(reader, path(booking, "/check"), fields)

    assert first == second
    assert len(coming(reader)) == 1


def test_back_after_a_move_leads_to_the_appointment(reader):
    booking = booked(reader)
    check = sent_to(reader, path(booking), TO_1000)
    follow(reader, path(booking, "/check"), HERE)

    assert led_to(reader, check) == f"/api/my/{booking.reference}"


def test_a_time_that_is_taken_meanwhile_is_said_with_the_nearest(reader):
    booking = booked(reader)
    book(a_request(AT_1000), a_citizen(1), "k", "el", reader.web.ports)

    page = follow(reader, path(booking, "/check"), HERE)

    assert page.one("title").text.startswith("Σφάλμα:")
    assert "μόλις κλείστηκε" in page.with_class("error-summary")[0].text
    assert "Τετάρτη 25 Νοεμβρίου 2026 στις 09:40" in page.text
    assert "#time" in page.links
    assert starts(booking, reader) == WEDNESDAY_0900


def test_a_time_that_another_holds_cannot_be_had(reader):
    from functions.domain.booking_request import HoldRequest

    booking = booked(reader)
    wish = HoldRequest(centre=ZOGRAFOU, service=BIRTH, starts_at=AT_1000.isoformat())
    hold(wish, a_citizen(1), reader.web.ports)

    assert AT_1000.isoformat() not in times(seen(reader, path(booking)))
    assert "μόλις κλείστηκε" in follow(reader, path(booking, "/check"), HERE).text


def test_a_day_with_another_appointment_at_that_centre_is_refused_in_words(reader):
    booking = booked(reader)
    booked(reader, WEDNESDAY_0900 + timedelta(days=1))
    other = {"centre": ZOGRAFOU, "time": (AT_1000 + timedelta(days=1)).isoformat()}

    page = follow(reader, path(booking, "/check"), other)

    assert "ένα ραντεβού την ημέρα" in page.with_class("error-summary")[0].text


def test_with_an_interpreter_a_day_that_is_closed_is_explained(reader):
    booking = booked(reader, WEDNESDAY_0900 + timedelta(days=2), interpreter="sign_language")
    reader.web.ports.now.forward(hours=8, minutes=31)
    reader.sign_in(MARIA)

    page = seen(reader, path(booking))
    assert "Έως και Τετάρτη 25 Νοεμβρίου 2026 δεν γίνεται πια να ζητηθεί διερμηνέας" in page.text
    assert [time for time in times(page) if time.startswith("2026-11-25")] == []
    page = follow(reader, path(booking), TO_1000)

    assert "δεν γίνεται πια" in page.with_class("error-summary")[0].text
    assert "Πέμπτη 26 Νοεμβρίου 2026 στις 08:00" in page.text


@pytest.mark.parametrize(
    ("step", "fields", "text", "field"),
    [
        ("", {"time": "", "centre": ""}, "Διαλέξτε ημέρα και ώρα.", "time"),
        ("", {}, "Διαλέξτε ημέρα και ώρα.", "time"),
        ("/centre", {}, "Διαλέξτε ένα ΚΕΠ.", "centre"),
    ],
)
def test_no_choice_is_said_at_the_top_and_at_the_field(reader, step, fields, text, field):
    booking = booked(reader)

    page = follow(reader, path(booking, step), fields)

    assert text in page.with_class("error-summary")[0].text
    assert text in page.html.split(f'id="{field}-error"')[1]


@pytest.mark.parametrize("time", ["", "soon", "2026-11-25T10:01:00+02:00", "2020-01-01T09:00:00Z"])
def test_a_time_that_is_none_leads_back_to_the_choice(reader, time):
    booking = booked(reader)

    assert led_to(reader, path(booking, f"/check?time={time.replace('+', '%2B')}")).startswith(
        path(booking)
    )
    address = sent_to(reader, path(booking, "/check"), {"time": time, "centre": ZOGRAFOU})
    assert reader.get(address).status_code in {200, 303}
    assert starts(booking, reader) == WEDNESDAY_0900


@pytest.mark.parametrize("centre", [EKE, "kep-nowhere"])
def test_a_centre_that_cannot_be_had_leads_to_the_choice_of_one(reader, centre):
    booking = booked(reader)

    assert led_to(reader, path(booking, f"?centre={centre}")).startswith(path(booking, "/centre"))
    page = follow(reader, path(booking, "/check"), {"centre": centre, "time": TO_1000["time"]})
    assert "δεν προσφέρει την υπηρεσία" in page.text
    assert status_of(booking, reader) is Status.BOOKED


def test_where_only_one_centre_offers_the_service_no_other_is_promised(reader):
    business = {"name": "Ήλιος ΑΕ", "tax_id": "094259216", "capacity": "πρόεδρος"}
    booking = booked(reader, service=TOURISM, centre=EKE, business=business)

    assert path(booking, "/centre") not in seen(reader, path(booking)).links


def test_a_move_and_a_cancel_at_the_same_moment_leave_it_cancelled(reader):
    booking = booked(reader)
    cancel(booking.reference, MARIA, reader.web.ports)

    page = follow(reader, path(booking, "/check"), HERE)

    assert "έχει ακυρωθεί" in page.text
    assert status_of(booking, reader) is Status.CANCELLED
    assert coming(reader) == []


def test_a_store_that_fails_keeps_the_choice_and_says_so(reader):
    def fails(*_):
        raise StoreBusy("now")

    booking = booked(reader)
    store = reader.web.ports.store
    real, store.commit = store.commit, fails
    address = sent_to(reader, path(booking, "/check"), HERE)
    store.commit = real

    page = seen(reader, address)
    assert "Δοκιμάστε ξανά σε λίγο" in page.with_class("error-summary")[0].text
    assert "10:00 έως 10:20" in page.text
    assert starts(booking, reader) == WEDNESDAY_0900


def test_a_store_that_fails_between_the_two_halves_leaves_an_appointment(reader):
    """The new one is booked and the old one not yet cancelled: the same click ends it."""
    booking = booked(reader)
    store = reader.web.ports.store
    real = store.commit

    def fails_at_the_old_centre(partition, operations):
        if partition == ZOGRAFOU:
            raise StoreBusy(partition)
        return real(partition, operations)

    store.commit = fails_at_the_old_centre
    address = sent_to(reader, path(booking, "/check"), TO_PATRA)
    store.commit = real
    assert len(coming(reader)) == 2
    assert "Δοκιμάστε ξανά σε λίγο" in seen(reader, address).text

    follow(reader, path(booking, "/check"), TO_PATRA)
    assert [each.centre for each in coming(reader)] == [PATRA]


def test_a_session_that_ends_comes_back_to_the_choice(reader):
    booking = booked(reader)
    sign_out(reader)

    address = sent_to(reader, path(booking, "/check"), {**TO_PATRA, "lang": "en"})

    assert seen(reader, address).one("h1").text == "Sign in to see your appointments"
    assert starts(booking, reader) == WEDNESDAY_0900
    reader.sign_in(MARIA)
    assert "10:00 to 10:20" in seen(reader, address).text


def test_looking_at_every_page_of_a_move_changes_nothing(reader):
    booking = booked(reader)
    before = rows(reader)
    time = AT_1000.isoformat().replace("+", "%2B")

    for step in ("", f"?centre={PATRA}", "/centre", f"/check?time={time}&centre={PATRA}"):
        seen(reader, path(booking, step))

    assert rows(reader) == before


def test_the_pages_of_a_move_are_in_english_too_and_stay_so(reader):
    booking = booked(reader)

    page = follow(reader, path(booking), {**TO_PATRA, "lang": "en"})

    assert page.one("h1").text == "Check the change"
    [switch] = page.with_class("language")
    assert "10:00 έως 10:20" in seen(reader, switch.get("href")).text
