"""
Change a stored booking: one commit with everything that follows from it.

The booking, its log entry, what it takes up and the work for reconcile are written
together, so nothing is half done. A booking that was changed meanwhile is read again and
the change is tried anew.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from functions.domain import keys, log
from functions.domain.booking import Booking
from functions.domain.booking_rows import from_row, to_row
from functions.domain.errors import NotFound, TryAgain
from functions.domain.outbox import Todo
from functions.domain.reference import centre_of
from functions.ports import Conflict, Delete, Insert, Operation, Ports, Replace, Row, StoreBusy
from functions.use_cases.occupancy import occupy

TRIES = 30

Alter = Callable[[Booking], Booking]


def change_booking(reference: str, actor: str, action: str, alter: Alter, ports: Ports) -> Booking:
    """
    Store what *alter* makes of the booking *reference*, and return it.

    *alter* may be called several times, refuses by raising, and returns its argument
    where nothing is to be done. *actor* (a pseudonym or a role, no name) and *action* go
    into the log (circular R13).

    Raises:
        NotFound: No such booking.
        SlotTaken, AlreadyBooked: As `functions.use_cases.occupancy.occupy`.
        TryAgain: The store is busy. It may have been stored: the same call tells.
    """
    for _ in range(TRIES):
        row = booking_row(reference, ports)
        if row is None:
            raise NotFound(reference)
        before = from_row(row.data, ports.vault.unseal)
        after = alter(before)
        if after == before:
            return before
        try:
            ports.store.commit(before.centre, _writes(row, before, after, actor, action, ports))
        except Conflict:
            continue
        except StoreBusy as busy:
            raise TryAgain from busy
        ports.nudge(reference)
        return after
    raise TryAgain


def erase_booking(reference: str, actor: str, ports: Ports) -> None:
    """
    Empty a past booking of everything about people, and its guards with it.

    Nothing outside follows from it, so reconcile gets no work.

    Raises:
        TryAgain: The store is busy.
    """
    for _ in range(TRIES):
        row = booking_row(reference, ports)
        if row is None:
            return
        try:
            _commit_erased(row, actor, ports)
        except Conflict:
            continue
        except StoreBusy as busy:
            raise TryAgain from busy
        return
    raise TryAgain


def _commit_erased(row: Row, actor: str, ports: Ports) -> None:
    before = from_row(row.data, ports.vault.unseal)
    after = before.erased()
    entry = log.entry("erased", actor, ports.now(), {}, row.data["log_hash"])
    operations: list[Operation] = [
        Replace(row.key, to_row(after, entry["hash"], ports.vault.seal), row.etag),
        Insert(keys.log(after.reference, after.version), entry),
        *(Delete(guard.key, guard.etag) for guard in _guards_of(before, ports)),
    ]
    ports.store.commit(before.centre, operations)


def _guards_of(booking: Booking, ports: Ports) -> Iterator[Row]:
    """Yield its own: once it was cancelled, the person may have another on that day."""
    day = booking.slot.starts_at.date()
    rows = (ports.store.get(booking.centre, keys.guard(day, who)) for who in booking.people)
    return (row for row in rows if row and row.data["reference"] == booking.reference)


def booking_row(reference: str, ports: Ports) -> Row | None:
    """Return the stored row of a booking."""
    centre = centre_of(reference, ports.catalog.centres.values())
    return ports.store.get(centre.slug, keys.booking(reference)) if centre else None


def _writes(  # noqa: PLR0913, PLR0917 - before, after, and who did what
    row: Row, before: Booking, after: Booking, actor: str, action: str, ports: Ports
) -> list[Operation]:
    follows = row.data["log_hash"]
    entry = log.entry(action, actor, ports.now(), _facts(before, after), follows)
    return [
        *occupy(before, after, ports),
        Replace(row.key, to_row(after, entry["hash"], ports.vault.seal), row.etag),
        Insert(keys.log(after.reference, after.version), entry),
        work_for(after, ports),
    ]


def _facts(before: Booking, after: Booking) -> Mapping[str, Any]:
    """Return what changed, of the things that say nothing of a person."""
    shown = {
        "status": (before.status, after.status),
        "slot": (before.slot.starts_at.isoformat(), after.slot.starts_at.isoformat()),
        "interpreter": (before.interpreter, after.interpreter),
        "interpreter_status": (before.interpreter_status, after.interpreter_status),
    }
    return {name: list(pair) for name, pair in shown.items() if pair[0] != pair[1]}


def work_for(booking: Booking, ports: Ports) -> Operation:
    """Return the write that gives reconcile work; whoever is at it keeps the row until then."""
    key = keys.todo(booking.reference)
    row = ports.store.get(booking.centre, key)
    if row is None:
        return Insert(key, Todo(booking.version, since=ports.now()).to_row())
    todo = Todo.from_row(row.data).renewed(booking.version, ports.now())
    return Replace(key, todo.to_row(), row.etag)
