"""
The catalogue: which services there are, and which centre offers which.

Pydantic parses what editors write in `catalog_data/`; from then on the values
are frozen and right.

Source: circular ΔΥΜΣ/Φ. 17/6, section Α (rule R1). The words `kep` and `kep-eke`
tell a Citizen Service Centre from a Point of Single Contact (ΚΕΠ-ΕΚΕ).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.domain.centre import (
    Centre,
    CentreKind,
    Closed,
    Municipality,
    Position,
)
from functions.domain.provenance import ASPECTS, GUESSES, Provenance, Source, Statement
from functions.domain.rules import Rules
from functions.domain.service import (
    BlankApplication,
    Cost,
    FormField,
    ProcessingTime,
    Purpose,
    Retired,
    Service,
)
from functions.domain.texts import (
    Category,
    Item,
    Keywords,
    Language,
    LifeEvent,
    Slug,
    Text,
    Value,
    Words,
)

__all__ = [
    "ASPECTS",
    "MUNICIPALITIES",
    "OFFERED_BY",
    "POINTS_OF_SINGLE_CONTACT",
    "SERVICE_COUNTS",
    "BlankApplication",
    "Catalog",
    "Category",
    "Centre",
    "CentreKind",
    "CircularRule",
    "Closed",
    "Cost",
    "FormField",
    "Item",
    "Keywords",
    "Language",
    "LifeEvent",
    "Municipality",
    "Position",
    "ProcessingTime",
    "Provenance",
    "Purpose",
    "Renamed",
    "Retired",
    "Service",
    "Source",
    "Statement",
    "Term",
    "Text",
    "ThematicField",
]

# What the circular says (R1): how many services of which field and purpose, which kind
# of centre offers a field, how many municipalities and KEP-EKE take part.
SERVICE_COUNTS: dict[tuple[str, Purpose], int] = {
    ("administrative", "processing"): 52,
    ("business", "information"): 235,
    ("business", "processing"): 12,
    ("municipal", "processing"): 5,
}
OFFERED_BY: dict[str, CentreKind] = {
    "administrative": "kep",
    "business": "kep-eke",
    "disability": "kep",
    "municipal": "kep",
}
MUNICIPALITIES = 38
POINTS_OF_SINGLE_CONTACT = 9


class ThematicField(Value):
    """
    One of the four thematic fields (θεματικά πεδία).

    *reuses* names the field whose services this one offers, without copying them.
    """

    slug: Slug
    title: Text
    description: Text
    offered_by: CentreKind
    reuses: Slug | None = None

    @property
    def holds(self) -> str:
        """The field in which its services are filed."""
        return self.reuses or self.slug


class Renamed(Value):
    """
    What services were called before, by the old slug; it leads to the present one.

    Appointments, links and pages keep the old name. Centres are not here: the rows of
    their appointments bear their slug, so a centre is closed and a new one opened.
    """

    services: Mapping[Slug, Slug] = Field(default_factory=dict)


class CircularRule(Value):
    """A rule of the circular in our words (R1 to R15) and what the system does for it."""

    number: Annotated[str, StringConstraints(pattern=r"^R[0-9]+$")]
    section: Text
    rule: Text
    system: Text


class Term(Value):
    """A word of the trade: Greek as in the circular, English, its name in the code."""

    slug: Slug
    term: Text
    code: Words | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """
    Everything in `catalog_data/`, checked. Mappings keep the order of the files.

    *services* are those that can be booked. *retired* ones are in no list and no count;
    *renamed* leads from an old slug to the present one. *unlisted* are the centres that only
    those who name them reach (`smoke_centre`).
    """

    fields: Mapping[str, ThematicField]
    categories: Mapping[str, Category]
    life_events: Mapping[str, LifeEvent]
    municipalities: Mapping[str, Municipality]
    centres: Mapping[str, Centre]
    services: Mapping[str, Service]
    sources: Mapping[str, Source]
    provenance_words: Mapping[str, Mapping[str, Statement]]
    nace_sections: Mapping[str, Text]
    sdg_codes: Mapping[str, Text]
    application_fields: Mapping[str, FormField]
    rules: Rules
    rule_reasons: Mapping[str, Text]
    circular_rules: Mapping[str, CircularRule]
    circular_text_el: str
    glossary: Mapping[str, Term]
    retired: Mapping[str, Service] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    unlisted: frozenset[str] = frozenset()

    def present_slug(self, service: str) -> str:
        """Return what *service* is called today; what was not renamed keeps its name."""
        return self.renamed.get(service, service)

    def service_named(self, slug: str) -> Service:
        """
        Return the service that has or had this slug, as stored appointments name it.

        Raises:
            KeyError: There never was one.
        """
        present = self.present_slug(slug)
        return self.services.get(present) or self.retired[present]

    @property
    def listed_centres(self) -> tuple[Centre, ...]:
        """The centres that lists show and counts count: none that has closed or is about to."""
        return tuple(
            centre
            for slug, centre in self.centres.items()
            if centre.closed is None and slug not in self.unlisted
        )

    def services_in(self, field: str) -> tuple[Service, ...]:
        """Return the services of a thematic field, reused ones included."""
        home = self.fields[field].holds
        return tuple(service for service in self.services.values() if service.field == home)

    def fields_of(self, service: str) -> tuple[ThematicField, ...]:
        """Return every thematic field under which *service* is offered."""
        home = self.service_named(service).field
        return tuple(field for field in self.fields.values() if field.holds == home)

    def offers(self, centre: str, service: str) -> bool:
        """
        Tell whether *centre* may take an appointment for *service* (circular R1).

        Services for businesses are offered by KEP-EKE alone, and KEP-EKE offer
        nothing else. What is unknown or retired is not offered. Until when a centre takes
        appointments is told by its timetable.
        """
        place = self.centres.get(centre)
        return place is not None and _takes(place, self._bookable_in(service))

    def _bookable_in(self, service: str) -> tuple[ThematicField, ...]:
        """Return the thematic fields under which *service* can be booked."""
        return self.fields_of(service) if self.present_slug(service) in self.services else ()

    def centres_offering(self, service: str) -> tuple[Centre, ...]:
        """Return the centres among which somebody who wants *service* can choose."""
        fields = self._bookable_in(service)
        return tuple(
            centre
            for slug, centre in self.centres.items()
            if slug not in self.unlisted and _takes(centre, fields)
        )

    def services_at(self, centre: str) -> tuple[Service, ...]:
        """Return the services that can be booked at *centre*."""
        return tuple(
            service for service in self.services.values() if self.offers(centre, service.slug)
        )

    def statements(self, provenance: Provenance) -> tuple[Statement, ...]:
        """Return, in plain words, what of an entry is found, inferred or reconstructed."""
        return tuple(self.provenance_words[aspect][grade] for aspect, grade in provenance.grades())

    def is_sourced(self, provenance: Provenance, aspect: str) -> bool:
        """Tell whether *aspect* of an entry is a source's, and not a guess to be confirmed."""
        statements = {name: self.provenance_words[name][of] for name, of in provenance.grades()}
        return aspect in statements and statements[aspect].standing not in GUESSES

    def sources_of(self, provenance: Provenance) -> tuple[Source, ...]:
        """Return where the facts of an entry were read."""
        return tuple(self.sources[slug] for slug in provenance.sources)


def _takes(centre: Centre, fields: tuple[ThematicField, ...]) -> bool:
    return any(field.slug in centre.fields and field.offered_by == centre.kind for field in fields)
