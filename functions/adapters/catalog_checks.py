"""
What no file of the catalogue can know alone: references, counts, who offers what.

Rules R1 and R15 of the circular are enforced here, before anything is built from
the catalogue. Checks see the entries that could be read; a table that could not be
read counts as holding everything, since one fault for it is enough.
"""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from functions.adapters.catalog_draft import Draft
from functions.adapters.catalog_entries import Entry, Unread
from functions.adapters.catalog_former_checks import check_former
from functions.adapters.yaml_marks import START, Fault, Steps, fault
from functions.domain.catalog import (
    ASPECTS,
    MUNICIPALITIES,
    OFFERED_BY,
    POINTS_OF_SINGLE_CONTACT,
    SERVICE_COUNTS,
    Centre,
    CentreKind,
    Provenance,
    Service,
)

V = TypeVar("V")

KINDS: dict[CentreKind, tuple[str, str]] = {
    "kep": ("ΚΕΠ (όχι από ΚΕΠ-ΕΚΕ)", "a KEP that is no KEP-EKE"),
    "kep-eke": ("ΚΕΠ-ΕΚΕ", "KEP-EKE"),
}
MUNICIPAL = "municipal"
# Facts that are stated only with where they come from.
GRADED = ("description", "documents", "authority", "legal_basis")
OWN_PLACEHOLDERS = frozenset({"municipality"})


def check(draft: Draft, today: date | None = None) -> Iterator[Fault]:
    """Yield whatever does not fit together; with *today* also what lies in the future."""
    yield from _check_fields(draft)
    yield from _check_words(draft)
    yield from _check_municipalities(draft)
    yield from _check_centres(draft)
    yield from _check_services(draft)
    yield from _check_service_counts(draft)
    yield from check_former(draft)
    if today is not None:
        yield from _check_reviews(draft, today)


def _check_fields(draft: Draft) -> Iterator[Fault]:
    if isinstance(draft.fields, Unread):
        return
    if set(draft.fields) != set(OFFERED_BY):
        file = f"{draft.folder}/thematic_fields.yaml"
        yield fault(file, START, "wrong_fields", expected=", ".join(OFFERED_BY))
    for slug, entry in draft.fields.items():
        field = entry.value
        if field is None:
            continue
        if field.reuses is not None and field.reuses not in draft.fields:
            yield entry.fault("unknown_field", "reuses", value=field.reuses)
        expected = OFFERED_BY.get(slug, field.offered_by)
        if field.offered_by != expected:
            yield entry.fault("wrong_offering", "offered_by", value=slug, **_kinds(expected))


def _check_words(draft: Draft) -> Iterator[Fault]:
    for aspect, entries in draft.words.items():
        if aspect not in ASPECTS:
            for entry in list(entries.values())[:1]:
                yield fault(
                    entry.document.file,
                    entry.document.place((aspect,), key=True),
                    "unknown_aspect",
                    value=aspect,
                )


def _check_municipalities(draft: Draft) -> Iterator[Fault]:
    if isinstance(draft.municipalities, Unread):
        return
    file = f"{draft.folder}/municipalities.yaml"
    found = len(draft.municipalities)
    if found != MUNICIPALITIES:
        yield fault(file, START, "wrong_municipalities", expected=MUNICIPALITIES, found=found)
    for entry in draft.municipalities.values():
        if entry.value is not None:
            yield from _check_provenance(entry, entry.value.provenance, draft)


def _check_centres(draft: Draft) -> Iterator[Fault]:
    codes: dict[str, str] = {}
    for entry in filter(None, draft.centres.values()):
        centre = entry.value
        if centre is None:
            continue
        if centre.code in codes:
            yield entry.fault("duplicate_code", "code", value=centre.code, other=codes[centre.code])
        codes.setdefault(centre.code, entry.document.file)
        if centre.municipality not in draft.municipalities:
            yield entry.fault("unknown_municipality", "municipality", value=centre.municipality)
        yield from _check_offer(entry, centre, draft)
        yield from _check_provenance(entry, centre.provenance, draft)
    if all(entry is not None and entry.value is not None for entry in draft.centres.values()):
        yield from _check_centre_counts(draft)


def _check_offer(entry: Entry[Centre], centre: Centre, draft: Draft) -> Iterator[Fault]:
    for index, slug in enumerate(centre.fields):
        if slug not in draft.fields:
            yield entry.fault("unknown_field", "fields", index, value=slug)
        elif OFFERED_BY.get(slug, centre.kind) != centre.kind:
            kinds = _kinds(OFFERED_BY[slug])
            yield entry.fault("wrong_centre", "fields", index, value=slug, **kinds)


def _check_centre_counts(draft: Draft) -> Iterator[Fault]:
    centres = [entry.value for entry in draft.centres.values() if entry and entry.value]
    points = [centre.closed is None for centre in centres if centre.point_of_single_contact]
    if not _fits(POINTS_OF_SINGLE_CONTACT, sum(points), len(points)):
        folder = f"{draft.folder}/centres"
        expected = POINTS_OF_SINGLE_CONTACT
        yield fault(folder, START, "wrong_points", expected=expected, found=sum(points))
    served = {centre.municipality for centre in centres if not centre.point_of_single_contact}
    for slug, entry in draft.municipalities.items():
        if slug not in served:
            yield entry.key_fault("no_centre", value=slug)


def _check_services(draft: Draft) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for entries in draft.services.values():
        for slug, entry in entries.items():
            if entry is None:
                continue
            if slug in first:
                yield fault(entry.document.file, START, "duplicate_service", other=first[slug])
            first.setdefault(slug, entry.document.file)
            if entry.value is not None:
                yield from _check_service(entry, entry.value, draft)


def _check_reviews(draft: Draft, today: date) -> Iterator[Fault]:
    """Nobody has reviewed a service tomorrow: it would be left out of the yearly list."""
    for entry in filter(None, draft.service_entries.values()):
        if entry.value and entry.value.reviewed > today:
            yield entry.fault("reviewed_later", "reviewed", value=today.isoformat())


def _check_service(entry: Entry[Service], service: Service, draft: Draft) -> Iterator[Fault]:
    yield from _check_references(entry, service, draft)
    yield from _check_provenance(entry, service.provenance, draft)
    yield from _check_template(entry, service, draft)
    for fact in GRADED:
        if getattr(service, fact) and getattr(service.provenance, fact) is None:
            yield entry.key_fault("ungraded", fact, value=fact)
    if (service.field, service.purpose) not in SERVICE_COUNTS:
        yield entry.fault("wrong_purpose", "purpose", value=service.purpose)


def _check_references(entry: Entry[Service], service: Service, draft: Draft) -> Iterator[Fault]:
    cost, time = service.cost, service.processing_time
    references: tuple[tuple[str, Steps, str | None, Container[str]], ...] = (
        ("unknown_category", ("category",), service.category, draft.categories),
        ("unknown_life_event", ("life_event",), service.life_event, draft.life_events),
        ("unknown_nace_section", ("nace_section",), service.nace_section, draft.nace_sections),
        ("unknown_source", ("cost", "source"), cost.source if cost else None, draft.sources),
        (
            "unknown_source",
            ("processing_time", "source"),
            time.source if time else None,
            draft.sources,
        ),
        ("unknown_source", ("legal_basis_source",), service.legal_basis_source, draft.sources),
        *(
            ("unknown_sdg_code", ("sdg_codes", index), code, draft.sdg_codes)
            for index, code in enumerate(service.sdg_codes)
        ),
    )
    for code, path, value, known in references:
        if value is not None and value not in known:
            yield entry.fault(code, *path, value=value)


def _check_provenance(entry: Entry[V], provenance: Provenance, draft: Draft) -> Iterator[Fault]:
    for aspect, grade in provenance.grades():
        if isinstance(draft.words, Unread) or grade in draft.words.get(aspect, {}):
            continue
        yield entry.fault("unknown_grade", "provenance", aspect, value=grade, aspect=aspect)
    for index, source in enumerate(provenance.sources):
        if source not in draft.sources:
            yield entry.fault("unknown_source", "provenance", "sources", index, value=source)


def _check_template(entry: Entry[Service], service: Service, draft: Draft) -> Iterator[Fault]:
    template = service.blank_application
    if template is None:
        if service.field == MUNICIPAL:
            yield entry.fault("no_template")
        return
    if service.field != MUNICIPAL:
        yield entry.key_fault("needless_template", "blank_application")
    own = {field.name for field in template.fields} | OWN_PLACEHOLDERS
    for name in template.placeholders:
        if name not in own and name not in draft.application_fields:
            yield entry.fault("unknown_placeholder", "blank_application", "body", value=name)


def _check_service_counts(draft: Draft) -> Iterator[Fault]:
    for (field, purpose), expected in SERVICE_COUNTS.items():
        read = [entry.document.data for entry in draft.services[field].values() if entry]
        if len(read) < len(draft.services[field]) or not all(map(_says_purpose, read)):
            continue  # which was said already
        is_offered = ["retired" not in data for data in read if data["purpose"] == purpose]
        if not _fits(expected, sum(is_offered), len(is_offered)):
            yield fault(
                f"{draft.folder}/services/{field}",
                START,
                "wrong_services",
                expected=expected,
                purpose=purpose,
                found=sum(is_offered),
            )


def _says_purpose(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("purpose"), str)


def _fits(expected: int, present: int, ever: int) -> bool:
    """Tell whether the circular may count *expected*: what has ended since was counted or not."""
    return present <= expected <= ever


def _kinds(kind: CentreKind) -> dict[str, str]:
    greek, english = KINDS[kind]
    return {"kinds_el": greek, "kinds_en": english}
