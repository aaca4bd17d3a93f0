"""A :class:`functions.ports.Store` in memory, held to the contract of the real ones."""

import json
from collections.abc import Iterator, Sequence
from itertools import count
from threading import Lock

from functions.adapters.row_limits import check_operations
from functions.ports import Conflict, Delete, Insert, Operation, Row, StoreBusy


class FakeStore:
    """Rows in a dictionary; `is_busy` makes it refuse, as a store does on a bad day."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        self.is_busy = False
        self.commits = 0
        self._etags = count(1)
        self._lock = Lock()

    def get(self, partition: str, key: str) -> Row | None:
        self._refuse_when_busy()
        return self.rows.get((partition, key))

    def range(self, partition: str, first: str, past: str) -> Iterator[Row]:
        self._refuse_when_busy()
        with self._lock:
            found = sorted(key for at, key in self.rows if at == partition and first <= key < past)
            return iter([self.rows[partition, key] for key in found])

    def commit(self, partition: str, operations: Sequence[Operation]) -> list[str]:
        check_operations(operations)
        self._refuse_when_busy()
        with self._lock:
            for index, operation in enumerate(operations):
                self._check(index, self.rows.get((partition, operation.key)), operation)
            self.commits += 1
            return [self._write(partition, operation) for operation in operations]

    def _refuse_when_busy(self) -> None:
        if self.is_busy:
            raise StoreBusy("fake")

    def _check(self, index: int, row: Row | None, operation: Operation) -> None:
        expected = None if isinstance(operation, Insert) else operation.etag
        if (row.etag if row else None) != expected:
            raise Conflict(index)

    def _write(self, partition: str, operation: Operation) -> str:
        if isinstance(operation, Delete):
            del self.rows[partition, operation.key]
            return ""
        etag = str(next(self._etags))
        data = json.loads(json.dumps(operation.data))
        self.rows[partition, operation.key] = Row(operation.key, data, etag)
        return etag
