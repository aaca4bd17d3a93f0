"""
Find the citizens whose e-mail address does not work, and tell the officer.

A report that a mail could not be delivered comes to the mailbox that sent it. Its subject
holds ours, and with it the reference of the appointment. Each mail is looked for twice: soon
after it went, when an address does not exist, and after a day, when a mail system gave up.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from functions.domain import keys
from functions.domain.booking import Booking, Status
from functions.domain.errors import OutsideFailure
from functions.domain.projection import Bounce
from functions.domain.reference import PATTERN
from functions.ports import MAX_OPERATIONS, Conflict, Delete, Insert, Operation, Ports
from functions.use_cases.change_booking import change_booking
from functions.use_cases.show_bookings import stored_booking

ACTOR = "mykeplive"
LOOK_AFTER = (timedelta(minutes=10), timedelta(hours=26))
SECOND = timedelta(seconds=1)


def looks_for(message_id: str, ports: Ports) -> list[Operation]:
    """Return the writes, at the centre that sends it, by which a mail's return is looked for."""
    return [Insert(keys.look(ports.now() + after, message_id), {}) for after in LOOK_AFTER]


def find_bounces(ports: Ports) -> int:
    """
    Mark the appointments whose mails came back; return how many that were.

    A mailbox that cannot be looked into is looked into by the next call.

    Raises:
        StoreBusy, TryAgain: The store did not answer; the next call goes on.
    """
    return sum(_find_at(centre, ports) for centre in ports.catalog.centres)


def _find_at(centre: str, ports: Ports) -> int:
    due = list(ports.store.range(centre, keys.LOOKS, keys.looks_at(ports.now() + SECOND)))
    if not due:
        return 0
    try:
        bounces = ports.mailbox.bounces(centre)
    except OutsideFailure:
        return 0
    found = sum(_mark(bounce, ports) for bounce in bounces)
    for first in range(0, len(due), MAX_OPERATIONS):
        looked = [Delete(row.key, row.etag) for row in due[first : first + MAX_OPERATIONS]]
        with suppress(Conflict):  # another worker looked too
            ports.store.commit(centre, looked)
    return found


def _mark(bounce: Bounce, ports: Ports) -> bool:
    found = PATTERN.search(bounce.subject)
    booking = stored_booking(found.group(), ports) if found else None
    if booking is None or not _is_news(booking, bounce.at, ports.now()):
        return False

    def alter(stored: Booking) -> Booking:
        is_news = _is_news(stored, bounce.at, ports.now())
        return stored.with_bounce(bounce.at) if is_news else stored

    change_booking(booking.reference, ACTOR, "mail_bounced", alter, ports)
    return True


def _is_news(booking: Booking, at: datetime, now: datetime) -> bool:
    """Tell whether the officer does not know it yet, and still can do something."""
    is_ahead = booking.status is Status.BOOKED and booking.slot.starts_at > now
    return is_ahead and booking.mail_bounced_at is None and at >= booking.booked_at
