"""
Bring the outside in line with a booking: the one place that creates events and sends mail.

It compares the booking with what was already done for it and does what is
missing, in order, each step recorded as soon as it is done (and noted in the log):

    calendar event with its Teams meeting → rules of the meeting → mails to the citizen
    → notice to the KEP → correction to the interpreters' desk

It can be run at any time, twice, by two workers: the outbox row is taken first
(If-Match), so another worker leaves it alone until the lease ends. An event
carries an id of ours, so that a repetition finds it. A mail is marked as
attempted before it goes; when an answer was lost, the next try looks for it in
the mailbox and sends only what is not there.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from functions.domain import keys
from functions.domain.booking import Booking, Status
from functions.domain.errors import NotThereYet, OutsideFailure
from functions.domain.outbox import Todo
from functions.domain.reference import centre_of
from functions.ports import Conflict, Delete, Ports, Replace, StoreBusy
from functions.use_cases import tell_calendar, tell_citizen, tell_desk
from functions.use_cases.memory import Memory
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
    return booking.slot.ends_at > now


Step = Callable[[Memory], None]
Steps = tuple[Step, ...]

STANDS: Steps = (
    tell_calendar.create_event,
    tell_calendar.update_event,  # it notices when somebody has deleted the event
    tell_calendar.secure_meeting,
    tell_citizen.confirm,
    tell_citizen.pass_on_answer,
    tell_citizen.remind,
    tell_citizen.report_bounce,
    tell_desk.notify_centre,
    tell_desk.correct_desk,
)
STEPS: Mapping[Status, Steps] = {
    Status.BOOKED: STANDS,
    Status.CANCELLED: (
        tell_calendar.remove_event,
        tell_citizen.confirm_cancellation,
        tell_desk.correct_desk,
    ),
}


def _catch_up(booking: Booking, ports: Ports) -> None:
    """
    Do each step that is missing.

    A failure outside does not keep the later ones from being tried, so that the desk hears of
    a change while the calendar is down; the first failure is raised at the end.
    """
    memory = Memory.of(booking, ports)
    failures: list[OutsideFailure] = []
    for step in STEPS.get(booking.status, ()):
        try:
            _noted(step, memory)
        except OutsideFailure as failure:
            failures.append(failure)
    if failures:
        raise failures[0]


def _noted(step: Step, memory: Memory) -> None:
    """Take *step*; note it if there was something to do."""
    ports, before = memory.ports, memory.done
    started, status, error = ports.ticks(), "done", None
    try:
        step(memory)
    except OutsideFailure as failure:
        status = "waits" if isinstance(failure, NotThereYet) else "failed"
        error = type(failure).__name__
        raise
    finally:
        if error or memory.done is not before:
            ports.note(
                "reconcile_step",
                step=step.__name__,
                status=status,
                error=error,
                reference=memory.booking.reference,
                duration_ms=ports.since(started),
            )


def _postpone(taken: Taken, failure: OutsideFailure, ports: Ports) -> None:
    todo = taken.todo.postponed(failure, ports.now())
    write = Replace(keys.todo(taken.reference), todo.to_row(), taken.etag)
    try:
        ports.store.commit(taken.centre, [write])
    except Conflict:
        _let_go(taken, ports)
    else:
        ports.nudge(taken.reference, taken.todo.wait(failure))


def _finish(taken: Taken, ports: Ports) -> None:
    try:
        ports.store.commit(taken.centre, [Delete(keys.todo(taken.reference), taken.etag)])
    except Conflict:
        _let_go(taken, ports)


def _let_go(taken: Taken, ports: Ports) -> None:
    """A change came meanwhile and keeps its work: let the next worker have it at once."""
    row = ports.store.get(taken.centre, keys.todo(taken.reference))
    if row is not None and row.data["holder"] == ports.worker:
        todo = Todo.from_row(row.data).let_go()
        with suppress(Conflict):
            ports.store.commit(taken.centre, [Replace(row.key, todo.to_row(), row.etag)])
    ports.nudge(taken.reference)
