"""
What an appointment takes up at its centre: slots, guards, its request, its reminders.

`occupy` returns the writes that exchange what an appointment had for what it shall have;
they go into one commit with the booking itself. Each names the ETag that was read, so
of two who want the last desk one loses the commit, looks again, and finds it taken.
"""

from collections.abc import Mapping
from typing import Any

from functions.domain import keys
from functions.domain.availability import UNTOUCHED, SlotState
from functions.domain.booking import Booking, Status
from functions.domain.errors import AlreadyBooked, SlotTaken
from functions.domain.reminders import reminder_times
from functions.domain.timetable import DAY
from functions.ports import Delete, Insert, Operation, Ports, Replace, Row
from functions.use_cases.list_free_slots import timetable_at


def occupy(before: Booking | None, after: Booking, ports: Ports) -> list[Operation]:
    """
    Return the writes that lead from *before* (None: it is new) to *after*, slots first.

    Raises:
        SlotTaken: A slot that *after* wants has no room. It names no alternatives.
        AlreadyBooked: Somebody in it has another appointment there on the new day.
    """
    return [*_exchange_slots(before, after, ports), *_exchange_marks(before, after, ports)]


def _exchange_slots(before: Booking | None, after: Booking, ports: Ports) -> list[Operation]:
    had = _slots_of(before, ports) if before else {}
    wanted = _slots_for(after, ports)
    taken = [_take(key, after, ports) for key in wanted if key not in had]
    given = [_give_back(row, after) for key, row in had.items() if key not in wanted]
    return [*taken, *given]


def _slots_for(booking: Booking, ports: Ports) -> list[str]:
    if booking.status is Status.CANCELLED:
        return []
    timetable = timetable_at(ports.catalog.centres[booking.centre], ports)
    return [keys.slot(start) for start in timetable.parts(booking.slot)]


def _slots_of(booking: Booking, ports: Ports) -> dict[str, Row]:
    """
    Return the rows that *booking* stands in.

    They are looked for rather than computed: the grid may have changed since.
    """
    day = booking.slot.starts_at.date()
    rows = ports.store.range(booking.centre, keys.slots_of(day), keys.slots_of(day + DAY))
    return {row.key: row for row in rows if booking.reference in row.data["references"]}


def _take(key: str, booking: Booking, ports: Ports) -> Operation:
    row = ports.store.get(booking.centre, key)
    state = SlotState.from_row(row.data) if row else UNTOUCHED
    timetable = timetable_at(ports.catalog.centres[booking.centre], ports)
    if not state.has_room(timetable.desks, ports.now(), booking.reference):
        raise SlotTaken
    data = state.with_reference(booking.reference).to_row()
    return Replace(row.key, data, row.etag) if row else Insert(key, data)


def _give_back(row: Row, booking: Booking) -> Operation:
    state = SlotState.from_row(row.data).without(booking.reference)
    return Replace(row.key, state.to_row(), row.etag)


def _exchange_marks(before: Booking | None, after: Booking, ports: Ports) -> list[Operation]:
    """Exchange the rows that only say that there is something: guards and requests."""
    had = _marks(before, ports) if before else {}
    wanted = {} if after.status is Status.CANCELLED else _marks(after, ports)
    if before and before.slot.starts_at.date() != after.slot.starts_at.date():
        _refuse_second(after, ports)
    gone = (ports.store.get(after.centre, key) for key in had if key not in wanted)
    return [
        *(Insert(key, data) for key, data in wanted.items() if key not in had),
        *(Delete(row.key, row.etag) for row in gone if row),
    ]


def _marks(booking: Booking, ports: Ports) -> Mapping[str, dict[str, Any]]:
    """Return what says that there is something, by key: guards, a request, reminders."""
    reference, data = booking.reference, {"reference": booking.reference}
    day, rules = booking.slot.starts_at.date(), ports.catalog.rules
    reminders = reminder_times(booking, rules).values()
    return {
        **{keys.guard(day, person): data for person in booking.people},
        **({keys.ask(day, reference): data} if booking.interpreter else {}),
        **{keys.reminder(at, reference): data for at in reminders if at > ports.now()},
    }


def _refuse_second(booking: Booking, ports: Ports) -> None:
    day = booking.slot.starts_at.date()
    guards = (keys.guard(day, person) for person in booking.people)
    if any(ports.store.get(booking.centre, guard) for guard in guards):
        raise AlreadyBooked(booking.centre)
