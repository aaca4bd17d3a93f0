"""
What a line of the log may say: the work, its reference and how long it took. Never a person.

Only the fields named here are written, and only with values of their shape. So a name, a tax
number, an address or a piece of a query string cannot get into the log by mistake: there is
no field that takes free text.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal, get_args

from functions.domain.reference import PATTERN

EventName = Literal["request", "reconcile_step", "digest", "health", "graph"]
Fact = str | int | float | bool | date | Sequence[str] | None
Fits = Callable[[object], bool]

EVENTS: tuple[EventName, ...] = get_args(EventName)
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
WORD = re.compile(r"[A-Za-z]\w{0,63}", re.ASCII)  # what code calls things


def _is_word(value: object) -> bool:
    return isinstance(value, str) and WORD.fullmatch(value) is not None


def _are_words(value: object) -> bool:
    return isinstance(value, list | tuple) and all(map(_is_word, value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_reference(value: object) -> bool:
    """A path may hold anything where a reference should stand: someone's tax number too."""
    return isinstance(value, str) and PATTERN.fullmatch(value) is not None


# field → which values it takes; what each one means stands on the page /operate/alerts/
FIELDS: Mapping[str, Fits] = {
    "function": _is_word,
    "method": METHODS.__contains__,
    "status": lambda value: _is_number(value) or _is_word(value),
    "duration_ms": _is_number,
    "reference": _is_reference,
    "step": _is_word,
    "error": _is_word,
    "outbox_age_s": _is_number,
    "red": _are_words,
    "secret_days": _is_number,
    "digest_day": lambda value: isinstance(value, date),
    "digest_state": _is_word,
    "graph_status": _is_number,
    "throttled": lambda value: isinstance(value, bool),
    "retry_after_s": _is_number,
}


def log_line(event: EventName, facts: Mapping[str, Fact]) -> dict[str, object]:
    """Return what is written of *event*: its *facts* without those that do not belong there."""
    fitting = {name: value for name, value in facts.items() if name in FIELDS}
    kept = {name: value for name, value in fitting.items() if FIELDS[name](value)}
    return {"event": event} | {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in kept.items()
    }
