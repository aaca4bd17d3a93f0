"""
Refuse whoever asks for too much in a minute: per session, and per address.

One row counts for each, named by a pseudonym and never by the address. Where many requests
meet at one row, those that lose every race go through uncounted: a rush for one slot is no
reason to refuse anybody. Without the store nothing can be counted: then writing is closed,
which needs the store anyhow, and reading is open.
"""

from functions.domain import keys
from functions.domain.errors import TryAgain
from functions.domain.limits import Bucket
from functions.ports import (
    MAX_OPERATIONS,
    Conflict,
    Delete,
    Insert,
    Operation,
    Ports,
    Replace,
    StoreBusy,
)

TRIES = 3


def limit_writing(address: str, session: str | None, ports: Ports) -> None:
    """
    Count a write from *address* in *session* (None: nobody is signed in).

    A session that is over its own limit takes nothing from others at the same address.

    Raises:
        SlowDown: Too many in a minute.
        TryAgain: The store is busy.
    """
    rules = ports.catalog.rules
    try:
        if session:
            _count("session", session, rules.writes_per_session_minute, ports)
        _count("write", address, rules.writes_per_minute, ports)
    except StoreBusy as busy:
        raise TryAgain from busy


def limit_reading(address: str, ports: Ports) -> bool:
    """
    Count a read from *address*; tell whether it could be counted.

    Raises:
        SlowDown: Too many in a minute.
    """
    try:
        _count("read", address, ports.catalog.rules.reads_per_minute, ports)
    except StoreBusy:
        return False
    return True


def forget_idle(ports: Ports) -> None:
    """Delete what says nothing any more: the rows of whoever has been quiet for a minute."""
    rows = ports.store.range(keys.LIMITS, keys.COUNTS, keys.past(keys.COUNTS))
    idle: list[Operation] = [
        Delete(row.key, row.etag) for row in rows if Bucket.from_row(row.data).is_full(ports.now())
    ]
    for first in range(0, len(idle), MAX_OPERATIONS):
        try:
            ports.store.commit(keys.LIMITS, idle[first : first + MAX_OPERATIONS])
        except Conflict:  # somebody of them is back; the next time will do
            continue


def _count(kind: str, who: str, a_minute: int, ports: Ports) -> None:
    key = keys.counted(kind, ports.vault.pseudonym(f"{kind}:{who}"))
    for _ in range(TRIES):
        row, now = ports.store.get(keys.LIMITS, key), ports.now()
        before = Bucket.from_row(row.data) if row else Bucket(now)
        data = before.take(a_minute, now).to_row()
        write = Replace(key, data, row.etag) if row else Insert(key, data)
        try:
            ports.store.commit(keys.LIMITS, [write])
        except Conflict:
            continue
        return
