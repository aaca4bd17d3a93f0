"""
Whether a change of the catalogue would strand appointments that can already be booked.

What appointments name stays: a service or centre is retired or closed, and its file is kept.
*Refused* is what breaks appointments. *Asked* is what leaves some outside of the new
hours or fields: they are kept and may be moved, but somebody should have looked whether there
are any. Nobody's appointments are read here; the days that can be booked follow from the
timetables of before, as of *today*.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from functions.domain.catalog import Catalog, Centre, Text
from functions.domain.slot import ATHENS
from functions.domain.timetable import DAY, Timetable, timetable_of
from infra.catalogue.stranding_words import WORDS, Code

Weight = Literal["refused", "asked"]


@dataclass(frozen=True, slots=True)
class Stranding:
    """What would happen to appointments, and what to do, by the file whose change does it."""

    file: str
    weight: Weight
    message: Text


def strandings(before: Catalog, after: Catalog, today: date) -> list[Stranding]:
    """Return what the change from *before* to *after* would strand, by file."""
    found = [
        *_services(before, after),
        *_municipalities(before, after),
        *(
            one
            for centre in before.centres.values()
            for one in _centre(centre, before, after, today)
        ),
        *_slot_length(before, after),
    ]
    return sorted(found, key=lambda one: (one.file, one.message.en))


def last_bookable(timetable: Timetable, today: date) -> date:
    """Return the last day for which somebody can have booked by the end of *today*."""
    return timetable.window(datetime.combine(today, time(23, 59), ATHENS))[1]


def _stranding(code: Code, weight: Weight, file: str, **values: object) -> Stranding:
    message = Text(el=WORDS[code].el.format(**values), en=WORDS[code].en.format(**values))
    return Stranding(f"catalog_data/{file}", weight, message)


def _services(before: Catalog, after: Catalog) -> Iterator[Stranding]:
    known = {*after.services, *after.retired, *after.renamed}
    for slug, service in {**before.services, **before.retired}.items():
        if slug not in known:
            file = f"services/{service.field}/{slug}.yaml"
            yield _stranding("service_gone", "refused", file, slug=slug)
    for old, present in before.renamed.items():
        if old not in known:
            yield _stranding("name_gone", "refused", "renamed.yaml", old=old, present=present)


def _municipalities(before: Catalog, after: Catalog) -> Iterator[Stranding]:
    for slug in before.municipalities:
        if slug not in after.municipalities:
            yield _stranding("municipality_gone", "refused", "municipalities.yaml", slug=slug)


def _centre(was: Centre, before: Catalog, after: Catalog, today: date) -> Iterator[Stranding]:
    file = f"centres/{was.slug}.yaml"
    now, earlier = after.centres.get(was.slug), timetable_of(was, before.rules)
    last = last_bookable(earlier, today)
    if now is None:
        yield _stranding("centre_gone", "refused", file, day=last + DAY)
        return
    if now.code != was.code:
        yield _stranding("code_changed", "refused", file, letters=was.code)
    for field in was.fields:
        if field not in now.fields:
            yield _stranding("field_gone", "asked", file, field=field, day=last)
    later = timetable_of(now, after.rules)
    if later.desks < earlier.desks:
        yield _stranding("fewer_desks", "asked", file, before=earlier.desks, after=later.desks)
    yield from _hours(earlier, later, file, (today + DAY, last))


def _hours(
    earlier: Timetable, later: Timetable, file: str, days: tuple[date, date]
) -> Iterator[Stranding]:
    """Yield that times went which can be booked already; after a closing day all of them do."""
    first, last = days
    every = (first + number * DAY for number in range((last - first).days + 1))
    lost = [start for day in every for start in _lost(earlier, later, day)]
    if lost and later.closed_from and lost[-1].date() >= later.closed_from:
        yield _stranding("closed_early", "refused", file, last=last, day=last + DAY)
    elif lost and later.slot_length == earlier.slot_length:
        yield _stranding("fewer_hours", "asked", file, first=lost[0], count=len(lost), last=last)


def _lost(earlier: Timetable, later: Timetable, day: date) -> list[datetime]:
    left = {slot.starts_at for slot in later.slots(day)}
    return [slot.starts_at for slot in earlier.slots(day) if slot.starts_at not in left]


def _slot_length(before: Catalog, after: Catalog) -> Iterator[Stranding]:
    if before.rules.slot_length != after.rules.slot_length:
        yield _stranding("slot_length", "asked", "rules.yaml")
