"""
Which kinds of files the catalogue has, and what their schemas need beside the models.

A kind's name is that of its schema in the first line of each file. `provenance` and
`rules` have a form of their own, see `schemas`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from functions.domain.catalog import (
    ASPECTS,
    Category,
    Centre,
    CircularRule,
    FormField,
    LifeEvent,
    Municipality,
    Renamed,
    Service,
    Source,
    Term,
    Text,
    ThematicField,
)
from functions.domain.rules import CLOCK, DAY, DURATION, SHIFT
from infra.catalogue.schema_entries import Schema

SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
# The tables that entries refer to: name of the list, file, and what in an entry is its title.
TABLES: Mapping[str, tuple[str, str | None]] = {
    "categories": ("categories.yaml", "title"),
    "life_events": ("life_events.yaml", "title"),
    "municipalities": ("municipalities.yaml", "name"),
    "nace_sections": ("nace_sections.yaml", None),
    "sdg_codes": ("sdg_codes.yaml", None),
    "sources": ("sources.yaml", "title"),
    "thematic_fields": ("thematic_fields.yaml", "title"),
}
# Model and key → the list whose values it takes.
REFERENCES: Mapping[tuple[str, str], str] = {
    ("Service", "category"): "categories",
    ("Service", "life_event"): "life_events",
    ("Service", "legal_basis_source"): "sources",
    ("Service", "nace_section"): "nace_sections",
    ("Service", "sdg_codes"): "sdg_codes",
    ("Cost", "source"): "sources",
    ("ProcessingTime", "source"): "sources",
    ("Provenance", "sources"): "sources",
    ("Centre", "municipality"): "municipalities",
    ("Centre", "fields"): "thematic_fields",
    ("ThematicField", "reuses"): "thematic_fields",
    **{("Provenance", aspect): f"grades-{aspect}" for aspect in ASPECTS},
}
# What pydantic cannot tell of our own types, which read text: by format, model, or key.
FORMATS: Mapping[str, str] = {
    "duration": DURATION.pattern,
    "time": CLOCK.pattern,
    "date": DAY.pattern,
}
SHAPES: Mapping[str, Schema] = {"Shift": {"type": "string", "pattern": f"^(?:{SHIFT.pattern})$"}}
WEEKDAYS: Schema = {"propertyNames": {"pattern": "^[1-7]$"}}
MORE: Mapping[tuple[str, str], Schema] = {
    ("Cost", "eur"): {"type": "number", "minimum": 0},
    ("Centre", "shifts"): WEEKDAYS,
    ("Rules", "shifts"): WEEKDAYS,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of file: the model of an entry, and what of it the file's place or key tells.

    *keys* is the form of the keys where the file is a table; None where it is one entry.
    """

    model: type[BaseModel]
    named: frozenset[str] = frozenset()
    keys: str | None = None


def _table(model: type[BaseModel], named: str = "slug", keys: str = SLUG) -> Kind:
    return Kind(model, frozenset({named}), keys)


KINDS: Mapping[str, Kind] = {
    "service": Kind(Service, frozenset({"slug", "field"})),
    "centre": Kind(Centre, frozenset({"slug"})),
    "renamed": Kind(Renamed),
    "thematic_fields": _table(ThematicField),
    "categories": _table(Category),
    "life_events": _table(LifeEvent),
    "municipalities": _table(Municipality),
    "sources": _table(Source),
    "glossary": _table(Term),
    "blank_application": _table(FormField, "name", "^[a-z]+(_[a-z]+)*$"),
    "circular_rules": _table(CircularRule, "number", "^R[0-9]+$"),
    "nace_sections": Kind(Text, keys="^[A-U]$"),
    "sdg_codes": Kind(Text, keys="^[A-Z][0-9]+$"),
}
