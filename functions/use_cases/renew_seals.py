"""
Seal anew what an older key has sealed, so that the key can be taken out of the settings.

Of all rows only bookings hold sealed text. Nothing has happened to the appointment: all else
of its row stays as it is, the version and the hash of its log too. Whoever changes it
meanwhile loses nothing: if they were first, ours fails on the ETag, and theirs is under the
newest key already; if we were, they read the row again, as after any conflict.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from functions.domain import keys
from functions.ports import Conflict, Ports, Replace, Row, Store, StoreBusy, Vault

BATCH = 50  # rows in one commit
# The host ends a function after five minutes (host.json), and what runs beside it.
LONGEST = timedelta(minutes=3)


class Seal(Enum):
    """Which key has sealed a row: the newest, an older one, or none that we have."""

    NEWEST = "newest"
    OLDER = "older"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Renewal:
    """
    How many rows were sealed anew, and how many open with no key.

    *is_whole* tells whether every row was looked at.
    """

    renewed: int = 0
    unopened: int = 0
    is_whole: bool = True

    def __add__(self, other: "Renewal") -> "Renewal":
        renewed, unopened = self.renewed + other.renewed, self.unopened + other.unopened
        return Renewal(renewed, unopened, self.is_whole and other.is_whole)


def renew_seals(ports: Ports) -> Renewal:
    """
    Seal anew the bookings that an older key has sealed; harmless to repeat.

    With one key alone there is nothing to do, and the store is not read. Where the store is
    busy or the time is up, the rest is the next call's.
    """
    done, started = Renewal(), ports.ticks()
    if not ports.vault.has_older_keys:
        return done
    try:
        for step in _steps(ports):
            done += step
            if timedelta(milliseconds=ports.since(started)) > LONGEST:
                return replace(done, is_whole=False)
    except StoreBusy:
        return replace(done, is_whole=False)
    return done


def sealed_rows(centre: str, store: Store) -> Iterable[Row]:
    """Return the rows of *centre* that hold sealed text, in `data["sealed"]`."""
    return store.range(centre, keys.BOOKINGS, keys.past(keys.BOOKINGS))


def seal_of(row: Row, vault: Vault) -> Seal:
    """Return which key has sealed *row*."""
    try:
        return Seal.NEWEST if vault.is_newest(row.data["sealed"]) else Seal.OLDER
    except ValueError:
        return Seal.UNKNOWN


def _steps(ports: Ports) -> Iterator[Renewal]:
    """Do the work, centre by centre, and yield what each step came to."""
    for centre in _in_order_of_today(ports):
        rows = [(row, seal_of(row, ports.vault)) for row in sealed_rows(centre, ports.store)]
        yield Renewal(unopened=sum(seal is Seal.UNKNOWN for _, seal in rows))
        older = [row for row, seal in rows if seal is Seal.OLDER]
        for first in range(0, len(older), BATCH):
            anew = [_anew(row, ports.vault) for row in older[first : first + BATCH]]
            yield Renewal(_write(anew, centre, ports.store))


def _in_order_of_today(ports: Ports) -> list[str]:
    """Each day another, so that a store too large for one night has no centre that is never met."""
    today = ports.now().date()
    return sorted(
        ports.catalog.centres, key=lambda slug: ports.vault.pseudonym(f"seals:{today}:{slug}")
    )


def _anew(row: Row, vault: Vault) -> Replace:
    sealed = vault.seal(vault.unseal(row.data["sealed"]))
    return Replace(row.key, {**row.data, "sealed": sealed}, row.etag)


def _write(rows: list[Replace], centre: str, store: Store) -> int:
    """Write *rows* but for those that somebody has changed; return how many that were."""
    left = list(rows)
    while left:
        try:
            return len(store.commit(centre, left))
        except Conflict as conflict:
            del left[conflict.index]
    return 0
