"""
Words for an appointment, from the templates in `functions/templates/mail` and `…/calendar`.

The subject of the KEP's event is also the title of the Teams meeting, which the citizen
sees; it names the service, whether the camera stays on (circular R7), how far a request for
an interpreter has come and whether e-mail reaches the citizen, but never for whom or why,
nor who will interpret.
"""

from uuid import NAMESPACE_URL, uuid5

from functions.adapters.citizen_letters import CitizenLetters
from functions.adapters.desk_letters import DeskLetters
from functions.adapters.notices import BOUNCED, Notices
from functions.adapters.waiting_letters import WaitingLetters
from functions.domain.booking import Booking
from functions.domain.catalog import Service
from functions.domain.projection import CalendarEntry
from functions.domain.words_for_interpreters import CAMERA_ON, KINDS, STANDS

LONGEST_SUBJECT = 255  # in Exchange


class Letters(CitizenLetters, WaitingLetters, DeskLetters, Notices):
    """A :class:`functions.ports.Letters`; see :class:`LetterPaper` for what it is made of."""

    def calendar_entry(self, booking: Booking) -> CalendarEntry:
        html = self._letter(
            "calendar/entry.html.j2",
            booking,
            "el",
            camera_on=CAMERA_ON,
            stands=STANDS,
            bounced=BOUNCED,
        )
        return CalendarEntry(
            entry_id=str(uuid5(NAMESPACE_URL, f"mykeplive:{booking.reference}")),
            subject=_event_subject(booking, self._catalog.service_named(booking.service)),
            html=html,
            slot=booking.slot,
            categories=_categories(booking),
        )


def _event_subject(booking: Booking, service: Service) -> str:
    marks = "".join(f"[{mark}] " for mark in _marks(booking))
    subject = f"{booking.reference} – {marks}{service.title.el}"
    return subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…"


def _marks(booking: Booking) -> list[str]:
    kind, status = booking.interpreter, booking.interpreter_status
    marks = [f"{CAMERA_ON} · {KINDS[kind]}: {STANDS[status]}"] if kind and status else []
    return [*marks, BOUNCED] if booking.mail_bounced_at else marks


def _categories(booking: Booking) -> tuple[str, ...]:
    """Return what the calendar shows as coloured labels (circular R7); no commas in them."""
    kind, status = booking.interpreter, booking.interpreter_status
    asked = (CAMERA_ON, KINDS[kind], f"Διερμηνέας: {STANDS[status]}") if kind and status else ()
    return (*asked, BOUNCED) if booking.mail_bounced_at else asked
