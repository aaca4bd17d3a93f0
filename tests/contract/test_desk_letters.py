"""What the interpreters' desk, the KEP and the administrators read (circular R11)."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from io import StringIO
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis.strategies import text
from icalendar import Calendar
from stand_ins.html_text import html_to_text

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.adapters.desk_letters import LARGEST_DIGEST
from functions.adapters.graph import Graph
from functions.adapters.graph_mailbox import GraphMailbox
from functions.adapters.letters import Letters
from functions.domain.booking import Business, Contact, Interpreter, Person
from functions.domain.catalog import Catalog, Text
from functions.domain.interpretation import Change, Request, changes, request_of
from functions.domain.projection import Message
from functions.domain.slot import ATHENS, Slot
from tests.builders import BIRTH, PATRA, ZOGRAFOU, make_catalog
from tests.contract.appointments import (
    ADMINISTRATORS,
    ANSWERED_AT,
    DESK,
    DOMAIN,
    JOIN_URL,
    ORIGIN,
    REFERENCE,
    TELEPHONE,
    TUESDAY_0920,
    a_catalog_with_telephone,
    a_correction,
    a_digest,
    a_request,
    an_answer,
    an_appointment,
    make_letters,
    what_was_told,
)
from tests.contract.outside import ACCOUNTS

OPENED_AT = a_digest().opens_at
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = what_was_told(TUESDAY_0920 + HOUR, reference="ZOG-222-2222", join_url=None)
ELSEWHERE = what_was_told(reference="PAT-333-3333", kind=Interpreter.LIP_READING)
REQUESTS = (a_request(), a_request(LATER), a_request(ELSEWHERE, PATRA))
ANSWER = f"{ORIGIN}/api/interpreters/{REFERENCE}"
NO_LONGER = "δεν ισχύουν πια."
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def letters() -> Letters:
    return make_letters(a_catalog_with_telephone())


@pytest.fixture(scope="module")
def real_letters() -> Letters:
    return make_letters(load_catalog(CATALOG_DATA))


def read(message: Message) -> str:
    return html_to_text(message.html)


def file_of(message: Message, ending: str) -> bytes:
    [content] = [each.content for each in message.attachments if each.name.endswith(ending)]
    return content


def rows_of(message: Message) -> list[dict[str, str]]:
    content = file_of(message, ".csv").decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content, newline=""), delimiter=";"))


def the_calendar(message: Message) -> Any:
    return Calendar.from_ical(file_of(message, ".ics"))


def the_event(message: Message, method: str) -> Any:
    calendar = the_calendar(message)
    assert calendar["METHOD"] == method
    assert message.attachments[0].content_type == f"text/calendar; charset=utf-8; method={method}"
    [event] = calendar.events
    return event


def with_title(catalog: Catalog, title: str) -> Catalog:
    """Return *catalog* with another Greek title of the service; unchecked, as no file has it."""
    text = Text.model_construct(el=title, en=title)
    service = catalog.services[BIRTH].model_copy(update={"title": text})
    return replace(catalog, services={**catalog.services, BIRTH: service})


def test_the_digest_goes_to_the_desk_and_names_its_days(letters):
    message = letters.digest(a_digest(), REQUESTS, again=False)

    assert (message.to, message.message_id) == (DESK, "digest.2026-11-24")
    assert message.subject == "Διερμηνεία: 3 αιτήματα για Τρίτη 24 Νοεμβρίου 2026"
    assert "για Τρίτη 24 Νοεμβρίου 2026. Ό,τι αλλάξει μετά από αυτό το μήνυμα" in read(message)
    assert "έως τις 07:30 της ημέρας του ραντεβού" in read(message)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2026, 11, 26), (2026, 11, 26), "για Πέμπτη 26 Νοεμβρίου 2026"),
        ((2026, 11, 28), (2026, 11, 30), "από Σάββατο 28 έως Δευτέρα 30 Νοεμβρίου 2026"),
        ((2027, 4, 30), (2027, 5, 5), "από Παρασκευή 30 Απριλίου έως Τετάρτη 5 Μαΐου 2027"),
        (
            (2026, 12, 31),
            (2027, 1, 4),
            "από Πέμπτη 31 Δεκεμβρίου 2026 έως Δευτέρα 4 Ιανουαρίου 2027",
        ),
    ],
)
def test_the_days_of_a_digest_are_said_as_people_say_them(letters, first, last, words):
    digest = replace(a_digest(), first=datetime(*first).date(), last=datetime(*last).date())

    for requests, count in (((), "κανένα αίτημα"), (REQUESTS[:1], "1 αίτημα")):
        message = letters.digest(digest, requests, again=False)
        assert message.subject == f"Διερμηνεία: {count} {words}"
        assert words in read(message)


def test_the_digest_says_of_each_request_what_an_interpreter_needs(letters):
    lines = read(letters.digest(a_digest(), REQUESTS[:1], again=False)).splitlines()

    for line in (
        f"Κωδικός ραντεβού: {REFERENCE}",
        "Ημέρα: Τρίτη 24 Νοεμβρίου 2026",
        "Ώρα: 09:20 έως 10:00 (40 λεπτά)",
        "Υποστήριξη: Διερμηνέας ΕΝΓ",
        "Υπηρεσία: Υπηρεσία birth",
        "ΚΕΠ: ΚΕΠ ZOG",
        f"E-mail του ΚΕΠ: kep-zografou@{DOMAIN}",
        f"Τηλέφωνο του ΚΕΠ: {TELEPHONE}",
        f"Σύνδεσμος της κλήσης στο Teams<{JOIN_URL}>",
        f"Απαντήστε αν θα παραστεί διερμηνέας<{ANSWER}-0>",
    ):
        assert line in lines


def test_the_digest_keeps_its_order_and_groups_by_kep(letters):
    lines = read(letters.digest(a_digest(), REQUESTS, again=False)).splitlines()
    wanted = ["ΚΕΠ ZOG", REFERENCE, "ZOG-222-2222", "ΚΕΠ PAT", "PAT-333-3333"]
    found = [line.removeprefix("Κωδικός ραντεβού: ") for line in lines]

    assert [line for line in found if line in wanted] == wanted


def test_a_link_that_is_not_there_yet_is_promised(letters):
    message = letters.digest(a_digest(), [a_request(LATER)], again=False)

    assert "Ο σύνδεσμος δεν υπάρχει ακόμη· θα σταλεί με διόρθωση." in read(message)
    assert "None" not in read(message)
    assert rows_of(message)[0]["Σύνδεσμος Teams"] == ""
    assert "URL" not in the_calendar(message).events[0]


def test_of_two_digests_for_the_same_days_the_second_says_that_it_holds(letters):
    sentence = "Αν λάβατε και άλλο μήνυμα για τις ίδιες ημέρες, ισχύει αυτό."

    for requests in ((), REQUESTS):
        assert sentence in read(letters.digest(a_digest(), requests, again=True))
        assert sentence not in read(letters.digest(a_digest(), requests, again=False))


def test_without_requests_the_digest_is_one_line(letters):
    message = letters.digest(a_digest(), (), again=False)
    [line] = read(message).splitlines()

    assert line.startswith("Δεν υπάρχει κανένα αίτημα για διερμηνέα για Τρίτη 24 Νοεμβρίου 2026.")
    assert message.attachments == ()


def test_the_list_of_the_digest_opens_in_a_greek_spreadsheet(letters):
    message = letters.digest(a_digest(), REQUESTS, again=False)
    first, second, third = rows_of(message)

    assert file_of(message, ".csv").startswith(b"\xef\xbb\xbf")
    assert first == {
        "Κωδικός": REFERENCE,
        "ΚΕΠ": "ΚΕΠ ZOG",
        "Ημέρα": "24/11/2026",
        "Από": "09:20",
        "Έως": "10:00",
        "Λεπτά": "40",
        "Υποστήριξη": "Διερμηνέας ΕΝΓ",
        "Υπηρεσία": "Υπηρεσία birth",
        "Σύνδεσμος Teams": JOIN_URL,
        "E-mail του ΚΕΠ": f"kep-zografou@{DOMAIN}",
        "Τηλέφωνο του ΚΕΠ": f"'{TELEPHONE}",
        "Απάντηση": f"{ANSWER}-0",
    }
    assert (second["Κωδικός"], third["Κωδικός"]) == ("ZOG-222-2222", "PAT-333-3333")
    assert third["Υποστήριξη"] == "Διερμηνέας χειλεανάγνωσης"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_of_the_list_is_run_as_a_formula(start):
    letters = make_letters(with_title(make_catalog(), f'{start};"x'))
    [row] = rows_of(letters.digest(a_digest(), REQUESTS[:1], again=False))

    assert row["Υπηρεσία"] == f"'{start};\"x"


def test_the_calendar_of_the_digest_holds_every_request(letters):
    message = letters.digest(a_digest(), REQUESTS, again=False)
    calendar = the_calendar(message)
    first, second, third = calendar.events

    assert calendar["METHOD"] == "PUBLISH"
    assert [str(event["UID"]) for event in (first, second, third)] == [
        f"{REFERENCE}@{DOMAIN}",
        f"ZOG-222-2222@{DOMAIN}",
        f"PAT-333-3333@{DOMAIN}",
    ]
    assert (first.start, first.end) == (TUESDAY_0920, TUESDAY_0920 + timedelta(minutes=40))
    assert (str(first["URL"]), str(first["LOCATION"])) == (JOIN_URL, JOIN_URL)
    assert str(third["ORGANIZER"]) == f"mailto:kep-patra@{DOMAIN}"
    for words in (REFERENCE, "Υπηρεσία birth", f"{ANSWER}-0"):
        assert words in first["DESCRIPTION"]
    assert not any(event.alarms.times for event in calendar.events)


def test_the_calendar_of_the_digest_is_dated_by_the_digest_and_not_by_the_clock(letters):
    first, second = (letters.digest(a_digest(), REQUESTS, again=again) for again in (False, True))
    [event, *_] = the_calendar(first).events

    assert event.DTSTAMP == OPENED_AT
    assert event["SEQUENCE"] == 0
    assert first.attachments == second.attachments


def size_for_graph(message: Message) -> int:
    """Return how many bytes the request has that sends *message*."""
    sizes: list[int] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sizes.append(len(request.content))
        return httpx.Response(202)

    graph = Graph(
        "http://graph.example", lambda **_: "token", transport=httpx.MockTransport(handle)
    )
    GraphMailbox(graph, ACCOUNTS).send(ZOGRAFOU, message)
    graph.close()
    [size] = sizes
    return size


def many_requests(count: int) -> list[Request]:
    """Return requests with everything as long as it becomes: links, and titles of services."""
    link = f"{JOIN_URL}{'%20' * 100}"[:300]
    catalog = load_catalog(CATALOG_DATA)
    centre = max(catalog.centres, key=len)
    service = max(catalog.services, key=lambda slug: len(catalog.services[slug].title.el))
    told = (what_was_told(reference=f"ZOG-222-{each:04}", join_url=link) for each in range(count))
    return [Request(each, centre, service, f"/api/interpreters/{'a' * 200}") for each in told]


def test_four_hundred_requests_fit_a_mail_with_their_files(real_letters):
    message = real_letters.digest(a_digest(), many_requests(400), again=True)

    assert len(message.attachments) == 2
    assert len(the_calendar(message).events) == len(rows_of(message)) == 400
    assert size_for_graph(message) < LARGEST_DIGEST


def test_a_digest_too_large_for_graph_goes_without_its_files(real_letters):
    message = real_letters.digest(a_digest(), many_requests(900), again=False)

    assert message.attachments == ()
    assert size_for_graph(message) < LARGEST_DIGEST < 4 * MEGABYTE
    assert "το μήνυμα φεύγει χωρίς συνημμένα αρχεία" in read(message)
    assert ".csv" not in read(message)
    assert read(message).count("Απαντήστε αν θα παραστεί διερμηνέας<") == 900


MOVED = a_request(what_was_told(TUESDAY_0920 + 3 * HOUR, sequence=1))
AWAY = Slot(TUESDAY_0920 + 3 * DAY, TUESDAY_0920 + 3 * DAY + HOUR)
CORRECTIONS = {
    "added": ("νέο αίτημα", {"told": None, "request": a_request()}),
    "cancelled": ("ακυρώθηκε", {}),
    "withdrawn": ("δεν χρειάζεται διερμηνέας", {}),
    "moved": ("μεταφέρθηκε", {"request": MOVED}),
    "moved_away": ("μεταφέρθηκε σε άλλη ημέρα", {"moved_to": AWAY}),
    "kind": ("άλλη υποστήριξη", {"request": MOVED}),
    "link": (
        "σύνδεσμος της κλήσης",
        {"told": what_was_told(join_url=None), "request": a_request()},
    ),
    "renewed": ("χρειάζεται νέα απάντηση", {"request": MOVED}),
}


def the_correction(letters: Letters, change: str) -> Message:
    return letters.correction(a_correction(change, **CORRECTIONS[change][1]))


def test_there_are_words_for_every_change():
    assert set(CORRECTIONS) == set(Change)


@pytest.mark.parametrize("change", CORRECTIONS)
def test_a_correction_says_in_its_subject_which_one_and_what(letters, change):
    message = the_correction(letters, change)

    assert message.subject == f"Διόρθωση: {REFERENCE} – {CORRECTIONS[change][0]}"
    assert (message.to, message.message_id) == (DESK, f"{REFERENCE}.1.{change}.1")
    assert "None" not in read(message)


@pytest.mark.parametrize("change", CORRECTIONS)
def test_a_correction_says_whether_earlier_links_hold(letters, change):
    assert (NO_LONGER in read(the_correction(letters, change))) == (change not in {"added", "link"})


def test_a_link_that_replaces_another_ends_the_other(letters):
    told = what_was_told(join_url="https://teams.microsoft.com/l/old")
    correction = a_correction("link", told=told, request=a_request())

    assert NO_LONGER in read(letters.correction(correction))


@pytest.mark.parametrize("change", ["cancelled", "withdrawn", "moved_away"])
def test_what_ended_is_told_without_links(letters, change):
    text = read(the_correction(letters, change))
    was, now = text.split("Τι ισχύει τώρα")

    assert "Ώρα: 09:20 έως 10:00 (40 λεπτά)" in was
    assert "Δεν χρειάζεται διερμηνέας" in now
    assert "https://" not in text


def test_what_was_moved_is_told_as_it_was_and_as_it_is(letters):
    was, now = read(the_correction(letters, "moved")).split("Τι ισχύει τώρα")

    assert "Ώρα: 09:20 έως 10:00 (40 λεπτά)" in was
    assert "Ώρα: 12:20 έως 13:00 (40 λεπτά)" in now
    assert f"Σύνδεσμος της κλήσης στο Teams<{JOIN_URL}>" in now
    assert f"Απαντήστε αν θα παραστεί διερμηνέας<{ANSWER}-1>" in now
    assert f"E-mail του ΚΕΠ: kep-zografou@{DOMAIN}" in now


def test_what_was_moved_to_a_later_digest_is_announced(letters):
    text = read(the_correction(letters, "moved_away"))

    assert "Η νέα ώρα είναι Παρασκευή 27 Νοεμβρίου 2026, 09:20 έως 10:20." in text
    assert "στη λίστα εκείνης της ημέρας" in text


def test_a_new_request_is_told_whole_and_nothing_as_earlier(letters):
    text = read(the_correction(letters, "added"))

    assert "δεν υπάρχει στη λίστα που λάβατε" in text
    assert "Τι είχατε λάβει" not in text
    assert f"Απαντήστε αν θα παραστεί διερμηνέας<{ANSWER}-0>" in text


def test_several_changes_are_one_correction(letters):
    told = what_was_told(join_url=None)
    message = letters.correction(a_correction("moved", "link", told=told, request=MOVED))

    assert message.subject.endswith("– μεταφέρθηκε, σύνδεσμος της κλήσης")
    assert "Το ραντεβού μεταφέρθηκε." in read(message)
    assert "Ο σύνδεσμος της κλήσης είναι νέος" in read(message)


@pytest.mark.parametrize(
    ("change", "method", "status"),
    [
        ("cancelled", "CANCEL", "CANCELLED"),
        ("withdrawn", "CANCEL", "CANCELLED"),
        ("moved_away", "CANCEL", "CANCELLED"),
        ("added", "PUBLISH", "CONFIRMED"),
        ("moved", "PUBLISH", "CONFIRMED"),
        ("kind", "PUBLISH", "CONFIRMED"),
        ("link", "PUBLISH", "CONFIRMED"),
        ("renewed", "PUBLISH", "CONFIRMED"),
    ],
)
def test_the_file_of_a_correction_replaces_or_ends_that_of_the_digest(
    letters, change, method, status
):
    before = the_calendar(letters.digest(a_digest(), REQUESTS[:1], again=False)).events[0]
    event = the_event(the_correction(letters, change), method)

    assert event["UID"] == before["UID"]
    assert event["SEQUENCE"] == 1 > before["SEQUENCE"]
    assert event["STATUS"] == status
    assert ("URL" in event) == (method == "PUBLISH")


def test_of_two_corrections_with_one_sequence_the_later_is_newer(letters):
    stamps = [
        the_event(
            letters.correction(
                a_correction("link", sequence=0, number=number, request=a_request())
            ),
            "PUBLISH",
        ).DTSTAMP
        for number in (1, 2)
    ]

    assert a_digest().opens_at < stamps[0] < stamps[1]


def test_a_correction_about_nothing_cannot_be_written(letters):
    with pytest.raises(ValueError, match="about nothing"):
        letters.correction(a_correction("cancelled", told=None))


@given(text(min_size=12))
def test_nothing_in_a_letter_to_the_desk_says_who_the_citizen_is(letters, secret):
    secret = f"«{secret}»"
    booking = an_appointment(
        interpreter="sign_language",
        applicant=Person(secret, secret),
        applicant_tax_id=secret,
        citizen=secret,
        booked_for=Person(secret, secret),
        business=Business(secret, secret, secret),
        contact=Contact(secret, secret, secret),
        notes=secret,
    )
    told = request_of(booking, JOIN_URL)
    cancelled = booking.cancelled(ANSWERED_AT)
    ended = a_correction(*changes(told, None, cancelled), told=told)

    for message in (
        letters.digest(a_digest(), [a_request(told)], again=True),
        letters.correction(ended),
        letters.notice_to_centre(booking),
    ):
        files = b"".join(each.content for each in message.attachments).decode()
        assert secret not in message.subject + unescape(message.html) + files


def test_the_kep_is_told_that_nobody_has_answered(letters):
    booking = an_appointment(interpreter="lip_reading", sequence=2)
    message = letters.notice_to_centre(booking)
    lines = read(message).splitlines()

    assert message.to == f"kep-zografou@{DOMAIN}"
    assert message.message_id == f"{REFERENCE}.2.unanswered"
    assert message.subject == f"Δεν έχει απαντηθεί ακόμη το αίτημα για διερμηνέα – {REFERENCE}"
    for line in (
        f"Κωδικός ραντεβού: {REFERENCE}",
        "Ημέρα: Τρίτη 24 Νοεμβρίου 2026",
        "Ώρα: 09:20 έως 09:40",
        "Υποστήριξη: Διερμηνέας χειλεανάγνωσης",
        "Υπηρεσία: Υπηρεσία birth",
        f"E-mail του Ιδρύματος για διερμηνείς: {DESK}",
    ):
        assert line in lines
    assert "Γράψτε στο Ίδρυμα" in read(message)


def test_the_kep_is_told_that_there_is_no_interpreter(letters):
    booking = an_appointment(interpreter="sign_language", answer=an_answer("unavailable"))
    message = letters.notice_to_centre(booking)

    assert message.message_id == f"{REFERENCE}.20261123T174000.unavailable"
    assert message.subject == f"Δεν υπάρχει διαθέσιμος διερμηνέας – {REFERENCE}"
    assert "Περιμένετε απάντηση του πολίτη" in read(message)
    assert DESK in read(message)


@pytest.mark.parametrize(
    "changes",
    [{}, {"interpreter": "sign_language", "answer": an_answer("acknowledged")}],
)
def test_there_is_no_notice_when_all_is_well(letters, changes):
    with pytest.raises(ValueError, match=REFERENCE):
        letters.notice_to_centre(an_appointment(**changes))


def test_the_administrators_are_told_that_a_digest_has_not_gone(letters):
    message = letters.notice_of_late_digest(a_digest(), None)

    assert (message.to, message.message_id) == (ADMINISTRATORS, "digest.2026-11-24.late")
    assert message.subject == "Διερμηνεία για Τρίτη 24 Νοεμβρίου 2026: η λίστα δεν έχει σταλεί"
    assert "Προθεσμία της εγκυκλίου: Δευτέρα 23 Νοεμβρίου 2026, 19:00" in read(message)
    assert f"με το ιστορικό της<{ORIGIN}/api/ministry/interpreters>" in read(message)
    assert DESK in read(message)


def test_the_administrators_are_told_when_it_went_after_all(letters):
    sent_at = datetime(2026, 11, 24, 7, 5, tzinfo=ATHENS)
    message = letters.notice_of_late_digest(a_digest(), sent_at)

    assert message.message_id == "digest.2026-11-24.sent-late"
    assert message.subject.endswith("η λίστα στάλθηκε με καθυστέρηση")
    assert "Στάλθηκε: Τρίτη 24 Νοεμβρίου 2026, 07:05" in read(message)


def test_every_service_and_kep_has_a_line_for_the_desk(real_letters):
    catalog = load_catalog(CATALOG_DATA)
    requests = [
        a_request(centre=catalog.centres_offering(service)[0].slug, service=service)
        for service in catalog.services
    ]
    message = real_letters.digest(a_digest(), requests, again=False)

    assert "None" not in read(message)
    assert [row["Υπηρεσία"] for row in rows_of(message)] == [
        service.title.el for service in catalog.services.values()
    ]
