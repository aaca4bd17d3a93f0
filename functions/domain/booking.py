"""
An appointment (ραντεβού) and the people in it.

Values only. `Booking.move` is the one way to change a status, and `MOVES` holds
every legal change: what is not in the table is refused.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from functions.domain.slot import Slot

Language = Literal["el", "en"]


class Status(StrEnum):
    """Where an appointment stands."""

    BOOKED = "booked"
    IDENTIFIED = "identified"
    COMPLETED = "completed"
    MISSED = "missed"
    TERMINATED = "terminated"
    UNIDENTIFIED = "unidentified"
    CANCELLED = "cancelled"


MOVES: dict[Status, frozenset[Status]] = {
    Status.BOOKED: frozenset(
        {Status.IDENTIFIED, Status.MISSED, Status.TERMINATED, Status.UNIDENTIFIED, Status.CANCELLED}
    ),
    Status.IDENTIFIED: frozenset({Status.COMPLETED, Status.TERMINATED}),
    Status.COMPLETED: frozenset(),
    Status.MISSED: frozenset(),
    Status.TERMINATED: frozenset(),
    Status.UNIDENTIFIED: frozenset(),
    Status.CANCELLED: frozenset(),
}


class IllegalMove(ValueError):
    """The appointment cannot go from its status to the wanted one."""


class Interpreter(StrEnum):
    """What was asked for (circular R11); never why."""

    SIGN_LANGUAGE = "sign_language"
    LIP_READING = "lip_reading"


class DocumentKind(StrEnum):
    """The identity documents that may be shown to the camera (circular R5)."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's name as it stands on the identity document or in TAXISnet."""

    first_name: str
    last_name: str

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Citizen:
    """
    Who is signed in, as TAXISnet says it.

    *tax_id* is the nine-digit tax number (ΑΦΜ). It is never a key and never
    logged: see `functions.domain.keys` for the pseudonym that stands for it.
    """

    tax_id: str
    person: Person


@dataclass(frozen=True, slots=True)
class Contact:
    """How the applicant is reached: e-mail, mobile number in E.164, perhaps a postal address."""

    email: str
    mobile: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """The document of the person who will be in the call; the number without spaces or hyphens."""

    kind: DocumentKind
    number: str


@dataclass(frozen=True, slots=True)
class Business:
    """The business that the applicant represents, and in what capacity."""

    name: str
    tax_id: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Booking:
    """
    One appointment.

    *applicant* signed in and booked; *attendee* will be in the call and shows
    the *identity_document* (the same person unless it was booked for somebody
    else). *citizen* and *booked_for_key* are pseudonyms (`functions.domain.keys`);
    *version* grows by one with every change.
    """

    reference: str
    version: int
    status: Status
    centre: str
    service: str
    slot: Slot
    language: Language
    citizen: str
    applicant_tax_id: str
    applicant: Person
    contact: Contact
    identity_document: IdentityDocument
    booked_at: datetime
    booked_for: Person | None = None
    booked_for_key: str | None = None
    business: Business | None = None
    interpreter: Interpreter | None = None
    notes: str = ""

    @property
    def attendee(self) -> Person:
        """The person who will be in the call."""
        return self.booked_for or self.applicant

    @property
    def camera_stays_on(self) -> bool:
        """Whether the camera must stay on for the whole call (circular R7)."""
        return self.interpreter is not None

    @property
    def people(self) -> tuple[str, ...]:
        """The pseudonyms of everybody for whom this appointment counts."""
        return tuple(filter(None, (self.citizen, self.booked_for_key)))

    def move(self, to: Status) -> "Booking":
        """
        Return the booking in status *to*, one version on.

        Raises:
            IllegalMove: `MOVES` does not allow it.
        """
        if to not in MOVES[self.status]:
            raise IllegalMove(f"{self.reference}: {self.status} → {to}")
        return replace(self, status=to, version=self.version + 1)
