"""A change of the catalogue as Markdown: what changes for citizens, in Greek and in English."""

from collections.abc import Iterator, Sequence

from page_words import Words

from functions.domain.catalog import Catalog, Centre, Language, Service
from infra.catalogue.differences import (
    Change,
    What,
    centre_changes,
    end_of,
    rule_changes,
    service_changes,
)
from infra.catalogue.stranding import Stranding, Weight
from infra.catalogue.value_words import ValueWords, plain

TITLE = ("Τι αλλάζει για τους πολίτες", "What changes for citizens")
NOTHING = ("Τίποτα από όσα βλέπουν οι πολίτες.", "Nothing that citizens see.")
STRANDED: dict[Weight, tuple[str, str]] = {
    "refused": (
        "Δεν γίνεται έτσι: ραντεβού θα χάνονταν",
        "Not this way: appointments would be lost",
    ),
    "asked": (
        "Χρειάζεται έλεγχος: μπορεί να υπάρχουν ραντεβού",
        "To be looked at: there may be appointments",
    ),
}
FIND = "`python -m infra.stranded catalog_data`"
HOW_TO_FIND = (
    f"Τα βρίσκει το {FIND}, με τις ρυθμίσεις της λειτουργίας. Μετά τον έλεγχο: `--checked`.",
    f"{FIND} finds them, with the settings of production. Once looked at: `--checked`.",
)
SERVICES: dict[What, tuple[str, str]] = {
    "added": ("Νέες υπηρεσίες", "New services"),
    "changed": ("Υπηρεσίες που αλλάζουν", "Services that change"),
    "renamed": ("Υπηρεσίες με νέα διεύθυνση", "Services with a new address"),
    "ended": ("Υπηρεσίες που δεν προσφέρονται πια", "Services that are no longer offered"),
    "again": ("Υπηρεσίες που προσφέρονται ξανά", "Services that are offered again"),
    "removed": ("Υπηρεσίες που χάνονται", "Services that vanish"),
}
CENTRES: dict[What, tuple[str, str]] = {
    "added": ("Νέα ΚΕΠ", "New centres"),
    "changed": ("ΚΕΠ που αλλάζουν", "Centres that change"),
    "ended": ("ΚΕΠ που κλείνουν", "Centres that close"),
    "again": ("ΚΕΠ που μένουν ανοιχτά", "Centres that stay open after all"),
    "removed": ("ΚΕΠ που χάνονται", "Centres that vanish"),
}
RULES = ("Κανόνες των ραντεβού", "Rules for appointments")


def summary(before: Catalog, after: Catalog, found: Sequence[Stranding]) -> str:
    """Return the Markdown of a change, first what is refused, Greek before English."""
    languages: tuple[Language, ...] = ("el", "en")
    parts = (_Summary(before, after, language).all(found) for language in languages)
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


class _Summary:
    """The lines of the summary in one language."""

    def __init__(self, before: Catalog, after: Catalog, language: Language) -> None:
        self._before, self._after = before, after
        self._values = ValueWords(Words(language), after)
        self._say = self._values.words.say

    def all(self, found: Sequence[Stranding]) -> Iterator[str]:
        yield f"## {self._values.pair(*TITLE)}"
        yield from self._stranded(found)
        changes = [*self._services(), *self._centres(), *self._rules()]
        yield from changes or ["", self._values.pair(*NOTHING)]

    def _stranded(self, found: Sequence[Stranding]) -> Iterator[str]:
        for weight, title in STRANDED.items():
            some = [one for one in found if one.weight == weight]
            lines = [f"- `{one.file}`: {self._say(one.message)}" for one in some]
            yield from self._part(title, lines)
            if lines and weight == "asked":
                yield from ("", self._values.pair(*HOW_TO_FIND))

    def _services(self) -> Iterator[str]:
        changes = list(service_changes(self._before, self._after))
        for what, title in SERVICES.items():
            some = [one for one in changes if one.what == what]
            yield from self._part(title, [line for one in some for line in self._service(one)])

    def _service(self, change: Change[Service]) -> Iterator[str]:
        service = change.entry
        yield self._head(self._say(service.title), self._renamed(change))
        if change.what == "ended" and service.retired:
            retired = service.retired
            successor = self._after.services.get(retired.replaced_by or "")
            yield from self._end(change, self._say(retired.reason))
            if successor:
                instead = self._values.pair("στη θέση της", "instead")
                yield f"  - {instead}: {plain(self._say(successor.title))}"
        yield from self._fields("Service", change)

    def _renamed(self, change: Change[Service]) -> str:
        return f"`{change.old_slug}` → `{change.entry.slug}`" if change.old_slug else ""

    def _centres(self) -> Iterator[str]:
        changes = list(centre_changes(self._before, self._after))
        for what, title in CENTRES.items():
            some = [one for one in changes if one.what == what]
            yield from self._part(title, [line for one in some for line in self._centre(one)])

    def _centre(self, change: Change[Centre]) -> Iterator[str]:
        centre = change.entry
        yield self._head(self._say(centre.name))
        if change.what == "ended" and centre.closed:
            closed = centre.closed
            other = self._after.centres.get(closed.instead or "")
            yield from self._end(change, self._say(closed.reason) if closed.reason else "")
            if other:
                instead = self._values.pair("στη θέση του", "instead")
                yield f"  - {instead}: {plain(self._say(other.name))}"
        yield from self._fields("Centre", change)

    def _end(self, change: Change[Service] | Change[Centre], reason: str) -> Iterator[str]:
        day = self._values.words.day(end_of(change.entry).on)
        yield f"  - {self._values.pair('από', 'from')} {day}"
        if reason:
            yield f"  - {plain(reason)}"

    def _fields(self, model: str, change: Change[Service] | Change[Centre]) -> Iterator[str]:
        for field in change.fields:
            yield from (f"  {line}" for line in self._values.lines(model, field))

    def _rules(self) -> Iterator[str]:
        changes = rule_changes(self._before, self._after)
        lines = [line for one in changes for line in self._values.lines("Rules", one)]
        yield from self._part(RULES, lines)

    def _head(self, title: str, more: str = "") -> str:
        return f"- **{plain(title)}**{': ' if more else ''}{more}"

    def _part(self, title: tuple[str, str], lines: Sequence[str]) -> Iterator[str]:
        if lines:
            yield from ("", f"### {self._values.pair(*title)}", "", *lines)
