"""What the KEP reads when e-mail does not reach a citizen."""

from datetime import datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from, text
from stand_ins.html_text import html_to_text

from functions.adapters.letters import Letters
from functions.domain.booking import Business, Contact, Interpreter, Person
from functions.domain.slot import ATHENS
from tests.contract.appointments import (
    DOMAIN,
    REFERENCE,
    SECRETS,
    an_answer,
    an_appointment,
    make_letters,
)

CAME_BACK_AT = datetime(2026, 11, 23, 12, 4, tzinfo=ATHENS)
MARK = "[E-mail δεν παραδόθηκε]"


@pytest.fixture(scope="module")
def letters() -> Letters:
    return make_letters()


def test_the_kep_is_told_that_a_mail_came_back_and_what_to_do(letters):
    message = letters.notice_of_bounce(an_appointment(sequence=2), CAME_BACK_AT)
    words = html_to_text(message.html)

    assert message.to == f"kep-zografou@{DOMAIN}"
    assert message.message_id == f"{REFERENCE}.2.bounced"
    assert message.subject == f"Το e-mail προς τον πολίτη δεν παραδόθηκε – {REFERENCE}"
    for line in (
        f"Κωδικός ραντεβού: {REFERENCE}",
        "Ημέρα: Τρίτη 24 Νοεμβρίου 2026",
        "Ώρα: 09:20 έως 09:40",
        "Υπηρεσία: Υπηρεσία birth",
        "Γύρισε πίσω: Δευτέρα 23 Νοεμβρίου 2026, 12:04",
        "  1.   Βρείτε το ραντεβού με τον κωδικό του. Στα στοιχεία του είναι το κινητό του πολίτη.",
        "  2.   Τηλεφωνήστε στο κινητό.",
        "Αν δεν βρείτε τον πολίτη, το ραντεβού δεν ακυρώνεται.",
        "Όταν συνδεθεί στο myKEPlive, θα δει και το ραντεβού και τον σύνδεσμο.",
    ):
        assert line in words


def test_nobody_telephones_somebody_who_may_not_hear(letters):
    booking = an_appointment(interpreter="lip_reading")
    words = html_to_text(letters.notice_of_bounce(booking, CAME_BACK_AT).html)

    assert "Στείλτε SMS" in words
    assert "Τηλεφωνήστε" not in words


@given(text(min_size=12), sampled_from([None, *Interpreter]))
def test_the_notice_says_nothing_of_who_the_citizen_is(letters, secret, interpreter):
    secret = f"«{secret}»"
    booking = an_appointment(
        interpreter=interpreter,
        applicant=Person(secret, secret),
        booked_for=Person(secret, secret),
        business=Business(secret, secret, secret),
        contact=Contact(secret, secret, secret),
        notes=secret,
    )
    message = letters.notice_of_bounce(booking, CAME_BACK_AT)

    assert secret not in message.to + message.subject + unescape(message.html)


def test_the_notice_holds_no_telephone_number(letters):
    message = letters.notice_of_bounce(an_appointment(), CAME_BACK_AT)

    assert not any(secret in message.html for secret in SECRETS)


def test_the_kep_calendar_shows_that_a_mail_came_back(letters):
    booking = an_appointment()
    entry = letters.calendar_entry(booking.with_bounce(CAME_BACK_AT))

    assert entry.subject == f"{REFERENCE} – {MARK} Υπηρεσία birth"
    assert entry.categories == ("E-mail δεν παραδόθηκε",)
    assert entry.mark != letters.calendar_entry(booking).mark
    assert entry.html == letters.calendar_entry(booking).html
    assert "Αν ο τίτλος γράφει «E-mail δεν παραδόθηκε»" in html_to_text(entry.html)


def test_the_kep_calendar_shows_the_camera_before_a_mail_that_came_back(letters):
    booking = an_appointment(interpreter="sign_language", answer=an_answer("acknowledged"))
    entry = letters.calendar_entry(booking.with_bounce(CAME_BACK_AT + timedelta(minutes=1)))

    camera = "[Κάμερα ανοιχτή · Διερμηνέας ΕΝΓ: θα παραστεί]"  # R7
    assert entry.subject == f"{REFERENCE} – {camera} {MARK} Υπηρεσία birth"
    assert entry.categories == (
        "Κάμερα ανοιχτή",
        "Διερμηνέας ΕΝΓ",
        "Διερμηνέας: θα παραστεί",
        "E-mail δεν παραδόθηκε",
    )
