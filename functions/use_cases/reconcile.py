"""
Bring the outside in line with a booking: the one place that creates events and sends mail.

It compares the booking with what was already done for it and does what is
missing, in order, each step recorded as soon as it is done:

    calendar event with its Teams meeting → rules of the meeting → confirmation mail

It can be run at any time, twice, by two workers: the outbox row is taken first
(If-Match), so another worker leaves it alone until the lease ends. An event
carries an id of ours, so that a repetition finds it. A mail is marked as
attempted before it goes; when an answer was lost, the next try looks for it in
the mailbox and sends only what is not there. A failed look-up is tried again like
any step; only when none has succeeded for hours (`rules.yaml`) are two copies
better than none.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from functions.domain import keys
from functions.domain.booking import Booking, Status
from functions.domain.errors import OutsideFailure
from functions.domain.outbox import Todo, done_from_row, done_to_row
from functions.domain.projection import Done
from functions.domain.reference import centre_of
from functions.ports import Conflict, Delete, Insert, Ports, Replace, Row, StoreBusy
from functions.use_cases.show_bookings import stored_booking


def reconcile(reference: str, ports: Ports) -> None:
    """
    Do what is left to do for the booking *reference*, if anything.

    A failure outside is written to the outbox row with the time of the next try,
    and somebody is nudged for then.

    Raises:
        StoreBusy: The store did not answer; the sweep comes back to it.
    """
    taken = _take(reference, ports)
    if taken is None:
        return
    booking = stored_booking(reference, ports)
    try:
        if booking is not None and _is_worth_it(booking, ports.now()):
            _catch_up(booking, ports)
    except OutsideFailure as failure:
        _postpone(taken, failure, ports)
    except Conflict:
        return  # the lease ended and another worker is at it
    else:
        _finish(taken, ports)


def sweep(ports: Ports) -> int:
    """Reconcile whatever is due in any centre's outbox; return how many there were."""
    due = [
        row.key.removeprefix(keys.TODO)
        for centre in ports.catalog.centres
        for row in ports.store.range(centre, keys.TODO, keys.past(keys.TODO))
        if Todo.from_row(row.data).is_due(ports.now())
    ]
    for reference in due:
        try:
            reconcile(reference, ports)
        except StoreBusy:
            continue  # the next sweep finds it again
    return len(due)


def oldest_todo(ports: Ports) -> datetime | None:
    """Return since when the oldest piece of work has been waiting, over all centres."""
    waiting = (
        Todo.from_row(row.data).since
        for centre in ports.catalog.centres
        for row in ports.store.range(centre, keys.TODO, keys.past(keys.TODO))
    )
    return min(filter(None, waiting), default=None)


@dataclass(frozen=True, slots=True)
class Taken:
    """An outbox row that this worker holds."""

    reference: str
    centre: str
    todo: Todo
    etag: str


def _take(reference: str, ports: Ports) -> Taken | None:
    """Take the outbox row for this worker, unless it is gone, too early or another's."""
    centre = centre_of(reference, ports.catalog.centres.values())
    row = ports.store.get(centre.slug, keys.todo(reference)) if centre else None
    if centre is None or row is None or not Todo.from_row(row.data).is_due(ports.now()):
        return None
    todo = Todo.from_row(row.data).taken(ports.worker, ports.now())
    try:
        [etag] = ports.store.commit(centre.slug, [Replace(row.key, todo.to_row(), row.etag)])
    except Conflict:
        return None
    return Taken(reference, centre.slug, todo, etag)


def _is_worth_it(booking: Booking, now: datetime) -> bool:
    """After its end nobody needs the event, the link or the mail of an appointment."""
    return booking.status is Status.BOOKED and booking.slot.ends_at > now


@dataclass(slots=True)
class Memory:
    """What was done for a booking, written down after each step."""

    booking: Booking
    ports: Ports
    row: Row | None
    done: Done

    @classmethod
    def of(cls, booking: Booking, ports: Ports) -> "Memory":
        row = ports.store.get(booking.centre, keys.done(booking.reference))
        return cls(booking, ports, row, done_from_row(row.data) if row else Done())

    def keep(self, done: Done) -> None:
        """Write *done* down before anything else happens."""
        key, data = keys.done(self.booking.reference), done_to_row(done)
        write = Replace(key, data, self.row.etag) if self.row else Insert(key, data)
        [etag] = self.ports.store.commit(self.booking.centre, [write])
        self.row, self.done = Row(key, data, etag), done


def _catch_up(booking: Booking, ports: Ports) -> None:
    memory = Memory.of(booking, ports)
    for step in STEPS:
        step(memory)


def _create_event(memory: Memory) -> None:
    if memory.done.event is not None:
        return
    entry = memory.ports.letters.calendar_entry(memory.booking)
    event = memory.ports.calendar.create(memory.booking.centre, entry)
    memory.keep(replace(memory.done, event=event, event_at=memory.ports.now()))


def _secure_meeting(memory: Memory) -> None:
    if memory.done.event is None or memory.done.secured_at is not None:
        return
    memory.ports.calendar.secure(memory.booking.centre, memory.done.event)
    memory.keep(replace(memory.done, secured_at=memory.ports.now()))


def _confirm_by_mail(memory: Memory) -> None:
    if memory.done.event is None:
        return
    message = memory.ports.letters.confirmation(memory.booking, memory.done.event)
    name = message.message_id
    if name in memory.done.sent:
        return
    if not (name in memory.done.attempted and _was_sent(memory, name)):
        attempted = {name: memory.ports.now()} | memory.done.attempted
        memory.keep(replace(memory.done, attempted=attempted))
        memory.ports.mailbox.send(memory.booking.centre, message)
    memory.keep(replace(memory.done, sent=memory.done.sent | {name: memory.ports.now()}))


def _was_sent(memory: Memory, name: str) -> bool:
    """Look for a mail whose answer was lost; after hours in vain, suppose it was not sent."""
    try:
        return memory.ports.mailbox.sent(memory.booking.centre, name)
    except OutsideFailure:
        waited = memory.ports.now() - memory.done.attempted[name]
        if waited < memory.ports.catalog.rules.sent_lookup_limit:
            raise
        return False


STEPS: tuple[Callable[[Memory], None], ...] = (_create_event, _secure_meeting, _confirm_by_mail)


def _postpone(taken: Taken, failure: OutsideFailure, ports: Ports) -> None:
    todo = taken.todo.postponed(failure, ports.now())
    write = Replace(keys.todo(taken.reference), todo.to_row(), taken.etag)
    try:
        ports.store.commit(taken.centre, [write])
    except Conflict:
        ports.nudge(taken.reference)  # a change came meanwhile and wants to be looked at now
    else:
        ports.nudge(taken.reference, taken.todo.wait(failure))


def _finish(taken: Taken, ports: Ports) -> None:
    try:
        ports.store.commit(taken.centre, [Delete(keys.todo(taken.reference), taken.etag)])
    except Conflict:
        ports.nudge(taken.reference)  # a change came meanwhile and keeps its work
