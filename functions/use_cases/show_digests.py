"""
The proof that the interpreters' desk was told (circular R11, R13).

For a digest: when it went, what it held, which corrections followed, and who answered. While
it has not gone, what it would hold: whoever has to tell the desk by telephone needs to know.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from functions.domain import keys
from functions.domain.booking import Booking
from functions.domain.digest import Digest, digest_of, works_in
from functions.domain.digest_record import DigestRecord
from functions.domain.errors import NotFound
from functions.domain.interpretation import Change, Told
from functions.domain.timetable import DAY
from functions.ports import Ports
from functions.use_cases.digest_book import held_in, stored_digest
from functions.use_cases.interpreter_requests import expected, requests_between
from functions.use_cases.list_free_slots import digest_now
from functions.use_cases.show_bookings import stored_booking


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that was sent: what it said, and what the desk knew afterwards."""

    reference: str
    at: datetime
    changes: tuple[Change, ...]
    told: Told | None


@dataclass(frozen=True, slots=True)
class DigestProof:
    """
    All that is known of one digest.

    *record* is None while nothing was done for it. *held* is what it would hold now while it has
    not closed. *bookings* are those that it or a
    correction names, as they are now, by reference. *log* are its entries, oldest first.
    """

    digest: Digest
    record: DigestRecord | None
    held: tuple[Told, ...]
    corrections: tuple[Corrected, ...]
    bookings: Mapping[str, Booking]
    log: tuple[Mapping[str, Any], ...]


def show_digest(day: date, ports: Ports) -> DigestProof:
    """
    Return what is known of the digest that covers *day*.

    Raises:
        NotFound: Its opening is still to come.
    """
    digest = digest_of(day, ports.catalog.rules.digest_opens, works_in(ports.catalog))
    if digest.last > digest_now(ports).last:
        raise NotFound(digest.name)
    stored = stored_digest(digest.name, ports)
    record = stored.record if stored else None
    is_closed = record is not None and record.is_closed
    held = tuple(held_in(record, ports) if record and is_closed else _asked(digest, ports))
    corrections = _corrections(digest, ports)
    named = {told.reference for told in held} | {each.reference for each in corrections}
    found = (stored_booking(reference, ports) for reference in sorted(named))
    return DigestProof(
        digest=digest,
        record=record,
        held=tuple(sorted(held, key=lambda told: (told.slot, told.reference))),
        corrections=corrections,
        bookings={booking.reference: booking for booking in found if booking},
        log=_log(digest, ports),
    )


def _asked(digest: Digest, ports: Ports) -> Iterator[Told]:
    """Yield what the digest would hold if it were sent now."""
    for appointment in requests_between(digest.first, digest.last, ports):
        if told := expected(appointment):
            yield told


def recent_digests(count: int, ports: Ports) -> Sequence[Digest]:
    """Return the *count* digests that opened last, the newest first."""
    opens, works = ports.catalog.rules.digest_opens, works_in(ports.catalog)
    digests = [digest_now(ports)]
    while len(digests) < count:
        digests.append(digest_of(digests[-1].first - DAY, opens, works))
    return digests


def _corrections(digest: Digest, ports: Ports) -> tuple[Corrected, ...]:
    prefix = keys.told_of(digest.name)
    found = (
        _corrected(row.data)
        for centre in ports.catalog.centres
        for row in ports.store.range(centre, prefix, keys.past(prefix))
    )
    return tuple(sorted(found, key=lambda each: each.at))


def _corrected(entry: Mapping[str, Any]) -> Corrected:
    facts = entry["facts"]
    return Corrected(
        reference=facts["reference"],
        at=datetime.fromisoformat(entry["at"]),
        changes=tuple(Change(change) for change in facts["changes"]),
        told=Told.from_row(facts["told"]) if facts["told"] else None,
    )


def _log(digest: Digest, ports: Ports) -> tuple[Mapping[str, Any], ...]:
    prefix = keys.log_of(digest.name)
    rows = ports.store.range(keys.INTERPRETERS, prefix, keys.past(prefix))
    return tuple(row.data for row in rows)
