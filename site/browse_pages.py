"""
The pages that lead to services by another way than their field: by subject, by
occasion in life, by letter; and to centres, by municipality.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from page import Page
from page_words import Words

from functions.domain.catalog import (
    Catalog,
    Category,
    Centre,
    Language,
    LifeEvent,
    Municipality,
    Service,
    ThematicField,
)

ALPHABETS: Mapping[Language, str] = {
    "el": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
OTHER = "#"  # the letter of titles that begin with none of the alphabet

Letters = list[tuple[str, list[Service]]]
Place = tuple[Municipality, list[Centre]]


class BrowsePages:
    """The pages of one language by which services and centres are found."""

    def __init__(self, catalog: Catalog, words: Words) -> None:
        self.catalog = catalog
        self.words = words

    def all(self) -> Iterator[Page]:
        yield Page("categories", "categories.md.j2", {"sections": self._subjects()})
        yield Page("life-events", "life-events.md.j2")
        yield Page("a-z", "a-z.md.j2", {"letters": self.letters(self.catalog.services.values())})
        yield from map(self._category, self._used(self.catalog.categories, "category"))
        yield from map(self._life_event, self._used(self.catalog.life_events, "life_event"))
        yield from map(self._municipality, self.catalog.municipalities.values())

    def _used(self, entries: Mapping[str, Category | LifeEvent], name: str) -> Iterator[str]:
        """Yield the slugs of *entries* that have a service: the others need no page."""
        used = {getattr(service, name) for service in self.catalog.services.values()}
        return (slug for slug in entries if slug in used)

    def _subjects(self) -> list[tuple[ThematicField, list[tuple[Category, int]]]]:
        """Return the subjects of each field, with how many services each has there."""
        return [
            (field, self._counted(self.catalog.services_in(field.slug)))
            for field in self.catalog.fields.values()
            if not field.reuses
        ]

    def _counted(self, services: Sequence[Service]) -> list[tuple[Category, int]]:
        filed = [service.category for service in services]
        return [
            (category, filed.count(slug))
            for slug, category in self.catalog.categories.items()
            if slug in filed
        ]

    def _category(self, slug: str) -> Page:
        services = [one for one in self.catalog.services.values() if one.category == slug]
        fields = list(dict.fromkeys(one.field for one in services))
        values = {
            "category": self.catalog.categories[slug],
            "fields": [self.catalog.fields[field] for field in fields],
            "parts": self._by_purpose(services),
        }
        return Page(f"categories/{slug}", "category.md.j2", values)

    def _by_purpose(self, services: Iterable[Service]) -> list[tuple[str, list[Service]]]:
        listed = list(services)
        parts = [
            (purpose, self.sorted([one for one in listed if one.purpose == purpose]))
            for purpose in ("processing", "information")
        ]
        return [(purpose, found) for purpose, found in parts if found]

    def _life_event(self, slug: str) -> Page:
        services = [one for one in self.catalog.services.values() if one.life_event == slug]
        values = {
            "event": self.catalog.life_events[slug],
            "parts": self._by_purpose(services),
            "informs_more": slug == "business",
        }
        return Page(f"life-events/{slug}", "life-event.md.j2", values)

    def sorted(self, services: Iterable[Service]) -> list[Service]:
        """Return *services* by title, accents and case aside."""
        return sorted(services, key=lambda one: folded(self.words.say(one.title)))

    def letters(self, services: Iterable[Service]) -> Letters:
        """Return *services* by the first letter of their title; those without one are last."""
        alphabet = ALPHABETS[self.words.language]

        def letter(service: Service) -> str:
            return first_letter(self.words.say(service.title), alphabet)

        ranked = sorted(self.sorted(services), key=lambda one: (letter(one) == OTHER, letter(one)))
        return [(initial, list(group)) for initial, group in groupby(ranked, key=letter)]

    def _municipality(self, one: Municipality) -> Page:
        centres = centres_in(self.catalog, one.slug)
        offered = {field for centre in centres for field in centre.fields}
        values = {
            "municipality": one,
            "keps": [centre for centre in centres if centre.kind == "kep"],
            "ekes": [centre for centre in centres if centre.kind == "kep-eke"],
            "offered": [field for slug, field in self.catalog.fields.items() if slug in offered],
        }
        return Page(f"municipalities/{one.slug}", "municipality.md.j2", values)


def folded(text: str) -> str:
    """Return *text* without accents and case, and with one sigma: for comparing."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


def first_letter(title: str, alphabet: str) -> str:
    """Return the letter of *alphabet* that *title* begins with, quotes aside, or `OTHER`."""
    initial = next((one for one in folded(title).upper() if one.isalnum()), OTHER)
    return initial if initial in alphabet else OTHER


def centres_in(catalog: Catalog, municipality: str) -> list[Centre]:
    """Return the centres of a municipality."""
    return [one for one in catalog.listed_centres if one.municipality == municipality]


def places(catalog: Catalog, words: Words) -> list[tuple[str, list[Place]]]:
    """Return each region with its municipalities and their centres, in the catalogue's order."""
    regions: dict[str, list[Place]] = {}
    for slug, one in catalog.municipalities.items():
        regions.setdefault(words.say(one.region), []).append((one, centres_in(catalog, slug)))
    return list(regions.items())
