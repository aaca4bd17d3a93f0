"""
A booking as a row of the store, and back.

What nobody needs to read there (tax numbers, the document's number) is sealed:
*seal* and *unseal* are those of `functions.ports.Vault`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from functions.domain.booking import (
    Booking,
    Business,
    Contact,
    DocumentKind,
    IdentityDocument,
    Interpreter,
    InterpreterAnswer,
    InterpreterStatus,
    Person,
    Status,
)
from functions.domain.row_times import slot_in, slot_to_row, to_text, to_time

PLAIN = (
    *("reference", "version", "sequence", "centre", "service"),
    *("language", "citizen", "booked_for_key"),
)


def to_row(booking: Booking, log_hash: str, seal: Callable[[str], str]) -> dict[str, Any]:
    """Return the row of *booking*; *log_hash* is the hash of its last log entry."""
    business = booking.business
    secrets = {
        "tax_id": booking.applicant_tax_id,
        "document_number": booking.identity_document.number,
        "business_tax_id": business.tax_id if business else None,
    }
    return {name: getattr(booking, name) for name in PLAIN} | {
        "status": booking.status.value,
        **slot_to_row(booking.slot),
        "applicant": asdict(booking.applicant),
        "contact": asdict(booking.contact),
        "document_kind": booking.identity_document.kind.value,
        "booked_at": booking.booked_at.isoformat(),
        "booked_for": asdict(booking.booked_for) if booking.booked_for else None,
        "business": {"name": business.name, "capacity": business.capacity} if business else None,
        "interpreter": booking.interpreter.value if booking.interpreter else None,
        "answer": _answer_to_row(booking.answer) if booking.answer else None,
        "notes": booking.notes,
        "changed_at": to_text(booking.changed_at),
        "mail_bounced_at": to_text(booking.mail_bounced_at),
        "sealed": seal(json.dumps(secrets)),
        "log_hash": log_hash,
    }


def from_row(row: Mapping[str, Any], unseal: Callable[[str], str]) -> Booking:
    """
    Return the booking that *row* holds.

    Raises:
        ValueError: What is sealed cannot be opened.
    """
    secrets = json.loads(unseal(row["sealed"]))
    business = row["business"]
    return Booking(
        **{name: row[name] for name in PLAIN},
        status=Status(row["status"]),
        slot=slot_in(row),
        applicant_tax_id=secrets["tax_id"],
        applicant=Person(**row["applicant"]),
        contact=Contact(**row["contact"]),
        identity_document=IdentityDocument(
            DocumentKind(row["document_kind"]), secrets["document_number"]
        ),
        booked_at=datetime.fromisoformat(row["booked_at"]),
        booked_for=Person(**row["booked_for"]) if row["booked_for"] else None,
        business=Business(tax_id=secrets["business_tax_id"], **business) if business else None,
        interpreter=Interpreter(row["interpreter"]) if row["interpreter"] else None,
        answer=_answer_from_row(row["answer"]) if row["answer"] else None,
        notes=row["notes"],
        changed_at=to_time(row["changed_at"]),
        mail_bounced_at=to_time(row["mail_bounced_at"]),
    )


def _answer_to_row(answer: InterpreterAnswer) -> dict[str, str | None]:
    return {"status": answer.status.value, "at": answer.at.isoformat(), "name": answer.name}


def _answer_from_row(row: Mapping[str, Any]) -> InterpreterAnswer:
    at = datetime.fromisoformat(row["at"])
    return InterpreterAnswer(InterpreterStatus(row["status"]), at, row["name"])
