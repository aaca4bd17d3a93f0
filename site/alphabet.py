"""The alphabetical order of a language, in which a reader looks things up."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from functions.domain.catalog import Language

ALPHABETS: Mapping[Language, str] = {
    "el": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
OTHER = "#"  # the letter of titles that begin with none of the alphabet

T = TypeVar("T")


def in_order(entries: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Return *entries* by *name*, accents and case aside; those of one name keep their order."""
    return sorted(entries, key=lambda one: folded(name(one)))


def folded(text: str) -> str:
    """Return *text* without accents and case, and with one sigma: for comparing."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


def first_letter(title: str, alphabet: str) -> str:
    """Return the letter of *alphabet* that *title* begins with, quotes aside, or `OTHER`."""
    initial = next((one for one in folded(title).upper() if one.isalnum()), OTHER)
    return initial if initial in alphabet else OTHER
