"""What is stored about a citizen: read, downloaded, and erased where it has passed."""

import json
from datetime import timedelta

import pytest

from functions.adapters.page_templates import PageTemplates
from functions.domain.booking import InterpreterStatus, Status
from functions.domain.booking_request import HoldRequest, WaitRequest
from functions.ports import StoreBusy
from functions.use_cases.ask_interpreter import ask_interpreter
from functions.use_cases.change_booking import change_booking
from functions.use_cases.hold import hold
from functions.use_cases.offer_times import offer_times
from functions.use_cases.show_bookings import list_bookings
from functions.use_cases.waiting_list import wait
from tests.builders import BIRTH, CLEARANCE, EKE, MARIA, PATRA, TOURISM, WEDNESDAY_0900, a_citizen
from tests.triggers.client import Client
from tests.triggers.own_pages import booked, follow, rows, seen, sent_to, sign_out

DATA, ERASE = "/api/my/data", "/api/my/data/erase"
BUSINESS = {"name": "Ήλιος ΑΕ", "tax_id": "094259216", "capacity": "πρόεδρος"}


@pytest.fixture
def reader(reader: Client) -> Client:
    """Maria, signed in, who gets the pages as they are."""
    reader.sign_in(MARIA)
    return reader


def everything(client: Client) -> None:
    """Store all that can be stored about Maria."""
    ports = client.web.ports
    person = {"for": {"first_name": "Άννα", "last_name": "Ρήγα"}}
    first = booked(client, interpreter="sign_language", notes="Δύο αντίγραφα", **person)
    ask_interpreter(first.reference, None, "officer", ports)
    booked(client, service=TOURISM, centre=EKE, business=BUSINESS)
    at = (WEDNESDAY_0900 + timedelta(days=1)).isoformat()
    hold(HoldRequest(centre=PATRA, service=BIRTH, starts_at=at), MARIA, ports)
    wait(WaitRequest(centre=PATRA, service=CLEARANCE, email="m@example.com"), MARIA, "el", ports)
    offer_times(ports)


def test_everything_that_is_stored_can_be_read(reader):
    everything(reader)

    page = seen(reader, DATA)

    for text in (
        *("123456783", "Μαρία", "Παππά", "Άννα", "Ρήγα", "ΑΒ123456", "maria@example.com"),
        *("+306912345678", "Δύο αντίγραφα", "Ήλιος ΑΕ", "094259216", "m@example.com"),
        *("Υπηρεσία birth", "ΚΕΠ ZOG", "Κλεισμένο", "Δελτίο ταυτότητας", "Ελληνικά"),
        *("Τρίτη 24 Νοεμβρίου 2026, 10:00", "Κλείστηκε", "Άλλαξε το αίτημα για διερμηνέα"),
    ):
        assert text in page.text


@pytest.mark.parametrize("language", ["el", "en"])
def test_no_fact_is_shown_by_the_name_it_has_in_the_document(reader, language):
    everything(reader)

    page = seen(reader, f"{DATA}?lang={language}")

    names = [term.text for term in page.all("dt")]
    assert [name for name in names if "_" in name or "." in name or name.islower()] == []
    assert [fact.text for fact in page.all("dd") if "_" in fact.text and "@" not in fact.text] == []


def test_the_download_is_the_whole_document(reader):
    everything(reader)

    file = reader.get(f"{DATA}.json")

    document = json.loads(file.get_body())
    assert file.headers["Content-Disposition"] == 'attachment; filename="mykeplive.json"'
    assert document["person"]["tax_id"] == "123456783"
    assert len(document["appointments"]) == 2
    assert document["waiting"][0]["email"] == "m@example.com"


def test_nobody_sees_what_is_stored_about_somebody_else(reader):
    everything(reader)
    other = Client(reader.web)
    other.sign_in(a_citizen(1))

    page = seen(other, DATA)

    assert "Δεν υπάρχει κανένα ραντεβού." in page.text
    assert [text for text in ("Μαρία", "maria@", "123456783") if text in page.html] == []
    sign_out(other)
    assert "Συνδεθείτε" in seen(other, DATA).text
    assert b"maria" not in other.get(f"{DATA}.json").get_body()


def test_erasing_says_first_what_goes_and_what_stays(reader):
    booked(reader)
    booked(reader, WEDNESDAY_0900 + timedelta(days=5))
    reader.web.ports.now.forward(days=2)
    reader.sign_in(MARIA)
    before = rows(reader)

    page = seen(reader, ERASE)

    for text in ("1 ραντεβού που πέρασε", "ο αριθμός του εγγράφου", "ψευδώνυμα", "για 30 ημέρες"):
        assert text in page.text
    assert rows(reader) == before
    done = follow(reader, ERASE)
    assert "Διαγράφηκαν τα στοιχεία 1 ραντεβού." in done.text
    assert "Δεν υπάρχει κανένα ραντεβού που να μπορεί να διαγραφεί." in done.text
    assert len(list_bookings(MARIA, reader.web.ports)) == 1


def test_erasing_twice_erases_once_and_claims_nothing(reader):
    booked(reader)
    reader.web.ports.now.forward(days=2)
    reader.sign_in(MARIA)
    follow(reader, ERASE)

    page = follow(reader, ERASE)

    assert "Διαγράφηκαν" not in page.text
    assert [form for form in page.all("form") if form.get("action") == ERASE] == []


def test_missed_appointments_that_still_count_stay(reader):
    booking = booked(reader)
    change_booking(
        booking.reference, "officer", "missed", lambda b: b.move(Status.MISSED), reader.web.ports
    )
    reader.web.ports.now.forward(days=2)
    reader.sign_in(MARIA)

    assert "Δεν υπάρχει κανένα ραντεβού που να μπορεί" in follow(reader, ERASE).text
    assert len(list_bookings(MARIA, reader.web.ports)) == 1


def test_a_store_that_fails_while_erasing_says_so_and_goes_on_later(reader):
    def fails(*_):
        raise StoreBusy("now")

    booked(reader)
    reader.web.ports.now.forward(days=2)
    reader.sign_in(MARIA)
    store = reader.web.ports.store
    real, store.commit = store.commit, fails
    address = sent_to(reader, ERASE)
    store.commit = real

    page = seen(reader, address)
    assert "Δοκιμάστε ξανά σε λίγο" in page.with_class("error-summary")[0].text
    assert "Διαγράφηκαν" not in page.text
    assert "Διαγράφηκαν" in follow(reader, ERASE).text


def test_a_session_that_ends_erases_nothing(reader):
    booked(reader)
    reader.web.ports.now.forward(days=2)

    address = sent_to(reader, ERASE, {"lang": "en"})

    assert seen(reader, address).one("h1").text == "Sign in to see your appointments"
    assert len(list_bookings(MARIA, reader.web.ports)) == 1


@pytest.mark.parametrize("language", ["el", "en"])
def test_the_words_cover_everything_that_is_written_into_a_log(language):
    environment = PageTemplates()._environment  # noqa: SLF001 - no page has all of them
    words = environment.get_template("data/words.html.j2").module.words

    actions = {"booked", "rescheduled", "cancelled", "erased", "mail_bounced", "interpreter_asked"}
    answers = {f"interpreter_{status}" for status in InterpreterStatus}
    moved = set(Status) - {Status.BOOKED}
    assert actions | answers | moved <= set(words[language]["actions"])
