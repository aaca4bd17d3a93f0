"""
The catalogue out of `catalog_data/`.

    thematic_fields.yaml, categories.yaml, life_events.yaml, municipalities.yaml,
    sources.yaml, glossary.yaml, blank_application.yaml    one entry a key
    nace_sections.yaml, sdg_codes.yaml                     the same: what a code means
    provenance.yaml                                        sentences, by aspect and grade
    rules.yaml                                             value and reason, by name
    renamed.yaml                                           old slug → present one; may be missing
    circular/rules.yaml, circular/circular.el.md           the circular
    services/<field>/<slug>.yaml, centres/<slug>.yaml      one entry a file

Every fault of every file is reported at once. Run as a program, it checks a folder:

    python -m functions.adapters.catalog_files [folder]
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from functions.adapters.catalog_checks import check
from functions.adapters.catalog_draft import Draft
from functions.adapters.catalog_entries import Entry, Reader, fault_of, values
from functions.adapters.yaml_marks import START, Document, Fault, fault
from functions.domain.catalog import (
    SERVICE_COUNTS,
    Catalog,
    Category,
    Centre,
    CircularRule,
    FormField,
    LifeEvent,
    Municipality,
    Renamed,
    Service,
    Source,
    Statement,
    Term,
    Text,
    ThematicField,
)
from functions.domain.rules import Rules
from functions.domain.slot import ATHENS

Check = Callable[[Draft], Iterable[Fault]]

CATALOG_DATA = Path(__file__).resolve().parents[2] / "catalog_data"


class BrokenCatalog(Exception):
    """The catalogue has faults; `faults` lists all of them, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(one) for one in self.faults))


class _RuleEntry(BaseModel):
    """A choice of ours: the value as it is written, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    value: Any
    reason: Text


def load_catalog(folder: Path, check: Check = check) -> Catalog:
    """
    Return the catalogue in *folder*, if *check* finds that its files fit together.

    Raises:
        BrokenCatalog: With every fault of every file.
    """
    if not folder.is_dir():
        raise BrokenCatalog([fault(folder.as_posix(), START, "no_folder")])
    return read_catalog(Reader(folder), check)


def read_catalog(reader: Reader, check: Check = check) -> Catalog:
    """Return the catalogue that *reader* reads; for the rest see `load_catalog`."""
    draft = _draft(reader)
    rules, reasons = _rules(reader)
    circular_rules = reader.table("circular/rules.yaml", CircularRule, key="number")
    circular_text = reader.text("circular/circular.el.md")
    glossary = reader.table("glossary.yaml", Term)
    reader.faults += check(draft)
    if reader.faults or rules is None:
        raise BrokenCatalog(reader.faults)
    written = {
        slug: service
        for entries in draft.services.values()
        for slug, service in values(entries).items()
    }
    return Catalog(
        fields=values(draft.fields),
        categories=values(draft.categories),
        life_events=values(draft.life_events),
        municipalities=values(draft.municipalities),
        centres=values(draft.centres),
        services={slug: one for slug, one in written.items() if one.retired is None},
        retired={slug: one for slug, one in written.items() if one.retired is not None},
        renamed=draft.renamed_services,
        sources=values(draft.sources),
        provenance_words={aspect: values(words) for aspect, words in draft.words.items()},
        nace_sections=values(draft.nace_sections),
        sdg_codes=values(draft.sdg_codes),
        application_fields=values(draft.application_fields),
        rules=rules,
        rule_reasons=reasons,
        circular_rules=values(circular_rules),
        circular_text_el=circular_text,
        glossary=values(glossary),
    )


def _draft(reader: Reader) -> Draft:
    return Draft(
        folder=reader.folder.as_posix(),
        fields=reader.table("thematic_fields.yaml", ThematicField),
        categories=reader.table("categories.yaml", Category),
        life_events=reader.table("life_events.yaml", LifeEvent),
        municipalities=reader.table("municipalities.yaml", Municipality),
        sources=reader.table("sources.yaml", Source),
        words=reader.tables("provenance.yaml", Statement),
        application_fields=reader.table("blank_application.yaml", FormField, key="name"),
        nace_sections=reader.table("nace_sections.yaml", Text, key=None),
        sdg_codes=reader.table("sdg_codes.yaml", Text, key=None),
        services=_services(reader),
        centres={
            path.stem: reader.file(path, Centre, {"slug": path.stem})
            for path in reader.yaml_files("centres")
        },
        renamed=_renamed(reader),
    )


def _renamed(reader: Reader) -> Entry[Renamed] | None:
    """Return what was renamed, or None where nothing was; a centre cannot be."""
    path = reader.folder / "renamed.yaml"
    document = reader.document(path) if path.exists() else None
    if document is None:
        return None
    if "centres" in document.data:
        place = document.place(("centres",), key=True)
        reader.faults.append(fault(document.file, place, "renamed_centres"))
        del document.data["centres"]
    return reader.entry(document, (), Renamed, {})


def _services(reader: Reader) -> Mapping[str, Mapping[str, Entry[Service] | None]]:
    homes = tuple(dict.fromkeys(field for field, _ in SERVICE_COUNTS))
    for path in sorted((reader.folder / "services").glob("[!.]*")):
        if path.name not in homes:
            reader.faults.append(fault(path.as_posix(), START, "stray_folder", value=path.name))
    return {
        field: {
            path.stem: reader.file(path, Service, {"slug": path.stem, "field": field})
            for path in reader.yaml_files(f"services/{field}")
        }
        for field in homes
    }


def _rules(reader: Reader) -> tuple[Rules | None, Mapping[str, Text]]:
    """Return the rules and their reasons; the value of a rule stands under its name."""
    document = reader.document(reader.folder / "rules.yaml")
    if document is None:
        return None, {}
    entries = values(
        {name: reader.entry(document, (name,), _RuleEntry, {}) for name in document.data}
    )
    try:
        rules = Rules.model_validate({name: entry.value for name, entry in entries.items()})
    except ValidationError as error:
        reader.faults += _rule_faults(document, error)
        return None, {}
    return rules, {name: entry.reason for name, entry in entries.items()}


def _rule_faults(document: Document, error: ValidationError) -> Iterator[Fault]:
    for one in error.errors(include_url=False):
        name, *rest = one["loc"]
        if one["type"] == "missing" and name in document.data:
            continue  # it is there and broken, which was said already
        within = () if one["type"] in {"missing", "extra_forbidden"} else ("value", *rest)
        yield fault_of(document, (name, *within), one)


def main(arguments: Sequence[str], environment: Mapping[str, str], today: date) -> int:
    """Check a folder as of *today*, say what is wrong, and return the exit code."""
    folder = Path(arguments[0]) if arguments else CATALOG_DATA
    try:
        catalog = load_catalog(folder, partial(check, today=today))
    except BrokenCatalog as broken:
        for one in broken.faults:
            sys.stdout.write(f"{one}\n")
            if environment.get("GITHUB_ACTIONS") == "true":
                sys.stdout.write(f"{annotation(one)}\n")
        return 1
    sys.stdout.write(f"{summary(catalog)}\n")
    return 0


def annotation(one: Fault) -> str:
    """Return the line that makes GitHub show a fault beside the code."""
    message = f"{one.message_el} / {one.message_en}".replace("%", "%25").replace("\n", "%0A")
    file = one.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::error file={file},line={one.line},col={one.column}::{message}"


def summary(catalog: Catalog) -> str:
    """Return one line with the counts."""
    points = sum(centre.point_of_single_contact for centre in catalog.listed_centres)
    counts = Counter((one.field, one.purpose) for one in catalog.services.values())
    services = ", ".join(f"{counts[key]} {key[0]} ({key[1]})" for key in SERVICE_COUNTS)
    return (
        f"{len(catalog.services)} services: {services}; "
        f"{len(catalog.municipalities)} municipalities, {len(catalog.listed_centres)} centres, "
        f"{points} of them KEP-EKE{_former(catalog)}"
    )


def _former(catalog: Catalog) -> str:
    """Return how many entries are no longer counted, where there are any."""
    closed = len(catalog.centres) - len(catalog.listed_centres)
    counts = (
        (len(catalog.retired), "retired services"),
        (len(catalog.renamed), "former names"),
        (closed, "closed centres"),
    )
    said = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"; not counted: {said}" if said else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ, datetime.now(ATHENS).date()))
