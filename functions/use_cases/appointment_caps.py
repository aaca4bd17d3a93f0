"""
How many coming appointments a person may have: reserved first, freed on failure.

The cap holds over all centres, so it crosses partitions. A person's partition
has one row, `live`, with the appointments that count; its ETag is the lock. A
place is taken there before the booking is written, and given back when the
booking is refused. What a dead worker left behind is noticed when the cap is
reached: then, and only then, each entry is compared with its booking. So the
cap is briefly too strict, never too lax.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from functions.domain import keys
from functions.domain.booking import Status
from functions.domain.errors import TooMany, TryAgain
from functions.ports import Conflict, Delete, Insert, Operation, Ports, Replace, Row

TRIES = 12
IN_FLIGHT = timedelta(minutes=2)  # how long a place may be held before its booking is there


@dataclass(frozen=True, slots=True)
class Place:
    """What a person's list says of one appointment."""

    reference: str
    centre: str
    ends_at: datetime
    reserved_at: datetime

    def to_row(self) -> dict[str, str]:
        return {
            "reference": self.reference,
            "centre": self.centre,
            "ends_at": self.ends_at.isoformat(),
            "reserved_at": self.reserved_at.isoformat(),
        }

    @classmethod
    def from_row(cls, row: dict[str, str]) -> "Place":
        return cls(
            row["reference"],
            row["centre"],
            datetime.fromisoformat(row["ends_at"]),
            datetime.fromisoformat(row["reserved_at"]),
        )


def reserve(
    person: str,
    place: Place,
    ports: Ports,
    also: Sequence[Operation] = (),
    instead_of: str | None = None,
) -> None:
    """
    Count *place* for *person*, and write *also* to the person's partition with it.

    The appointment *instead_of* is about to be given up and does not stand in the way.

    Raises:
        TooMany: The person has as many as `rules.yaml` allows.
        Conflict: A row of *also* was not as it should be; its index there.
        TryAgain: Too many others wrote the same row.
    """
    for _ in range(TRIES):
        row = ports.store.get(keys.person(person), keys.LIVE)
        others = [p for p in _places(row, ports.now()) if p.reference != place.reference]
        _refuse_too_many([p for p in others if p.reference != instead_of], ports)
        try:
            ports.store.commit(keys.person(person), [*also, _write(row, [*others, place])])
        except Conflict as conflict:
            if conflict.index < len(also):
                raise
        else:
            return
    raise TryAgain


def refuse_more(person: str, ports: Ports) -> None:
    """
    Let *person* go on who could still have one more appointment.

    Raises:
        TooMany: The person has as many as `rules.yaml` allows.
    """
    row = ports.store.get(keys.person(person), keys.LIVE)
    _refuse_too_many(list(_places(row, ports.now())), ports)


def release(person: str, reference: str, ports: Ports) -> None:
    """Stop counting *reference* for *person*, and take it off the person's list."""

    def unlist() -> list[Operation]:
        mine = ports.store.get(keys.person(person), keys.mine(reference))
        return [Delete(mine.key, mine.etag)] if mine else []

    uncount(person, reference, ports, unlist)


def uncount(
    person: str, reference: str, ports: Ports, also: Callable[[], list[Operation]] = list
) -> None:
    """Stop counting *reference* for *person*; *also* says what else is written with that."""
    for _ in range(TRIES):
        row = ports.store.get(keys.person(person), keys.LIVE)
        rest = [p for p in _places(row, ports.now()) if p.reference != reference]
        try:
            ports.store.commit(keys.person(person), [_write(row, rest), *also()])
        except Conflict:
            continue
        return


def _places(row: Row | None, now: datetime) -> Iterator[Place]:
    entries: list[dict[str, str]] = row.data["places"] if row else []
    places = (Place.from_row(entry) for entry in entries)
    return (place for place in places if place.ends_at > now)


def _write(row: Row | None, places: Sequence[Place]) -> Operation:
    data: dict[str, Any] = {"places": [place.to_row() for place in places]}
    return Replace(keys.LIVE, data, row.etag) if row else Insert(keys.LIVE, data)


def _refuse_too_many(others: list[Place], ports: Ports) -> None:
    limit = ports.catalog.rules.live_appointments
    if len(others) < limit:
        return
    if sum(_counts(place, ports) for place in others) >= limit:
        raise TooMany(f"{limit} live appointments")


def _counts(place: Place, ports: Ports) -> bool:
    row = ports.store.get(place.centre, keys.booking(place.reference))
    if row is None:
        return place.reserved_at + IN_FLIGHT > ports.now()
    is_over = datetime.fromisoformat(row.data["ends_at"]) <= ports.now()
    return row.data["status"] in {Status.BOOKED, Status.IDENTIFIED} and not is_over
