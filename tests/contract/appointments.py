"""Appointments to write letters about."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from functions.adapters.letters import Letters
from functions.domain.booking import (
    Booking,
    Contact,
    DocumentKind,
    IdentityDocument,
    Interpreter,
    InterpreterAnswer,
    InterpreterStatus,
    Person,
    Status,
)
from functions.domain.catalog import Catalog
from functions.domain.digest import Digest
from functions.domain.interpretation import Change, Correction, Request, Told
from functions.domain.slot import ATHENS, Slot
from functions.domain.waiting import Offer, WaitingEntry
from tests.builders import BIRTH, RULES, ZOGRAFOU, a_centre, make_catalog

REFERENCE = "ZOG-7F3K-Q2M"
JOIN_URL = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzIy%40thread.v2/0"
    "?context=%7b%22Tid%22%3a%22t%22%2c%22Oid%22%3a%22o%22%7d"
)
MANAGE = f"/api/appointment/{REFERENCE}/5f2c"
TUESDAY_0920 = datetime(2026, 11, 24, 9, 20, tzinfo=ATHENS)

ORIGIN, DOMAIN = "https://mykeplive.example", "kep.example"
DESK, ADMINISTRATORS = "desk@idryma.example", "administrators@ministry.example"
SECRETS = ("Μαρία", "Παππά", "123456783", "ΑΒ123456", "maria@", "6912345678", "Οδός 1")
TELEPHONE = "+302101234567"
ANSWERED_AT = datetime(2026, 11, 23, 19, 40, tzinfo=ATHENS)


def make_letters(catalog: Catalog | None = None) -> Letters:
    return Letters(catalog or make_catalog(), ORIGIN, DOMAIN, DESK, ADMINISTRATORS)


def a_catalog_with_telephone() -> Catalog:
    """Return the small catalogue, in which the KEP of Zografou has a telephone."""
    catalog = make_catalog()
    centre = a_centre(ZOGRAFOU, "ZOG", telephone=TELEPHONE)
    return replace(catalog, centres={**catalog.centres, ZOGRAFOU: centre})


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


def an_answer(status: str, name: str | None = None) -> InterpreterAnswer:
    return InterpreterAnswer(InterpreterStatus(status), ANSWERED_AT, name)


def what_was_told(starts_at: datetime = TUESDAY_0920, **changes: Any) -> Told:
    """Return what the interpreters' desk knows of `an_appointment`, twice as long as usual."""
    values: dict[str, Any] = {
        "reference": REFERENCE,
        "sequence": 0,
        "kind": Interpreter.SIGN_LANGUAGE,
        "slot": Slot(starts_at, starts_at + 2 * RULES.slot_length),
        "join_url": JOIN_URL,
    }
    return Told(**{**values, **changes})


def a_waiting_entry(starts_at: datetime = TUESDAY_0920, **changes: Any) -> WaitingEntry:
    """Return the place of somebody to whom a time is offered until Monday, 10:30."""
    slot = Slot(starts_at, starts_at + RULES.slot_length)
    values: dict[str, Any] = {
        "id": "20261122T100000-ZOG-222-2222",
        "person": "pseudonym",
        "centre": ZOGRAFOU,
        "service": BIRTH,
        "interpreter": None,
        "language": "el",
        "email": "maria@example.com",
        "since": datetime(2026, 11, 22, 10, 0, tzinfo=ATHENS),
        "until": datetime(2026, 12, 7, 10, 0, tzinfo=ATHENS),
        "offer": Offer(REFERENCE, slot, datetime(2026, 11, 23, 10, 30, tzinfo=ATHENS)),
    }
    return WaitingEntry(**{**values, **changes})


def a_request(told: Told | None = None, centre: str = ZOGRAFOU, service: str = BIRTH) -> Request:
    told = told or what_was_told()
    return Request(told, centre, service, f"/api/interpreters/{told.reference}-{told.sequence}")


def a_digest(first: int = 24, last: int = 24) -> Digest:
    """Return the digest of days in November 2026, which opened on Monday the 23rd."""
    opens_at = datetime(2026, 11, 23, 18, 30, tzinfo=ATHENS)
    return Digest(date(2026, 11, last), date(2026, 11, first), opens_at)


def a_correction(*changes: str, **values: Any) -> Correction:
    """Return a correction for *changes*; *values* are fields of `Correction`."""
    defaults: dict[str, Any] = {
        "reference": REFERENCE,
        "sequence": 1,
        "centre": ZOGRAFOU,
        "service": BIRTH,
        "changes": tuple(Change(change) for change in changes),
        "told": what_was_told(),
        "request": None,
        "moved_to": None,
        "number": 1,
    }
    return Correction(**{**defaults, **values})
