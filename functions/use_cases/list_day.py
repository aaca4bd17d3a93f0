"""The appointments of one day at one centre (the officer; circular R3)."""

from datetime import date

from functions.domain import keys
from functions.domain.availability import SlotState
from functions.domain.errors import NotFound
from functions.domain.timetable import DAY
from functions.ports import Ports
from functions.use_cases.show_bookings import Appointment, done_for, stored_booking


def list_day(centre: str, day: date, ports: Ports) -> list[Appointment]:
    """
    Return what stands on *day* at *centre*, in the order of time.

    Raises:
        NotFound: No such centre.
    """
    if centre not in ports.catalog.centres:
        raise NotFound(centre)
    rows = ports.store.range(centre, keys.slots_of(day), keys.slots_of(day + DAY))
    states = (SlotState.from_row(row.data) for row in rows)
    references = dict.fromkeys(ref for state in states for ref in state.references)
    bookings = [b for reference in references if (b := stored_booking(reference, ports))]
    bookings.sort(key=lambda booking: (booking.slot, booking.reference))
    return [Appointment(booking, done_for(booking, ports)) for booking in bookings]
