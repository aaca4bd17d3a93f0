"""
What is stored about a citizen: shown to them, and past appointments erased (GDPR, 15 and 17).

Erasing empties the booking of everything about people and takes it off the person's list.
Centre, service, time and status stay, so that counts are right; the log stays, since it
names people by pseudonym only, and its chain stays whole.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from enum import Enum
from typing import Any

from functions.domain import keys
from functions.domain.booking import Booking, Citizen, Status
from functions.domain.slot import ATHENS
from functions.ports import Conflict, Delete, Ports, Row
from functions.use_cases.change_booking import erase_booking
from functions.use_cases.hold import current_hold
from functions.use_cases.show_bookings import list_bookings
from functions.use_cases.waiting_list import list_waiting

TRIES = 12


def export_data(citizen: Citizen, ports: Ports) -> dict[str, Any]:
    """Return everything that is stored about the citizen, as JSON can hold it."""
    kept = current_hold(citizen, ports)
    is_held = kept is not None and kept.until > ports.now()
    return {
        "person": {
            "tax_id": citizen.tax_id,
            "first_name": citizen.person.first_name,
            "last_name": citizen.person.last_name,
        },
        "pseudonym": ports.vault.pseudonym(citizen.tax_id),
        "appointments": [
            {**_plain(asdict(each.booking)), "log": _log(each.booking, ports)}
            for each in list_bookings(citizen, ports)
        ],
        "hold": _plain(asdict(kept)) if kept and is_held else None,
        "waiting": [_plain(asdict(entry)) for entry in list_waiting(citizen, ports)],
    }


def erasable(citizen: Citizen, ports: Ports) -> int:
    """Return how many appointments `erase_past` would erase now."""
    return sum(1 for _ in _erasable(citizen, ports))


def erase_past(citizen: Citizen, ports: Ports) -> int:
    """
    Erase what is stored about the citizen's past appointments; return how many there were.

    Those to come stay, and so do missed ones for as long as they count (`rules.yaml`).

    Raises:
        TryAgain: The store is busy; the same call goes on.
    """
    erased = [booking.reference for booking in _erasable(citizen, ports)]
    me = ports.vault.pseudonym(citizen.tax_id)
    for reference in erased:
        erase_booking(reference, me, ports)
        _forget(keys.person(me), reference, ports)
    return len(erased)


def _erasable(citizen: Citizen, ports: Ports) -> Iterator[Booking]:
    for each in list_bookings(citizen, ports):
        booking = each.booking
        counts = booking.status is Status.MISSED and (
            booking.slot.starts_at + ports.catalog.rules.missed_within > ports.now()
        )
        if booking.slot.ends_at <= ports.now() and not counts:
            yield booking


def _forget(partition: str, reference: str, ports: Ports) -> None:
    """Take the appointment off the person's list, and the requests that led to it."""
    for _ in range(TRIES):
        rows = [
            *_requests(partition, reference, ports),
            ports.store.get(partition, keys.mine(reference)),
        ]
        operations = [Delete(row.key, row.etag) for row in rows if row]
        if not operations:
            return
        try:
            ports.store.commit(partition, operations)
        except Conflict:
            continue
        return


def _requests(partition: str, reference: str, ports: Ports) -> Iterator[Row]:
    rows = ports.store.range(partition, keys.ONCE, keys.past(keys.ONCE))
    return (row for row in rows if row.data["reference"] == reference)


def _log(booking: Booking, ports: Ports) -> list[dict[str, Any]]:
    prefix = keys.log_of(booking.reference)
    rows = ports.store.range(booking.centre, prefix, keys.past(prefix))
    return [{name: row.data[name] for name in ("action", "at", "facts")} for row in rows]


def _plain(value: Any) -> Any:
    """Return *value* as JSON can hold it; times in Athens."""
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.astimezone(ATHENS).isoformat()
    return value.value if isinstance(value, Enum) else value
