"""
The pages of the site, as Markdown made from the catalogue.

    PYTHONPATH=. python site/catalog_pages.py

writes `build/docs/{el,en}`. What turns Markdown into HTML is not known here, so
that it can be exchanged: a page is front matter (title, and what the shell shows
around it) and a body, and both come from a template in `site/pages/`.
"""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

from browse_pages import BrowsePages, related
from foreign_words import ForeignWords
from former_pages import retired_pages
from history import NO_HISTORY, History
from operate_pages import operate_pages
from page import Page
from page_facts import age_of_sources, facts_about
from page_foot import Foot
from page_words import Words, templates
from place_names import load_place_names, names_of
from places import Places
from schema_org import data_blocks
from search_index import word_addresses
from statement import load_statement

from functions.adapters.catalog_files import BrokenCatalog, load_catalog
from functions.domain.catalog import Catalog, Category, Centre, Language, Service, ThematicField

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES: tuple[Language, ...] = get_args(Language)
WRITTEN = (
    "how-it-works",
    "the-call",
    "call-test",
    "easy-to-read",
    "sign-language",
    "privacy",
    "circular",
    "rules",
    "glossary",
)
FEW = 20  # services that need no headings between them

Groups = list[tuple[Category | None, list[Service]]]


def pages(
    catalog: Catalog, language: Language, history: History = NO_HISTORY
) -> Iterator[tuple[str, str]]:
    """Yield the path of each page of *language*, such as `services/…`, and its Markdown."""
    environment = templates(language)
    words = Words(language)
    environment.globals["catalog"] = catalog
    environment.globals["age_of_sources"] = partial(age_of_sources, words=words)
    environment.filters |= data_blocks(catalog, language)
    foreign = ForeignWords(environment)
    parts = environment.get_template("parts.md.j2").module
    for page in PageList(catalog, words, parts).all():
        here = f"/{page.path}/" if page.path else "/"
        alternate = f"/en{here}" if language == "el" else here
        template = environment.get_template(page.template)
        text = template.render(page.values, alternate=alternate)
        foot = Foot(f"{words.root}{here}", str(template.filename), words, history)
        yield page.path, foot.below(foreign.marked(text) if language == "el" else text)


class PageList:
    """Every page of one language, with what it shows in the order it shows it."""

    def __init__(self, catalog: Catalog, words: Words, parts: Any) -> None:
        self.catalog = catalog
        self.words = words
        self.parts = parts
        self.places = Places(catalog, words)
        self.services = {slug: catalog.services_in(slug) for slug in catalog.fields}
        self.related = dict(related(catalog.services.values()))
        self.where = {
            slug: self._where(services[0]) for slug, services in self.services.items() if services
        }

    def all(self) -> Iterator[Page]:
        yield Page("", "home.md.j2")
        yield Page("services", "services.md.j2", self._list())
        yield Page("centres", "centres.md.j2", self._places())
        yield Page("about-the-data", "about-the-data.md.j2", facts_about(self.catalog))
        yield Page("accessibility", "accessibility.md.j2", load_statement())
        yield from (Page(name, f"{name}.md.j2") for name in WRITTEN)
        yield from map(self._field, self.catalog.fields.values())
        yield from map(self._service, self.catalog.services.values())
        yield from retired_pages(self.catalog)
        yield from map(self._centre, self.catalog.centres.values())
        yield from BrowsePages(self.catalog, self.words).all()
        yield from operate_pages()

    def _list(self) -> dict[str, Any]:
        words, other_words = word_addresses(self.catalog, self.words.language)
        return {"sections": self._sections(), "words": words, "other_words": other_words}

    def _sections(self) -> list[tuple[ThematicField, list[tuple[str, Groups]]]]:
        return [(one, self._parts(one)) for one in self.catalog.fields.values() if not one.reuses]

    def _parts(self, one: ThematicField) -> list[tuple[str, Groups]]:
        """Return the services of a field by purpose, and under it by category."""
        services = self.services[one.slug]
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
            "related": self.related[one.slug],
            **self.where[one.field],
        }
        return Page(f"services/{one.slug}", "service.md.j2", values)

    def _where(self, one: Service) -> dict[str, Any]:
        """Return where a service is offered: the same for its whole field, so written once."""
        centres = [
            centre for centre in self.catalog.centres_offering(one.slug) if not centre.closed
        ]
        return {
            "centre_count": len(centres),
            "centre_links": self.parts.centre_links(
                self.places.by_region(centres), self.words.root
            ),
        }

    def _places(self) -> dict[str, Any]:
        centres = self.catalog.listed_centres
        return {
            "places": self.places.all(),
            "ekes": self.places.ordered(one for one in centres if one.kind == "kep-eke"),
            "names_of": partial(names_of, called=load_place_names()),
            "positions_known": any(centre.position for centre in centres),
        }

    def _centre(self, one: Centre) -> Page:
        values = {
            "centre": one,
            "municipality": self.catalog.municipalities[one.municipality],
            "shifts": one.shifts or self.catalog.rules.shifts,
            "offered": [
                (self.catalog.fields[slug], len(self.services[slug])) for slug in one.fields
            ],
        }
        return Page(f"centres/{one.slug}", "centre.md.j2", values)


def write_pages(
    catalog: Catalog, language: Language, folder: Path, history: History = NO_HISTORY
) -> None:
    """Write the Markdown of one language below *folder*."""
    for path, text in pages(catalog, language, history):
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
