"""The proof for an auditor: what the interpreters' desk was told, and when (circular R11, R13)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from functions.domain.booking_request import AnswerRequest
from functions.domain.errors import Unreachable
from functions.domain.slot import ATHENS
from functions.use_cases.answer_request import answer_request
from functions.use_cases.ask_interpreter import ask_interpreter
from functions.use_cases.cancel import cancel
from functions.use_cases.reconcile import sweep
from functions.use_cases.send_digest import send_digest
from tests.builders import MARIA, PATRA, RULES, a_citizen, make_catalog
from tests.triggers.client import Client
from tests.triggers.interpretation import (
    ELENI,
    NIKOS,
    TUESDAY_1831,
    asked,
    link_of,
    rows,
    seen,
    tell_the_desk,
)

PAGE = "/api/ministry/interpreters"


def answered(booking, client: Client, answer: str, name: str | None = None) -> None:
    signature = link_of(booking, client).rpartition("/")[2]
    request = AnswerRequest(answer=answer, name=name)
    answer_request(booking.reference, signature, request, client.web.ports)


def proof(client: Client, query: str = ""):
    client.sign_in_staff(NIKOS)
    return seen(client, PAGE + query)


def lines(page) -> list[str]:
    return [" ".join(one.text.split()) for one in page.all("tr") if "tbody" in one.inside]


def headline(page) -> str:
    """Return how the digest came out."""
    return page.with_class("notice__title")[0].text


def test_a_digest_in_time_shows_what_it_held_and_who_answered_without_any_name(reader):
    one, other = asked(reader), asked(reader, number=1, kind="lip_reading", centre=PATRA)
    tell_the_desk(reader)
    reader.web.ports.now.forward(minutes=9)
    answered(one, reader, "acknowledged", "Δήμητρα Κ.")
    reader.sign_in_staff(NIKOS)
    before = rows(reader)

    page = proof(reader)

    assert page.one("h1").text == "Η λίστα για Τετάρτη 25 Νοεμβρίου 2026"
    assert headline(page) == "Στάλθηκε εμπρόθεσμα"
    for text in (
        *("Άνοιξε Τρίτη 24 Νοεμβρίου 2026, 18:30", "Στάλθηκε Τρίτη 24 Νοεμβρίου 2026, 18:31"),
        *("Προθεσμία της εγκυκλίου 19:00", "Αιτήματα 2", "Αποτυχημένες προσπάθειες 0"),
    ):
        assert text in page.text
    second, first = (line for line in lines(page) if "Απάντηση" in line)
    for text in (one.reference, "09:00–09:40", "ΚΕΠ ZOG", "Διερμηνέας ΕΝΓ", "Με σύνδεσμο"):
        assert text in first
    assert "Θα παραστεί Τρίτη 24 Νοεμβρίου 2026, 18:40" in first
    assert (other.reference in second, "Δεν έχει απαντηθεί" in second) == (True, True)
    assert "Δήμητρα" not in page.html
    assert "Δεν χρειάστηκε καμία διόρθωση" in page.text
    assert rows(reader) == before


def test_corrections_follow_in_order_with_what_holds_afterwards(reader):
    one, other = asked(reader), asked(reader, number=1, centre=PATRA)
    tell_the_desk(reader)
    reader.web.ports.now.forward(minutes=5)
    ask_interpreter(one.reference, None, "officer", reader.web.ports)
    sweep(reader.web.ports)
    reader.web.ports.now.forward(minutes=5)
    cancel(other.reference, a_citizen(1), reader.web.ports)
    sweep(reader.web.ports)

    page = proof(reader)

    held = [line for line in lines(page) if "Με σύνδεσμο" in line]
    assert ["Άλλαξε μετά" in line for line in held] == [True, True]
    first, second = (line for line in lines(page) if "Τι άλλαξε" in line)
    for text in (one.reference, "18:36", "Δεν χρειάζεται διερμηνέας"):
        assert text in first
    for text in (other.reference, "18:41", "Ακυρώθηκε"):
        assert text in second


def test_the_log_is_shown_with_its_chain(reader):
    asked(reader)
    tell_the_desk(reader)

    page = proof(reader)

    closing, sent = (line for line in lines(page) if "Αποτύπωμα" in line)
    assert "Άρχισε να κλείνει η λίστα" in closing
    assert closing.split("Αποτύπωμα ")[1].split("…")[0] in sent.split("Πριν από αυτό ")[1]
    assert "Η αλυσίδα είναι ακέραιη" in page.text


def change_what_an_entry_says(store, keys):
    row = store.rows[keys[0]]
    store.rows[keys[0]] = replace(row, data={**row.data, "actor": "somebody else"})


def drop_the_first(store, keys):
    del store.rows[keys[0]]


def drop_the_last(store, keys):
    del store.rows[keys[-1]]


@pytest.mark.parametrize("tamper", [change_what_an_entry_says, drop_the_first, drop_the_last])
def test_a_log_that_somebody_touched_is_said_to_be_broken(reader, tamper):
    asked(reader)
    tell_the_desk(reader)
    store = reader.web.ports.store
    tamper(store, sorted(key for key in store.rows if key[1].startswith("log:2026-11-25:")))

    page = proof(reader)

    assert "Η αλυσίδα δεν είναι ακέραιη" in page.text
    assert ("έχει αλλάξει" in page.text) is (tamper is change_what_an_entry_says)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=ATHENS)


def never_run(client: Client) -> None:
    client.web.ports.now.now = at(18, 39)


def on_its_way(client: Client) -> None:
    client.web.ports.mailbox.failures = [Unreachable("Exchange is away")]
    tell_the_desk(client)


def not_gone_in_time(client: Client) -> None:
    client.web.ports.now.now = at(19)
    client.web.ports.mailbox.failures = [Unreachable("Exchange is away")] * 2
    send_digest(client.web.ports)


def gone_late(client: Client) -> None:
    not_gone_in_time(client)
    client.web.ports.now.now = at(19, 12)
    send_digest(client.web.ports)


def in_time(client: Client) -> None:
    tell_the_desk(client, at(18, 59))


def forgotten(client: Client) -> None:
    tell_the_desk(client)
    client.web.ports.now.now = at(18, 31) + timedelta(days=2)


@pytest.mark.parametrize(
    ("happen", "state", "text"),
    [
        (never_run, "Αναμένεται", "σε ένα λεπτό"),
        (on_its_way, "Στέλνεται τώρα", "Unreachable: Exchange is away"),
        (in_time, "Στάλθηκε εμπρόθεσμα", "Στάλθηκε Τρίτη 24 Νοεμβρίου 2026, 18:59"),
        (not_gone_in_time, "Δεν έχει σταλεί ακόμη", "Αποτυχημένες προσπάθειες 1"),
        (gone_late, "Στάλθηκε εκπρόθεσμα", "Στάλθηκε Τρίτη 24 Νοεμβρίου 2026, 19:12"),
    ],
)
def test_every_way_that_an_evening_can_go_is_said(reader, happen, state, text):
    asked(reader)
    happen(reader)

    page = proof(reader)

    assert headline(page) == state
    assert text in page.text


@pytest.mark.parametrize("happen", [never_run, on_its_way, not_gone_in_time])
def test_until_it_has_gone_the_page_shows_what_would_have_to_be_told_by_telephone(reader, happen):
    booking = asked(reader)
    happen(reader)

    page = proof(reader)

    assert "Αν έφευγε τώρα, θα περιείχε:" in page.text
    assert booking.reference in lines(page)[0]


def test_an_evening_on_which_nothing_was_done_stands_out_among_the_recent(reader):
    forgotten(reader)
    page = proof(reader, "?day=2026-11-26")

    assert headline(page) == "Δεν έγινε τίποτα"
    recent = [" ".join(one.text.split()) for one in page.all("a") if "nav" in one.inside]
    recent = [text for text in recent if "Νοεμβρίου" in text]
    assert recent[:4] == [
        "Παρασκευή 27 Νοεμβρίου 2026 Αναμένεται",
        "Πέμπτη 26 Νοεμβρίου 2026 Δεν έγινε τίποτα",
        "Τετάρτη 25 Νοεμβρίου 2026 Στάλθηκε εμπρόθεσμα 18:31, κενή",
        "Τρίτη 24 Νοεμβρίου 2026 Πριν από τη λειτουργία",
    ]
    assert len(recent) == 10
    assert f"{PAGE}?day=2026-11-25" in page.links


def test_a_digest_without_requests_that_was_not_sent_is_no_fault(reader):
    rules = RULES.model_copy(update={"digest_when_empty": "nothing"})
    ports = replace(reader.web.ports, catalog=make_catalog(rules))
    reader = Client(replace(reader.web, ports=ports))
    tell_the_desk(reader)

    page = proof(reader)

    assert headline(page) == "Κενή, δεν στάλθηκε"
    assert "δεν περιείχε κανένα αίτημα" in page.text


def test_any_day_leads_to_the_digest_that_covers_it(reader):
    for day in ("2026-11-22", "2026-11-23", "2020-01-01"):
        page = proof(reader, f"?day={day}")
        assert headline(page) == "Πριν από τη λειτουργία"
    weekend = proof(reader, "?day=2026-11-22&lang=en")
    assert weekend.one("h1").text == (
        "The list for Saturday 21 November 2026 to Monday 23 November 2026"
    )


def test_a_day_whose_digest_is_still_to_come_is_explained(reader):
    page = proof(reader, "?day=2026-11-30")

    assert page.one("h1").text == "Η λίστα δεν έχει ανοίξει ακόμη"
    assert "Δευτέρα 30 Νοεμβρίου 2026 ανοίγει: Παρασκευή 27 Νοεμβρίου 2026, 18:30" in page.text
    assert PAGE in page.links
    assert proof(reader, "?day=2099-12-31&lang=en").one("html").get("lang") == "en"


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "0001-01-01", "9999-12-31", "2019-12-31"])
def test_a_day_that_is_none_is_not_found(reader, day):
    reader.sign_in_staff(NIKOS)

    assert PAGE in seen(reader, f"{PAGE}?day={day}", 404).links


def test_the_home_page_of_the_administrators_leads_to_the_proof(reader):
    reader.sign_in_staff(NIKOS)

    sent = reader.get("/api/ministry?lang=en")

    assert (sent.status_code, sent.headers["Location"]) == (302, f"{PAGE}?lang=en")


@pytest.mark.parametrize("path", ["/api/ministry", PAGE, f"{PAGE}?day=2026-11-30"])
def test_the_proof_is_for_administrators_only(reader, path):
    booking = asked(reader)
    tell_the_desk(reader, TUESDAY_1831)

    assert "υπηρεσιακό λογαριασμό" in seen(reader, path).text
    reader.sign_in(MARIA)
    assert "υπηρεσιακό λογαριασμό" in seen(reader, path).text
    reader.sign_in_staff(ELENI)
    refused = seen(reader, path, 403)
    assert "/api/desk" in refused.links
    assert booking.reference not in refused.text
