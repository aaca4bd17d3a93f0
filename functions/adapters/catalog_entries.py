"""
Entries of the catalogue out of YAML files, with every fault kept.

An entry is one value of the domain: a whole file, or what stands under one key of
a file. What pydantic finds wrong is put into our words, at its line and column.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from functions.adapters.yaml_marks import (
    START,
    Document,
    Fault,
    Steps,
    fault,
    read_document,
    read_text,
)

FILE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.yaml")
INPUT_SHOWN = 60

V = TypeVar("V")
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Entry(Generic[V]):
    """An entry as it was read, or None where it was broken, and where it stands."""

    value: V | None
    document: Document
    steps: Steps = ()

    def fault(self, code: str, *path: int | str, **values: object) -> Fault:
        """Return the fault *code* at the value that stands at *path* in this entry."""
        place = self.document.place((*self.steps, *path))
        return fault(self.document.file, place, code, **values)

    def key_fault(self, code: str, *path: int | str, **values: object) -> Fault:
        """Return the fault *code* at the key of what stands at *path* in this entry."""
        place = self.document.place((*self.steps, *path), key=True)
        return fault(self.document.file, place, code, **values)


class Unread(dict[str, Any]):
    """Stands for a table that could not be read: whatever is asked for, it is there."""

    def __contains__(self, key: object) -> bool:
        return True


class Reader:
    """Reads entries from the files of a folder; `faults` grows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def document(self, path: Path) -> Document | None:
        """Return what is in a YAML file, or None if it cannot be read."""
        document, faults = read_document(path)
        self.faults += faults
        return document

    def text(self, name: str) -> str:
        """Return what is in a text file, or nothing if it cannot be read."""
        text, faults = read_text(self.folder / name)
        self.faults += faults
        return text or ""

    def file(self, path: Path, model: type[M], names: Mapping[str, str]) -> Entry[M] | None:
        """Return the one entry of a file, or None if the file cannot be read."""
        document = self.document(path)
        return None if document is None else self.entry(document, (), model, names)

    def table(self, name: str, model: type[M], key: str | None = "slug") -> Mapping[str, Entry[M]]:
        """Return the entries of a file; each one's key becomes its attribute *key*."""
        document = self.document(self.folder / name)
        if document is None:
            return Unread()
        return {
            slug: self.entry(document, (slug,), model, {key: slug} if key else {})
            for slug in document.data
        }

    def tables(self, name: str, model: type[M]) -> Mapping[str, Mapping[str, Entry[M]]]:
        """Return the entries of a file that has several tables, each under its own key."""
        document = self.document(self.folder / name)
        if document is None:
            return Unread()
        for key, table in document.data.items():
            if not isinstance(table, dict):
                self.faults.append(fault(document.file, document.place((key,)), "dict_type"))
        return {
            key: {slug: self.entry(document, (key, slug), model, {}) for slug in table}
            for key, table in document.data.items()
            if isinstance(table, dict)
        }

    def entry(
        self, document: Document, steps: Steps, model: type[M], names: Mapping[str, str]
    ) -> Entry[M]:
        """Return what stands at *steps*; *names* come from the file's or the entry's own name."""
        data = document.data
        for step in steps:
            data = data[step]
        if isinstance(data, dict):
            for name in names.keys() & data.keys():
                place = document.place((*steps, name), key=True)
                self.faults.append(fault(document.file, place, "extra_forbidden", key=name))
            data = {**data, **names}
        return Entry(self._parse(document, steps, model, data), document, steps)

    def _parse(self, document: Document, steps: Steps, model: type[M], data: object) -> M | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.faults += (
                fault_of(document, (*steps, *one["loc"]), one)
                for one in error.errors(include_url=False)
            )
        return None

    def yaml_files(self, name: str) -> Iterator[Path]:
        """Yield the files of a folder in order; note whatever else lies there."""
        folder = self.folder / name
        if not folder.is_dir():
            self.faults.append(fault(folder.as_posix(), START, "no_folder"))
            return
        for path in sorted(folder.iterdir(), key=lambda path: path.stem):
            if FILE_NAME.fullmatch(path.name) and path.is_file():
                yield path
            elif not path.name.startswith("."):
                self.faults.append(fault(path.as_posix(), START, "stray_file"))


def values(entries: Mapping[str, Entry[M] | None]) -> dict[str, M]:
    """Return the values of the entries that were sound."""
    return {
        slug: entry.value for slug, entry in entries.items() if entry and entry.value is not None
    }


def fault_of(document: Document, path: Steps, error: ErrorDetails) -> Fault:
    """Put one of pydantic's errors into our words, at the place it is about."""
    code = error["type"]
    is_key = code == "extra_forbidden" or path[-1] == "[key]"
    if path[-1] == "[key]":
        path = path[:-1]
    place = document.place(path[:-1] if code == "missing" else path, key=is_key)
    values = {"key": path[-1], "input": str(error["input"])[:INPUT_SHOWN], **error.get("ctx", {})}
    if "expected" in values:
        values["expected"] = str(values["expected"]).replace(" or ", ", ")
    return fault(document.file, place, code, **values)
