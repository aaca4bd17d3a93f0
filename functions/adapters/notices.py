"""
Notices that something wants a person's attention: to a KEP, that nobody has answered about
an interpreter or that there is none, and that e-mail does not reach a citizen; to the
administrators, that a digest is late.

They name no citizen.
"""

from datetime import datetime

from functions.adapters.letter_paper import LetterPaper, in_an_id
from functions.domain.booking import Booking, InterpreterStatus
from functions.domain.digest import Digest
from functions.domain.projection import Message
from functions.domain.slot import ATHENS
from functions.domain.words_for_interpreters import KINDS
from functions.domain.words_for_time import day_in_words, days_in_words, hour_in_words

BOUNCED = "E-mail δεν παραδόθηκε"
TITLES: dict[InterpreterStatus, str] = {
    InterpreterStatus.ASKED: "Δεν έχει απαντηθεί ακόμη το αίτημα για διερμηνέα",
    InterpreterStatus.UNAVAILABLE: "Δεν υπάρχει διαθέσιμος διερμηνέας",
}


class Notices(LetterPaper):
    """The part of :class:`functions.ports.Letters` that KEPs and administrators read."""

    def notice_to_centre(self, booking: Booking) -> Message:
        status, kind, slot = booking.interpreter_status, booking.interpreter, booking.slot
        if kind is None or status not in TITLES:
            raise ValueError(f"{booking.reference}: nothing to tell the KEP")
        title = TITLES[status]
        return Message(
            message_id=_centre_notice_id(booking),
            to=self._mailbox(booking.centre),
            subject=f"{title} – {booking.reference}",
            html=self._render(
                "mail/notice_to_centre.html.j2",
                news=title,
                unavailable=status is InterpreterStatus.UNAVAILABLE,
                reference=booking.reference,
                day=day_in_words(slot.starts_at.date(), "el"),
                starts=hour_in_words(slot.starts_at),
                ends=hour_in_words(slot.ends_at),
                kind=KINDS[kind],
                service=self._catalog.service_named(booking.service).title.el,
                desk=self._interpreter_desk,
            ),
        )

    def notice_of_bounce(self, booking: Booking, at: datetime) -> Message:
        html = self._letter(
            "mail/notice_of_bounce.html.j2", booking, "el", came_back=_moment_in_words(at)
        )
        return Message(
            message_id=f"{booking.reference}.{booking.sequence}.bounced",
            to=self._mailbox(booking.centre),
            subject=f"Το e-mail προς τον πολίτη δεν παραδόθηκε – {booking.reference}",
            html=html,
        )

    def notice_of_late_digest(self, digest: Digest, sent_at: datetime | None) -> Message:
        days = days_in_words(digest.first, digest.last)
        happened = "δεν έχει σταλεί" if sent_at is None else "στάλθηκε με καθυστέρηση"
        return Message(
            message_id=f"digest.{digest.name}.{'late' if sent_at is None else 'sent-late'}",
            to=self._administrators_mail,
            subject=f"Διερμηνεία {days}: η λίστα {happened}",
            html=self._render(
                "mail/late_digest.html.j2",
                happened=happened,
                days=days,
                deadline=_moment_in_words(digest.deadline),
                sent_at=_moment_in_words(sent_at) if sent_at else None,
                desk=self._interpreter_desk,
                proof=f"{self._origin}/api/ministry/interpreters",
            ),
        )


def _centre_notice_id(booking: Booking) -> str:
    if booking.answer is None:
        return f"{booking.reference}.{booking.sequence}.unanswered"
    return f"{booking.reference}.{in_an_id(booking.answer.at)}.unavailable"


def _moment_in_words(moment: datetime) -> str:
    day = moment.astimezone(ATHENS).date()
    return f"{day_in_words(day, 'el')}, {hour_in_words(moment)}"
