"""
What people look for and no service settles, from `other_matters.yaml`: so that the search
says so, and shows what is needed for it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from alphabet import folded

from functions.domain.texts import Keywords, Slug, Value

SOURCE = Path(__file__).resolve().parent / "other_matters.yaml"
# What stands before the name of a matter in a keyword that says what a service is needed for.
BEFORE = ("για ", "νέα ", "νέο ", "new ")


class Matter(Value):
    """What people call a matter, and the services that are needed for it."""

    names: Keywords
    needs: tuple[Slug, ...] = ()


class OtherMatters(Value):
    """Matters that are settled *elsewhere*, and what else says what something is *needed_for*."""

    elsewhere: tuple[Matter, ...]
    needed_for: tuple[str, ...]

    def rows(self) -> list[tuple[str, str]]:
        """Return the names of each matter in both languages, and the slugs that it needs."""
        return [
            (",".join((*one.names.el, *one.names.en)), " ".join(one.needs))
            for one in self.elsewhere
        ]

    def parted(self, keywords: Iterable[str]) -> tuple[str, str]:
        """Return the *keywords* that say what a service is, and those what it is needed for."""
        listed = list(keywords)
        needs = [one for one in listed if folded(_bare(one)) in self._names()]
        return ",".join(one for one in listed if one not in needs), ",".join(needs)

    def _names(self) -> frozenset[str]:
        return frozenset(map(folded, (*self.needed_for, *self._elsewhere_names())))

    def _elsewhere_names(self) -> Iterator[str]:
        for one in self.elsewhere:
            yield from (*one.names.el, *one.names.en)


def load_other_matters() -> OtherMatters:
    """Read the file; it is part of the program, so a fault in it stops the build."""
    return OtherMatters.model_validate(yaml.safe_load(SOURCE.read_text("utf-8")))


def _bare(keyword: str) -> str:
    for word in BEFORE:
        keyword = keyword.removeprefix(word)
    return keyword
