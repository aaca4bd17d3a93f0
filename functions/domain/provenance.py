"""
Where the facts of the catalogue come from.

The lists annexed to the circular are not public, so every entry says what of it
was found in a source, what is inferred and what is reconstructed, and pages say it
in plain words.
"""

from collections.abc import Iterator
from typing import Literal

from functions.domain.texts import Slug, Text, Value, WebAddress


class Source(Value):
    """Where facts were read. Entries refer to it by its slug."""

    slug: Slug
    title: Text
    url: WebAddress | None = None


class Statement(Text):
    """A sentence about where a fact comes from, and how sure that makes it."""

    standing: Literal["found", "inferred", "reconstructed", "ours"]


GUESSES = frozenset({"inferred", "reconstructed"})


class Provenance(Value):
    """
    How sure each fact of an entry is, and where it was read.

    Each aspect holds a grade (`found`, `reconstructed`, …). The sentence for an
    aspect and its grade stands in `catalog_data/provenance.yaml`; see
    `Catalog.statements`. *sources* are slugs; see `Catalog.sources_of`.
    """

    membership: Slug
    title: Slug | None = None
    title_en: Slug | None = None
    description: Slug | None = None
    documents: Slug | None = None
    authority: Slug | None = None
    legal_basis: Slug | None = None
    classification: Slug | None = None
    template: Slug | None = None
    name: Slug | None = None
    point_of_single_contact: Slug | None = None
    address: Slug | None = None
    note: Text | None = None
    sources: tuple[Slug, ...] = ()

    def grades(self) -> Iterator[tuple[str, str]]:
        """Yield each aspect that is graded, with its grade."""
        for aspect in ASPECTS:
            grade = getattr(self, aspect)
            if grade is not None:
                yield aspect, grade


ASPECTS = tuple(name for name in Provenance.model_fields if name not in {"note", "sources"})
