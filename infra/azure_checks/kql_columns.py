"""Which columns a query of the logs has after each of its steps."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from functions.domain.log_line import EVENTS
from infra.azure_checks.kql import Word, depths
from infra.azure_checks.kql_words import ANEW, PARSERS

COUNTED = "count_"  # what count() is called where it gets no name


@dataclass(slots=True)
class State:
    """What is known between two steps: columns, those that hold something of ours, and events."""

    columns: AbstractSet[str]
    documents: AbstractSet[str] = frozenset()
    held: dict[str, str] = field(default_factory=dict)
    events: AbstractSet[str] = frozenset(EVENTS)


def named_in(line: Sequence[Word]) -> AbstractSet[str]:
    return {
        word.text for word, after in pairwise(line) if word.kind == "word" and after.text == "="
    }


def after(operator: str, rest: Sequence[Word], line: Sequence[Word], state: State) -> None:
    """Write down in *state* which columns there are after a step."""
    named, lines, held = named_in(rest), _new_documents(rest), _new_fields(line)
    if operator in ANEW:
        kept = named_in(rest) | _kept(operator, rest) | {COUNTED}
        state.columns = kept & (state.columns | named | {COUNTED})
    else:
        state.columns = state.columns | named
    state.documents = (state.documents - named | lines) & state.columns
    still = {name: one for name, one in state.held.items() if name not in named}
    state.held = {name: one for name, one in (still | held).items() if name in state.columns}


def _new_documents(line: Sequence[Word]) -> AbstractSet[str]:
    """Return the columns that are made of a whole line of the log: `d = parse_json(message)`."""
    return {
        word.text
        for place, word in enumerate(line[:-5])
        if line[place + 1].text == "="
        and line[place + 2].text in PARSERS
        and _ends(line, place + 6)
    }


def _new_fields(line: Sequence[Word]) -> dict[str, str]:
    """Return the columns that are made of one field of a line: `state = d.digest_state`."""
    return {
        word.text: line[place + 2].text
        for place, word in enumerate(line[:-2])
        if line[place + 1].text == "="
        and line[place + 2].kind == "field"
        and _ends(line, place + 3)
    }


def _ends(line: Sequence[Word], place: int) -> bool:
    return place >= len(line) or line[place].text in {",", ")", "by"}


def _kept(operator: str, line: Sequence[Word]) -> AbstractSet[str]:
    """Return the columns that stay: of summarize those after `by`, and what arg_max looks at."""
    if operator != "summarize":
        return {word.text for word in line if word.kind == "word"}
    places = [place for place, word in enumerate(line) if word.text == "by"]
    grouped = line[places[-1] :] if places else []
    looked_at = [
        one
        for place, word in enumerate(line)
        if word.text in {"arg_max", "arg_min"}
        for one in _inside(line, place + 1)
    ]
    return {word.text for word in (*grouped, *looked_at) if word.kind == "word"}


def _inside(line: Sequence[Word], place: int) -> list[Word]:
    """Return what stands in the parentheses that begin at *place*, and in none within them."""
    found = []
    for word, depth in zip(line[place + 1 :], depths(line[place + 1 :]), strict=True):
        if depth < 0:
            break
        found += [word] if depth == 0 else []
    return found
