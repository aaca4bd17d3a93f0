"""
Give reconcile the appointments of which a citizen is to be reminded.

Each reminder has a row of its own, written with the booking, whose key begins with its
time: what is due is found without looking at anything else, and an outage is caught up with.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from functions.domain import keys
from functions.ports import Conflict, Delete, Ports, Row
from functions.use_cases.change_booking import work_for
from functions.use_cases.show_bookings import stored_booking

SECOND = timedelta(seconds=1)


def send_reminders(ports: Ports) -> int:
    """
    Hand over what is due; return how many appointments that were.

    Raises:
        StoreBusy: The store did not answer; the next call goes on.
    """
    return sum(_hand_over(centre, row, ports) for centre, row in _due(ports))


def oldest_unsent(ports: Ports) -> datetime | None:
    """Return when the oldest reminder was due that nobody has handed over yet."""
    return min((keys.time_of_reminder(row.key) for _, row in _due(ports)), default=None)


def _due(ports: Ports) -> Iterator[tuple[str, Row]]:
    """Yield each centre's reminders that are due by now."""
    past = keys.reminders_at(ports.now() + SECOND)
    for centre in ports.catalog.centres:
        for row in ports.store.range(centre, keys.REMINDERS, past):
            yield centre, row


def _hand_over(centre: str, row: Row, ports: Ports) -> bool:
    """Exchange the reminder's row for work, in one commit."""
    booking = stored_booking(row.data["reference"], ports)
    work = [work_for(booking, ports)] if booking else []
    try:
        ports.store.commit(centre, [Delete(row.key, row.etag), *work])
    except Conflict:
        return False  # the next call finds it again
    if booking:
        ports.nudge(booking.reference)
    return True
