"""The words for everything that leaves the building."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from functions.domain.booking import Booking
from functions.domain.digest import Digest
from functions.domain.interpretation import Correction, Request
from functions.domain.projection import CalendarEntry, Event, Message
from functions.domain.waiting import WaitingEntry


class Letters(Protocol):
    """Words for appointments: what the calendar, the citizen, the desk and the KEP read."""

    def calendar_entry(self, booking: Booking) -> CalendarEntry:
        """
        Return the entry for the KEP's calendar; no name in its subject.

        Subject and categories say how far a request for an interpreter has come, and that
        the camera stays on (circular R7).
        """
        ...

    def confirmation(self, booking: Booking, event: Event, manage: str) -> Message:
        """
        Return the mail to the applicant that it is booked, or what changed, with the .ics.

        *manage* is the path of the signed link with which it is looked at and cancelled.
        """
        ...

    def cancellation(self, booking: Booking) -> Message:
        """Return the mail to the applicant that it is cancelled, with the .ics that says so."""
        ...

    def interpreter_answer(self, booking: Booking, event: Event, manage: str) -> Message:
        """Return the mail to the applicant with what the interpreters' desk answered."""
        ...

    def reminder(self, booking: Booking, event: Event, ahead: timedelta, manage: str) -> Message:
        """Return the mail that reminds the applicant, *ahead* of the appointment."""
        ...

    def reminder_text(self, booking: Booking, ahead: timedelta) -> str:
        """Return the same as an SMS: no name, no service, and short enough for one message."""
        ...

    def offer(self, entry: WaitingEntry, path: str) -> Message:
        """Return the mail that offers a time to somebody who waits; *path* is the signed link."""
        ...

    def invitation(self, booking: Booking, join_url: str | None) -> bytes:
        """Return the .ics file of the appointment (RFC 5545)."""
        ...

    def digest(self, digest: Digest, requests: Sequence[Request], *, again: bool) -> Message:
        """
        Return the mail to the interpreters' desk (circular R11).

        *requests* are in the order of centre and time; *again* says that an earlier attempt
        may have arrived too. No name, tax number or document of a citizen is in it.
        """
        ...

    def correction(self, correction: Correction) -> Message:
        """Return the mail to the interpreters' desk about one appointment after its digest."""
        ...

    def notice_to_centre(self, booking: Booking) -> Message:
        """Return the mail to the KEP: nobody has answered yet, or there is no interpreter."""
        ...

    def notice_of_bounce(self, booking: Booking, at: datetime) -> Message:
        """
        Return the mail to the KEP that the citizen's e-mail address does not take our mail.

        *at* is when that became known. The citizen's telephone number is not in it.
        """
        ...

    def notice_of_late_digest(self, digest: Digest, sent_at: datetime | None) -> Message:
        """Return the mail to the administrators; *sent_at* is None while it has not gone."""
        ...
