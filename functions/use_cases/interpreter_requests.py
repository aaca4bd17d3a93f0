"""The requests for interpreters of some days, over all centres."""

from collections.abc import Iterator
from datetime import date

from functions.domain import keys
from functions.domain.booking import Booking
from functions.domain.interpretation import Request, Told, request_of
from functions.domain.timetable import DAY
from functions.ports import Ports
from functions.use_cases.answer_request import answer_path
from functions.use_cases.show_bookings import Appointment, done_for, stored_booking


def requests_between(first: date, last: date, ports: Ports) -> Iterator[Appointment]:
    """
    Yield the appointments with an interpreter on these days, both included.

    In the order of the centres' slugs, and of time within a centre. The cost is one look into
    each centre and two reads for each that is found.
    """
    for centre in sorted(ports.catalog.centres):
        rows = ports.store.range(centre, keys.asks_of(first), keys.asks_of(last + DAY))
        found = (stored_booking(row.data["reference"], ports) for row in rows)
        # One that was moved away since its row was read is another day's.
        still = (each for each in found if each and first <= each.slot.starts_at.date() <= last)
        bookings = sorted(still, key=lambda booking: booking.slot)
        yield from (Appointment(booking, done_for(booking, ports)) for booking in bookings)


def expected(appointment: Appointment) -> Told | None:
    """Return what the desk should know of *appointment* once its digest has closed."""
    return request_of(appointment.booking, appointment.done.join_url)


def as_request(told: Told, booking: Booking, ports: Ports) -> Request:
    """Return it as a letter to the desk needs it."""
    path = answer_path(told.reference, told.sequence, ports)
    return Request(told, booking.centre, booking.service, path)
