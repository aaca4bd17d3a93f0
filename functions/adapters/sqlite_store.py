"""
Rows in one SQLite file: the embedded default, with nothing to install.

Commits are serialised by `BEGIN IMMEDIATE` and on disk when they return
(`synchronous=FULL`). Each thread has its own connection; several processes may
share the file. The primary key orders the rows, so a range reads what it yields.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from functions.adapters.row_limits import check_operations
from functions.ports import Conflict, Delete, Insert, Operation, Replace, Row, StoreBusy

WAIT_SECONDS = 2.0  # for another process's lock
QUEUE_SECONDS = 20.0  # for this process's own writers
SCHEMA = """
    CREATE TABLE IF NOT EXISTS rows (
        partition TEXT NOT NULL,
        key TEXT NOT NULL,
        data TEXT NOT NULL,
        etag TEXT NOT NULL,
        PRIMARY KEY (partition, key)
    ) WITHOUT ROWID
"""


class SqliteStore:
    """A :class:`functions.ports.Store` in the file at *path*, made on first use."""

    def __init__(self, path: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self._path = path
        self._wait_seconds = wait_seconds
        self._local = threading.local()
        self._writing = threading.Lock()
        self._opening = threading.Lock()
        self._opened: list[sqlite3.Connection] = []

    def get(self, partition: str, key: str) -> Row | None:
        with self._connection() as connection:
            found = connection.execute(
                "SELECT key, data, etag FROM rows WHERE partition = ? AND key = ?",
                (partition, key),
            ).fetchone()
        return _row(*found) if found else None

    def range(self, partition: str, first: str, past: str) -> Iterator[Row]:
        with self._connection() as connection:
            found = connection.execute(
                "SELECT key, data, etag FROM rows"
                " WHERE partition = ? AND key >= ? AND key < ? ORDER BY key",
                (partition, first, past),
            ).fetchall()
        return (_row(*values) for values in found)

    def commit(self, partition: str, operations: Sequence[Operation]) -> list[str]:
        check_operations(operations)
        with self._turn(), self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                etags = [
                    _apply(connection, partition, index, operation)
                    for index, operation in enumerate(operations)
                ]
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        return etags

    def close(self) -> None:
        """Close the connections of all threads; the next call opens new ones."""
        while self._opened:
            self._opened.pop().close()
        self._local = threading.local()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let this process's threads write one after the other: SQLite's own wait is unfair."""
        if not self._writing.acquire(timeout=QUEUE_SECONDS):
            raise StoreBusy("many writers")
        try:
            yield
        finally:
            self._writing.release()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend this thread's connection; a time-out on its lock becomes `StoreBusy`."""
        try:
            if not hasattr(self._local, "connection"):
                # One after the other: SQLite does not wait where the first makes the file a WAL.
                with self._opening:
                    self._local.connection = self._open()
            yield self._local.connection
        except sqlite3.OperationalError as error:
            raise StoreBusy(str(error)) from error

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self._path,
            timeout=self._wait_seconds,
            isolation_level=None,
            check_same_thread=False,  # for `close`; a thread uses its own alone
        )
        self._opened.append(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(SCHEMA)
        return connection


def _apply(connection: sqlite3.Connection, partition: str, index: int, operation: Operation) -> str:
    """Carry out one operation; return the row's new ETag."""
    if isinstance(operation, Delete):
        changed = connection.execute(
            "DELETE FROM rows WHERE partition = ? AND key = ? AND etag = ?",
            (partition, operation.key, operation.etag),
        ).rowcount
        etag = ""
    else:
        etag = os.urandom(8).hex()
        changed = _write(connection, partition, operation, etag)
    if changed != 1:
        raise Conflict(index)
    return etag


def _write(
    connection: sqlite3.Connection, partition: str, operation: Insert | Replace, etag: str
) -> int:
    data = json.dumps(operation.data, ensure_ascii=False)
    if isinstance(operation, Insert):
        return connection.execute(
            "INSERT INTO rows VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (partition, operation.key, data, etag),
        ).rowcount
    return connection.execute(
        "UPDATE rows SET data = ?, etag = ? WHERE partition = ? AND key = ? AND etag = ?",
        (data, etag, partition, operation.key, operation.etag),
    ).rowcount


def _row(key: str, data: str, etag: str) -> Row:
    return Row(key, json.loads(data), etag)
