"""Rows in partitions: what the store promises, and how it says no."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Row:
    """
    A stored row: its key in the partition, its JSON document, and its ETag.

    The ETag changes with every write and is never used twice for a key.
    """

    key: str
    data: Mapping[str, Any]
    etag: str


@dataclass(frozen=True, slots=True)
class Insert:
    """Write a row that must not be there yet."""

    key: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Replace:
    """Write a row over the one with this *etag*, and over no other."""

    key: str
    data: Mapping[str, Any]
    etag: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove the row with this *etag*, and no other."""

    key: str
    etag: str


Operation = Insert | Replace | Delete

MAX_OPERATIONS = 100
MAX_ROW_CHARS = 30_000


class Conflict(Exception):
    """
    A condition of a commit did not hold, and nothing of it was written.

    *index* is the place of the first operation that failed.
    """

    def __init__(self, index: int) -> None:
        super().__init__(f"operation {index}")
        self.index = index


class StoreBusy(Exception):
    """
    The store did not answer in time.

    A read can be repeated. A commit may or may not have been written: look
    before you repeat it.
    """


class Store(Protocol):
    """Rows in partitions, sorted by key; atomic commits within a partition."""

    def get(self, partition: str, key: str) -> Row | None:
        """
        Return one row, or None.

        Raises:
            StoreBusy: No answer in time.
        """
        ...

    def range(self, partition: str, first: str, past: str) -> Iterable[Row]:
        """
        Yield the rows with *first* <= key < *past*, in the order of their keys.

        Raises:
            StoreBusy: No answer in time.
        """
        ...

    def commit(self, partition: str, operations: Sequence[Operation]) -> list[str]:
        """
        Write all *operations* or none. Each names another key.

        Returns:
            The new ETag of each row, in order; empty for a deleted one.

        Raises:
            Conflict: A row was there, was gone or had another ETag.
            StoreBusy: No answer in time; whether it was written is not known.
            ValueError: More than `MAX_OPERATIONS`, a key twice, a key that table
                storage does not allow, or a document over `MAX_ROW_CHARS`.
        """
        ...
