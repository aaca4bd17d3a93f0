"""
What is wrong with a query of the logs, without asking them.

A query is read from its table downwards: which columns there are after each step, which of
them hold a line of our log or a field of it, and which events are left. So a column that is
gone, a field that these lines do not have and a word that never stands in it are all found.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from functions.domain.log_line import EVENTS, FIELDS
from infra.azure_checks.kql import Word, split, unread_faults, with_fields, words
from infra.azure_checks.kql_columns import State, after, named_in
from infra.azure_checks.kql_words import (
    COMPARISONS,
    FIELDS_OF,
    FUNCTIONS,
    IN_ZONES,
    KEYWORDS,
    OF_COLUMNS,
    OPERATORS,
    PARTIAL,
    TABLES,
    UNITS,
    values_of,
    zones,
)
from infra.azure_checks.similar import close_to

# Where in the query, and what is wrong.
Wrong = tuple[int, str]


def query_faults(query: str) -> list[Wrong]:
    """Return what is wrong with *query*, each with the place where it begins."""
    unread = unread_faults(query)
    if unread:
        return unread
    table, *steps = split(words(query), "|")
    if len(table) != 1 or table[0].text not in TABLES:
        said = " ".join(word.text for word in table)
        return [
            (table[0].at if table else 0, f"there is no table {said!r}{close_to(said, TABLES)}")
        ]
    state = State(TABLES[table[0].text], held={name: name for name in OF_COLUMNS})
    return [wrong for step in steps if step for wrong in _step(step, state)]


def _step(step: Sequence[Word], state: State) -> Iterator[Wrong]:
    operator, *rest = step
    if operator.text not in OPERATORS:
        yield (
            operator.at,
            f"there is no operator {operator.text}{close_to(operator.text, OPERATORS)}",
        )
        return
    line = with_fields(rest, state.documents, state.held)
    if operator.text == "where":
        state.events = _left(line, state.events)
    yield from _words(rest, state)
    yield from _fields(line, state)
    yield from _comparisons(line, state)
    after(operator.text, rest, line, state)


def _left(line: Sequence[Word], events: AbstractSet[str]) -> AbstractSet[str]:
    """Return the events that the condition *line* lets through."""
    if any(word.text in {"or", "not"} for word in line):
        return events
    for place, word in enumerate(line[:-2]):
        if (word.kind, word.text) == ("field", "event") and line[place + 1].text in {"==", "in"}:
            events = events & {one.said for one in _strings(line, place + 2)}
    return events


def _words(line: Sequence[Word], state: State) -> Iterator[Wrong]:
    """Yield the functions, columns, spans of time and time zones that there are not."""
    known = state.columns | named_in(line)
    for place, word in enumerate(line):
        before = line[place - 1].text if place else ""
        after = line[place + 1].text if place + 1 < len(line) else ""
        if word.kind == "span" and word.text.lstrip("0123456789.") not in UNITS:
            yield word.at, f"{word.text} is no span of time"
        if word.kind != "word" or before == "." or word.text in KEYWORDS:
            continue
        if after == "(":
            yield from _function(line, place)
        elif after != "=" and word.text not in known:
            yield word.at, f"there is no column {word.text} here{close_to(word.text, known)}"


def _function(line: Sequence[Word], place: int) -> Iterator[Wrong]:
    name = line[place].text
    if name not in FUNCTIONS:
        yield line[place].at, f"there is no function {name}(){close_to(name, FUNCTIONS)}"
    zone = next((word for word in line[place:] if word.kind == "string"), None)
    if name in IN_ZONES and zone and zone.said not in zones():
        yield zone.at, f"there is no time zone {zone.said}{close_to(zone.said, zones())}"


def _fields(line: Sequence[Word], state: State) -> Iterator[Wrong]:
    written = {name for event in state.events for name in FIELDS_OF[event]} if state.events else ()
    for word in line:
        if word.kind != "field" or word.text == "event" or word.text in OF_COLUMNS:
            continue
        if word.text not in FIELDS:
            yield word.at, f"the log has no {word.text}{close_to(word.text, FIELDS)}"
        elif state.events and word.text not in written:
            yield word.at, f"{' and '.join(sorted(state.events))} never says {word.text}"


def _comparisons(line: Sequence[Word], state: State) -> Iterator[Wrong]:
    """Yield the words with which a field is compared, on either side, and which it never has."""
    for place, word in enumerate(line[1:-1], 1):
        if word.text not in COMPARISONS:
            continue
        before, after = line[place - 1], line[place + 1]
        if before.kind == "field":
            yield from _never(before.text, word.text, _strings(line, place + 1), state)
        elif after.kind == "field" and before.kind == "string":
            yield from _never(after.text, word.text, [before], state)


def _never(name: str, comparison: str, strings: Sequence[Word], state: State) -> Iterator[Wrong]:
    # What is left is what was asked for: with no event left, any may have been meant.
    values = values_of(name, EVENTS if name == "event" else state.events or EVENTS)
    for string in strings if values is not None else ():
        if not _is_one(string.said, values or (), comparison):
            says = f"nothing logs the event {string.said}" if name == "event" else ""
            hint = close_to(string.said, values or ())
            yield string.at, f"{says or f'{name} is never {string.said!r}'}{hint}"


def _is_one(said: str, values: AbstractSet[str] | tuple[()], comparison: str) -> bool:
    if comparison in PARTIAL:
        return any(said.casefold() in value.casefold() for value in values)
    if "~" in comparison:
        return said.casefold() in {value.casefold() for value in values}
    return said in values


def _strings(line: Sequence[Word], place: int) -> list[Word]:
    """Return the string at *place*, or those in the parentheses there."""
    if line[place].text != "(":
        return [line[place]] if line[place].kind == "string" else []
    end = next((at for at in range(place, len(line)) if line[at].text == ")"), len(line))
    return [word for word in line[place:end] if word.kind == "string"]
