"""Our values as the JSON of the contract."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from functions.domain.slot import Slot
from functions.use_cases.show_bookings import Appointment


def slot_document(slot: Slot) -> dict[str, str]:
    return {"starts_at": slot.starts_at.isoformat(), "ends_at": slot.ends_at.isoformat()}


def booking_document(appointment: Appointment) -> dict[str, Any]:
    """Return a booking as its citizen sees it."""
    booking, done = appointment.booking, appointment.done
    return {
        "reference": booking.reference,
        "status": booking.status.value,
        "centre": booking.centre,
        "service": booking.service,
        **slot_document(booking.slot),
        "interpreter": booking.interpreter,
        "interpreter_status": booking.interpreter_status,
        "join_url": done.event.join_url if done.event else None,
        "notified": {
            "event": _time(done.event_at),
            "mail": _time(max(done.sent.values(), default=None)),
        },
    }


def full_document(appointment: Appointment) -> dict[str, Any]:
    """Return a booking with the people in it, of whom nothing is left where it was erased."""
    booking, contact = appointment.booking, appointment.booking.contact
    people = {
        "applicant": {**asdict(booking.applicant), **asdict(contact)},
        "for": asdict(booking.booked_for) if booking.booked_for else None,
        "identity_document": asdict(booking.identity_document),
        "business": asdict(booking.business) if booking.business else None,
    }
    return booking_document(appointment) | {
        **(dict.fromkeys(people) if booking.is_erased else people),
        "notes": booking.notes,
        "mail_bounced_at": _time(booking.mail_bounced_at),
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
