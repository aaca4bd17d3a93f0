"""The officers' day: who needs an interpreter, who has one, and what can be done (circular R3)."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.booking import Interpreter, InterpreterStatus
from functions.domain.booking_request import AnswerRequest
from functions.domain.staff import Officer
from functions.domain.words_for_interpreters import CAMERA_ON, CHANGES, KINDS, STANDS
from functions.use_cases.answer_request import answer_request
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.reconcile import sweep
from functions.use_cases.show_bookings import stored_booking
from tests.builders import (
    EKE,
    MARIA,
    PATRA,
    WEDNESDAY_0900,
    ZOGRAFOU,
    a_centre,
    a_citizen,
    a_request,
)
from tests.triggers.client import Client, document
from tests.triggers.interpretation import (
    ELENI,
    NIKOS,
    asked,
    follow,
    link_of,
    rows,
    seen,
    tell_the_desk,
)

DAY = "/api/desk?day=2026-11-25"
API = "/api/v1/officer/bookings"
TWO_CENTRES = Officer("officer@zografou.example", "Ελένη Γεωργίου", (ZOGRAFOU, PATRA))


def answered(booking, client: Client, answer: str, name: str | None = None) -> None:
    signature = link_of(booking, client).rpartition("/")[2]
    request = AnswerRequest(answer=answer, name=name)
    answer_request(booking.reference, signature, request, client.web.ports)
    sweep(client.web.ports)


def interpreter_of(booking, client: Client) -> Interpreter | None:
    return stored_booking(booking.reference, client.web.ports).interpreter


def page_of(booking) -> str:
    return f"/api/desk/{booking.reference}"


def lines(page) -> list[str]:
    """Return the rows of the list, each as it is read."""
    texts = (" ".join(one.text.split()) for one in page.all("tr") if "tbody" in one.inside)
    return list(texts)


# The list of a day


def test_the_list_shows_each_appointment_with_its_interpreter_and_no_citizen(reader):
    coming, lacking, open_one = (
        asked(reader, WEDNESDAY_0900 + timedelta(hours=hour), hour) for hour in range(3)
    )
    book(a_request(WEDNESDAY_0900.replace(hour=8)), a_citizen(8), "8", "el", reader.web.ports)
    sweep(reader.web.ports)
    answered(coming, reader, "acknowledged", "Δήμητρα Κ.")
    answered(lacking, reader, "unavailable")
    tell_the_desk(reader)
    reader.sign_in_staff(ELENI)
    before = rows(reader)

    page = seen(reader, DAY)

    first, second, third, fourth = lines(page)
    assert "08:00–08:20" in first
    assert "Όχι" in first
    assert "Κάμερα ανοιχτή" not in first
    for text in (coming.reference, "09:00–09:40", "Υπηρεσία birth", "Διερμηνέας ΕΝΓ", "Κλεισμένο"):
        assert text in second
    assert "Θα παραστεί Δήμητρα Κ. Κάμερα ανοιχτή" in second
    assert "Δεν υπάρχει διαθέσιμος Κάμερα ανοιχτή" in third
    assert "Ζητήθηκε Κάμερα ανοιχτή" in fourth
    assert f"https://teams.example/{coming.reference}" in page.links
    [notice] = page.with_class("notice--warning")
    for text in ("2 ραντεβού χρειάζονται την προσοχή σας", "Για 1 δεν υπάρχει", "Για 1 δεν έχει"):
        assert text in " ".join(notice.text.split())
    marked = [one.text for one in page.with_class("records__marked")]
    assert [lacking.reference in marked[0], open_one.reference in marked[1]] == [True, True]
    assert rows(reader) == before


def test_before_the_desk_is_told_nothing_needs_attention(reader):
    asked(reader)
    reader.sign_in_staff(ELENI)

    page = seen(reader, DAY)

    assert page.with_class("notice--warning") == []
    assert "την προηγούμενη εργάσιμη ημέρα, στις 18:30" in page.text
    assert page.with_class("records__marked") == []


def test_one_appointment_and_one_day_are_said_as_one(reader):
    asked(reader)
    tell_the_desk(reader)
    reader.sign_in_staff(ELENI)

    assert "1 ραντεβού χρειάζεται την προσοχή σας" in seen(reader, DAY).text
    assert "1 appointment needs your attention" in seen(reader, DAY + "&lang=en").text
    reader.web.ports.now.now = WEDNESDAY_0900 + timedelta(hours=1)
    reader.sign_in_staff(ELENI)
    assert seen(reader, DAY).with_class("notice") == []


def test_today_at_the_first_own_centre_is_shown_first_and_the_days_turn(reader):
    reader.sign_in_staff(TWO_CENTRES)

    page = seen(reader, "/api/desk")

    assert "ΚΕΠ ZOG Τα ραντεβού της ημέρας Τρίτη 24 Νοεμβρίου 2026 Σήμερα" in page.text
    assert "Δεν υπάρχει κανένα ραντεβού" in page.text
    assert f"/api/desk?centre={PATRA}&day=2026-11-24" in page.links
    assert f"/api/desk?centre={ZOGRAFOU}&day=2026-11-23" in page.links
    assert f"/api/desk?centre={ZOGRAFOU}&day=2026-11-25" in page.links
    english = seen(reader, f"/api/desk?centre={PATRA}&lang=en")
    days = [link for link in english.links if link.startswith("/api/desk?")]
    to_greek = f"/api/desk?centre={PATRA}&day=2026-11-24"
    assert "Tuesday 24 November 2026" in english.text
    assert [link for link in days if "lang=en" not in link] == [to_greek]


def test_an_administrator_chooses_among_all_centres(reader):
    reader.sign_in_staff(NIKOS)
    page = seen(reader, f"/api/desk?centre={PATRA}")
    for each in reader.web.ports.catalog.centres:
        assert f"/api/desk?centre={each}&day=2026-11-24" in page.links

    catalog = reader.web.ports.catalog
    more = {f"kep-{n}": a_centre(f"kep-{n}", f"AA{letter}") for n, letter in enumerate("ABCDE")}
    ports = replace(reader.web.ports, catalog=replace(catalog, centres=catalog.centres | more))
    reader = Client(replace(reader.web, ports=ports))
    reader.sign_in_staff(NIKOS)
    page = seen(reader, f"/api/desk?centre={PATRA}")

    [chosen] = [one.get("value") for one in page.all("option") if "selected" in one.attributes]
    assert chosen == PATRA
    assert {one.get("value") for one in page.all("option")} == set(ports.catalog.centres)
    [day] = [one for one in page.all("input") if one.get("type") == "date"]
    assert day.get("value") == "2026-11-24"


@pytest.mark.parametrize(("address", "status"), [
    (f"/api/desk?centre={PATRA}", 403),
    (f"/api/desk?centre={EKE}&day=2026-11-25", 403),
    ("/api/desk?centre=kep-nowhere", 403),
    ("/api/desk?day=tomorrow", 404),
    ("/api/desk?day=2026-02-30", 404),
    ("/api/desk?day=0001-01-01", 404),
    ("/api/desk?day=9999-12-31", 404),
    ("/api/desk?day=2099-12-31", 200),
    ("/api/desk?day=2020-01-01", 200),
])  # fmt: skip
def test_another_centre_and_a_day_that_is_none_are_refused(reader, address, status):
    asked(reader, centre=PATRA)
    reader.sign_in_staff(ELENI)

    page = seen(reader, address, status)

    assert "ΚΕΠ PAT" not in page.text
    assert any(link.startswith("/api/desk") for link in page.links)


@pytest.mark.parametrize("path", ["/api/desk", "/api/desk/ZOG-2222-222"])
def test_who_is_not_of_the_staff_is_asked_to_sign_in(reader, path):
    booking = asked(reader)
    for sign_in in (lambda: None, lambda: reader.sign_in(MARIA)):
        sign_in()

        page = seen(Client(reader.web) if not reader.cookies else reader, path)

        assert "Σύνδεση με υπηρεσιακό λογαριασμό" in page.text
        assert booking.service not in page.text
        assert reader.get(API).status_code == 401
        sent = reader.post(f"{page_of(booking)}/interpreter", {"interpreter": "none"})
        assert sent.status_code == 303
        assert "υπηρεσιακό" in seen(reader, sent.headers["Location"]).text
    assert interpreter_of(booking, reader) is Interpreter.SIGN_LANGUAGE


# One appointment


def test_an_appointment_shows_what_was_done_for_it_in_order(reader):
    booking = asked(reader)
    tell_the_desk(reader)
    reader.web.ports.now.forward(minutes=4)
    answered(booking, reader, "acknowledged", "Δήμητρα Κ.")
    reader.sign_in_staff(ELENI)
    before = rows(reader)

    page = seen(reader, page_of(booking))

    assert [line.split(maxsplit=6)[-1].removeprefix("Τι ") for line in lines(page)] == [
        "Κλείστηκε το ραντεβού",
        "Μπήκε στο ημερολόγιο του ΚΕΠ στο Teams",
        "Ορίστηκαν οι κανόνες της κλήσης: χώρος αναμονής, χωρίς καταγραφή",
        "Στάλθηκε στον πολίτη μήνυμα με τα στοιχεία και τον σύνδεσμο",
        "Στάλθηκε στο Εθνικό Ίδρυμα Κωφών με τη λίστα",
        "Απάντησε το Εθνικό Ίδρυμα Κωφών",
        "Στάλθηκε στον πολίτη η απάντηση για τον διερμηνέα",
    ]
    assert "Απάντηση του Ιδρύματος: Τρίτη 24 Νοεμβρίου 2026, 18:35." in page.text
    assert "Κάμερα ανοιχτή Η κάμερα μένει ανοιχτή" in page.text
    assert page.with_class("notice") == []
    assert f"/api/desk?centre={ZOGRAFOU}&day=2026-11-25" in page.links
    assert rows(reader) == before


def test_what_to_do_is_said_where_nobody_comes_or_nobody_has_answered(reader):
    booking = asked(reader)
    reader.sign_in_staff(ELENI)
    assert "λίστα: Τρίτη 24 Νοεμβρίου 2026, 18:30" in seen(reader, page_of(booking)).text
    assert seen(reader, page_of(booking)).with_class("notice") == []

    tell_the_desk(reader)
    reader.sign_in_staff(ELENI)
    assert "Δεν έχει απαντηθεί ακόμη" in seen(reader, page_of(booking)).text

    answered(booking, reader, "unavailable")
    page = seen(reader, page_of(booking))
    assert len(page.with_class("notice--error")) == 1
    assert "Στάλθηκε ειδοποίηση" in page.text or "Στάλθηκε μήνυμα" in page.text


def test_an_officer_asks_for_an_interpreter_and_the_desk_gets_a_correction(reader):
    ports = reader.web.ports
    booking = book(a_request(), MARIA, "key", "el", ports)
    sweep(ports)
    tell_the_desk(reader)
    reader.sign_in_staff(ELENI)

    page = follow(reader, f"{page_of(booking)}/interpreter", {"interpreter": "lip_reading"})

    assert "Η αλλαγή αποθηκεύτηκε" in page.text
    assert "09:00 έως 09:40" in page.text
    assert interpreter_of(booking, reader) is Interpreter.LIP_READING
    sweep(ports)
    assert "Στάλθηκε διόρθωση στο Εθνικό Ίδρυμα Κωφών" in seen(reader, page_of(booking)).text
    [entry] = [
        row.data for (_, key), row in rows(reader).items() if key.startswith("log:ZOG") and
        row.data["action"] == "interpreter_asked"
    ]  # fmt: skip
    assert entry["actor"] == "officer:officer@zografou.example"


def test_what_follows_from_a_change_is_said_before_it(reader):
    booking = asked(reader)
    reader.sign_in_staff(ELENI)
    assert "θα το δει στη λίστα: Τρίτη 24 Νοεμβρίου 2026, 18:30" in (
        seen(reader, page_of(booking)).text
    )

    tell_the_desk(reader)
    reader.sign_in_staff(ELENI)
    page = seen(reader, page_of(booking))

    assert "λαμβάνει διόρθωση" in page.text
    assert "Ο πολίτης λαμβάνει μήνυμα" in page.text
    assert [one.get("value") for one in page.all("input") if "checked" in one.attributes] == [
        "sign_language"
    ]


def test_an_interpreter_can_be_withdrawn(reader):
    booking = asked(reader)
    reader.sign_in_staff(ELENI)

    page = follow(reader, f"{page_of(booking)}/interpreter", {"interpreter": "none", "lang": "en"})

    assert interpreter_of(booking, reader) is None
    assert page.one("html").get("lang") == "en"
    assert "sound alone is enough" in page.text


@pytest.mark.parametrize("form", [{}, {"interpreter": ""}, {"interpreter": "both"}])
def test_no_choice_is_said_at_the_field(reader, form):
    booking = asked(reader)
    reader.sign_in_staff(ELENI)

    page = follow(reader, f"{page_of(booking)}/interpreter", form)

    assert page.one("title").text.startswith("Σφάλμα: Ραντεβού ZOG")
    assert "#interpreter" in page.links
    assert interpreter_of(booking, reader) is Interpreter.SIGN_LANGUAGE


def test_what_has_begun_or_was_cancelled_changes_no_more(reader):
    begun, cancelled = asked(reader), asked(reader, number=1, centre=PATRA)
    cancel(cancelled.reference, a_citizen(1), reader.web.ports)
    reader.web.ports.now.now = begun.slot.starts_at
    reader.sign_in_staff(NIKOS)

    for booking in (begun, cancelled):
        page = follow(reader, f"{page_of(booking)}/interpreter", {"interpreter": "none"})

        assert "Δεν άλλαξε τίποτα." in page.with_class("error-summary")[0].text
        assert page.all("fieldset") == []
        assert "δεν αλλάζει πια" in page.text
    assert "Ακυρώθηκε" in seen(reader, page_of(cancelled)).text


def test_a_busy_store_says_that_it_may_be_sent_again(reader):
    booking = asked(reader)
    reader.sign_in_staff(ELENI)
    store = reader.web.ports.store
    real = store.commit

    def busy(*_: object) -> list[str]:
        from functions.ports import StoreBusy

        raise StoreBusy("now")

    store.commit = busy
    sent = reader.post(f"{page_of(booking)}/interpreter", {"interpreter": "none"})
    store.commit = real

    assert "Στείλτε την ξανά" in seen(reader, sent.headers["Location"]).text


def test_an_appointment_of_another_centre_looks_like_none(reader):
    foreign = asked(reader, centre=PATRA)
    reader.sign_in_staff(ELENI)
    before = rows(reader)

    pages = [seen(reader, f"/api/desk/{one}", 404) for one in (foreign.reference, "PAT-9999-999")]
    sent = reader.post(f"{page_of(foreign)}/interpreter", {"interpreter": "none"})

    assert len({page.text for page in pages}) == 1
    assert sent.status_code == 404
    assert seen(reader, f"{page_of(foreign)}/interpreter", 404)
    assert rows(reader) == before
    reader.sign_in_staff(NIKOS)
    assert foreign.reference in seen(reader, page_of(foreign)).text


def test_the_address_of_the_form_leads_to_the_appointment(reader):
    booking = asked(reader)
    reader.sign_in_staff(ELENI)

    sent = reader.get(f"{page_of(booking)}/interpreter?lang=en")

    assert (sent.status_code, sent.headers["Location"]) == (303, f"{page_of(booking)}?lang=en")


def test_no_other_site_can_change_an_appointment(reader):
    booking = asked(reader)
    reader.sign_in_staff(ELENI)
    form = {"interpreter": "none"}

    for address, send in ((f"{page_of(booking)}/interpreter", reader.post),
                          (f"{API}/{booking.reference}/interpreter", reader.send)):  # fmt: skip
        assert send(address, form, Origin="https://evil.example").status_code == 403
    assert interpreter_of(booking, reader) is Interpreter.SIGN_LANGUAGE


# The same for programs


def test_the_api_lists_the_day_of_a_centre_for_its_officers(client):
    booking = asked(client)
    asked(client, number=1, centre=PATRA)
    client.sign_in_staff(ELENI)

    listed = document(client.get(f"{API}?centre={ZOGRAFOU}&day=2026-11-25"))

    [one] = listed["bookings"]
    assert (one["reference"], one["interpreter"]) == (booking.reference, "sign_language")
    assert one["interpreter_status"] == InterpreterStatus.ASKED
    assert "Παππά" not in json.dumps(listed, ensure_ascii=False)
    assert document(client.get(API)) == {"bookings": []}  # today, at the first centre
    assert client.get(f"{API}?centre={PATRA}&day=2026-11-25").status_code == 403
    assert document(client.get(f"{API}?day=soon"))["errors"][0]["code"] == "invalid_day"
    client.sign_in_staff(NIKOS)
    assert len(document(client.get(f"{API}?centre={PATRA}&day=2026-11-25"))["bookings"]) == 1
    assert client.get(f"{API}?centre=kep-nowhere").status_code == 404


def test_the_api_asks_for_an_interpreter_or_none(client):
    booking = asked(client)
    foreign = asked(client, number=1, centre=PATRA)
    client.sign_in_staff(ELENI)
    address = f"{API}/{booking.reference}/interpreter"

    other = client.send(address, {"interpreter": "lip_reading"})
    none = client.send(address, {"interpreter": None})

    assert document(other)["interpreter"] == "lip_reading"
    assert (document(none)["interpreter"], document(none)["interpreter_status"]) == (None, None)
    for body in ({}, {"interpreter": "both"}, {"interpreter": None, "more": 1}, []):
        assert document(client.send(address, body))["code"] == "invalid"
    hidden = client.send(f"{API}/{foreign.reference}/interpreter", {"interpreter": None})
    assert hidden.status_code == 404
    client.web.ports.now.now = booking.slot.starts_at
    client.sign_in_staff(ELENI)
    assert document(client.send(address, {"interpreter": "lip_reading"}))["code"] == "too_late"
    client.sign_in(MARIA)
    assert client.send(address, {"interpreter": None}).status_code == 401


# Words


def test_the_pages_call_things_as_the_letters_do(reader):
    environment = reader.web.pages._environment  # noqa: SLF001 - the templates themselves
    said = environment.get_template("appointment_words.html.j2").module.said

    assert said["el"]["kinds"] == {kind.value: text for kind, text in KINDS.items()}
    assert said["el"]["stands"] == {status.value: text for status, text in STANDS.items()}
    assert said["el"]["changes"] == {c.value: words.title for c, words in CHANGES.items()}
    assert said["el"]["camera"] == CAMERA_ON
    assert shape(said["el"]) == shape(said["en"])


@pytest.mark.parametrize("name", ["interpreter", "desk", "ministry"])
def test_the_words_are_there_in_both_languages(reader, name):
    environment = reader.web.pages._environment  # noqa: SLF001 - the templates themselves
    words = environment.get_template(f"{name}/words.html.j2").module.words

    assert shape(words["el"]) == shape(words["en"])


def shape(words: object) -> object:
    """Return the words without the words."""
    if isinstance(words, dict):
        return {name: shape(each) for name, each in words.items()}
    return len(words) if isinstance(words, list) else str(words).count("%")
