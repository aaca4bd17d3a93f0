"""What the catalogue says about itself: counts, how sure its facts are, what is missing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from functions.domain.catalog import Catalog, Provenance, Statement
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
