"""
The store of the local stack from outside: emptied by `DELETE /local/data`, and held
busy by the fault of that name.
"""

import signal
import sqlite3
import subprocess
from pathlib import Path
from typing import Protocol

WAIT_SECONDS = 5.0


class LocalStore(Protocol):
    """What the local stack does to a store behind the functions' back."""

    def hold(self) -> None:
        """Make it busy: the functions get no answer in time."""
        ...

    def release(self) -> None:
        """End that; harmless when it is not held."""
        ...

    def empty(self) -> None:
        """Remove every row."""
        ...


class SqliteFile:
    """The embedded store. Holding it is having the write lock of its file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._holder: sqlite3.Connection | None = None

    def hold(self) -> None:
        if self._holder is None:
            self._holder = self._open()
            self._holder.execute("BEGIN IMMEDIATE")

    def release(self) -> None:
        if self._holder is not None:
            self._holder.execute("ROLLBACK")
            self._holder.close()
            self._holder = None

    def empty(self) -> None:
        was_held = self._holder is not None
        self.release()
        self._delete_rows()
        if was_held:
            self.hold()

    def _delete_rows(self) -> None:
        connection = self._open()
        try:
            connection.execute("BEGIN IMMEDIATE")
            names = "SELECT name FROM sqlite_master WHERE type = 'table'"
            for (table,) in connection.execute(names).fetchall():
                connection.execute(f'DELETE FROM "{table}"')  # noqa: S608 - the file's own names
            connection.execute("COMMIT")
        finally:
            connection.close()

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return sqlite3.connect(self._path, timeout=WAIT_SECONDS, isolation_level=None)


class AzuriteTables:
    """Azurite's table service. Holding it is stopping its process for a while."""

    def __init__(self, process: "subprocess.Popen[bytes]", connection: str) -> None:
        self._process = process
        self._connection = connection
        self._is_held = False

    def hold(self) -> None:
        self._process.send_signal(signal.SIGSTOP)
        self._is_held = True

    def release(self) -> None:
        self._process.send_signal(signal.SIGCONT)
        self._is_held = False

    def empty(self) -> None:
        from azure.data.tables import TableServiceClient

        was_held = self._is_held
        self.release()
        with TableServiceClient.from_connection_string(self._connection) as service:
            for table in list(service.list_tables()):
                # Azurite, unlike Azure, lets a name be used again at once.
                service.delete_table(table.name)
                service.create_table(table.name)
        if was_held:
            self.hold()
