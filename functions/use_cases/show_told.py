"""When the interpreters' desk heard of an appointment, or will (the officer; circular R11)."""

from dataclasses import dataclass
from datetime import datetime

from functions.domain.booking import Booking
from functions.domain.digest import Digest, digest_of, works_in
from functions.ports import Ports
from functions.use_cases.digest_book import held_of, stored_digest
from functions.use_cases.list_free_slots import digest_now


@dataclass(frozen=True, slots=True)
class DeskNews:
    """
    The *digest* of the appointment's day, and when one went that holds the appointment.

    *is_open* tells whether that digest has opened: a change from then on is a correction.
    """

    digest: Digest
    is_open: bool
    held_at: datetime | None


def show_told(booking: Booking, ports: Ports) -> DeskNews:
    """Return what the desk was told of *booking* by the digest of its day."""
    opens, works = ports.catalog.rules.digest_opens, works_in(ports.catalog)
    digest = digest_of(booking.slot.starts_at.date(), opens, works)
    stored = stored_digest(digest.name, ports)
    is_held = (
        stored is not None
        and stored.record.is_closed
        and held_of(stored.record, booking.reference, ports) is not None
    )
    return DeskNews(
        digest=digest,
        is_open=digest.last <= digest_now(ports).last,
        held_at=stored.record.sent_at if stored and is_held else None,
    )
