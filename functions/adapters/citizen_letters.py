"""
Mails to the applicant about an appointment, from the templates in `functions/templates/mail`.

A subject names neither the citizen nor the service, nor an interpreter: it shows on locked
screens and in lists.
"""

from collections.abc import Iterable
from datetime import timedelta

from functions.adapters.letter_paper import LetterPaper, in_an_id
from functions.domain.booking import Booking, Language
from functions.domain.calendar_file import Method, content_type
from functions.domain.catalog import Item, Service
from functions.domain.invitation import invitation, method_of
from functions.domain.last_change import last_change, until_in_words
from functions.domain.projection import Attachment, Event, Message
from functions.domain.reminder_text import reminder_text
from functions.domain.words_for_time import day_in_words, hour_in_words

ICS_NAMES: dict[Method, dict[Language, str]] = {
    "PUBLISH": {"el": "rantevou.ics", "en": "appointment.ics"},
    "CANCEL": {"el": "akyrosi.ics", "en": "cancellation.ics"},
}
SUBJECTS: dict[str, dict[Language, str]] = {
    "booked": {"el": "Ραντεβού ΚΕΠ: %s", "en": "KEP appointment: %s"},
    "changed": {"el": "Άλλαξε το ραντεβού ΚΕΠ: %s", "en": "KEP appointment changed: %s"},
    "cancelled": {"el": "Ακυρώθηκε το ραντεβού ΚΕΠ: %s", "en": "KEP appointment cancelled: %s"},
    "answer": {
        "el": "Απάντηση για το ραντεβού ΚΕΠ: %s",
        "en": "Answer about your KEP appointment: %s",
    },
    "reminder": {"el": "Υπενθύμιση: ραντεβού ΚΕΠ, %s", "en": "Reminder: KEP appointment, %s"},
}
HOUR = timedelta(hours=1)


class CitizenLetters(LetterPaper):
    """The part of :class:`functions.ports.Letters` that the applicant reads."""

    def confirmation(self, booking: Booking, event: Event, manage: str) -> Message:
        [file] = attachments = (self._calendar_file(booking, event.join_url),)
        service = self._catalog.service_named(booking.service)
        html = self._letter(
            "mail/confirmation.html.j2",
            booking,
            booking.language,
            join_url=event.join_url,
            file=file.name,
            **self._how_to_change(booking, manage),
            **_to_have_ready(service, booking.language),
        )
        subject = "changed" if booking.sequence else "booked"
        return _message(booking, f"{booking.sequence}.confirmation", subject, html, attachments)

    def cancellation(self, booking: Booking) -> Message:
        [file] = attachments = (self._calendar_file(booking, None),)
        html = self._letter("mail/cancellation.html.j2", booking, booking.language, file=file.name)
        name = f"{booking.sequence}.cancellation"
        return _message(booking, name, "cancelled", html, attachments)

    def interpreter_answer(self, booking: Booking, event: Event, manage: str) -> Message:
        if booking.answer is None:
            raise ValueError(f"{booking.reference}: nothing was answered")
        html = self._letter(
            "mail/interpreter_answer.html.j2",
            booking,
            booking.language,
            join_url=event.join_url,
            **self._how_to_change(booking, manage),
        )
        return _message(booking, f"{in_an_id(booking.answer.at)}.answer", "answer", html)

    def reminder(self, booking: Booking, event: Event, ahead: timedelta, manage: str) -> Message:
        html = self._letter(
            "mail/reminder.html.j2",
            booking,
            booking.language,
            join_url=event.join_url,
            may_change=ahead > self._catalog.rules.change_until,
            **self._how_to_change(booking, manage),
        )
        name = f"{booking.sequence}.reminder-{ahead // HOUR}h"
        return _message(booking, name, "reminder", html)

    def reminder_text(self, booking: Booking, ahead: timedelta) -> str:
        return reminder_text(booking, ahead)

    def invitation(self, booking: Booking, join_url: str | None) -> bytes:
        return invitation(
            booking,
            self._catalog.service_named(booking.service),
            self._catalog.centres[booking.centre],
            join_url,
            self._mail_domain,
        )

    def _how_to_change(self, booking: Booking, manage: str) -> dict[str, str]:
        """Return what `mail/manage.html.j2` needs; *manage* is the path of the signed link."""
        last = last_change(booking, self._catalog.rules)
        return {
            "manage_page": self._page(manage, booking.language),
            "change_until": until_in_words(last, booking.language),
        }

    def _calendar_file(self, booking: Booking, join_url: str | None) -> Attachment:
        method = method_of(booking)
        name = ICS_NAMES[method][booking.language]
        return Attachment(name, content_type(method), self.invitation(booking, join_url))


def _message(
    booking: Booking,
    name: str,
    subject: str,
    html: str,
    attachments: tuple[Attachment, ...] = (),
) -> Message:
    return Message(
        message_id=f"{booking.reference}.{name}",
        to=booking.contact.email,
        subject=SUBJECTS[subject][booking.language] % _when_and_which(booking),
        html=html,
        attachments=attachments,
    )


def _when_and_which(booking: Booking) -> str:
    starts_at = booking.slot.starts_at
    day = day_in_words(starts_at.date(), booking.language)
    return f"{day}, {hour_in_words(starts_at)} – {booking.reference}"


def _to_have_ready(service: Service, language: Language) -> dict[str, list[str]]:
    """Return what a source lists, and apart from it what is our own reading."""
    documents = service.further_documents
    asked = service.information_needed
    ours = [item for item in (*documents, *asked) if item.reconstructed]
    return {
        "documents": _found(documents, language),
        "asked": _found(asked, language),
        "perhaps": [item.in_language(language) for item in ours],
    }


def _found(items: Iterable[Item], language: Language) -> list[str]:
    return [item.in_language(language) for item in items if not item.reconstructed]
