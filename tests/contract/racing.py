"""One process of a race: clients that all want the same slots of one store."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from functions.adapters.sqlite_store import SqliteStore
from functions.adapters.table_store import TableStore
from functions.domain.errors import AlreadyBooked, SlotTaken
from functions.ports import Ports, Store
from functions.use_cases.book import book
from tests.builders import WEDNESDAY_0900, a_citizen, a_request, make_ports, references

SLOTS = 8


def open_store(kind: str, place: str) -> Store:
    """Return the store of this *kind* at *place* (a file, or a connection string and a table)."""
    if kind == "sqlite":
        return SqliteStore(Path(place), wait_seconds=30)
    connection, table = place.rsplit("|", 1)
    return TableStore(connection=connection, table=table)


def race(kind: str, place: str, first: int, last: int) -> dict[str, int]:
    """Let the citizens *first* to *last* try every slot, all at once; count the answers."""
    ports = make_ports(store=open_store(kind, place), random_reference=_from(first))
    with ThreadPoolExecutor(last - first) as clients:
        answers = [
            answer for each in clients.map(_client(ports), range(first, last)) for answer in each
        ]
    return {answer: answers.count(answer) for answer in set(answers)}


def _client(ports: Ports) -> Callable[[int], list[str]]:
    def run(number: int) -> list[str]:
        order = [(number + n) % SLOTS for n in range(SLOTS)]
        return [_attempt(ports, number, slot) for slot in order]

    return run


def _attempt(ports: Ports, number: int, slot: int) -> str:
    starts_at = WEDNESDAY_0900 + timedelta(minutes=20 * slot)
    try:
        book(a_request(starts_at), a_citizen(number), f"{number}-{slot}", "el", ports)
    except SlotTaken:
        return "taken"
    except AlreadyBooked:
        return "already"
    return "won"


def _from(first: int) -> Callable[[str], str]:
    """References that no other process of the race makes."""
    make = references()
    for _ in range(first * SLOTS):
        make("ZOG")
    return make
