"""
The KEP's calendar follows a booking (circular R3, R4, R6, R7).

An event is made once, with an id of ours, so that a repetition finds it. Its body is never
written again, since that would lose the Teams link; time, subject and categories are.
"""

from contextlib import suppress
from dataclasses import replace

from functions.domain.errors import Gone
from functions.domain.projection import CalendarEntry
from functions.use_cases.memory import Memory


def create_event(memory: Memory) -> None:
    """Put the appointment into the calendar, with its Teams meeting."""
    if memory.done.event is not None:
        return
    entry = _entry(memory)
    is_first_try = memory.done.event_tried_at is None
    if is_first_try:
        memory.keep(replace(memory.done, event_tried_at=memory.ports.now()))
    try:
        event = memory.ports.calendar.create(memory.booking.centre, entry)
    except Gone:
        _forget_event(memory)
        raise
    # After a lost answer an earlier version may stand there: `update_event` brings it in line.
    says, now = entry.mark if is_first_try else "", memory.ports.now()
    memory.keep(replace(memory.done, event=event, event_at=now, event_says=says))


def secure_meeting(memory: Memory) -> None:
    """Give the meeting its rules."""
    if memory.done.event is None or memory.done.secured_at is not None:
        return
    memory.ports.calendar.secure(memory.booking.centre, memory.done.event)
    memory.keep(replace(memory.done, secured_at=memory.ports.now()))


def update_event(memory: Memory) -> None:
    """Bring time, subject and categories in line with the booking."""
    entry, event = _entry(memory), memory.done.event
    if event is None or memory.done.event_says == entry.mark:
        return
    if memory.done.event_says:  # what it says is not known once an answer is lost
        memory.keep(replace(memory.done, event_says=""))
    try:
        memory.ports.calendar.change(memory.booking.centre, event, entry)
    except Gone:
        _forget_event(memory)
        raise
    memory.keep(replace(memory.done, event_says=entry.mark))


def remove_event(memory: Memory) -> None:
    """Take a cancelled appointment out of the calendar, also one whose making had no answer."""
    if memory.done.event_tried_at is None:
        return
    calendar, centre = memory.ports.calendar, memory.booking.centre
    with suppress(Gone):
        calendar.remove(centre, memory.done.event or calendar.create(centre, _entry(memory)))
    memory.keep(replace(memory.done, event=None, event_tried_at=None))


def _entry(memory: Memory) -> CalendarEntry:
    return memory.ports.letters.calendar_entry(memory.booking).anew(memory.done.events)


def _forget_event(memory: Memory) -> None:
    """Somebody deleted it: the next try makes a new one, with a new link."""
    done = replace(memory.done, event=None, secured_at=None, events=memory.done.events + 1)
    memory.keep(done)
