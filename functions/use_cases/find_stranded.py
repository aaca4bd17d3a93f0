"""
Which appointments to come no longer fit a catalogue: the one at work, or a proposed one.

Nothing is written, and nobody's data is opened: what an appointment is for and when stands
unsealed in its row. Of each centre the coming slots are read, which are as many as can be booked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from functions.domain import keys
from functions.domain.availability import SlotState
from functions.domain.catalog import Catalog
from functions.domain.row_times import slot_in
from functions.domain.slot import ATHENS, Slot
from functions.domain.timetable import timetable_of
from functions.ports import Ports

Reason = Literal["centre", "service", "not_offered", "hours"]


@dataclass(frozen=True, slots=True)
class Stranded:
    """An appointment by its reference, and what of it the catalogue no longer has."""

    reference: str
    centre: str
    service: str
    slot: Slot
    reason: Reason


def find_stranded(proposed: Catalog, ports: Ports) -> Iterator[Stranded]:
    """
    Yield the appointments to come that *proposed* would not give, centre by centre.

    `centre` and `service` are not in it at all, so that such an appointment cannot even be
    shown; `not_offered` and `hours` stand, but could not be booked that way.
    """
    for centre in ports.catalog.centres:
        for reference in _references(centre, ports):
            row = ports.store.get(centre, keys.booking(reference))
            if row and (reason := _reason(row.data, proposed)):
                service, slot = row.data["service"], slot_in(row.data)
                yield Stranded(reference, centre, service, slot, reason)


def _references(centre: str, ports: Ports) -> list[str]:
    """Return whose the slots from today on are, the earliest first."""
    today = ports.now().astimezone(ATHENS).date()
    rows = ports.store.range(centre, keys.slots_of(today), keys.past(keys.SLOTS))
    states = (SlotState.from_row(row.data) for row in rows)
    return list(dict.fromkeys(reference for state in states for reference in state.references))


def _reason(booking: Mapping[str, Any], proposed: Catalog) -> Reason | None:
    centre = proposed.centres.get(booking["centre"])
    service, slot = proposed.present_slug(booking["service"]), slot_in(booking)
    if centre is None:
        return "centre"
    if service not in proposed.services and service not in proposed.retired:
        return "service"
    timetable = timetable_of(centre, proposed.rules)
    count = max(1, (slot.ends_at - slot.starts_at) // timetable.slot_length)
    if slot not in timetable.slots(slot.starts_at.astimezone(ATHENS).date(), count):
        return "hours"
    if service in proposed.services and not proposed.offers(centre.slug, service):
        return "not_offered"
    return None
