"""
A booking, from the bytes of its body to its commit, against a bare commit of the same rows.

Both through the same adapter (SQLite on disk, `synchronous=FULL`). The bare one writes what
the booking wrote, commit by commit, and nothing else.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet

from functions.adapters.fernet_vault import FernetVault
from functions.adapters.sqlite_store import SqliteStore
from functions.domain.booking_request import parse_booking_request
from functions.ports import Operation, Ports, Replace
from functions.use_cases.book import book
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from tests.bench.timing import in_turn, milliseconds, ratio
from tests.builders import BIRTH, ZOGRAFOU, a_body, a_citizen, make_catalog, make_ports

ROUNDS = 300


class Recorder(SqliteStore):
    """Remembers what was committed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.last: list[tuple[str, Sequence[Operation]]] = []

    def commit(self, partition: str, operations: Sequence[Operation]) -> list[str]:
        self.last.append((partition, operations))
        return super().commit(partition, operations)


def measure() -> list[tuple[str, str]]:
    with TemporaryDirectory() as folder:
        recorder = Recorder(Path(folder) / "booked.sqlite3")
        bare = SqliteStore(Path(folder) / "bare.sqlite3")
        vault = FernetVault([Fernet.generate_key().decode()], "key")
        ports = make_ports(store=recorder, vault=vault, catalog=make_catalog(desks=200))
        whole, rows = in_turn([_booking(ports, recorder), _bare(recorder, bare)], ROUNDS)
    return [
        ("from bytes to commit", milliseconds(whole)),
        ("bare commit of the same rows", milliseconds(rows)),
        ("ratio", f"× {ratio(whole, rows):.2f}"),
    ]


def _booking(ports: Ports, recorder: Recorder) -> Callable[[], object]:
    times = [slot.starts_at for slot in list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports)]
    number = iter(range(1_000_000))

    def call() -> None:
        recorder.last.clear()
        n = next(number)
        body = json.dumps(a_body(starts_at=times[n % len(times)].isoformat())).encode()
        book(parse_booking_request(json.loads(body)), a_citizen(n), f"key-{n}", "el", ports)

    return call


def _bare(recorder: Recorder, bare: SqliteStore) -> Callable[[], object]:
    etags: dict[tuple[str, str], str] = {}

    def call() -> None:
        for partition, operations in recorder.last:
            known = [
                replace(each, etag=etags[partition, each.key])
                if isinstance(each, Replace)
                else each
                for each in operations
            ]
            written = bare.commit(partition, known)
            etags.update(
                {(partition, each.key): etag for each, etag in zip(known, written, strict=True)}
            )

    return call
