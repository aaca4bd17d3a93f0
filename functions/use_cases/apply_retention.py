"""
Forget what has served its purpose: ended sessions, and who asked for how much in a minute.

How long appointments are kept is for the operator to say; until then only the citizen
erases them (`functions.use_cases.my_data`).
"""

from collections.abc import Iterator
from datetime import datetime

from functions.domain import keys
from functions.ports import MAX_OPERATIONS, Conflict, Delete, Operation, Ports, Row
from functions.use_cases.limit import forget_idle


def apply_retention(ports: Ports) -> None:
    """
    Delete what is over; harmless to repeat.

    Raises:
        StoreBusy: The store did not answer; the next call goes on.
    """
    forget_idle(ports)
    over: list[Operation] = [
        Delete(row.key, row.etag)
        for row, ends_at in _ended_sessions(ports)
        if ends_at <= ports.now()
    ]
    for first in range(0, len(over), MAX_OPERATIONS):
        try:
            ports.store.commit(keys.SESSIONS, over[first : first + MAX_OPERATIONS])
        except Conflict:  # another worker was there first
            continue


def oldest_left_over(ports: Ports) -> datetime | None:
    """Return since when the oldest thing should be gone, or None where all of it is."""
    over = [ends_at for _, ends_at in _ended_sessions(ports) if ends_at <= ports.now()]
    return min(over, default=None)


def _ended_sessions(ports: Ports) -> Iterator[tuple[Row, datetime]]:
    """Yield what is kept of sessions that were ended by signing out, and until when."""
    for row in ports.store.range(keys.SESSIONS, keys.ENDED, keys.past(keys.ENDED)):
        yield row, datetime.fromisoformat(row.data["ends_at"])
