"""What else can be had when a time cannot (circular R2, R11)."""

from datetime import datetime

from functions.domain.availability import nearest
from functions.domain.booking import Booking, Interpreter
from functions.domain.catalog import Centre
from functions.domain.errors import InterpreterClosed
from functions.domain.slot import Slot
from functions.ports import Ports
from functions.use_cases.list_free_slots import (
    free_between,
    interpreter_from,
    open_days,
    slots_needed,
    timetable_at,
)


def alternatives(booking: Booking, ports: Ports) -> tuple[Slot, ...]:
    """Return the free times that are nearest to the one that *booking* wants."""
    centre = ports.catalog.centres[booking.centre]
    return nearest_free(centre, booking.slot.starts_at, booking.interpreter, ports)


def nearest_free(
    centre: Centre, to: datetime, interpreter: Interpreter | None, ports: Ports
) -> tuple[Slot, ...]:
    """Return the free times at *centre* that are nearest to *to*, as many as the rules say."""
    timetable = timetable_at(centre, ports)
    days = open_days(timetable, interpreter, ports)
    free = free_between(centre.slug, days, slots_needed(interpreter, ports), ports)
    return nearest(free, to, ports.catalog.rules.alternatives)


def refuse_closed_day(slot: Slot, centre: Centre, interpreter: Interpreter, ports: Ports) -> None:
    """
    Refuse a day whose requests for interpreters have been collected (circular R11).

    Raises:
        InterpreterClosed: With the next times that can be had.
    """
    first_day = interpreter_from(ports)
    if slot.starts_at.date() < first_day:
        others = nearest_free(centre, slot.starts_at, interpreter, ports)
        raise InterpreterClosed(first_day, others)
