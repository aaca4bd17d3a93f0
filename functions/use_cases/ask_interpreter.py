"""Ask for an interpreter afterwards, for another kind, or for none any more (the officer)."""

from dataclasses import replace
from functools import partial

from functions.domain.booking import Booking, Interpreter, Status
from functions.domain.errors import SlotTaken, TooLate
from functions.domain.slot import Slot
from functions.ports import Ports
from functions.use_cases.change_booking import change_booking
from functions.use_cases.list_free_slots import slots_needed, timetable_at


def ask_interpreter(
    reference: str, interpreter: Interpreter | None, actor: str, ports: Ports
) -> Booking:
    """
    Store what is asked for now and return the booking; harmless to repeat.

    Possible until the call begins: after its digest the desk gets a correction. With an
    interpreter the appointment takes more slots where they are free. Where they are not,
    it keeps its length: a short call with an interpreter is better than one without.

    Raises:
        NotFound: No such booking.
        TooLate: It has begun, or no longer stands.
        TryAgain: The store is busy.
    """
    try:
        alter = partial(_asked, interpreter=interpreter, ports=ports)
        return change_booking(reference, actor, "interpreter_asked", alter, ports)
    except SlotTaken:
        alter = partial(_asked, interpreter=interpreter, ports=ports, keeps_length=True)
        return change_booking(reference, actor, "interpreter_asked", alter, ports)


def _asked(
    booking: Booking, interpreter: Interpreter | None, ports: Ports, *, keeps_length: bool = False
) -> Booking:
    if booking.interpreter == interpreter:
        return booking
    if booking.status is not Status.BOOKED or booking.slot.starts_at <= ports.now():
        raise TooLate(booking.reference)
    slot = booking.slot if keeps_length else _slot(booking, interpreter, ports)
    return booking.rearranged(slot, interpreter, ports.now())


def _slot(booking: Booking, interpreter: Interpreter | None, ports: Ports) -> Slot:
    """Return the time with its usual length; what would pass the end of a shift stays."""
    timetable = timetable_at(ports.catalog.centres[booking.centre], ports)
    count = slots_needed(interpreter, ports)
    wanted = replace(booking.slot, ends_at=booking.slot.starts_at + count * timetable.slot_length)
    of_day = timetable.slots(booking.slot.starts_at.date(), count)
    return wanted if wanted in of_day else booking.slot
