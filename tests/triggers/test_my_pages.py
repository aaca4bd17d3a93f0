"""A citizen's own appointments: found, looked at, cancelled, and never said to be so falsely."""

from datetime import timedelta

import pytest

from functions.domain.booking import Status
from functions.ports import StoreBusy
from functions.use_cases.cancel import cancel
from functions.use_cases.change_booking import change_booking
from functions.use_cases.reconcile import sweep
from functions.use_cases.show_bookings import stored_booking
from tests.builders import BIRTH, MARIA, WEDNESDAY_0900, a_citizen
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

HOUR = timedelta(hours=1)


@pytest.fixture
def reader(reader: Client) -> Client:
    """Maria, signed in, who gets the pages as they are."""
    reader.sign_in(MARIA)
    return reader


def at(client: Client, moment) -> None:
    """Let it be *moment*; whoever was signed in signs in again."""
    client.web.ports.now.now = moment
    client.sign_in(MARIA)


def path(booking) -> str:
    return f"/api/my/{booking.reference}"


def test_the_list_has_what_comes_and_what_has_passed(reader):
    past = booked(reader)
    at(reader, WEDNESDAY_0900 + HOUR)
    later = booked(reader, WEDNESDAY_0900 + timedelta(days=2))
    soon = booked(reader, WEDNESDAY_0900 + timedelta(days=1), interpreter="sign_language")

    page = seen(reader, "/api/my")

    headings = [each.text for each in page.all("h3")]
    assert headings == ["Πέμπτη 26 Νοεμβρίου 2026, 09:00", "Παρασκευή 27 Νοεμβρίου 2026, 09:00"]
    assert page.text.index(soon.reference) < page.text.index(later.reference)
    assert "Διερμηνέας ΕΝΓ Ζητήθηκε" in page.text
    [table] = page.all("tbody")
    assert past.reference in table.text
    assert "Η ώρα του πέρασε" in table.text
    assert {path(each) for each in (past, soon, later)} <= set(page.links)


def test_an_empty_list_says_so_and_where_to_book(reader):
    page = seen(reader, "/api/my")

    assert "Δεν έχετε κανένα ραντεβού που να έρχεται." in page.text
    assert "/services/" in page.links
    assert page.all("table") == []


def test_the_page_of_one_has_all_that_is_needed_before_the_call(reader):
    person = {"for": {"first_name": "Άννα", "last_name": "Ρήγα"}}
    booking = booked(reader, interpreter="lip_reading", notes="Δύο αντίγραφα", **person)

    page = seen(reader, path(booking))

    for text in (
        *(booking.reference, "Τετάρτη 25 Νοεμβρίου 2026", "09:00 έως 09:40 (40 λεπτά)"),
        *("Υπηρεσία birth", "ΚΕΠ ZOG", "Άννα Ρήγα", "Δελτίο ταυτότητας", "Δύο αντίγραφα"),
        *("Διερμηνέας χειλεανάγνωσης", "η κάμερα μένει ανοιχτή", "maria@example.com"),
    ):
        assert text in page.text
    mailbox = f"mailto:kep-zografou@kep.example?subject={booking.reference}"
    assert {mailbox, "/call-test/", "/the-call/", f"{path(booking)}/appointment.ics"} <= set(
        page.links
    )
    assert {f"{path(booking)}/move", f"{path(booking)}/cancel"} <= set(page.links)
    assert "ΑΒ123456" not in page.html  # others may look at the screen


@pytest.mark.parametrize(
    ("before", "said", "has_link"),
    [
        (timedelta(hours=10), "θα εμφανιστεί εδώ: Τετάρτη 25 Νοεμβρίου 2026, στις 08:30", False),
        (timedelta(hours=2), "Το ραντεβού σας είναι σήμερα, στις 09:00", False),
        (timedelta(minutes=30), "Ώρα για την κλήση", True),
        (timedelta(minutes=-19), "Ώρα για την κλήση", True),
    ],
)
def test_the_link_is_there_when_it_is_time(reader, before, said, has_link):
    booking = booked(reader)
    at(reader, WEDNESDAY_0900 - before)

    for page in (seen(reader, path(booking)), seen(reader, "/api/my")):
        links = [link for link in page.links if link.startswith("https://teams")]
        assert bool(links) == has_link
    assert said in seen(reader, path(booking)).text


def test_after_the_end_there_is_no_link(reader):
    booking = booked(reader)
    at(reader, booking.slot.ends_at)

    page = seen(reader, path(booking))

    assert [link for link in page.links if "teams" in link] == []
    assert "Η ώρα του πέρασε" in page.text
    assert f"/api/book?service={BIRTH}" in page.links


def test_a_link_that_is_not_there_at_its_time_is_said_to_be_on_its_way(reader):
    reader.web.ports.calendar.not_there_for = 99
    booking = booked(reader)
    at(reader, WEDNESDAY_0900)

    assert "Ο σύνδεσμος της κλήσης ετοιμάζεται" in seen(reader, path(booking)).text


def test_the_calendar_file_is_the_one_of_the_mail(reader):
    booking = booked(reader)

    file = reader.get(f"{path(booking)}/appointment.ics")

    assert file.status_code == 200
    assert file.mimetype.startswith("text/calendar")
    assert f"https://teams.example/{booking.reference}".encode() in file.get_body()
    cancel(booking.reference, MARIA, reader.web.ports)
    assert reader.get(f"{path(booking)}/appointment.ics").status_code == 404


def test_cancelling_asks_first_and_then_says_that_it_is_cancelled(reader):
    booking = booked(reader)
    before = rows(reader)

    page = seen(reader, f"{path(booking)}/cancel")
    assert page.one("h1").text == "Θέλετε να ακυρώσετε το ραντεβού;"
    assert rows(reader) == before
    done = follow(reader, f"{path(booking)}/cancel")

    assert done.one("title").text.startswith("Το ραντεβού σας ακυρώθηκε")
    assert "Ακυρώθηκε" in done.with_class("lead")[0].text
    assert status_of(booking, reader) is Status.CANCELLED
    assert booking.reference in seen(reader, "/api/my").one("tbody").text


def test_a_second_click_back_and_a_bookmark_end_at_the_same_page(reader):
    booking = booked(reader)
    done = sent_to(reader, f"{path(booking)}/cancel")
    after = stored_booking(booking.reference, reader.web.ports)

    assert sent_to(reader, f"{path(booking)}/cancel") == done
    assert led_to(reader, f"{path(booking)}/cancel") == done
    assert stored_booking(booking.reference, reader.web.ports) == after


def test_nothing_is_said_to_be_cancelled_that_is_not(reader):
    booking = booked(reader)

    page = seen(reader, f"{path(booking)}?done=cancelled")

    assert "ακυρώθηκε" not in page.text
    assert page.one("title").text.startswith("Το ραντεβού σας ZOG")


def test_a_store_that_fails_while_cancelling_says_that_the_appointment_stands(reader):
    def fails(*_):
        raise StoreBusy("now")

    booking = booked(reader)
    store = reader.web.ports.store
    real, store.commit = store.commit, fails

    address = sent_to(reader, f"{path(booking)}/cancel")
    store.commit = real
    page = seen(reader, address)

    assert "το ραντεβού ισχύει ακόμη" in page.with_class("error-summary")[0].text
    assert "ακυρώθηκε" not in page.text
    assert status_of(booking, reader) is Status.BOOKED
    assert "ακυρώθηκε" in follow(reader, f"{path(booking)}/cancel").text


def test_an_answer_that_is_lost_while_cancelling_is_found_to_be_cancelled(reader):
    """The store wrote it and said that it was busy: the page looks before it speaks."""
    booking = booked(reader)
    store = reader.web.ports.store
    real = store.commit

    def loses(*given):
        real(*given)
        raise StoreBusy("the answer")

    store.commit = loses
    address = sent_to(reader, f"{path(booking)}/cancel")
    store.commit = real

    assert led_to(reader, address) == f"{path(booking)}?done=cancelled"
    assert "Το ραντεβού σας ακυρώθηκε" in seen(reader, f"{path(booking)}?done=cancelled").text


def test_a_store_that_fails_altogether_says_nothing_of_the_appointment(reader):
    booking = booked(reader)
    reader.web.ports.store.is_busy = True

    address = sent_to(reader, f"{path(booking)}/cancel")
    page = seen(reader, address, 503)

    assert "ακυρώθηκε" not in page.text


def test_after_the_limit_the_page_says_why_not_and_whom_to_tell(reader):
    booking = booked(reader)
    at(reader, WEDNESDAY_0900 - 7 * HOUR)
    before = rows(reader)

    page = seen(reader, path(booking))
    assert "σε λιγότερο από 8 ώρες" in page.text
    assert [link for link in page.links if link.endswith(("/cancel", "/move"))] == []
    for step in ("cancel", "move", "move/centre"):
        closed = follow(reader, f"{path(booking)}/{step}")
        assert closed.one("h1").text == "Το ραντεβού δεν αλλάζει πια από εδώ"
        assert "έως: Τετάρτη 25 Νοεμβρίου 2026, ώρα 01:00" in closed.text
        assert f"mailto:kep-zografou@kep.example?subject={booking.reference}" in closed.links
    assert status_of(booking, reader) is Status.BOOKED
    assert {k: v for k, v in rows(reader).items() if "session" not in k[0]} == before


def test_the_telephone_is_there_where_the_catalogue_has_one(reader):
    from dataclasses import replace

    from tests.builders import ZOGRAFOU, a_centre, make_catalog

    catalog = make_catalog()
    centre = a_centre(ZOGRAFOU, "ZOG", telephone="210 1234567")
    catalog = replace(catalog, centres={**catalog.centres, ZOGRAFOU: centre})
    reader = Client(replace(reader.web, ports=replace(reader.web.ports, catalog=catalog)))
    reader.sign_in(MARIA)

    assert "tel:2101234567" in seen(reader, path(booked(reader))).links


def test_a_wrong_and_a_foreign_reference_look_alike(reader):
    foreign = booked(reader, citizen=a_citizen(1))
    before = rows(reader)

    for reference in (foreign.reference, "ZOG-9999-999", "nothing"):
        texts = set()
        for step in ("", "/cancel", "/move", "/move/centre", "/move/check", "/appointment.ics"):
            page = seen(reader, f"/api/my/{reference}{step}", 404)
            texts.add(page.one("main").text)
        assert len(texts) == 1
        assert "το ραντεβού το έκλεισε άλλο πρόσωπο" in texts.pop()
        for step in ("cancel", "move/check"):
            assert reader.get(sent_to(reader, f"/api/my/{reference}/{step}")).status_code == 404

    assert rows(reader) == before


def test_a_session_that_ends_asks_to_sign_in_and_comes_back_to_the_button(reader):
    booking = booked(reader)
    sign_out(reader)

    address = sent_to(reader, f"{path(booking)}/cancel", {"lang": "en"})
    page = seen(reader, address)

    assert page.one("h1").text == "Sign in to see your appointments"
    assert status_of(booking, reader) is Status.BOOKED
    [link] = [link for link in page.links if "/auth/citizen/login" in link]
    assert f"%2Fapi%2Fmy%2F{booking.reference}%2Fcancel" in link


def test_in_two_tabs_the_second_one_sees_what_the_first_one_did(reader):
    booking = booked(reader)
    seen(reader, f"{path(booking)}/move")
    follow(reader, f"{path(booking)}/cancel")

    page = follow(
        reader, f"{path(booking)}/move", {"time": (WEDNESDAY_0900 + HOUR).isoformat(), "centre": ""}
    )

    assert "έχει ακυρωθεί" in page.text
    assert coming(reader) == []


def test_what_the_officer_recorded_is_said_in_words(reader):
    booking = booked(reader)
    at(reader, WEDNESDAY_0900)
    ports = reader.web.ports
    change_booking(
        booking.reference, "officer", "identified", lambda b: b.move(Status.IDENTIFIED), ports
    )
    assert "Σε εξέλιξη" in seen(reader, path(booking)).text
    change_booking(
        booking.reference, "officer", "completed", lambda b: b.move(Status.COMPLETED), ports
    )

    assert "Ολοκληρώθηκε" in seen(reader, path(booking)).text
    assert "Ολοκληρώθηκε" in seen(reader, "/api/my").one("tbody").text


def test_the_pages_are_in_english_too_and_stay_so(reader):
    booking = booked(reader)

    page = seen(reader, "/api/my?lang=en")
    assert page.one("h1").text == "My appointments"
    assert f"{path(booking)}?lang=en" in page.links
    page = seen(reader, f"{path(booking)}?lang=en")
    assert "The button for the call will appear here" in page.text
    done = follow(reader, f"{path(booking)}/cancel", {"lang": "en"})

    assert "Your appointment is cancelled" in done.text
    [switch] = done.with_class("language")
    assert seen(reader, switch.get("href")).one("html").get("lang") == "el"


def test_the_menu_leads_to_the_own_appointments_and_says_when_one_is_there(reader):
    assert "/api/my" in seen(reader, f"/api/book?service={BIRTH}").links

    [here] = [e for e in seen(reader, "/api/my").all("a") if e.get("aria-current")]

    assert here.get("href") == "/api/my"


def test_looking_changes_nothing(reader):
    booking = booked(reader)
    sweep(reader.web.ports)
    before = rows(reader)

    for address in ("", path(booking), f"{path(booking)}/cancel", f"{path(booking)}/move"):
        reader.get(address or "/api/my")

    assert rows(reader) == before
