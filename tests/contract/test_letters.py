"""The words of an appointment: what the officer, the citizen and the citizen's calendar read."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from, text
from icalendar import Calendar
from stand_ins.html_text import html_to_text

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.adapters.letters import Letters
from functions.domain.booking import (
    Booking,
    Business,
    Contact,
    DocumentKind,
    IdentityDocument,
    Interpreter,
    Person,
)
from functions.domain.projection import Event
from functions.domain.slot import ATHENS, Slot
from tests.builders import ACCOUNTANT, CLEARANCE, EKE
from tests.contract.appointments import (
    DOMAIN,
    JOIN_URL,
    MANAGE,
    ORIGIN,
    REFERENCE,
    SECRETS,
    TELEPHONE,
    a_catalog_with_telephone,
    an_answer,
    an_appointment,
    make_letters,
)

EVENT = Event("event-1", JOIN_URL)
ANSWERS = ("acknowledged", "unavailable")
CHANGED_AT = datetime(2026, 11, 23, 15, 0, tzinfo=ATHENS)
FOR_NIKOS = {"booked_for": Person("Νίκος", "Παππάς"), "booked_for_key": "key"}
A_BUSINESS = Business("Ωραία ΟΕ", "094014201", "διαχειριστής")


@pytest.fixture(scope="module")
def letters() -> Letters:
    return make_letters()


@pytest.fixture(scope="module")
def real_letters() -> Letters:
    return make_letters(load_catalog(CATALOG_DATA))


@pytest.fixture(scope="module")
def letters_with_telephone() -> Letters:
    return make_letters(a_catalog_with_telephone())


def as_text(letters: Letters, booking: Booking) -> str:
    return html_to_text(letters.confirmation(booking, EVENT, MANAGE).html)


def answer_text(letters: Letters, booking: Booking) -> str:
    return html_to_text(letters.interpreter_answer(booking, EVENT, MANAGE).html)


def a_day_later(booking: Booking, interpreter: Interpreter | None = None) -> Booking:
    day = timedelta(days=1)
    slot = Slot(booking.slot.starts_at + day, booking.slot.ends_at + day)
    return booking.rearranged(slot, interpreter or booking.interpreter, CHANGED_AT)


def the_event(
    letters: Letters,
    booking: Booking,
    join_url: str | None = JOIN_URL,
    method: str = "PUBLISH",
) -> Any:
    calendar = Calendar.from_ical(letters.invitation(booking, join_url))
    assert calendar["METHOD"] == method
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
    message = letters.confirmation(an_appointment(language="en"), EVENT, MANAGE)
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

    message = letters.confirmation(booking, EVENT, MANAGE)

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
    subject = letters.confirmation(
        an_appointment(interpreter="sign_language"), EVENT, MANAGE
    ).subject

    assert subject == f"Ραντεβού ΚΕΠ: Τρίτη 24 Νοεμβρίου 2026, 09:20 – {REFERENCE}"


@pytest.mark.parametrize(
    ("asked", "language", "words"),
    [
        ("sign_language", "el", "Το ΚΕΠ διαβιβάζει το αίτημά σας στο Εθνικό Ίδρυμα Κωφών."),
        ("sign_language", "el", "Μόλις το Ίδρυμα απαντήσει, θα σας στείλουμε μήνυμα"),
        ("lip_reading", "en", "The KEP passes your request on to the National Foundation"),
        ("lip_reading", "en", "As soon as the Foundation answers, we will e-mail you"),
    ],
)
def test_who_asks_for_an_interpreter_is_told_who_asks_and_who_answers(
    letters, asked, language, words
):
    booking = an_appointment(interpreter=asked, language=language)

    assert words in as_text(letters, booking)
    assert words not in as_text(letters, booking.answered(an_answer("acknowledged")))
    assert words not in as_text(letters, replace(booking, interpreter=None))


@pytest.mark.parametrize(
    ("language", "subject", "phrases"),
    [
        (
            "el",
            f"Άλλαξε το ραντεβού ΚΕΠ: Τετάρτη 25 Νοεμβρίου 2026, 09:20 – {REFERENCE}",
            (
                "Το ραντεβού σας άλλαξε",
                "Ισχύουν αυτά και όχι τα προηγούμενα.",
                "Ο σύνδεσμος της κλήσης είναι αυτός που βλέπετε εδώ.",
                "Ημέρα: Τετάρτη 25 Νοεμβρίου 2026",
                "Για να αλλάξει το ραντεβού και στο ημερολόγιό σας, ανοίξτε",
            ),
        ),
        (
            "en",
            f"KEP appointment changed: Wednesday 25 November 2026, 09:20 – {REFERENCE}",
            (
                "Your appointment has changed",
                "They replace the earlier ones.",
                "The link to the call is the one that you see here.",
                "Day: Wednesday 25 November 2026",
                "To change the appointment in your calendar too, open",
            ),
        ),
    ],
)
def test_a_change_is_told_with_all_that_holds_now(letters, language, subject, phrases):
    message = letters.confirmation(a_day_later(an_appointment(language=language)), EVENT, MANAGE)

    assert message.subject == subject
    for phrase in (*phrases, JOIN_URL):
        assert phrase in html_to_text(message.html)


@pytest.mark.parametrize(
    ("language", "subject", "lines"),
    [
        (
            "el",
            f"Ακυρώθηκε το ραντεβού ΚΕΠ: Τρίτη 24 Νοεμβρίου 2026, 09:20 – {REFERENCE}",
            (
                "Το ραντεβού σας ακυρώθηκε",
                "το ραντεβού αυτό δεν θα γίνει. Ο σύνδεσμος της κλήσης δεν ισχύει πια.",
                "Ώρα: 09:20 έως 09:40 (ώρα Ελλάδας)",
                f"Κλείστε νέο ραντεβού από τη σελίδα της υπηρεσίας<{ORIGIN}/services/birth/>",
            ),
        ),
        (
            "en",
            f"KEP appointment cancelled: Tuesday 24 November 2026, 09:20 – {REFERENCE}",
            (
                "Your appointment is cancelled",
                "this appointment will not take place. The link to the call no longer works.",
                "Time: 09:20 to 09:40 (time in Greece)",
                f"Book a new appointment from the page of the service<{ORIGIN}/en/services/birth/>",
            ),
        ),
    ],
)
def test_a_cancellation_says_so_and_how_to_book_again(letters, language, subject, lines):
    message = letters.cancellation(an_appointment(language=language).cancelled(CHANGED_AT))
    text = html_to_text(message.html).splitlines()

    assert (message.to, message.subject) == ("maria@example.com", subject)
    for line in lines:
        assert line in text
    assert "teams" not in message.html


def test_a_cancelled_request_for_an_interpreter_is_told(letters):
    words = "Μαζί ακυρώθηκε και το αίτημά σας για διερμηνέα."
    asked = an_appointment(interpreter="lip_reading").cancelled(CHANGED_AT)

    assert words in html_to_text(letters.cancellation(asked).html)
    assert words not in html_to_text(letters.cancellation(replace(asked, interpreter=None)).html)


@pytest.mark.parametrize(
    ("asked", "language", "lines"),
    [
        (
            "sign_language",
            "el",
            (
                "Θα υπάρχει διερμηνέας",
                "Στην κλήση θα είναι διερμηνέας Ελληνικής Νοηματικής Γλώσσας.",
                "Η κάμερα μένει ανοιχτή σε όλη την κλήση.",
                "Όνομα διερμηνέα: Ελένη <Ιωάννου>",
                "Ημέρα: Τρίτη 24 Νοεμβρίου 2026",
                f"Μπείτε στη βιντεοκλήση<{JOIN_URL}>",
            ),
        ),
        (
            "lip_reading",
            "en",
            (
                "There will be an interpreter",
                "A lip-reading interpreter will be in the call.",
                "The camera stays on for the whole call.",
                "Name of the interpreter: Ελένη <Ιωάννου>",
                "Day: Tuesday 24 November 2026",
                f"Join the video call<{JOIN_URL}>",
            ),
        ),
    ],
)
def test_who_gets_an_interpreter_is_told(letters, asked, language, lines):
    booking = an_appointment(interpreter=asked, language=language)
    text = answer_text(letters, booking.answered(an_answer("acknowledged", "Ελένη <Ιωάννου>")))

    for line in lines:
        assert line in text.splitlines()


@pytest.mark.parametrize(
    ("asked", "language", "words"),
    [
        ("sign_language", "el", "Για αυτή την ώρα δεν υπάρχει διαθέσιμος διερμηνέας Ελληνικής"),
        ("lip_reading", "el", "δεν υπάρχει διαθέσιμος διερμηνέας χειλεανάγνωσης."),
        ("sign_language", "el", "Το μαθαίνει και το ΚΕΠ. Το ραντεβού σας ισχύει."),
        ("sign_language", "el", "Αλλάξτε την με τον σύνδεσμο «Δείτε, αλλάξτε ή ακυρώστε"),
        ("sign_language", "el", "Ή απαντήστε σε αυτό το μήνυμα. Γράψτε ποιες ημέρες και ώρες"),
        ("sign_language", "el", "Ο υπάλληλος θα σας γράφει στη συνομιλία της κλήσης."),
        ("sign_language", "en", "No Greek Sign Language interpreter is available for this time."),
        ("lip_reading", "en", "No lip-reading interpreter is available for this time."),
        ("sign_language", "en", "The KEP is told too. Your appointment still stands."),
        ("sign_language", "en", "Write on which days and at what times you can come."),
        ("sign_language", "en", "The officer will write to you in the chat of the call."),
    ],
)
def test_who_gets_no_interpreter_is_told_what_can_be_done(letters, asked, language, words):
    booking = an_appointment(interpreter=asked, language=language)
    text = answer_text(letters, booking.answered(an_answer("unavailable")))

    assert words in text
    assert JOIN_URL in text


def test_the_answer_gives_no_telephone_to_somebody_who_may_not_hear(letters_with_telephone):
    booking = an_appointment(interpreter="sign_language")

    assert TELEPHONE in as_text(letters_with_telephone, booking)
    assert TELEPHONE not in answer_text(
        letters_with_telephone, booking.answered(an_answer("unavailable"))
    )


@pytest.mark.parametrize("status", ["acknowledged", "unavailable"])
@pytest.mark.parametrize("language", ["el", "en"])
def test_the_subject_of_an_answer_does_not_tell_it_on_a_locked_screen(letters, language, status):
    booking = an_appointment(interpreter="sign_language", language=language)
    subject = letters.interpreter_answer(booking.answered(an_answer(status)), EVENT, MANAGE).subject

    assert not re.search("διερμην|interpret|birth", subject, re.IGNORECASE)
    assert REFERENCE in subject


def test_there_is_no_letter_about_an_answer_before_there_is_one(letters):
    with pytest.raises(ValueError, match=REFERENCE):
        letters.interpreter_answer(an_appointment(interpreter="sign_language"), EVENT, MANAGE)


def test_a_mail_is_named_by_what_it_tells(letters):
    booking = an_appointment(interpreter="sign_language")
    later = a_day_later(booking)
    answered = later.answered(an_answer("acknowledged"))

    assert [
        letters.confirmation(booking, EVENT, MANAGE).message_id,
        letters.confirmation(later, EVENT, MANAGE).message_id,
        letters.confirmation(answered, EVENT, MANAGE).message_id,
        letters.interpreter_answer(answered, EVENT, MANAGE).message_id,
        letters.cancellation(answered.cancelled(CHANGED_AT)).message_id,
    ] == [
        f"{REFERENCE}.0.confirmation",
        f"{REFERENCE}.1.confirmation",
        f"{REFERENCE}.1.confirmation",
        f"{REFERENCE}.20261123T174000.answer",
        f"{REFERENCE}.2.cancellation",
    ]
    assert letters.confirmation(booking, EVENT, MANAGE).to == "maria@example.com"


def test_what_people_typed_cannot_become_html(letters):
    name = "<script>alert(1)</script>"
    business = Business(name, "094014201", name)
    booking = an_appointment(business=business, booked_for=Person(name, "&amp;"))

    for html in (
        letters.confirmation(booking, EVENT, MANAGE).html,
        letters.cancellation(booking.cancelled(CHANGED_AT)).html,
        letters.calendar_entry(booking).html,
    ):
        assert "<script" not in html


@given(text(min_size=12), sampled_from([None, *Interpreter]), sampled_from([None, *ANSWERS]))
def test_the_kep_calendar_names_nobody(letters, secret, interpreter, status):
    secret = f"«{secret}»"
    booking = an_appointment(
        interpreter=interpreter,
        answer=an_answer(status, secret) if status else None,
        applicant=Person(secret, secret),
        booked_for=Person(secret, secret),
        business=Business(secret, secret, secret),
        contact=Contact(secret, secret, secret),
        identity_document=IdentityDocument(DocumentKind.PASSPORT, secret),
        applicant_tax_id=secret,
        notes=secret,
    )
    entry = letters.calendar_entry(booking)

    assert secret not in entry.subject + unescape(entry.html) + "".join(entry.categories)


def test_the_kep_calendar_shows_what_the_appointment_is(letters):
    entry = letters.calendar_entry(an_appointment())

    assert entry.subject == f"{REFERENCE} – Υπηρεσία birth"
    assert entry.categories == ()
    assert entry.reminder_minutes == 15  # R3
    lines = html_to_text(entry.html).splitlines()
    assert f"Κωδικός ραντεβού: {REFERENCE}" in lines
    assert "Έγγραφο για την κάμερα: Δελτίο ταυτότητας." in lines
    assert any("η κλήση δεν καταγράφεται" in line for line in lines)  # R6


@pytest.mark.parametrize(
    ("asked", "kind"),
    [("sign_language", "Διερμηνέας ΕΝΓ"), ("lip_reading", "Διερμηνέας χειλεανάγνωσης")],
)
@pytest.mark.parametrize(
    ("status", "stands"),
    [
        (None, "ζητήθηκε"),
        ("acknowledged", "θα παραστεί"),
        ("unavailable", "δεν υπάρχει διαθέσιμος"),
    ],
)
def test_the_kep_calendar_shows_that_the_camera_stays_on_and_who_comes(
    letters, asked, kind, status, stands
):
    answer = an_answer(status) if status else None
    entry = letters.calendar_entry(an_appointment(interpreter=asked, answer=answer))
    mark = f"[Κάμερα ανοιχτή · {kind}: {stands}]"  # R7, R11

    assert entry.subject == f"{REFERENCE} – {mark} Υπηρεσία birth"
    assert entry.categories == ("Κάμερα ανοιχτή", kind, f"Διερμηνέας: {stands}")
    assert not any("," in category for category in entry.categories)
    assert f"«{stands}»" in html_to_text(entry.html)


def test_the_body_in_the_kep_calendar_holds_nothing_that_can_change(letters):
    booking = an_appointment()
    later = a_day_later(booking, Interpreter.SIGN_LANGUAGE)

    for changed in (later, later.answered(an_answer("unavailable", "Ελένη"))):
        assert letters.calendar_entry(changed).html == letters.calendar_entry(booking).html


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
            service=service.slug,
            centre=centre.slug,
            language=language,
            interpreter="lip_reading",
            answer=an_answer("unavailable"),
        )
        assert len(real_letters.calendar_entry(booking).subject) <= 255
        assert "None" not in as_text(real_letters, booking)


def test_the_calendar_file_is_attached_with_its_type(letters):
    [attachment] = letters.confirmation(an_appointment(), EVENT, MANAGE).attachments

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
    moved = a_day_later(booking)

    first, second = the_event(letters, booking), the_event(letters, moved)

    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    for event, at in ((first, booking.booked_at), (second, CHANGED_AT)):
        assert event.DTSTAMP == event.LAST_MODIFIED == at


def test_what_changes_nothing_in_a_calendar_makes_no_newer_file(letters):
    booking = an_appointment(interpreter="sign_language")
    answered = booking.answered(an_answer("acknowledged"))

    assert letters.invitation(answered, JOIN_URL) == letters.invitation(booking, JOIN_URL)


@pytest.mark.parametrize(("language", "name"), [("el", "akyrosi.ics"), ("en", "cancellation.ics")])
def test_the_file_of_a_cancellation_takes_the_appointment_out(letters, language, name):
    booking = an_appointment(language=language)
    cancelled = booking.cancelled(CHANGED_AT)
    [attachment] = letters.cancellation(cancelled).attachments
    event = the_event(letters, cancelled, None, "CANCEL")

    assert attachment.name == name
    assert attachment.content_type == "text/calendar; charset=utf-8; method=CANCEL"
    assert attachment.content == letters.invitation(cancelled, None)
    assert event["UID"] == the_event(letters, booking)["UID"] == f"{REFERENCE}@{DOMAIN}"
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CANCELLED")
    assert event.DTSTAMP == CHANGED_AT
    assert str(event["ORGANIZER"]) == "mailto:kep-zografou@kep.example"
    assert not event.alarms.times  # RFC 5546, 3.2.5


def test_a_cancelled_appointment_has_no_link_in_a_calendar(letters):
    cancelled = an_appointment().cancelled(CHANGED_AT)

    assert "teams" not in letters.invitation(cancelled, JOIN_URL).decode()


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
