"""The interpreters' desk answers by a link, without an account (circular R11)."""

from dataclasses import replace

import pytest

from functions.domain.booking import Interpreter, InterpreterStatus
from functions.use_cases.ask_interpreter import ask_interpreter
from functions.use_cases.cancel import cancel
from functions.use_cases.reconcile import sweep
from functions.use_cases.show_bookings import stored_booking
from tests.builders import MARIA, PATRA, ZOGRAFOU, a_centre, make_catalog
from tests.triggers.client import ORIGIN, Client
from tests.triggers.interpretation import asked, follow, link_of, rows, seen

YES, NO = {"answer": "acknowledged"}, {"answer": "unavailable"}


def status_of(booking, client: Client) -> InterpreterStatus | None:
    return stored_booking(booking.reference, client.web.ports).interpreter_status


def checked(page) -> list[str]:
    return [one.get("value") for one in page.all("input") if "checked" in one.attributes]


def test_the_page_says_all_that_an_interpreter_needs_and_nothing_of_the_citizen(reader):
    booking = asked(reader)

    page = seen(reader, link_of(booking, reader))

    for text in (
        *("ΚΕΠ ZOG", "Τετάρτη 25 Νοεμβρίου 2026", "09:00 έως 09:40 (40 λεπτά)"),
        *("Διερμηνέας ΕΝΓ", "Υπηρεσία birth", booking.reference, "kep-zografou@kep.example"),
        *("Η κάμερα μένει ανοιχτή", "έως τις 07:30"),
    ):
        assert text in page.text
    assert f"https://teams.example/{booking.reference}" in page.links
    assert checked(page) == []


def test_a_link_to_the_call_that_is_not_there_yet_follows(reader):
    reader.web.ports.calendar.not_there_for = 99
    booking = asked(reader)

    page = seen(reader, link_of(booking, reader))

    assert "μόλις υπάρξει" in page.text
    assert [link for link in page.links if "teams" in link] == []


def test_the_telephone_of_the_centre_is_shown_where_it_is_known(reader):
    catalog = make_catalog()
    centre = a_centre(ZOGRAFOU, "ZOG", telephone="210 1234567")
    catalog = replace(catalog, centres={**catalog.centres, ZOGRAFOU: centre})
    reader = Client(replace(reader.web, ports=replace(reader.web.ports, catalog=catalog)))

    page = seen(reader, link_of(asked(reader), reader))

    assert "tel:2101234567" in page.links


def test_opening_the_link_any_number_of_times_changes_nothing(reader):
    booking = asked(reader)
    before = rows(reader)

    for query in ("", "?lang=en", "?answer=acknowledged", "?wrong=choice"):
        seen(reader, link_of(booking, reader) + query)

    assert rows(reader) == before


def test_an_interpreter_who_will_attend_is_recorded_with_the_name(reader):
    booking = asked(reader)

    page = follow(reader, link_of(booking, reader), YES | {"name": "  Δήμητρα Κ.  "})

    assert page.one("title").text.startswith("Η απάντησή σας καταχωρίστηκε")
    assert "Απαντήσατε: Τρίτη 24 Νοεμβρίου 2026, 10:00. Διερμηνέας: Δήμητρα Κ." in page.text
    assert "ώσπου να αρχίσει η κλήση" in page.text
    assert checked(page) == ["acknowledged"]
    answer = stored_booking(booking.reference, reader.web.ports).answer
    assert (answer.status, answer.name) == (InterpreterStatus.ACKNOWLEDGED, "Δήμητρα Κ.")


def test_an_answer_can_be_changed_and_the_name_goes_with_it(reader):
    booking = asked(reader)
    follow(reader, link_of(booking, reader), YES | {"name": "Δήμητρα"})

    page = follow(reader, link_of(booking, reader), NO | {"name": "Δήμητρα"})

    assert "Δεν υπάρχει διαθέσιμος διερμηνέας" in page.text
    assert "Δήμητρα" not in page.html
    assert checked(page) == ["unavailable"]
    assert status_of(booking, reader) is InterpreterStatus.UNAVAILABLE


def test_the_same_answer_twice_is_one(reader):
    booking = asked(reader)
    follow(reader, link_of(booking, reader), YES)
    before = rows(reader)

    follow(reader, link_of(booking, reader), YES)

    assert rows(reader) == before


@pytest.mark.parametrize(
    ("form", "field", "text"),
    [
        ({}, "answer", "Διαλέξτε αν θα παραστεί διερμηνέας ή όχι."),
        ({"answer": "perhaps"}, "answer", "Διαλέξτε αν θα παραστεί διερμηνέας ή όχι."),
        (YES | {"name": "ω" * 81}, "name", "έως 80 χαρακτήρες"),
        (YES | {"name": "Α\nΒ"}, "name", "σε μία γραμμή"),
    ],
)
def test_a_wrong_answer_is_said_at_the_top_and_at_the_field(reader, form, field, text):
    booking = asked(reader)
    before = rows(reader)

    page = follow(reader, link_of(booking, reader), form)

    assert page.one("title").text.startswith("Σφάλμα: Αίτημα για διερμηνέα")
    [summary] = page.with_class("error-summary")
    assert text in summary.text
    assert f"#{field}" in page.links
    assert text in page.html.split(f'id="{field}-error"')[1]
    assert checked(page) == [text for text in form.values() if text == "acknowledged"]
    assert rows(reader) == before


def test_no_name_of_anybody_stands_in_an_address(reader):
    booking = asked(reader)

    for form in (YES | {"name": "Δήμητρα"}, YES | {"name": "Δήμητρα" * 20}):
        sent = reader.post(link_of(booking, reader), form).headers["Location"]
        assert "%CE%94" not in sent
        assert "Δήμητρα" not in sent


def test_a_busy_store_asks_to_send_it_again(reader):
    booking = asked(reader)
    reader.web.ports.store.is_busy = True
    sent = reader.post(link_of(booking, reader), YES)
    assert (sent.status_code, reader.get(sent.headers["Location"]).status_code) == (303, 503)
    reader.web.ports.store.is_busy = False

    page = seen(reader, sent.headers["Location"])

    assert "Στείλτε την ξανά" in page.text
    assert checked(page) == ["acknowledged"]


def test_the_page_is_in_english_too_and_stays_so(reader):
    booking = asked(reader, kind="lip_reading", centre=PATRA)

    page = seen(reader, link_of(booking, reader) + "?lang=en")
    assert page.one("html").get("lang") == "en"
    for text in ("Will an interpreter attend?", "Lip-reading interpreter", "Wednesday 25 November"):
        assert text in page.text
    answered = follow(reader, link_of(booking, reader), YES | {"lang": "en"})

    assert answered.one("h1").text == "Your answer has been recorded"
    [switch] = answered.with_class("language")
    assert seen(reader, switch.get("href")).one("html").get("lang") == "el"


def test_an_altered_link_is_not_found_and_says_what_to_do(reader):
    one, other = asked(reader), asked(reader, number=1, centre=PATRA)
    before = rows(reader)
    signature = link_of(one, reader).rpartition("/")[2]

    for link in (
        link_of(one, reader)[:-1],
        link_of(one, reader)[:-1] + "_",
        f"/api/interpreter/{other.reference}/{signature}",
        f"/api/interpreter/ZOG-9999-999/{signature}",
        f"/api/interpreter/{one.reference}/ψ",
    ):
        page = seen(reader, link, 404)
        assert "Ο σύνδεσμος της απάντησης δεν είναι ολόκληρος" in page.text
        assert one.reference not in page.text
        assert reader.post(link, YES).status_code == 303

    assert rows(reader) == before


def ended_by_cancelling(booking, client):
    cancel(booking.reference, MARIA, client.web.ports)


def ended_by_another_kind(booking, client):
    ask_interpreter(booking.reference, Interpreter.LIP_READING, "officer", client.web.ports)


def ended_by_time(booking, client):
    client.web.ports.now.now = booking.slot.ends_at


@pytest.mark.parametrize("end", [ended_by_cancelling, ended_by_another_kind, ended_by_time])
def test_a_link_ends_with_what_it_was_for(reader, end):
    booking = asked(reader)
    link = link_of(booking, reader)
    end(booking, reader)
    sweep(reader.web.ports)
    before = rows(reader)

    page = seen(reader, link, 410)
    sent = reader.post(link, YES)

    assert page.one("h1").text == "Ο σύνδεσμος δεν ισχύει πια"
    assert (sent.status_code, sent.headers["Location"]) == (303, link)
    assert seen(reader, link + "?lang=en", 410).one("h1").text == "The link no longer holds"
    assert rows(reader) == before


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}],
)
def test_no_other_site_can_answer(reader, headers):
    booking = asked(reader)

    assert reader.post(link_of(booking, reader), YES, **headers).status_code == 403
    assert status_of(booking, reader) is InterpreterStatus.ASKED


def test_a_browser_that_hides_the_origin_of_our_own_form_can_answer(reader):
    booking = asked(reader)
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}

    assert reader.post(link_of(booking, reader), YES, **own).status_code == 303
    assert status_of(booking, reader) is InterpreterStatus.ACKNOWLEDGED
    assert reader.get(link_of(booking, reader)).headers["Referrer-Policy"] == "same-origin"
    assert ORIGIN not in link_of(booking, reader)
