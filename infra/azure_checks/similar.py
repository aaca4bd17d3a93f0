"""Who mistypes a name wants to be told the one that was meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def close_to(name: str, known: Iterable[str]) -> str:
    """Return `; is it …?` with the name in *known* that is most like *name*, or nothing."""
    found = get_close_matches(name, list(known), n=1)
    return f"; is it {found[0]}?" if found else ""
