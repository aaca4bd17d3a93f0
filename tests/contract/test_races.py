"""
Many citizens want the same slots at the same moment, from two processes.

64 clients, 8 slots with one to three desks (15 in all), on SQLite and on Azure Tables: every
desk is given exactly once, and slots, bookings, guards, log, outbox and lists agree.
"""

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from functions.adapters.table_store import TableStore
from functions.domain import keys, log
from functions.ports import Insert, Ports
from functions.use_cases.show_bookings import list_bookings
from tests.builders import WEDNESDAY_0900, ZOGRAFOU, a_citizen, make_ports
from tests.contract.racing import SLOTS, open_store, race

CLIENTS, PROCESSES = 64, 2
DESKS = [1 + n % 3 for n in range(SLOTS)]


@pytest.fixture(params=["sqlite", "tables"])
def arena(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """A store that several processes can open."""
    if request.param == "sqlite":
        return "sqlite", str(tmp_path / "rows.sqlite3")
    connection, table = request.getfixturevalue("azurite"), f"t{uuid4().hex[:20]}"
    TableStore(connection=connection, table=table).create()
    return "tables", f"{connection}|{table}"


def test_every_desk_is_given_once_and_everything_agrees(arena):
    ports = make_ports(store=open_store(*arena))
    _set_desks(ports)

    answers = _run(arena)

    assert answers["won"] == sum(DESKS) == 15
    assert sum(answers.values()) == CLIENTS * SLOTS
    _assert_all_agree(ports)


def _set_desks(ports: Ports) -> None:
    ports.store.commit(
        ZOGRAFOU,
        [
            Insert(
                f"slot:2026-11-25:{9 + n // 3:02}{n % 3 * 20:02}",
                {"state": "open", "desks": desks, "references": []},
            )
            for n, desks in enumerate(DESKS)
        ],
    )


def _run(arena: tuple[str, str]) -> Counter[str]:
    share = CLIENTS // PROCESSES
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        runs = [pool.submit(race, *arena, n * share, (n + 1) * share) for n in range(PROCESSES)]
        return sum((Counter(run.result()) for run in runs), Counter())


def _assert_all_agree(ports: Ports) -> None:
    rows = {row.key: row.data for row in ports.store.range(ZOGRAFOU, "!", "~")}

    def named(prefix: str) -> dict[str, dict]:
        return {key: data for key, data in rows.items() if key.startswith(prefix)}

    bookings = {data["reference"]: data for data in named("book:").values()}
    held = [reference for slot in named("slot:").values() for reference in slot["references"]]
    assert Counter(held) == Counter(list(bookings))
    assert [len(slot["references"]) for slot in named("slot:").values()] == DESKS
    assert {key.removeprefix(keys.TODO) for key in named(keys.TODO)} == set(bookings)
    assert {guard["reference"] for guard in named("live:").values()} == set(bookings)
    for reference, booking in bookings.items():
        assert booking["log_hash"] == log.digest(rows[keys.log(reference, 1)])
        assert booking["starts_at"] >= WEDNESDAY_0900.isoformat()
    listed = [
        each.booking.reference
        for number in range(CLIENTS)
        for each in list_bookings(a_citizen(number), ports)
    ]
    assert sorted(listed) == sorted(bookings)
