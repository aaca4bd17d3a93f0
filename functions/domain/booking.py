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


class InterpreterStatus(StrEnum):
    """How far a request for an interpreter has come."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class InterpreterAnswer:
    """What the interpreters' desk answered, when, and perhaps the interpreter's name."""

    status: InterpreterStatus
    at: datetime
    name: str | None = None


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


NOBODY = Person("", "")  # whose data were erased


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
    else). *citizen* and *booked_for_key* are pseudonyms (`functions.domain.keys`).

    *version* grows by one with every change. *sequence* grows with those that an earlier
    invitation or link does not survive (RFC 5545: SEQUENCE), the last of them at *changed_at*.
    *answer* is that of the interpreters' desk to this *sequence*. *mail_bounced_at* is when a
    mail to the applicant came back.
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
    sequence: int = 0
    changed_at: datetime | None = None
    answer: InterpreterAnswer | None = None
    mail_bounced_at: datetime | None = None

    @property
    def attendee(self) -> Person:
        """The person who will be in the call."""
        return self.booked_for or self.applicant

    @property
    def is_erased(self) -> bool:
        """Whether it says nothing about people any more."""
        return not self.citizen

    @property
    def camera_stays_on(self) -> bool:
        """Whether the camera must stay on for the whole call (circular R7)."""
        return self.interpreter is not None

    @property
    def interpreter_status(self) -> InterpreterStatus | None:
        """How far the request for an interpreter has come; None where there is none."""
        if self.interpreter is None:
            return None
        return self.answer.status if self.answer else InterpreterStatus.ASKED

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

    def cancelled(self, at: datetime) -> "Booking":
        """Return it cancelled. Raises `IllegalMove` as `move` does."""
        return replace(self.move(Status.CANCELLED), sequence=self.sequence + 1, changed_at=at)

    def rearranged(self, slot: Slot, interpreter: Interpreter | None, at: datetime) -> "Booking":
        """
        Return it at another time, or with another interpreter, or both.

        What the interpreters' desk answered was for the old one.

        Raises:
            IllegalMove: It is no longer only booked.
        """
        if self.status is not Status.BOOKED:
            raise IllegalMove(f"{self.reference}: {self.status} cannot be rearranged")
        return replace(
            self,
            version=self.version + 1,
            slot=slot,
            interpreter=interpreter,
            sequence=self.sequence + 1,
            changed_at=at,
            answer=None,
        )

    def erased(self) -> "Booking":
        """Return it without anything about people; what is counted stays."""
        return replace(
            self,
            version=self.version + 1,
            citizen="",
            applicant_tax_id="",
            applicant=NOBODY,
            contact=Contact("", ""),
            identity_document=replace(self.identity_document, number=""),
            booked_for=NOBODY if self.booked_for else None,
            booked_for_key=None,
            business=Business("", "", "") if self.business else None,
            notes="",
            answer=replace(self.answer, name=None) if self.answer else None,
        )

    def answered(self, answer: InterpreterAnswer) -> "Booking":
        """Return it with what the interpreters' desk answered."""
        return replace(self, version=self.version + 1, answer=answer)

    def with_bounce(self, at: datetime) -> "Booking":
        """Return it with the news that the applicant's address does not work."""
        return replace(self, version=self.version + 1, mail_bounced_at=at)
