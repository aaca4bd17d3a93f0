"""
A pause after appointments that were missed (`rules.yaml`).

The officer records who did not come (circular R4). Counted are the person's own
appointments of the last weeks; when enough of them are older, the pause is over.
"""

from collections.abc import Iterator
from datetime import datetime

from functions.domain import keys
from functions.domain.booking import Booking, Status
from functions.domain.errors import Paused
from functions.domain.timetable import DAY
from functions.ports import Ports
from functions.use_cases.show_bookings import stored_booking


def refuse_paused(person: str, ports: Ports) -> None:
    """
    Let *person* (a pseudonym) go on.

    Raises:
        Paused: With the time until which nothing can be booked.
    """
    rules, now = ports.catalog.rules, ports.now()
    missed = sorted(
        booking.slot.starts_at
        for booking in _recent(person, ports)
        if booking.status is Status.MISSED and booking.slot.starts_at + rules.missed_within > now
    )
    if len(missed) >= rules.missed_limit:
        raise Paused(missed[-rules.missed_limit] + rules.missed_within)


def _recent(person: str, ports: Ports) -> Iterator[Booking]:
    """Yield what the person booked lately enough to count; the rest of the list is not read."""
    rules = ports.catalog.rules
    since = ports.now() - rules.missed_within - rules.window_days * DAY
    for row in ports.store.range(keys.person(person), keys.MINE, keys.past(keys.MINE)):
        if datetime.fromisoformat(row.data["booked_at"]) > since:
            booking = stored_booking(row.key.removeprefix(keys.MINE), ports)
            if booking is not None:
                yield booking
