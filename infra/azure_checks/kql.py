"""Queries of the logs as words: one after the other, and those that mean a field of a line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from infra.azure_checks.kql_words import CASTS, KEYWORDS, PARSERS

OPEN, CLOSE = {"(", "["}, {")", "]"}

WORDS = re.compile(
    r"""
    (?P<space> \s+ | //[^\n]* )
  | (?P<string> "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
  | (?P<span> \d+(?:\.\d+)?[A-Za-z]\w* )
  | (?P<number> \d+(?:\.\d+)? )
  | (?P<word> !?[A-Za-z_]\w*~? )
  | (?P<sign> == | != | =~ | !~ | >= | <= | . )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Word:
    """
    One word of a query, *at* so many characters from its beginning.

    Its *kind* is string, span, number, word, sign, or field: then *text* is the field's name.
    """

    kind: str
    text: str
    at: int

    @property
    def said(self) -> str:
        """What a string says."""
        return self.text[1:-1]


def words(query: str) -> list[Word]:
    """Return the words of *query* without spaces and comments."""
    return [
        Word(str(found.lastgroup), found.group(), found.start())
        for found in WORDS.finditer(query)
        if found.lastgroup != "space"
    ]


def unread_faults(query: str) -> list[tuple[int, str]]:
    """Return where *query* cannot be read: what does not end, and values side by side."""
    line = words(query)
    deep = list(depths(line))
    last = deep[-1] + (line[-1].text in OPEN) if line else 0
    return [
        *((word.at, "a string does not end") for word in line if word.text in {'"', "'"}),
        *([(line[-1].at, "a parenthesis does not end")] if last > 0 else []),
        *((one.at, "a parenthesis too many") for one, at in zip(line, deep, strict=True) if at < 0),
        *_side_by_side(line),
    ]


def _side_by_side(line: Sequence[Word]) -> Iterator[tuple[int, str]]:
    """Yield the values that no comma and no comparison divides; a step begins with its operator."""
    for step in split(line, "|"):
        for before, after in pairwise(step[1:]):
            if _is_value(before) and _is_value(after) and after.text not in CLOSE:
                yield after.at, f"something is missing between {before.text} and {after.text}"


def _is_value(word: Word) -> bool:
    is_name = word.kind == "word" and word.text not in KEYWORDS
    return is_name or word.kind in {"string", "span", "number"} or word.text in CLOSE


def split(line: Sequence[Word], sign: str) -> list[list[Word]]:
    """Return the parts of *line* between the *sign*s that stand in no parentheses."""
    found: list[list[Word]] = [[]]
    for word, depth in zip(line, depths(line), strict=True):
        if word.text == sign and depth == 0 and word.kind == "sign":
            found.append([])
        else:
            found[-1].append(word)
    return found


def depths(line: Sequence[Word]) -> Iterator[int]:
    """Yield in how many parentheses each word stands; they themselves stand outside."""
    depth = 0
    for word in line:
        depth -= word.text in CLOSE
        yield depth
        depth += word.text in OPEN


def with_fields(
    line: Sequence[Word], documents: AbstractSet[str], held: Mapping[str, str]
) -> list[Word]:
    """
    Return *line* with one word for each field of a log line that it asks for.

    *documents* are the columns that hold a line, *held* those that hold a field of one.
    `d.event`, `d["event"]`, `parse_json(message).event` and `tostring(d.event)` are one word.
    """
    found = [
        Word("field", held[one.text], one.at)
        if one.kind == "word" and one.text in held and not _is_named(line, number)
        else one
        for number, one in enumerate(line)
    ]
    for rule in (_of_parser, lambda at: _of_document(at, documents), _cast):
        found = _reduced(found, rule)
    return _reduced(found, _cast)


def _is_named(line: Sequence[Word], number: int) -> bool:
    """Tell whether the word stands for something else: a new column, or the property of one."""
    after = line[number + 1].text if number + 1 < len(line) else ""
    return after in {"=", "("} or (number > 0 and line[number - 1].text == ".")


# Returns what the first words come to, and how many they are; None where they are nothing.
Rule = Callable[[Sequence[Word]], tuple[Word, int] | None]


def _reduced(line: Sequence[Word], rule: Rule) -> list[Word]:
    found, place = [], 0
    while place < len(line):
        word, length = rule(line[place : place + 7]) or (line[place], 1)
        found.append(word)
        place += length
    return found


def _of_document(at: Sequence[Word], documents: AbstractSet[str]) -> tuple[Word, int] | None:
    if at[0].kind != "word" or at[0].text not in documents:
        return None
    return _property(at, 1)


def _of_parser(at: Sequence[Word]) -> tuple[Word, int] | None:
    signs = [one.text for one in at[1:4:2]]
    if at[0].text not in PARSERS or signs != ["(", ")"]:
        return None
    return _property(at, 4)


def _property(at: Sequence[Word], place: int) -> tuple[Word, int] | None:
    """Return the field that `.name` or `["name"]` at *place* reads."""
    texts = [one.text for one in at[place : place + 3]]
    if len(texts) > 1 and texts[0] == "." and at[place + 1].kind == "word":
        return Word("field", texts[1], at[0].at), place + 2
    if len(texts) == 3 and (texts[0], texts[2]) == ("[", "]"):  # noqa: PLR2004 - these three
        return Word("field", at[place + 1].said, at[0].at), place + 3
    return None


def _cast(at: Sequence[Word]) -> tuple[Word, int] | None:
    kinds = [one.kind if one.kind == "field" else one.text for one in at[1:4]]
    if at[0].text in CASTS and kinds == ["(", "field", ")"]:
        return Word("field", at[2].text, at[0].at), 4
    return None
