"""Appointments to write letters about."""

from datetime import datetime
from typing import Any

from functions.domain.booking import (
    Booking,
    Contact,
    DocumentKind,
    IdentityDocument,
    Interpreter,
    Person,
    Status,
)
from functions.domain.slot import ATHENS, Slot
from tests.builders import BIRTH, RULES, ZOGRAFOU

REFERENCE = "ZOG-7F3K-Q2M"
JOIN_URL = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzIy%40thread.v2/0"
    "?context=%7b%22Tid%22%3a%22t%22%2c%22Oid%22%3a%22o%22%7d"
)
TUESDAY_0920 = datetime(2026, 11, 24, 9, 20, tzinfo=ATHENS)


def an_appointment(
    starts_at: datetime = TUESDAY_0920, interpreter: str | None = None, **changes: Any
) -> Booking:
    """Return an appointment of Μαρία Παππά; *changes* are fields of `Booking`."""
    values: dict[str, Any] = {
        "reference": REFERENCE,
        "version": 1,
        "status": Status.BOOKED,
        "centre": ZOGRAFOU,
        "service": BIRTH,
        "slot": Slot(starts_at, starts_at + RULES.slot_length),
        "language": "el",
        "citizen": "pseudonym",
        "applicant_tax_id": "123456783",
        "applicant": Person("Μαρία", "Παππά"),
        "contact": Contact("maria@example.com", "+306912345678", "Οδός 1"),
        "identity_document": IdentityDocument(DocumentKind.IDENTITY_CARD, "ΑΒ123456"),
        "booked_at": datetime(2026, 11, 23, 12, 0, tzinfo=ATHENS),
        "interpreter": Interpreter(interpreter) if interpreter else None,
    }
    return Booking(**{**values, **changes})
