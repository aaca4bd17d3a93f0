"""
The pages of the site, as Markdown made from the catalogue.

    PYTHONPATH=. python site/catalog_pages.py

writes `build/docs/{el,en}`. What turns Markdown into HTML is not known here, so
that it can be exchanged: a page is front matter (title, and what the shell shows
around it) and a body, and both come from a template in `site/pages/`.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

from page_facts import facts_about
from page_words import Words, templates

from functions.adapters.catalog_files import BrokenCatalog, load_catalog
from functions.domain.catalog import Catalog, Category, Centre, Language, Service, ThematicField

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES: tuple[Language, ...] = get_args(Language)
WRITTEN = (
    "how-it-works",
    "the-call",
    "call-test",
    "accessibility",
    "privacy",
    "circular",
    "rules",
    "glossary",
)
RELATED = 5

FEW = 20  # services that need no headings between them

Groups = list[tuple[Category | None, list[Service]]]
Regions = list[tuple[str, list[Centre]]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands (nothing is the home page), its template, what that is given."""

    path: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


def pages(catalog: Catalog, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the path of each page of *language*, such as `services/…`, and its Markdown."""
    environment = templates(language)
    environment.globals["catalog"] = catalog
    for page in PageList(catalog, Words(language)).all():
        here = f"/{page.path}/" if page.path else "/"
        alternate = f"/en{here}" if language == "el" else here
        template = environment.get_template(page.template)
        yield page.path, template.render(page.values, alternate=alternate)


class PageList:
    """Every page of one language, with what it shows in the order it shows it."""

    def __init__(self, catalog: Catalog, words: Words) -> None:
        self.catalog = catalog
        self.words = words
        self.where = {
            slug: self._by_region(catalog.centres_offering(services[0].slug))
            for slug in catalog.fields
            if (services := catalog.services_in(slug))
        }

    def all(self) -> Iterator[Page]:
        yield Page("", "home.md.j2")
        yield Page("services", "services.md.j2", {"sections": self._sections()})
        yield Page("centres", "centres.md.j2", {"kinds": self._kinds()})
        yield Page("about-the-data", "about-the-data.md.j2", facts_about(self.catalog))
        yield from (Page(name, f"{name}.md.j2") for name in WRITTEN)
        yield from map(self._field, self.catalog.fields.values())
        yield from map(self._service, self.catalog.services.values())
        yield from map(self._centre, self.catalog.centres.values())

    def _sections(self) -> list[tuple[ThematicField, list[tuple[str, Groups]]]]:
        return [(one, self._parts(one)) for one in self.catalog.fields.values() if not one.reuses]

    def _parts(self, one: ThematicField) -> list[tuple[str, Groups]]:
        """Return the services of a field by purpose, and under it by category."""
        services = self.catalog.services_in(one.slug)
        parts = (
            (purpose, [service for service in services if service.purpose == purpose])
            for purpose in ("processing", "information")
        )
        return [(purpose, self._by_category(found)) for purpose, found in parts if found]

    def _by_category(self, services: Sequence[Service]) -> Groups:
        order = list(self.catalog.categories)
        ranked = sorted(services, key=lambda service: order.index(service.category))
        if len(ranked) <= FEW:
            return [(None, ranked)]
        return [
            (self.catalog.categories[slug], list(group))
            for slug, group in groupby(ranked, key=lambda service: service.category)
        ]

    def _field(self, one: ThematicField) -> Page:
        return Page(f"fields/{one.slug}", "field.md.j2", {"field": one, "parts": self._parts(one)})

    def _service(self, one: Service) -> Page:
        values = {
            "service": one,
            "field": self.catalog.fields[one.field],
            "regions": self.where[one.field],
            "related": self._related(one),
        }
        return Page(f"services/{one.slug}", "service.md.j2", values)

    def _related(self, one: Service) -> list[Service]:
        """Return a few others of the same category, beginning with those that follow it."""
        group = [
            other for other in self.catalog.services_in(one.field) if other.category == one.category
        ]
        at = group.index(one)
        return (group[at + 1 :] + group[:at])[:RELATED]

    def _kinds(self) -> list[tuple[str, Regions]]:
        centres = self.catalog.centres.values()
        return [
            (kind, self._by_region([centre for centre in centres if centre.kind == kind]))
            for kind in ("kep", "kep-eke")
        ]

    def _by_region(self, centres: Sequence[Centre]) -> Regions:
        """Return the centres by the region of their municipality, in the catalogue's order."""
        regions: dict[str, list[Centre]] = {}
        for centre in centres:
            region = self.words.say(self.catalog.municipalities[centre.municipality].region)
            regions.setdefault(region, []).append(centre)
        return list(regions.items())

    def _centre(self, one: Centre) -> Page:
        values = {
            "centre": one,
            "municipality": self.catalog.municipalities[one.municipality],
            "shifts": one.shifts or self.catalog.rules.shifts,
            "offered": [
                (self.catalog.fields[slug], len(self.catalog.services_in(slug)))
                for slug in one.fields
            ],
        }
        return Page(f"centres/{one.slug}", "centre.md.j2", values)


def write_pages(catalog: Catalog, language: Language, folder: Path) -> None:
    """Write the Markdown of one language below *folder*."""
    for path, text in pages(catalog, language):
        target = folder / path / "index.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def main() -> int:
    """Write the pages of `catalog_data/`; say what is wrong with it, if anything."""
    try:
        catalog = load_catalog(ROOT / "catalog_data")
    except BrokenCatalog as broken:
        sys.stderr.write(f"{broken}\n")
        return 1
    for language in LANGUAGES:
        write_pages(catalog, language, ROOT / "build" / "docs" / language)
    return 0


if __name__ == "__main__":
    sys.exit(main())
