"""
The pages that lead to services by another way than their field: by subject, by
occasion in life, by letter; and to centres, by municipality.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from alphabet import ALPHABETS, OTHER, first_letter, in_order
from page import Page
from page_words import Words
from places import Places

from functions.domain.catalog import (
    Catalog,
    Category,
    LifeEvent,
    Municipality,
    Service,
    ThematicField,
)

RELATED = 5

Letters = list[tuple[str, list[Service]]]


class BrowsePages:
    """The pages of one language by which services and centres are found."""

    def __init__(self, catalog: Catalog, words: Words) -> None:
        self.catalog = catalog
        self.words = words
        self.places = Places(catalog, words)

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
        """Return *services* by title."""
        return in_order(services, lambda one: self.words.say(one.title))

    def letters(self, services: Iterable[Service]) -> Letters:
        """Return *services* by the first letter of their title; those without one are last."""
        alphabet = ALPHABETS[self.words.language]

        def letter(service: Service) -> str:
            return first_letter(self.words.say(service.title), alphabet)

        ranked = sorted(self.sorted(services), key=lambda one: (letter(one) == OTHER, letter(one)))
        return [(initial, list(group)) for initial, group in groupby(ranked, key=letter)]

    def _municipality(self, one: Municipality) -> Page:
        centres = self.places.centres_in(one)
        offered = {field for centre in centres for field in centre.fields}
        values = {
            "municipality": one,
            "keps": [centre for centre in centres if centre.kind == "kep"],
            "ekes": [centre for centre in centres if centre.kind == "kep-eke"],
            "offered": [field for slug, field in self.catalog.fields.items() if slug in offered],
        }
        return Page(f"municipalities/{one.slug}", "municipality.md.j2", values)


def related(services: Iterable[Service]) -> Iterator[tuple[str, list[Service]]]:
    """Yield with each slug a few others of its category, beginning with those that follow it."""
    groups: dict[tuple[str, str], list[Service]] = {}
    for one in services:
        groups.setdefault((one.field, one.category), []).append(one)
    for group in groups.values():
        steps = range(1, min(len(group), RELATED + 1))
        for at, one in enumerate(group):
            yield one.slug, [group[(at + step) % len(group)] for step in steps]
