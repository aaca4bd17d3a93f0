"""Names of files out of titles: Latin letters, digits and hyphens (Greek after ELOT 743)."""

import re
import unicodedata
from collections.abc import Sequence

# Before accents are taken off, since «άυ» and «αϋ» are two sounds: in this order.
_COMBINATIONS: Sequence[tuple[str, str]] = (
    ("ου(?!\u0308)", "ou"),
    ("([αεη])υ(?!\u0308)(?=\u0301?(?:[θκξπστφχψς]|[^\\w\u0301]|$))", r"\1f"),
    ("([αεη])υ(?!\u0308)", r"\1v"),
    ("γγ", "ng"),
    ("γξ", "nx"),
    ("γχ", "nch"),
    (r"\bμπ", "b"),
)
_LETTERS = str.maketrans(
    {
        **dict(zip("αβγδεζηικλμνξοπρστυφωάς", "avgdeziiklmnxoprstyfoas", strict=True)),
        "θ": "th",
        "χ": "ch",
        "ψ": "ps",
    }
)
_LITTLE_WORDS = frozenset({"a", "an", "and", "for", "in", "of", "on", "or", "the", "to"})


def latin(text: str) -> str:
    """
    Return Greek in Latin letters, lower case, without accents.

    >>> latin("Αυτοκίνητο, αϋπνία και ευχή")
    'aftokinito, aypnia kai efchi'
    """
    plain = unicodedata.normalize("NFD", text.lower())
    for pattern, letters in _COMBINATIONS:
        plain = re.sub(pattern, letters, plain)
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return bare.translate(_LETTERS)


def slug_of(title: str) -> str:
    """
    Return the name of a file for *title*, in either language.

    >>> slug_of("Certificate of permanent residence")
    'certificate-permanent-residence'
    """
    words = re.findall(r"[a-z0-9]+", latin(title))
    return "-".join(word for word in words if word not in _LITTLE_WORDS)
