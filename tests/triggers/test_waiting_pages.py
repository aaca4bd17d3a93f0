"""Waiting for a time where none is free, and the offer of one."""

from datetime import timedelta

import pytest

from functions.domain.booking import Interpreter
from functions.ports import StoreBusy
from functions.use_cases.book import book
from functions.use_cases.hold import current_hold
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.offer_link import offer_path
from functions.use_cases.offer_times import offer_times
from functions.use_cases.waiting_list import list_waiting
from tests.builders import BIRTH, CLEARANCE, MARIA, ZOGRAFOU, a_citizen, a_request
from tests.triggers.client import Client
from tests.triggers.filling_in import ANSWERS, begin, confirm, go
from tests.triggers.own_pages import follow, led_to, rows, seen, sent_to, sign_out

EMAIL = {"email": "maria@example.com"}
SIGN = {"interpreter": "sign_language"}


@pytest.fixture
def reader(reader: Client) -> Client:
    """Maria, signed in, who gets the pages as they are."""
    reader.sign_in(MARIA)
    return reader


def at_time(client: Client, **answers: dict[str, str]) -> str:
    """Go to the choice of a time and return where one can wait instead."""
    return go(client, begin(client), until="time", **answers).replace("/time", "/wait")


def waiting(client: Client):
    return list_waiting(MARIA, client.web.ports)


def fill(client: Client) -> None:
    """Let others take every time at the centre."""
    ports = client.web.ports
    for number, slot in enumerate(list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports)):
        request = a_request(slot.starts_at)
        book(request, a_citizen(number + 1), "k", "el", ports)


def offered(client: Client) -> str:
    """Wait, let a time be offered, and return the link of the mail."""
    sent_to(client, at_time(client), EMAIL)
    assert offer_times(client.web.ports) == 1
    return offer_path(waiting(client)[0], client.web.ports)


def test_where_no_time_is_free_one_can_ask_to_be_told(reader):
    fill(reader)
    address = go(reader, begin(reader), until="time")

    page = seen(reader, address)

    assert "δεν υπάρχει ελεύθερη ώρα" in page.text
    assert address.replace("/time", "/wait") in page.links


def test_the_rules_are_said_before_and_the_outcome_after(reader):
    address = at_time(reader)

    page = seen(reader, address)
    for text in (
        "ΚΕΠ ZOG",
        "30 λεπτά",
        "έως 15 ημέρες, και σε 3 θέσεις",
        "Από τις 21:00 έως τις 08:00",
    ):
        assert text in page.text
    done = follow(reader, address, EMAIL)

    assert done.one("h1").text == "Θα σας ειδοποιήσουμε"
    assert "maria@example.com" in done.text
    [entry] = waiting(reader)
    assert (entry.centre, entry.service, entry.interpreter) == (ZOGRAFOU, BIRTH, None)


def test_an_interpreter_is_waited_for_as_well(reader):
    follow(reader, at_time(reader, interpreter=SIGN), EMAIL)

    assert waiting(reader)[0].interpreter is Interpreter.SIGN_LANGUAGE


def test_a_second_click_back_and_a_bookmark_wait_once(reader):
    address = at_time(reader)
    follow(reader, address, EMAIL)

    follow(reader, address, EMAIL)

    assert len(waiting(reader)) == 1
    assert seen(reader, address).one("h1").text == "Θα σας ειδοποιήσουμε"


@pytest.mark.parametrize("email", ["", "maria", "x" * 300])
def test_an_address_that_cannot_be_used_is_said_with_what_was_typed(reader, email):
    address = at_time(reader)

    sent = sent_to(reader, address, {"email": email})
    page = seen(reader, sent)

    assert "maria" not in sent
    assert page.one("title").text.startswith("Σφάλμα:")
    assert "#email" in page.links
    [field] = [one for one in page.all("input") if one.get("name") == "email"]
    assert field.get("value") == email[:255]
    assert waiting(reader) == []


def test_more_places_than_allowed_are_refused_in_words(reader):
    for service, answers in ((BIRTH, {}), (BIRTH, {"interpreter": SIGN}), (CLEARANCE, {})):
        address = go(reader, begin(reader, service), until="time", **answers)
        sent_to(reader, address.replace("/time", "/wait"), EMAIL)
    assert len(waiting(reader)) == 3
    last = go(reader, begin(reader, CLEARANCE), until="time", interpreter=SIGN)

    page = follow(reader, last.replace("/time", "/wait"), EMAIL)

    assert "Περιμένετε ήδη σε όσες θέσεις" in page.with_class("error-summary")[0].text
    assert "/api/my" in page.links


def test_a_session_that_ends_keeps_the_address(reader):
    address = at_time(reader)
    sign_out(reader)

    assert sent_to(reader, address, EMAIL) == address
    assert "Συνδεθείτε" in seen(reader, address).text
    reader.sign_in(MARIA)

    assert EMAIL["email"] in seen(reader, address).html
    assert waiting(reader) == []


def test_a_store_that_fails_keeps_the_address_and_says_so(reader):
    def fails(*_):
        raise StoreBusy("now")

    address = at_time(reader)
    store = reader.web.ports.store
    real, store.commit = store.commit, fails
    sent = sent_to(reader, address, EMAIL)
    store.commit = real

    page = seen(reader, sent)
    assert "Δοκιμάστε ξανά σε λίγο" in page.with_class("error-summary")[0].text
    assert EMAIL["email"] in page.html


def test_before_the_centre_is_known_the_first_question_comes_first(reader):
    first = begin(reader)

    assert led_to(reader, first.replace("/centre", "/wait")) == first


def test_waiting_stands_among_the_own_appointments_and_is_stopped_there(reader):
    follow(reader, at_time(reader), EMAIL)
    [entry] = waiting(reader)

    page = seen(reader, "/api/my")
    assert "Περιμένετε από: Τρίτη 24 Νοεμβρίου 2026." in page.text
    stop = f"/api/my/waiting/{entry.id}/stop"
    assert stop in [form.get("action") for form in page.all("form")]
    page = follow(reader, stop)

    assert "Δεν περιμένετε πια" in page.text
    assert waiting(reader) == []
    assert "Περιμένετε" not in follow(reader, stop).one("main").text.replace("Δεν περιμένετε", "")


def test_an_entry_of_somebody_else_cannot_be_stopped(reader):
    follow(reader, at_time(reader), EMAIL)
    [entry] = waiting(reader)
    other = Client(reader.web)
    other.sign_in(a_citizen(1))

    assert "Δεν περιμένετε πια" not in follow(other, f"/api/my/waiting/{entry.id}/stop").text
    assert waiting(reader) == [entry]


def test_an_offer_is_shown_to_whoever_has_the_link_and_taken_only_after_signing_in(reader):
    link = offered(reader)
    sign_out(reader)
    before = rows(reader)

    page = seen(reader, link)

    for text in ("Τετάρτη 25 Νοεμβρίου 2026", "08:00 έως 08:20", "έως τις 10:30"):
        assert text in page.text
    assert [text for text in ("Μαρία", "maria@") if text in page.html] == []
    assert page.all("button") == []
    [login] = [link for link in page.links if "/auth/citizen/login" in link]
    assert "return=%2Fapi%2Foffer%2F" in login
    assert rows(reader) == before


def test_taking_an_offer_goes_on_at_the_next_question_with_the_time_held(reader):
    link = offered(reader)

    page = follow(reader, link)

    assert page.address.endswith("/who")
    assert "Κρατάμε την ώρα για εσάς έως τις 10:10." in page.text
    kept = current_hold(MARIA, reader.web.ports)
    done = confirm(reader, go(reader, page.address))
    assert done.endswith("/done")
    assert kept.reference in seen(reader, done).text


def test_taking_it_twice_is_no_harm(reader):
    link = offered(reader)
    first = follow(reader, link)

    second = follow(reader, link)

    assert second.address.endswith("/who")
    assert confirm(reader, go(reader, first.address)).endswith("/done")


def test_somebody_else_cannot_take_it(reader):
    link = offered(reader)
    other = Client(reader.web)
    other.sign_in(a_citizen(1))

    page = follow(other, link)

    assert "δεν μπορείτε να την πάρετε με αυτή τη σύνδεση" in page.text
    assert current_hold(a_citizen(1), reader.web.ports) is None


def test_an_offer_that_has_passed_is_said_to_have_passed(reader):
    link = offered(reader)
    reader.web.ports.now.forward(minutes=31)

    page = seen(reader, link, 410)
    assert "Ο χρόνος για αυτή την προσφορά πέρασε" in page.text
    assert follow_to_410(reader, link) == 410


def follow_to_410(client: Client, link: str) -> int:
    return client.get(sent_to(client, link)).status_code


def test_an_altered_link_is_not_found(reader):
    link = offered(reader)
    for altered in (link[:-1], link.replace(ZOGRAFOU, "kep-patra"), f"{link}ψ"):
        assert "Ο σύνδεσμος δεν είναι ολόκληρος" in seen(reader, altered, 404).text


def test_a_session_that_ends_before_taking_comes_back_to_the_offer(reader):
    link = offered(reader)
    sign_out(reader)

    assert sent_to(reader, link, {"lang": "en"}) == f"{link}?lang=en"
    assert "Sign in with TAXISnet" in seen(reader, f"{link}?lang=en").text


def test_an_open_offer_stands_among_the_own_appointments(reader):
    link = offered(reader)

    page = seen(reader, "/api/my")

    assert "Κρατάμε για εσάς: Τετάρτη 25 Νοεμβρίου 2026, 08:00" in page.text
    assert link in page.links
    reader.web.ports.now.forward(minutes=31)
    assert link not in seen(reader, "/api/my").links


def test_the_pages_are_in_english_too(reader):
    address = at_time(reader)

    assert seen(reader, f"{address}?lang=en").one("h1").text == "Ask to be told"
    done = follow(reader, address, EMAIL | {"lang": "en"})
    assert done.one("h1").text == "We will tell you"
    assert waiting(reader)[0].language == "en"
    assert timedelta(days=15) == waiting(reader)[0].until - waiting(reader)[0].since
    assert ANSWERS["centre"]["centre"] == ZOGRAFOU
