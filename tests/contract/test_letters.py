"""The words of an appointment: what the officer, the citizen and the citizen's calendar read."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from icalendar import Calendar
from stand_ins.html_text import html_to_text

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.adapters.letters import Letters
from functions.domain.booking import Booking, Business, DocumentKind, IdentityDocument, Person
from functions.domain.projection import Event
from functions.domain.slot import ATHENS
from tests.builders import ACCOUNTANT, CLEARANCE, EKE, make_catalog
from tests.contract.appointments import JOIN_URL, REFERENCE, an_appointment

ORIGIN, DOMAIN = "https://mykeplive.example", "kep.example"
EVENT = Event("event-1", JOIN_URL)
SECRETS = ("Μαρία", "Παππά", "123456783", "ΑΒ123456", "maria@", "6912345678", "Οδός 1")
FOR_NIKOS = {"booked_for": Person("Νίκος", "Παππάς"), "booked_for_key": "key"}
A_BUSINESS = Business("Ωραία ΟΕ", "094014201", "διαχειριστής")


@pytest.fixture(scope="module")
def letters() -> Letters:
    return Letters(make_catalog(), ORIGIN, DOMAIN)


@pytest.fixture(scope="module")
def real_letters() -> Letters:
    return Letters(load_catalog(CATALOG_DATA), ORIGIN, DOMAIN)


def as_text(letters: Letters, booking: Booking) -> str:
    return html_to_text(letters.confirmation(booking, EVENT).html)


def the_event(letters: Letters, booking: Booking, join_url: str | None = JOIN_URL) -> Any:
    calendar = Calendar.from_ical(letters.invitation(booking, join_url))
    assert calendar["METHOD"] == "PUBLISH"
    [event] = calendar.events
    return event


def test_the_mail_says_what_where_and_when(letters):
    lines = as_text(letters, an_appointment()).splitlines()

    for line in (
        "Το ραντεβού σας κλείστηκε",
        "Ημέρα: Τρίτη 24 Νοεμβρίου 2026",
        "Ώρα: 09:20 έως 09:40 (ώρα Ελλάδας)",
        "Πού: ΚΕΠ ZOG, με βιντεοκλήση",
        "Υπηρεσία: Υπηρεσία birth",
        f"Κωδικός ραντεβού: {REFERENCE}",
    ):
        assert line in lines


def test_the_mail_is_in_the_language_of_the_booking(letters):
    message = letters.confirmation(an_appointment(language="en"), EVENT)
    lines = html_to_text(message.html).splitlines()

    assert message.subject == f"KEP appointment: Tuesday 24 November 2026, 09:20 – {REFERENCE}"
    assert [attachment.name for attachment in message.attachments] == ["appointment.ics"]
    for line in (
        "Your appointment is booked",
        "Day: Tuesday 24 November 2026",
        "Time: 09:20 to 09:40 (time in Greece)",
        f"Reference: {REFERENCE}",
    ):
        assert line in lines
    assert not re.search("[α-ωά-ώ]", html_to_text(message.html).replace("Υπηρεσία", ""))


def test_the_link_is_a_button_and_a_line_to_copy(letters):
    lines = as_text(letters, an_appointment()).splitlines()

    assert f"Μπείτε στη βιντεοκλήση<{JOIN_URL}>" in lines
    assert JOIN_URL in lines


def test_the_mail_tells_how_the_call_runs(letters):
    text = as_text(letters, an_appointment())

    assert "Ο υπάλληλος σας περιμένει έως δέκα λεπτά." in text  # R4
    assert "Το δελτίο ταυτότητας που δηλώσατε" in text  # R5
    assert "Η κλήση δεν καταγράφεται." in text  # R6
    assert "Μετά την ταυτοποίηση αρκεί ο ήχος" in text  # R7
    assert "πώς θα παραλάβετε το έγγραφο" in text  # R8
    assert "γράψτε στη συνομιλία" in text  # R9
    assert "Την κλήση την κλείνει ο υπάλληλος." in text  # R4


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("identity_card", "The identity card"),
        ("passport", "The passport"),
        ("residence_permit", "The residence permit"),
    ],
)
def test_the_mail_names_the_kind_of_document_and_never_its_number(letters, kind, words):
    document = IdentityDocument(DocumentKind(kind), "ΑΒ123456")
    booking = an_appointment(language="en", identity_document=document)

    message = letters.confirmation(booking, EVENT)

    assert f"{words} that you entered" in html_to_text(message.html)
    assert "ΑΒ123456" not in message.html


@pytest.mark.parametrize(
    ("asked", "words"),
    [("sign_language", "διερμηνέα Ελληνικής Νοηματικής Γλώσσας"), ("lip_reading", "χειλεανάγνωση")],
)
def test_with_an_interpreter_the_camera_stays_on(letters, asked, words):
    text = as_text(letters, an_appointment(interpreter=asked))

    assert f"Επειδή ζητήσατε {words}, η κάμερα μένει ανοιχτή σε όλη την κλήση." in text
    assert "αρκεί ο ήχος" not in text


def test_who_books_for_somebody_else_is_told_who_must_be_in_the_call(letters):
    text = as_text(letters, an_appointment(**FOR_NIKOS))

    assert "Στην κλήση: Νίκος Παππάς" in text
    assert "στείλτε του τον σύνδεσμο" in text
    assert "δείξει το έγγραφό του στην κάμερα" in text


def test_an_appointment_for_information_promises_no_document(letters):
    booking = an_appointment(service=ACCOUNTANT, centre=EKE, business=A_BUSINESS)
    text = as_text(letters, booking)

    assert "Το ραντεβού αυτό είναι για ενημέρωση" in text
    assert "Επιχείρηση: Ωραία ΟΕ" in text
    assert "παραλάβετε" not in text
    assert A_BUSINESS.tax_id not in text


def test_what_no_source_lists_is_marked_as_our_own_reading(real_letters):
    booking = an_appointment(service="amka-data-change")
    found, ours = as_text(real_letters, booking).split("Ίσως χρειαστούν και τα παρακάτω.")

    assert "ΑΜΚΑ" in found
    assert "Έγγραφο που αποδεικνύει τη μεταβολή" not in found
    assert "Έγγραφο που αποδεικνύει τη μεταβολή" in ours


def test_only_what_is_known_of_a_centre_is_told(real_letters):
    chania = an_appointment(service="amka-data-change", centre="kep-chania")

    assert "Διεύθυνση του ΚΕΠ: Κυδωνίας 29, Χανιά" in as_text(real_letters, chania)
    assert "Διεύθυνση του ΚΕΠ" not in as_text(
        real_letters, an_appointment(service="amka-data-change")
    )


def test_a_subject_on_a_locked_screen_tells_neither_who_nor_what_for(letters):
    subject = letters.confirmation(an_appointment(interpreter="sign_language"), EVENT).subject

    assert subject == f"Ραντεβού ΚΕΠ: Τρίτη 24 Νοεμβρίου 2026, 09:20 – {REFERENCE}"


def test_a_mail_is_named_by_reference_version_and_kind(letters):
    booking = an_appointment()

    first = letters.confirmation(booking, EVENT)
    second = letters.confirmation(replace(booking, version=2), EVENT)

    assert (first.message_id, second.message_id) == (
        f"{REFERENCE}.1.confirmation",
        f"{REFERENCE}.2.confirmation",
    )
    assert first.to == "maria@example.com"


def test_what_people_typed_cannot_become_html(letters):
    name = "<script>alert(1)</script>"
    business = Business(name, "094014201", name)
    booking = an_appointment(business=business, booked_for=Person(name, "&amp;"))

    for html in (
        letters.confirmation(booking, EVENT).html,
        letters.calendar_entry(booking).html,
    ):
        assert "<script" not in html


def test_the_kep_calendar_names_nobody(letters):
    for interpreter, others in product((None, "lip_reading"), ({}, FOR_NIKOS)):
        booking = an_appointment(interpreter=interpreter, notes="Η Μαρία", **others)
        entry = letters.calendar_entry(booking)

        for secret in (*SECRETS, "Νίκος"):
            assert secret not in entry.subject + entry.html + "".join(entry.categories)


def test_the_kep_calendar_shows_what_the_appointment_is(letters):
    entry = letters.calendar_entry(an_appointment())

    assert entry.subject == f"{REFERENCE} – Υπηρεσία birth"
    assert entry.categories == ()
    assert entry.reminder_minutes == 15  # R3
    lines = html_to_text(entry.html).splitlines()
    assert f"Κωδικός ραντεβού: {REFERENCE}" in lines
    assert "Έγγραφο για την κάμερα: Δελτίο ταυτότητας." in lines
    assert any("η κλήση δεν καταγράφεται" in line for line in lines)  # R6


def test_the_kep_calendar_shows_that_the_camera_stays_on(letters):
    entry = letters.calendar_entry(an_appointment(interpreter="sign_language"))

    assert entry.subject == f"{REFERENCE} – [Κάμερα ανοιχτή] Υπηρεσία birth"  # R7
    assert entry.categories == ("Κάμερα ανοιχτή", "Διερμηνέας ΕΝΓ")


def test_the_body_in_the_kep_calendar_holds_nothing_that_can_change(letters):
    booking = an_appointment()
    later = an_appointment(booking.slot.starts_at + timedelta(days=1), "sign_language")

    assert letters.calendar_entry(booking).html == letters.calendar_entry(later).html


def test_an_entry_has_one_id_for_all_its_versions(letters):
    booking = an_appointment()
    other = replace(booking, reference="ZOG-7F3K-Q2N")

    first = letters.calendar_entry(booking).entry_id
    assert letters.calendar_entry(replace(booking, version=2)).entry_id == first
    assert letters.calendar_entry(other).entry_id != first


def test_every_service_has_letters_that_fit_exchange(real_letters):
    catalog = load_catalog(CATALOG_DATA)
    for service, language in product(catalog.services.values(), ("el", "en")):
        centre = catalog.centres_offering(service.slug)[0]
        booking = an_appointment(
            service=service.slug, centre=centre.slug, language=language, interpreter="lip_reading"
        )
        assert len(real_letters.calendar_entry(booking).subject) <= 255
        assert "None" not in as_text(real_letters, booking)


def test_the_calendar_file_is_attached_with_its_type(letters):
    [attachment] = letters.confirmation(an_appointment(), EVENT).attachments

    assert attachment.name == "rantevou.ics"
    assert attachment.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert attachment.content == letters.invitation(an_appointment(), JOIN_URL)


def test_the_calendar_file_holds_the_appointment(letters):
    event = the_event(letters, an_appointment())

    assert str(event["UID"]) == f"{REFERENCE}@{DOMAIN}"
    assert event["SEQUENCE"] == 0
    assert (event.start, event.end) == (
        datetime(2026, 11, 24, 9, 20, tzinfo=ATHENS),
        datetime(2026, 11, 24, 9, 40, tzinfo=ATHENS),
    )
    assert event["DTSTART"].params["TZID"] == "Europe/Athens"
    assert str(event["ORGANIZER"]) == "mailto:kep-zografou@kep.example"
    assert (str(event["URL"]), str(event["LOCATION"])) == (JOIN_URL, JOIN_URL)
    assert REFERENCE in event["DESCRIPTION"]
    [alarm] = event.alarms.times
    assert alarm.trigger == event.start - timedelta(minutes=15)


def test_the_calendar_file_names_neither_citizen_nor_attendee(letters):
    text = letters.invitation(an_appointment(**FOR_NIKOS), JOIN_URL).decode()

    assert "ATTENDEE" not in text
    for secret in (*SECRETS, "Νίκος"):
        assert secret not in text.replace("\r\n ", "")


def test_a_newer_version_of_the_calendar_file_replaces_the_older_one(letters):
    booking = an_appointment()
    moved = an_appointment(booking.slot.starts_at + timedelta(days=1), version=3)

    first, third = the_event(letters, booking), the_event(letters, moved)

    assert first["UID"] == third["UID"]
    assert (first["SEQUENCE"], third["SEQUENCE"]) == (0, 2)


def test_before_the_meeting_exists_the_calendar_file_has_no_link(letters):
    event = the_event(letters, an_appointment(), join_url=None)

    assert "URL" not in event
    assert "LOCATION" not in event


def test_lines_of_the_calendar_file_are_folded_and_end_as_the_standard_says(letters):
    content = letters.invitation(an_appointment(service=CLEARANCE), JOIN_URL)

    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@pytest.mark.parametrize("year", range(2026, 2036))
def test_the_clock_in_the_calendar_file_changes_when_athens_changes(letters, year):
    calendar = Calendar.from_ical(letters.invitation(an_appointment(), JOIN_URL))
    zone = calendar.timezones[0].to_tz(lookup_tzid=False)
    start = datetime(year, 1, 1, 9, 0)

    for day in range(365):
        local = start + timedelta(days=day)
        assert local.replace(tzinfo=zone).astimezone(UTC) == local.replace(
            tzinfo=ATHENS
        ).astimezone(UTC)
