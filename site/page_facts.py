"""What the catalogue says about itself: counts, how sure its facts are, what is missing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from page_words import Words
from pydantic import BaseModel

from functions.domain.catalog import Catalog, Provenance, Source, Statement
from functions.domain.catalog_document import VERSION

STANDINGS = ("found", "inferred", "reconstructed", "ours")
SERVICE_FACTS = (
    "description",
    "documents",
    "cost",
    "processing_time",
    "authority",
    "legal_basis",
    "mitos_id",
)
# The title of a copy says of when it is; the circular rules appointments, not what is booked.
COPIED = re.compile(r"as (?:it was|they were) on \d+ \w+ (\d{4})")
NOT_COMPARED = "circular"
CENTRE_FACTS = ("address", "telephone", "email", "position", "patron_day")


def facts_about(catalog: Catalog) -> dict[str, Any]:
    """Return what the page about the data shows."""
    kinds = Counter(centre.kind for centre in catalog.listed_centres)
    return {
        "field_counts": {slug: _by_purpose(catalog, slug) for slug in catalog.fields},
        "keps": kinds["kep"],
        "ekes": kinds["kep-eke"],
        "standings": _standings(catalog),
        "catalog_version": VERSION,
        "missing_services": _missing(catalog.services.values(), SERVICE_FACTS),
        "missing_centres": _missing(catalog.centres.values(), CENTRE_FACTS),
    }


def age_of_sources(sources: Iterable[Source], words: Words) -> str:
    """Return of when *sources* are, as in «με πηγές του 2021 και 2024»; many have no date."""
    found = [COPIED.search(one.title.en) for one in sources if one.slug != NOT_COMPARED]
    years = sorted({one[1] for one in found if one})
    undated = words.choose("χωρίς ημερομηνία", "without a date")
    if not years:
        return words.choose("με πηγές ", "against sources ") + undated
    dated = words.choose("με πηγές του ", "against sources of ") + words.listed(years)
    others = words.choose(" και άλλες ", " and others ") + undated
    return dated if all(found) else dated + others


def _by_purpose(catalog: Catalog, field: str) -> list[tuple[str, int]]:
    return sorted(
        Counter(service.purpose for service in catalog.services_in(field)).items(), reverse=True
    )


def _standings(catalog: Catalog) -> dict[str, list[tuple[Statement, int]]]:
    """Return every statement by how sure it makes a fact, with how often it is made."""
    made = Counter(grade for entry in _provenances(catalog) for grade in entry.grades())
    return {
        standing: [
            (statement, made[aspect, grade])
            for aspect, grades in catalog.provenance_words.items()
            for grade, statement in grades.items()
            if statement.standing == standing and made[aspect, grade]
        ]
        for standing in STANDINGS
    }


def _provenances(catalog: Catalog) -> Iterator[Provenance]:
    for entries in (catalog.services, catalog.municipalities, catalog.centres):
        yield from (entry.provenance for entry in entries.values())


def _missing(entries: Iterable[BaseModel], facts: Iterable[str]) -> dict[str, int]:
    listed = list(entries)
    return {fact: sum(not getattr(entry, fact) for entry in listed) for fact in facts}
