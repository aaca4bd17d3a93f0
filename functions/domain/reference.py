"""
References of appointments, for example `ZOG-7F3K-Q2M`.

Three letters of the centre, so that it is found without an index, and seven
characters that cannot be guessed (35 bits, behind a sign-in). They can be said
over the phone: no 0, 1, I, L, O or U. A reference never changes, so it
does not name the day.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from functions.domain.catalog import Centre

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN = re.compile(rf"([A-Z]{{3}})-[{ALPHABET}]{{4}}-[{ALPHABET}]{{3}}")


def new_reference(centre_code: str, choose: Callable[[Sequence[str]], str]) -> str:
    """Return a fresh reference at a centre; *choose* picks one character, unpredictably."""
    secret = "".join(choose(ALPHABET) for _ in range(7))
    return f"{centre_code}-{secret[:4]}-{secret[4:]}"


def centre_of(reference: str, centres: Iterable[Centre]) -> Centre | None:
    """Return the one of *centres* that *reference* leads to; None if it is no reference."""
    found = PATTERN.fullmatch(reference)
    return next((c for c in centres if found and c.code == found.group(1)), None)
