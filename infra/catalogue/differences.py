"""What a change of the catalogue changes: entry by entry, field by field, no words yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel

from functions.domain.catalog import Catalog, Centre, Service

E = TypeVar("E", Service, Centre)
What = Literal["added", "changed", "renamed", "ended", "removed", "again"]

# Said by the kind of change itself, or by the file's name.
NOT_FIELDS = frozenset({"slug", "retired", "closed"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The values of one field before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change(Generic[E]):
    """
    What happened to a service or a centre.

    *ended* is retired or closed, *again* that it no longer is. *entry* is the newest that there
    is; *old_slug* is what a renamed one was called.
    """

    what: What
    entry: E
    fields: tuple[FieldChange, ...] = ()
    old_slug: str = ""


def service_changes(before: Catalog, after: Catalog) -> Iterator[Change[Service]]:
    """Yield what happened to services: first to those that are there, then what is gone."""
    was, now = ({**one.services, **one.retired} for one in (before, after))
    names = {present: old for old, present in after.renamed.items() if old not in before.renamed}
    for slug, entry in now.items():
        old_slug = names.get(slug, "")
        yield from _changes(was.get(slug) or was.get(old_slug), entry, old_slug)
    gone = (entry for slug, entry in was.items() if slug not in {*now, *after.renamed})
    yield from (Change("removed", entry) for entry in gone)


def centre_changes(before: Catalog, after: Catalog) -> Iterator[Change[Centre]]:
    """Yield what happened to centres: first to those that are there, then what is gone."""
    was, now = before.centres, after.centres
    for slug, entry in now.items():
        yield from _changes(was.get(slug), entry)
    yield from (Change("removed", entry) for slug, entry in was.items() if slug not in now)


def rule_changes(before: Catalog, after: Catalog) -> tuple[FieldChange, ...]:
    """Return which rules of appointments have other values."""
    return field_changes(before.rules, after.rules)


def field_changes(before: BaseModel, after: BaseModel) -> tuple[FieldChange, ...]:
    """Return the fields of two entries that differ, in the order of the model."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in _fields(after))
    return tuple(FieldChange(*pair) for pair in pairs if pair[1] != pair[2])


def _fields(entry: BaseModel) -> Mapping[str, Any]:
    fields = type(entry).model_fields
    return {name: field for name, field in fields.items() if name not in NOT_FIELDS}


def _changes(was: E | None, now: E, old_slug: str = "") -> Iterator[Change[E]]:
    if was is None:
        yield Change("added", now)
        return
    if old_slug:
        yield Change("renamed", now, old_slug=old_slug)
    if end_of(was) != end_of(now):
        yield Change("ended" if end_of(now) else "again", now)
    if fields := field_changes(was, now):
        yield Change("changed", now, fields)


def end_of(entry: Service | Centre) -> Any:
    """Return since when and why an entry has ended, or None."""
    return entry.retired if isinstance(entry, Service) else entry.closed
