"""
Which parts of a file of the catalogue differ between two versions of it.

The versions are compared as text: an old one need not pass today's checks. A part is what
stands under a key at the left margin. Comments, quotes, empty lines and where lines break
do not count.
"""

import re
from collections.abc import Mapping

KEY = re.compile(r"(\w+):")
QUOTES = str.maketrans("", "", "\"'")
UNSEEN = frozenset({"keywords"})  # what only the search reads


def changed_parts(before: str, after: str) -> tuple[str, ...]:
    """Return the keys of what differs and can be seen, in the order of *after*."""
    was, now = _parts(before), _parts(after)
    keys = dict.fromkeys([*now, *was])
    return tuple(key for key in keys if key not in UNSEEN and was.get(key) != now.get(key))


def _parts(text: str) -> Mapping[str, list[str]]:
    """Return the words under each key at the left margin."""
    parts: dict[str, list[str]] = {}
    key = ""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if named := KEY.match(line):
            key = named[1]
        if line.strip():
            parts.setdefault(key, []).extend(line.translate(QUOTES).split())
    return parts
