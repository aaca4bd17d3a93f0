"""Cancel an appointment (the citizen; until when stands in `rules.yaml`)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from functions.domain.booking import Booking, Citizen, Status
from functions.domain.errors import NotFound, TooLate
from functions.domain.last_change import last_change
from functions.ports import Ports, StoreBusy
from functions.use_cases.appointment_caps import uncount
from functions.use_cases.change_booking import change_booking


def cancel(reference: str, citizen: Citizen, ports: Ports) -> Booking:
    """
    Cancel the appointment and return it; harmless to repeat.

    Raises:
        NotFound: No such reference, or somebody else's: both look the same.
        TooLate: It begins too soon, or it is over.
        TryAgain: The store is busy; the same call tells how it ended.
    """
    me = ports.vault.pseudonym(citizen.tax_id)
    return cancel_for(reference, me, ports, lambda booking: refuse_foreign(booking, me))


def cancel_for(
    reference: str,
    actor: str,
    ports: Ports,
    check: Callable[[Booking], None] = lambda booking: None,
    *,
    was_moved: bool = False,
) -> Booking:
    """
    Cancel it in the name of *actor*; *check* refuses by raising. Otherwise as `cancel`.

    One that *was_moved* in time, to another centre, may be cancelled until it begins.
    """

    def alter(booking: Booking) -> Booking:
        check(booking)
        if booking.status is Status.CANCELLED:
            return booking
        refuse_late(booking, ports, booking.slot.starts_at if was_moved else None)
        return booking.cancelled(ports.now())

    cancelled = change_booking(reference, actor, "cancelled", alter, ports)
    with suppress(StoreBusy):  # who has reached the cap is counted anew
        for person in cancelled.people:
            uncount(person, reference, ports)
    return cancelled


def refuse_foreign(booking: Booking, me: str) -> None:
    if booking.citizen != me:
        raise NotFound(booking.reference)


def refuse_late(booking: Booking, ports: Ports, until: datetime | None = None) -> None:
    """
    Let citizens change what is still far enough ahead: *until* is the last moment for it.

    Raises:
        TooLate: It begins within the time that `rules.yaml` names, or no longer stands.
    """
    last = until or last_change(booking, ports.catalog.rules)
    if booking.status is not Status.BOOKED or ports.now() > last:
        raise TooLate(booking.reference)
