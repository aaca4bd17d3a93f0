"""
The routes of HTTP functions: ASP.NET's templates, as the Functions host matches them.

`bookings/{reference}` · `{day:int}` · `{lang?}` · `{*rest}`. Literal parts match in any
case. Of several templates that fit, the most literal one wins, part by part.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

CONSTRAINTS: Mapping[str, str] = {
    "": r"[^/]+",
    "int": r"-?\d{1,10}",
    "long": r"-?\d{1,19}",
    "alpha": r"[A-Za-z]+",
    "bool": r"(?i:true|false)",
    "guid": r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
}

PART = re.compile(r"\{(?P<rest>\*)?(?P<name>\w+)(?::(?P<constraint>\w+))?(?P<optional>\?)?\}")

# how literal a part is: the lower, the earlier it is tried
LITERAL, CONSTRAINED, FREE, REST = range(4)


class BadTemplate(ValueError):
    """The template uses something that this host does not know."""


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template; templates sort by how literal they are."""

    text: str
    pattern: re.Pattern[str]
    rank: tuple[int, ...]

    def match(self, path: str) -> dict[str, str] | None:
        """Return the values in *path* (still percent-encoded), or None if it does not fit."""
        found = self.pattern.fullmatch(path.strip("/"))
        if found is None:
            return None
        return {
            name: unquote(value) for name, value in found.groupdict().items() if value is not None
        }


def parse(text: str) -> Template:
    """
    Return the template that *text* describes.

    Raises:
        BadTemplate: It is not one, or has a constraint that is not in `CONSTRAINTS`.
    """
    parts = [_part(part) for part in text.strip("/").split("/")]
    pattern = "".join(
        f"(?:{slash}{regex})?" if optional else f"{slash}{regex}"
        for slash, (regex, _, optional) in zip(_slashes(len(parts)), parts, strict=True)
    )
    return Template(text, re.compile(pattern), tuple(rank for _, rank, _ in parts))


def _slashes(count: int) -> Iterable[str]:
    return ["", *["/"] * (count - 1)]


def _part(text: str) -> tuple[str, int, bool]:
    """Return the regular expression of one part, its rank, and whether it may be missing."""
    found = PART.fullmatch(text)
    if found is None:
        return _literal(text), LITERAL, False
    name, constraint = found["name"], found["constraint"] or ""
    if found["rest"]:
        return f"(?P<{name}>.*)", REST, True
    if constraint not in CONSTRAINTS:
        raise BadTemplate(f"{text}: the constraint {constraint!r} is not known here")
    rank = CONSTRAINED if constraint else FREE
    return f"(?P<{name}>{CONSTRAINTS[constraint]})", rank, bool(found["optional"])


def _literal(text: str) -> str:
    if "{" in text or "}" in text:
        raise BadTemplate(f"{text}: a parameter must be a whole part of the path")
    return f"(?i:{re.escape(text)})"
