"""A reader of the catalogue that reads again only the files that have changed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from functions.adapters.catalog_entries import Entry, Reader

M = TypeVar("M", bound=BaseModel)

# By the file, when it was written and its size.
Known = dict[tuple[Path, int, int], Entry[Any]]


class Remembering(Reader):
    """
    Reads entries from the files of a folder, or takes them from *known*, which grows.

    What has a fault is not kept: its faults are to be told each time.
    """

    def __init__(self, folder: Path, known: Known) -> None:
        super().__init__(folder)
        self.known = known

    def file(self, path: Path, model: type[M], names: Mapping[str, str]) -> Entry[M] | None:
        """Return the one entry of a file, or None if the file cannot be read."""
        if not path.exists():
            return super().file(path, model, names)
        found = path.stat()
        key = (path, found.st_mtime_ns, found.st_size)
        if key in self.known:
            return self.known[key]
        told = len(self.faults)
        entry = super().file(path, model, names)
        if entry is not None and len(self.faults) == told:
            self.known[key] = entry
        return entry
