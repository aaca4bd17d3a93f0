"""
Who the citizen is and how to reach them, for the staff (circular R5).

Every read of it is written down before anything is shown (circular R13): one row for a
reader, an appointment and a minute, so that a page that is loaded again adds nothing.
"""

from functions.domain import keys, log
from functions.domain.booking import Booking
from functions.domain.errors import NotFound, TryAgain
from functions.domain.staff import Staff
from functions.ports import Conflict, Insert, Ports, StoreBusy
from functions.use_cases.show_bookings import Appointment, done_for, stored_booking


def read_booking_in_full(reference: str, staff: Staff, ports: Ports) -> Appointment:
    """
    Return an appointment of which everything may be shown to *staff*: the read is logged.

    Raises:
        NotFound: As `booking_for`.
        TryAgain: The store is busy. The read may have been logged; nothing may be shown.
    """
    booking = booking_for(staff, reference, ports)
    _write_down(booking, staff, ports)
    return Appointment(booking, done_for(booking, ports))


def booking_for(staff: Staff, reference: str, ports: Ports) -> Booking:
    """
    Return an appointment of which *staff* may see what says nothing of the citizen.

    Raises:
        NotFound: No such reference, or of a centre that is not theirs: both look the same.
    """
    booking = stored_booking(reference, ports)
    if booking is None or not staff.may_see(booking.centre):
        raise NotFound(reference)
    return booking


def _write_down(booking: Booking, staff: Staff, ports: Ports) -> None:
    at, reader = ports.now(), ports.vault.pseudonym(staff.actor)
    entry = log.entry("read", staff.actor, at, {"reference": booking.reference})
    try:
        ports.store.commit(
            booking.centre, [Insert(keys.read(at, booking.reference, reader), entry)]
        )
    except Conflict:  # written down within this minute
        return
    except StoreBusy as busy:
        raise TryAgain from busy
