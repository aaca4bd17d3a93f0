"""Values of the catalogue as a reader of a summary expects them, in one language."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from page_text import as_text
from page_words import Words

from functions.domain.catalog import Catalog, Cost, Keywords, Position, ProcessingTime, Text
from infra.catalogue.differences import FieldChange

LABELS = Path(__file__).with_name("schema_words.yaml")
FIELD = ("Θεματικό πεδίο", "Thematic field")  # no key of a file: the folder says it
# What is too long, or too inward, to be quoted.
INWARD = frozenset({"provenance", "blank_application"})


class ValueWords:
    """Puts labels and values into the words of one language; *catalog* knows the titles."""

    def __init__(self, words: Words, catalog: Catalog) -> None:
        self.words = words
        self._tables: Mapping[str, Mapping[str, Text]] = {
            "category": {slug: one.title for slug, one in catalog.categories.items()},
            "life_event": {slug: one.title for slug, one in catalog.life_events.items()},
            "municipality": {slug: one.name for slug, one in catalog.municipalities.items()},
            "field": {slug: one.title for slug, one in catalog.fields.items()},
            "fields": {slug: one.title for slug, one in catalog.fields.items()},
            "legal_basis_source": {slug: one.title for slug, one in catalog.sources.items()},
            "nace_section": catalog.nace_sections,
            "sdg_codes": catalog.sdg_codes,
        }

    def pair(self, el: str, en: str) -> str:
        """Return our own words."""
        return str(self.words.choose(el, en))

    def label(self, model: str, field: str) -> str:
        """Return what a field is called."""
        known = _labels()[model].get(field)
        return self.pair(*(known["title"] if known else FIELD))

    def lines(self, model: str, change: FieldChange) -> Iterator[str]:
        """Yield the Markdown of a change of one field: a line, or one for each item of a list."""
        label = self.label(model, change.name)
        if change.name in INWARD:
            yield f"- {label}: {self.pair('άλλαξε', 'changed')}"
        elif isinstance(change.after, Keywords):
            yield f"- {label}: {self._keywords(change.before, change.after)}"
        elif isinstance(change.after, tuple):
            yield f"- {label}:"
            yield from (f"  - {line}" for line in self._items(model, change))
        else:
            before, after = self._value(model, change.name, change.before), change.after
            yield f"- {label}: {before} → {self._value(model, change.name, after)}"

    def _items(self, model: str, change: FieldChange) -> Iterator[str]:
        before, after = (
            [self._value(model, change.name, item) for item in items]
            for items in (change.before, change.after)
        )
        yield from (f"**+** {item}" for item in after if item not in before)
        yield from (f"**−** {item}" for item in before if item not in after)
        if sorted(before) == sorted(after):
            yield self.pair("άλλη σειρά", "another order")

    def _keywords(self, before: Keywords, after: Keywords) -> str:
        was, now = ({*words.el, *words.en} for words in (before, after))
        counts = f"+{len(now - was)}, −{len(was - now)}"
        new = ", ".join(sorted(now - was))
        return f"{counts} ({plain(new)})" if new else counts

    def _value(self, model: str, field: str, value: Any) -> str:
        if value is None or value == {}:
            return self.pair("δεν αναφέρεται", "not stated")
        for kind, say in self._kinds().items():
            if isinstance(value, kind):
                return plain(say(value))
        if field == "shifts":
            return plain("· ".join(self.words.hours(value)))
        if isinstance(value, Mapping):
            return plain(", ".join(f"{key}: {one}" for key, one in value.items()))
        table = self._tables.get(field, {})
        if value in table:
            return plain(self.words.say(table[value]))
        named = _labels()[model].get(field, {}).get("values", {}).get(value)
        return plain(self.pair(*named) if named else str(value))

    def _kinds(self) -> Mapping[type, Any]:
        return {
            Text: self.words.say,
            Cost: self._cost,
            ProcessingTime: lambda one: self.words.days(one.days),
            Position: lambda one: f"{one.latitude}, {one.longitude}",
            bool: lambda one: self.pair("ναι", "yes") if one else self.pair("όχι", "no"),
            date: self.words.day,
            time: lambda one: f"{one:%H:%M}",
            timedelta: self.words.duration,
        }

    def _cost(self, cost: Cost) -> str:
        amount = [] if cost.eur is None else [self.words.euros(cost.eur)]
        return ". ".join([*amount, *([self.words.say(cost.note)] if cost.note else [])])


def plain(text: str) -> str:
    """Return *text* on one line, with nothing in it that Markdown or HTML would read."""
    return str(as_text(" ".join(text.split())))


@cache
def _labels() -> Mapping[str, Mapping[str, Any]]:
    labels: Mapping[str, Mapping[str, Any]] = yaml.safe_load(LABELS.read_text("utf-8"))
    return labels
