"""
What the catalogue does not know.

A fact without a source is left empty (telephone, cost, documents…). These tables
name the facts that a page has a place for, so that a report can list what somebody
still has to find out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from functions.domain.catalog import Catalog, Centre, Service, Text

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Fact(Generic[V]):
    """Something that a page tells, and whether an entry has it."""

    label: Text
    known: Callable[[V], bool]


def _documents_known(service: Service) -> bool:
    """Tell whether a source names the documents; the circular's alone is not enough."""
    return bool(service.documents) and service.provenance.documents not in {
        "circular-only",
        "partly-reconstructed",
    }


SERVICE_FACTS: Mapping[str, Fact[Service]] = {
    "description": Fact(
        Text(el="περιγραφή", en="description"), lambda service: service.description is not None
    ),
    "documents": Fact(Text(el="δικαιολογητικά", en="documents"), _documents_known),
    "cost": Fact(
        Text(el="κόστος", en="cost"),
        lambda service: service.cost is not None and service.cost.eur is not None,
    ),
    "processing_time": Fact(
        Text(el="χρόνος διεκπεραίωσης", en="processing time"),
        lambda service: service.processing_time is not None,
    ),
    "authority": Fact(
        Text(el="αρμόδιος φορέας", en="competent body"),
        lambda service: (
            service.authority is not None and service.provenance.authority != "assigned"
        ),
    ),
    "legal_basis": Fact(
        Text(el="νομική βάση", en="legal basis"),
        lambda service: service.provenance.legal_basis == "found",
    ),
    "mitos_id": Fact(
        Text(el="κωδικός ΜΙΤΟΣ", en="MITOS number"), lambda service: service.mitos_id is not None
    ),
}

CENTRE_FACTS: Mapping[str, Fact[Centre]] = {
    "telephone": Fact(
        Text(el="τηλέφωνο", en="telephone"), lambda centre: centre.telephone is not None
    ),
    "email": Fact(
        Text(el="ηλεκτρονικό ταχυδρομείο", en="e-mail"), lambda centre: centre.email is not None
    ),
    "address": Fact(Text(el="διεύθυνση", en="address"), lambda centre: centre.address is not None),
    "position": Fact(Text(el="θέση", en="position"), lambda centre: centre.position is not None),
    "patron_day": Fact(
        Text(el="τοπική αργία", en="local holiday"), lambda centre: centre.patron_day is not None
    ),
    "kep_code": Fact(
        Text(el="κωδικός ΚΕΠ", en="KEP code"), lambda centre: centre.kep_code is not None
    ),
}


INTRODUCTION = """# Τι λείπει από τον κατάλογο / What the catalogue does not know

Λείπει ό,τι δεν το δίνει πηγή, ακόμη κι αν υπάρχει δική μας εκτίμηση.
What no source gives is missing, even where our own reading stands in its place.
"""


def missing_of_service(service: Service) -> tuple[str, ...]:
    """Return the names of the facts that no source gives for *service*."""
    return _missing(service, SERVICE_FACTS)


def missing_of_centre(centre: Centre) -> tuple[str, ...]:
    """Return the names of the facts that no source gives for *centre*."""
    return _missing(centre, CENTRE_FACTS)


def report(catalog: Catalog) -> str:
    """Return what is missing as Markdown: how much of what, then entry by entry."""
    own = [field for field in catalog.fields.values() if field.reuses is None]
    parts = [INTRODUCTION]
    for field in own:
        services = catalog.services_in(field.slug)
        rows = [(one.slug, one.title.el, missing_of_service(one)) for one in services]
        parts.append(_section(field.title, rows, SERVICE_FACTS))
    rows = [(one.slug, one.name.el, missing_of_centre(one)) for one in catalog.centres.values()]
    parts.append(_section(Text(el="ΚΕΠ", en="KEPs"), rows, CENTRE_FACTS))
    return "\n".join(parts)


def _missing(entry: V, facts: Mapping[str, Fact[V]]) -> tuple[str, ...]:
    return tuple(name for name, fact in facts.items() if not fact.known(entry))


def _section(
    title: Text,
    rows: list[tuple[str, str, tuple[str, ...]]],
    facts: Mapping[str, Fact[V]],
) -> str:
    labels = {name: f"{fact.label.el} / {fact.label.en}" for name, fact in facts.items()}
    counts = [
        (label, f"{sum(name in missing for _, _, missing in rows)} / {len(rows)}")
        for name, label in labels.items()
    ]
    entries = [
        (f"`{slug}`", name, ", ".join(facts[one].label.el for one in missing) or "–")
        for slug, name, missing in rows
    ]
    return "\n".join(
        [
            f"## {title.el} / {title.en}\n",
            _table(("στοιχείο / fact", "λείπει / missing"), counts),
            _table(("slug", "τίτλος / title", "λείπουν / missing"), entries),
        ]
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
