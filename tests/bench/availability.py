"""
A 15-day window at one centre that has stored ten thousand to a million bookings (SQLite).

The bookings are those of years gone by: each has its booking row, its log entry and its
place in a slot row. A third of the window's slots are taken, the same in every file.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from functions.adapters.sqlite_store import SqliteStore
from functions.domain import keys
from functions.domain.booking_rows import to_row
from functions.ports import Ports
from functions.use_cases.book import book
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots, timetable_at
from tests.bench.timing import in_turn, milliseconds, ratio
from tests.builders import BIRTH, MARIA, ZOGRAFOU, Clock, a_request, make_ports

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 60


def measure() -> list[tuple[str, str]]:
    with TemporaryDirectory() as folder:
        stores = [_store(Path(folder) / f"{size}.sqlite3", size) for size in SIZES]
        queries = [
            lambda ports=ports: list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports)
            for ports in stores
        ]
        seconds = in_turn(queries, ROUNDS)
    least = seconds[0]
    return [
        (f"{size:,} stored bookings", f"{milliseconds(taken)}  × {ratio(taken, least):.2f}")
        for size, taken in zip(SIZES, seconds, strict=True)
    ]


def _store(path: Path, size: int) -> Ports:
    ports = make_ports(store=SqliteStore(path))
    template = book(a_request(), MARIA, "key", "el", make_ports())
    row = to_row(template, "0" * 64, ports.vault.seal)
    ports.store.get(ZOGRAFOU, "any")  # makes the file
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT OR IGNORE INTO rows VALUES (?, ?, ?, 'e')",
            ((ZOGRAFOU, key, data) for key, data in _rows(size, json.dumps(row), ports)),
        )
    connection.close()
    return ports


def _rows(size: int, booking: str, ports: Ports) -> Iterator[tuple[str, str]]:
    """Yield the rows of *size* past bookings, three desks busy all day, and of the window."""
    entry = json.dumps({"action": "booked", "hash": "0" * 64, "follows": "", "facts": {}})
    timetable = timetable_at(ports.catalog.centres[ZOGRAFOU], ports)
    day, made = Clock().now.date() - timedelta(days=1), 0
    while made < size:
        for slot in replace(
            timetable, overrides={day: "open"}, shifts={day.isoweekday(): timetable.shifts[1]}
        ).slots(day):
            references = [f"ZOG-{made + n:07}" for n in range(3)]
            yield keys.slot(slot.starts_at), json.dumps({"state": "open", "references": references})
            for reference in references:
                yield keys.booking(reference), booking
                yield keys.log(reference, 1), entry
            made += 3
        day -= timedelta(days=1)
    first, last = timetable.window(Clock().now)
    for number in range((last - first).days + 1):
        for slot in list(timetable.slots(first + timedelta(days=number)))[::3]:
            yield keys.slot(slot.starts_at), json.dumps({"state": "open", "references": ["ZOG"]})
