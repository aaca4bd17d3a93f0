"""The time that somebody wants, if it may be had (circular R1, R2, R11)."""

from datetime import datetime

from functions.domain.booking import Interpreter
from functions.domain.catalog import Centre
from functions.domain.errors import FieldError, Invalid, NotFound, OutsideHours
from functions.domain.slot import Slot
from functions.ports import Ports
from functions.use_cases.alternatives import refuse_closed_day
from functions.use_cases.list_free_slots import bookable, slots_needed, timetable_at


def wanted_centre(centre: str, service: str, ports: Ports) -> Centre:
    """
    Return the centre that a body names.

    Raises:
        Invalid: There is no such centre or service.
        NotOffered: It does not offer the service (circular R1), has closed, or nobody does.
    """
    try:
        return bookable(centre, service, ports)
    except NotFound as unknown:
        raise Invalid([FieldError("centre", "unknown_centre")]) from unknown


def wanted_slot(
    centre: Centre, starts_at: datetime, interpreter: Interpreter | None, ports: Ports
) -> Slot:
    """
    Return the appointment that begins at *starts_at*, whether it is free or not.

    Raises:
        OutsideHours: Not a time of the timetable and window.
        InterpreterClosed: The requests for that day have been collected.
    """
    count = slots_needed(interpreter, ports)
    slot = timetable_at(centre, ports).offers(starts_at, count, ports.now())
    if slot is None:
        raise OutsideHours(f"{centre.slug} {starts_at.isoformat()}")
    if interpreter:
        refuse_closed_day(slot, centre, interpreter, ports)
    return slot
