"""
Move an appointment to another time, or to another centre (the citizen).

At the same centre it is one transaction, and the link to the call survives. Another
centre is another calendar: the new appointment is booked first and the old one cancelled
after it, so the citizen never has nothing; a call that was cut in between may be repeated.
"""

from datetime import datetime
from typing import Any

from functions.domain.booking import Booking, Citizen, Status
from functions.domain.booking_request import (
    BookingRequest,
    RescheduleRequest,
    parse_booking_request,
)
from functions.domain.errors import FieldError, Invalid, SlotTaken
from functions.ports import Ports
from functions.use_cases.alternatives import nearest_free
from functions.use_cases.appointment_caps import Place, reserve
from functions.use_cases.book import book, earlier_reference
from functions.use_cases.cancel import cancel_for, refuse_foreign, refuse_late
from functions.use_cases.change_booking import change_booking
from functions.use_cases.show_bookings import show_booking, stored_booking
from functions.use_cases.wanted_slot import wanted_slot


def reschedule(reference: str, wish: RescheduleRequest, citizen: Citizen, ports: Ports) -> Booking:
    """
    Move the appointment and return it; at another centre, return the new one.

    Raises:
        NotFound: No such reference, or somebody else's: both look the same.
        TooLate: It begins too soon, or it is over.
        OutsideHours, SlotTaken, AlreadyBooked, InterpreterClosed, TryAgain: As in booking.
        Invalid, NotOffered: The other centre is unknown or does not offer the service.
    """
    booking = show_booking(reference, citizen, ports).booking
    if wish.centre in {None, booking.centre}:
        return _move(booking, wish, ports)
    return _move_to_centre(booking, wish, citizen, ports)


def _move(booking: Booking, wish: RescheduleRequest, ports: Ports) -> Booking:
    def alter(stored: Booking) -> Booking:
        refuse_foreign(stored, booking.citizen)
        return _moved(stored, wish, ports)

    _count_until(_moved(booking, wish, ports).slot.ends_at, booking, ports)
    try:
        return change_booking(booking.reference, booking.citizen, "rescheduled", alter, ports)
    except SlotTaken as taken:
        centre = ports.catalog.centres[booking.centre]
        others = nearest_free(centre, wish.starts_at, booking.interpreter, ports)
        raise SlotTaken(others) from taken


def _moved(booking: Booking, wish: RescheduleRequest, ports: Ports) -> Booking:
    """Return it at the time that is wished for, or refuse."""
    if booking.status is Status.BOOKED and booking.slot.starts_at == wish.starts_at:
        return booking
    refuse_late(booking, ports)
    centre, interpreter = ports.catalog.centres[booking.centre], booking.interpreter
    slot = wanted_slot(centre, wish.starts_at, interpreter, ports)
    return booking.rearranged(slot, interpreter, ports.now())


def _count_until(ends_at: datetime, booking: Booking, ports: Ports) -> None:
    """Let it count towards the cap until the later of both ends: too long, never too short."""
    if ends_at > booking.slot.ends_at:
        for person in booking.people:
            place = Place(booking.reference, booking.centre, ends_at, booking.booked_at)
            reserve(person, place, ports)


def _move_to_centre(
    booking: Booking, wish: RescheduleRequest, citizen: Citizen, ports: Ports
) -> Booking:
    request = _request(booking, wish, ports)
    key, is_booked = _key(booking, request, ports)
    if not is_booked:
        refuse_late(booking, ports)
    new = book(request, citizen, key, booking.language, ports, instead_of=booking.reference)
    cancel_for(booking.reference, booking.citizen, ports, was_moved=True)
    return new


def _key(booking: Booking, request: BookingRequest, ports: Ports) -> tuple[str, bool]:
    """
    Return the key of this move, and whether an earlier call has booked with it.

    What was cancelled since is not booked: the same move is then a new one.
    """
    key = f"from {booking.reference} to {request.centre} {request.starts_at.isoformat()}"
    while earlier := earlier_reference(booking.citizen, key, request, ports):
        found = stored_booking(earlier, ports)
        if found is None or found.status is not Status.CANCELLED:
            return key, found is not None
        key += " again"
    return key, False


def _request(booking: Booking, wish: RescheduleRequest, ports: Ports) -> BookingRequest:
    """Return what the citizen would send to book the same at the other centre."""
    if wish.centre not in ports.catalog.centres:
        raise Invalid([FieldError("centre", "unknown_centre")])
    contact, document, other = booking.contact, booking.identity_document, booking.booked_for
    business = booking.business
    body: dict[str, Any] = {
        "centre": wish.centre,
        "service": booking.service,
        "starts_at": wish.starts_at.isoformat(),
        "applicant": {
            "email": contact.email,
            "mobile": contact.mobile,
            "address": contact.address,
        },
        "for": other and {"first_name": other.first_name, "last_name": other.last_name},
        "identity_document": {"kind": document.kind.value, "number": document.number},
        "business": business
        and {"name": business.name, "tax_id": business.tax_id, "capacity": business.capacity},
        "interpreter": booking.interpreter,
        "notes": booking.notes,
    }
    return parse_booking_request(body)
