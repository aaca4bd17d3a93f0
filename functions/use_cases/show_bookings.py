"""A citizen's own appointments; anybody else's are not found."""

from dataclasses import dataclass

from functions.domain import keys
from functions.domain.booking import Booking, Citizen
from functions.domain.booking_rows import from_row
from functions.domain.errors import NotFound
from functions.domain.outbox import done_from_row
from functions.domain.projection import Done
from functions.domain.reference import centre_of
from functions.ports import Ports


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booking together with what was done for it."""

    booking: Booking
    done: Done


def show_booking(reference: str, citizen: Citizen, ports: Ports) -> Appointment:
    """
    Return one appointment of *citizen*.

    Raises:
        NotFound: No such reference, or somebody else's: both look the same.
    """
    booking = stored_booking(reference, ports)
    if booking is None or booking.citizen != ports.vault.pseudonym(citizen.tax_id):
        raise NotFound(reference)
    return Appointment(booking, done_for(booking, ports))


def list_bookings(citizen: Citizen, ports: Ports) -> list[Appointment]:
    """Return all appointments of *citizen*, the earliest first."""
    person = keys.person(ports.vault.pseudonym(citizen.tax_id))
    rows = ports.store.range(person, keys.MINE, keys.past(keys.MINE))
    found = (stored_booking(row.key.removeprefix(keys.MINE), ports) for row in rows)
    bookings = sorted(filter(None, found), key=lambda booking: booking.slot)
    return [Appointment(booking, done_for(booking, ports)) for booking in bookings]


def stored_booking(reference: str, ports: Ports) -> Booking | None:
    """Return the booking that is stored under *reference*, for whoever may see it."""
    centre = centre_of(reference, ports.catalog.centres.values())
    row = ports.store.get(centre.slug, keys.booking(reference)) if centre else None
    return from_row(row.data, ports.vault.unseal) if row else None


def done_for(booking: Booking, ports: Ports) -> Done:
    """Return what reconcile has done for *booking*."""
    row = ports.store.get(booking.centre, keys.done(booking.reference))
    return done_from_row(row.data) if row else Done()
