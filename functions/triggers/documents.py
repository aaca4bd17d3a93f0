"""Our values as the JSON of the contract."""

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
        "interpreter_status": "asked" if booking.interpreter else None,
        "join_url": done.event.join_url if done.event else None,
        "notified": {
            "event": _time(done.event_at),
            "mail": _time(max(done.sent.values(), default=None)),
        },
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
