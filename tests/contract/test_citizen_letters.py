"""How the applicant changes, is reminded, and is offered a time that came free."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import datetimes, sampled_from, text
from stand_ins.html_text import html_to_text

from functions.adapters.letters import Letters
from functions.domain.booking import Booking, Business, Contact, Interpreter, Person
from functions.domain.errors import TooLate
from functions.domain.last_change import last_change, until_in_words
from functions.domain.projection import Event, Message
from functions.domain.reminder_text import reminder_text
from functions.domain.slot import ATHENS
from functions.use_cases.cancel import refuse_late
from tests.builders import RULES, Clock, make_ports
from tests.contract.appointments import (
    JOIN_URL,
    MANAGE,
    ORIGIN,
    REFERENCE,
    SECRETS,
    TELEPHONE,
    TUESDAY_0920,
    a_catalog_with_telephone,
    a_waiting_entry,
    an_answer,
    an_appointment,
    make_letters,
)

EVENT = Event("event-1", JOIN_URL)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AHEAD = (DAY, 2 * HOUR)
OFFER = "/api/offer/kep-zografou/20261122T100000-ZOG-222-2222/5f2c"
PAGES = {"el": f"{ORIGIN}{MANAGE}", "en": f"{ORIGIN}{MANAGE}?lang=en"}
LINKS = {
    "el": f"Δείτε, αλλάξτε ή ακυρώστε το ραντεβού<{PAGES['el']}>",
    "en": f"See, change or cancel the appointment<{PAGES['en']}>",
}
ANSWERED = {
    "interpreter": Interpreter.SIGN_LANGUAGE,
    "answer": an_answer("unavailable"),
}
GREEK = re.compile("[α-ωά-ώ]")
any_start = datetimes(
    datetime(2026, 1, 1),
    datetime(2036, 1, 1),
    timezones=sampled_from([ATHENS]),
    allow_imaginary=False,
)


@pytest.fixture(scope="module")
def letters() -> Letters:
    return make_letters()


@pytest.fixture(scope="module")
def letters_with_telephone() -> Letters:
    return make_letters(a_catalog_with_telephone())


def read(message: Message) -> str:
    return html_to_text(message.html)


def mails_that_can_change(letters: Letters, language: str) -> list[Message]:
    booking = an_appointment(language=language)
    return [
        letters.confirmation(booking, EVENT, MANAGE),
        letters.confirmation(an_appointment(language=language, sequence=1), EVENT, MANAGE),
        letters.interpreter_answer(an_appointment(language=language, **ANSWERED), EVENT, MANAGE),
        letters.reminder(booking, EVENT, DAY, MANAGE),
    ]


def reminder(letters: Letters, ahead: timedelta, **changes: Any) -> str:
    return read(letters.reminder(an_appointment(**changes), EVENT, ahead, MANAGE))


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "el",
            (
                "Αλλαγή ή ακύρωση",
                "Μπορείτε να αλλάξετε ή να ακυρώσετε το ραντεβού έως",
                "Τρίτη 24 Νοεμβρίου 2026, 01:20 (ώρα Ελλάδας).",
                "Ο σύνδεσμος ανοίγει μια σελίδα με κουμπί.",
                "Για να ακυρώσετε, δεν χρειάζεται να συνδεθείτε.",
                "Μετά από αυτή την ώρα, απαντήστε σε αυτό το μήνυμα",
                f"και γράψτε τον κωδικό {REFERENCE}",
            ),
        ),
        (
            "en",
            (
                "Change or cancel",
                "You can change or cancel the appointment until",
                "Tuesday 24 November 2026, 01:20 (time in Greece).",
                "The link opens a page with a button. To cancel, you do not have to sign in.",
                f"After that, reply to this e-mail and give the reference {REFERENCE}",
            ),
        ),
    ],
)
def test_the_mails_say_until_when_and_how_to_change_or_cancel(letters, language, phrases):
    for message in mails_that_can_change(letters, language):
        for phrase in (*phrases, LINKS[language]):
            assert phrase in read(message)


@pytest.mark.parametrize("language", ["el", "en"])
def test_after_the_limit_the_telephone_stands_beside_the_written_way(
    letters, letters_with_telephone, language
):
    words = {"el": "Ή τηλεφωνήστε στο ΚΕΠ: ", "en": "Or telephone the KEP: "}[language]
    [booked, changed, answered, near] = mails_that_can_change(letters_with_telephone, language)

    for message in (booked, changed, near):
        assert f"{REFERENCE}. {words}{TELEPHONE}." in read(message)
    assert TELEPHONE not in read(answered)  # whoever asked for an interpreter may not hear
    for message in mails_that_can_change(letters, language):
        assert words not in read(message)


@pytest.mark.parametrize(
    ("starts_at", "el", "en"),
    [
        pytest.param(
            datetime(2026, 11, 24, 8, 20, tzinfo=ATHENS),
            "Τρίτη 24 Νοεμβρίου 2026, 00:20",
            "Tuesday 24 November 2026, 00:20",
            id="after midnight",
        ),
        pytest.param(
            datetime(2027, 1, 1, 8, 0, tzinfo=ATHENS),
            "Πέμπτη 31 Δεκεμβρίου 2026, 24:00",
            "Thursday 31 December 2026, 24:00",
            id="midnight",
        ),
        pytest.param(
            datetime(2026, 11, 24, 7, 40, tzinfo=ATHENS),
            "Δευτέρα 23 Νοεμβρίου 2026, 23:40",
            "Monday 23 November 2026, 23:40",
            id="before midnight",
        ),
        pytest.param(
            datetime(2026, 10, 25, 9, 20, tzinfo=ATHENS),
            "Κυριακή 25 Οκτωβρίου 2026, 01:20",
            "Sunday 25 October 2026, 01:20",
            id="clocks go back",
        ),
        pytest.param(
            datetime(2027, 3, 28, 11, 20, tzinfo=ATHENS),
            "Κυριακή 28 Μαρτίου 2027, 04:20",
            "Sunday 28 March 2027, 04:20",
            id="an hour that the clocks skip",
        ),
    ],
)
def test_the_limit_is_in_words(letters, starts_at, el, en):
    for language, words in (("el", el), ("en", en)):
        booking = an_appointment(starts_at, language=language)

        assert f" {words} (" in read(letters.confirmation(booking, EVENT, MANAGE))


@given(any_start)
def test_the_limit_in_the_mails_is_the_one_that_holds(starts_at):
    booking = an_appointment(starts_at)
    last = last_change(booking, RULES).astimezone(UTC)

    refuse_late(booking, make_ports(now=Clock(last)))
    with pytest.raises(TooLate):
        refuse_late(booking, make_ports(now=Clock(last + timedelta(seconds=1))))


@given(any_start)
def test_no_day_ends_at_its_beginning(moment):
    assert not until_in_words(moment, "el").endswith("00:00") or moment.minute


@pytest.mark.parametrize(
    ("language", "subject", "lines"),
    [
        (
            "el",
            f"Υπενθύμιση: ραντεβού ΚΕΠ, Τρίτη 24 Νοεμβρίου 2026, 09:20 – {REFERENCE}",
            (
                "Υπενθύμιση για το ραντεβού σας",
                "Ημέρα: Τρίτη 24 Νοεμβρίου 2026",
                "Ώρα: 09:20 έως 09:40 (ώρα Ελλάδας)",
                "Πού: ΚΕΠ ZOG, με βιντεοκλήση",
                f"Μπείτε στη βιντεοκλήση<{JOIN_URL}>",
                "  *   Το δελτίο ταυτότητας που δηλώσατε, για να δείξετε το έγγραφο στην κάμερα",
                f"Δοκιμάστε από πριν κάμερα, μικρόφωνο και ήχο<{ORIGIN}/call-test/>",
                f"Δείτε τι άλλο χρειάζεται, στη σελίδα της υπηρεσίας<{ORIGIN}/services/birth/>",
            ),
        ),
        (
            "en",
            f"Reminder: KEP appointment, Tuesday 24 November 2026, 09:20 – {REFERENCE}",
            (
                "A reminder of your appointment",
                "Day: Tuesday 24 November 2026",
                "Time: 09:20 to 09:40 (time in Greece)",
                f"Join the video call<{JOIN_URL}>",
                "  *   The identity card that you entered when you booked, to show to the camera",
                f"Test camera, microphone and sound beforehand<{ORIGIN}/en/call-test/>",
                f"See what else is needed, on the page of the service<{ORIGIN}/en/services/birth/>",
            ),
        ),
    ],
)
def test_a_reminder_says_what_is_needed_once_more(letters, language, subject, lines):
    for ahead in AHEAD:
        booking = an_appointment(language=language)
        message = letters.reminder(booking, EVENT, ahead, MANAGE)

        assert (message.to, message.subject) == ("maria@example.com", subject)
        assert message.attachments == ()
        for line in lines:
            assert line in read(message)
        assert language == "el" or not GREEK.search(read(message).replace("Υπηρεσία", ""))


def test_each_reminder_has_a_name_of_its_own(letters):
    booking = an_appointment(sequence=3)

    assert [letters.reminder(booking, EVENT, ahead, MANAGE).message_id for ahead in AHEAD] == [
        f"{REFERENCE}.3.reminder-24h",
        f"{REFERENCE}.3.reminder-2h",
    ]


@pytest.mark.parametrize(
    ("language", "title", "reply"),
    [
        ("el", "Αν δεν μπορείτε να έρθετε ή θέλετε", f"γράψτε τον κωδικό {REFERENCE}."),
        ("en", "If you cannot come or want", f"give the reference {REFERENCE}."),
    ],
)
def test_once_it_cannot_be_changed_a_reminder_says_only_how_to_reach_the_kep(
    letters_with_telephone, language, title, reply
):
    near = reminder(letters_with_telephone, 2 * HOUR, language=language)

    for phrase in (title, reply, TELEPHONE):
        assert phrase in near
    assert MANAGE not in near
    assert title not in reminder(letters_with_telephone, DAY, language=language)


@pytest.mark.parametrize("ahead", AHEAD)
@pytest.mark.parametrize(
    ("asked", "language", "status", "phrases"),
    [
        (
            "sign_language",
            "el",
            None,
            (
                "Ζητήσατε διερμηνέα Ελληνικής Νοηματικής Γλώσσας. Το Εθνικό Ίδρυμα Κωφών δεν έχει",
                "απαντήσει ακόμη. Δεν ξέρουμε αν θα υπάρχει διερμηνέας.",
                "Όταν το Ίδρυμα απαντήσει, θα σας γράψουμε.",
            ),
        ),
        (
            "lip_reading",
            "en",
            None,
            (
                "You asked for a lip-reading interpreter. The National Foundation for the Deaf has",
                "not answered yet. We do not know whether there will be an interpreter.",
                "If there is no interpreter, the officer will write to you in the chat",
            ),
        ),
        ("lip_reading", "el", "acknowledged", ("Στην κλήση θα είναι διερμηνέας χειλεανάγνωσης.",)),
        (
            "sign_language",
            "en",
            "acknowledged",
            ("A Greek Sign Language interpreter will be in the call.",),
        ),
        (
            "sign_language",
            "el",
            "unavailable",
            (
                "Για αυτή την ώρα δεν υπάρχει διαθέσιμος διερμηνέας Ελληνικής Νοηματικής Γλώσσας.",
                "Το ραντεβού σας ισχύει. Ο υπάλληλος θα σας γράφει στη συνομιλία της κλήσης.",
            ),
        ),
        (
            "lip_reading",
            "en",
            "unavailable",
            ("No lip-reading interpreter is available for this time.", "Your appointment still"),
        ),
    ],
)
def test_a_reminder_says_honestly_whether_an_interpreter_comes(
    letters, ahead, asked, language, status, phrases
):
    answer = an_answer(status, "Ελένη") if status else None
    near = reminder(letters, ahead, interpreter=asked, answer=answer, language=language)
    camera = {
        "el": "Η κάμερα μένει ανοιχτή σε όλη την κλήση.",
        "en": "The camera stays on for the whole call.",
    }

    for phrase in (*phrases, camera[language]):  # R7
        assert phrase in near
    assert "διερμηνέα" not in reminder(letters, ahead)


def test_a_reminder_for_somebody_else_says_whose_document_is_shown(letters):
    near = reminder(letters, DAY, booked_for=Person("Νίκος", "Παππάς"), booked_for_key="key")

    assert "Στην κλήση: Νίκος Παππάς" in near
    assert "για το πρόσωπο που θα είναι στην κλήση" in near


@pytest.mark.parametrize(
    ("language", "ahead", "words"),
    [
        ("el", DAY, "Ραντεβού ΚΕΠ αύριο 24/11 στις 09:20 με βιντεοκλήση. ZOG-7F3K-Q2M"),
        ("el", 2 * HOUR, "Ραντεβού ΚΕΠ σήμερα 24/11 στις 09:20 με βιντεοκλήση. ZOG-7F3K-Q2M"),
        ("el", 2 * DAY, "Ραντεβού ΚΕΠ 24/11 στις 09:20 με βιντεοκλήση. ZOG-7F3K-Q2M"),
        ("en", DAY, "KEP appointment tomorrow 24/11 at 09:20 by video call. ZOG-7F3K-Q2M"),
        ("en", 2 * HOUR, "KEP appointment today 24/11 at 09:20 by video call. ZOG-7F3K-Q2M"),
        ("en", 3 * DAY, "KEP appointment 24/11 at 09:20 by video call. ZOG-7F3K-Q2M"),
    ],
)
def test_the_sms_says_when_and_which(letters, language, ahead, words):
    assert letters.reminder_text(an_appointment(language=language), ahead) == words


@pytest.mark.parametrize(
    ("ahead", "day"),
    [
        (timedelta(hours=9, minutes=20), "σήμερα"),
        (timedelta(hours=9, minutes=21), "αύριο"),
        (timedelta(hours=33, minutes=20), "αύριο"),
        (timedelta(hours=33, minutes=21), "ΚΕΠ 24/11"),
    ],
)
def test_the_sms_says_today_and_tomorrow_only_where_it_is(ahead, day):
    assert day in reminder_text(an_appointment(), ahead)


@given(
    any_start,
    sampled_from(["el", "en"]),
    sampled_from([*AHEAD, *RULES.reminders, HOUR, 3 * DAY]),
    sampled_from([None, *Interpreter]),
)
def test_the_sms_is_one_message_and_says_nothing_of_the_person(starts_at, language, ahead, asked):
    booking = an_appointment(starts_at, asked, language=language)
    words = reminder_text(booking, ahead)

    assert len(words) <= 70  # UCS-2
    assert f"{starts_at:%H:%M}" in words
    assert REFERENCE in words
    assert not re.search("birth|διερμ|χειλ|interpret|lip", words, re.IGNORECASE)
    assert not any(secret in words for secret in SECRETS)


@pytest.mark.parametrize(
    ("language", "subject", "lines"),
    [
        (
            "el",
            "Ελεύθερη ώρα στο ΚΕΠ: Τρίτη 24 Νοεμβρίου 2026, 09:20 – την κρατάμε έως τις 10:30",
            (
                "Ελευθερώθηκε μια ώρα",
                "Ημέρα: Τρίτη 24 Νοεμβρίου 2026",
                "Ώρα: 09:20 έως 09:40 (ώρα Ελλάδας)",
                "Πού: ΚΕΠ ZOG, με βιντεοκλήση",
                "Την κρατάμε έως: Δευτέρα 23 Νοεμβρίου 2026, 10:30 (ώρα Ελλάδας)",
                f"Δείτε την ώρα<{ORIGIN}{OFFER}>",
                f"{ORIGIN}{OFFER}",
                "Ο σύνδεσμος μόνο δείχνει την ώρα. Όταν τον ανοίξετε, δεν κλείνεται τίποτα:",
                "η σελίδα έχει κουμπί για να πάρετε την ώρα.",
                "Δεν χρειάζεται να κάνετε τίποτα.",
                "Μετά τις 10:30 την προτείνουμε στον επόμενο που περιμένει.",
                "Εσείς μένετε στη λίστα. Όταν ελευθερωθεί άλλη ώρα και έρθει η σειρά σας, θα σας",
                "γράψουμε ξανά. Αυτό ισχύει έως Δευτέρα 7 Δεκεμβρίου 2026, 10:00.",
                f"Φύγετε από τη λίστα, στη σελίδα «Τα ραντεβού μου»<{ORIGIN}/api/my>",
            ),
        ),
        (
            "en",
            "Free time at the KEP: Tuesday 24 November 2026, 09:20 – kept until 10:30",
            (
                "A time has come free",
                "Day: Tuesday 24 November 2026",
                "Kept for you until: Monday 23 November 2026, 10:30 (time in Greece)",
                f"See the time<{ORIGIN}{OFFER}?lang=en>",
                f"{ORIGIN}{OFFER}?lang=en",
                "The link only shows the time. Opening it books nothing:",
                "the page has a button with which you take the time.",
                "You do not have to do anything.",
                "After 10:30 we offer it to the next person who waits.",
                "You stay on the list. When another time comes free and it is your turn, we will",
                "write to you again. This holds until Monday 7 December 2026, 10:00.",
                f"Leave the list, on the page “My appointments”<{ORIGIN}/api/my?lang=en>",
            ),
        ),
    ],
)
def test_an_offer_says_what_is_kept_until_when_and_that_opening_takes_nothing(
    letters, language, subject, lines
):
    message = letters.offer(a_waiting_entry(language=language), OFFER)

    assert message.message_id == f"{REFERENCE}.offer"
    assert (message.to, message.subject) == ("maria@example.com", subject)
    assert message.attachments == ()
    for line in lines:
        assert line in read(message)
    assert language == "el" or not GREEK.search(read(message).replace("Υπηρεσία", ""))


def test_an_offer_speaks_of_no_appointment_that_was_booked(letters):
    words = read(letters.offer(a_waiting_entry(), OFFER))

    assert "Αν δεν ζητήσατε εσείς να σας ειδοποιήσουμε" in words
    assert "Αν δεν κλείσατε εσείς" not in words
    assert REFERENCE not in words


def test_an_offer_with_an_interpreter_says_so_in_the_mail_and_not_in_its_subject(letters):
    message = letters.offer(a_waiting_entry(interpreter=Interpreter.SIGN_LANGUAGE), OFFER)

    assert "Ζητήσατε: διερμηνέα Ελληνικής Νοηματικής Γλώσσας" in read(message)
    assert not re.search("διερμην|birth", message.subject, re.IGNORECASE)


def test_there_is_no_letter_about_an_offer_before_there_is_one(letters):
    with pytest.raises(ValueError, match="20261122T100000-ZOG-222-2222"):
        letters.offer(a_waiting_entry(offer=None), OFFER)


@given(text(min_size=12), sampled_from(["el", "en"]), sampled_from([None, *Interpreter]))
def test_no_subject_says_who_or_what_for(letters, secret, language, asked):
    booking = secretive(f"«{secret}»", language=language, interpreter=asked)
    entry = a_waiting_entry(language=language, interpreter=asked, person=f"«{secret}»")
    subjects = [
        letters.reminder(booking, EVENT, DAY, MANAGE).subject,
        letters.reminder(booking, EVENT, 2 * HOUR, MANAGE).subject,
        letters.offer(entry, OFFER).subject,
        letters.notice_of_bounce(booking, TUESDAY_0920).subject,
    ]

    assert not re.search("birth|διερμ|χειλ|interpret|lip", " ".join(subjects), re.IGNORECASE)
    assert secret not in " ".join(subjects)


@pytest.mark.parametrize("ahead", AHEAD)
def test_what_people_typed_cannot_become_html_in_a_reminder(letters, ahead):
    name = "<script>alert(1)</script>"
    booking = an_appointment(
        business=Business(name, "094014201", name), booked_for=Person(name, "&amp;")
    )

    html = letters.reminder(booking, EVENT, ahead, MANAGE).html

    assert "<script" not in html
    assert name in unescape(html)


def secretive(secret: str, **changes: Any) -> Booking:
    """Return an appointment in which *secret* is all that is known of people."""
    return an_appointment(
        applicant=Person(secret, secret),
        applicant_tax_id=secret,
        citizen=secret,
        booked_for=Person(secret, secret),
        business=Business(secret, secret, secret),
        contact=Contact(secret, secret, secret),
        notes=secret,
        **changes,
    )
