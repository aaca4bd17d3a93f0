"""The tables of what lines of the log say are what the code writes."""

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from functions.adapters import graph
from functions.domain.log_line import EVENTS, FIELDS
from functions.use_cases import check_health, digest_book, reconcile
from infra.azure_checks.kql_words import DIGEST_STATES, FIELDS_OF, STATUS
from tests.azure.planting import ROOT

WRITERS = {"note", "_note", "write_line"}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with the last part of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            yield name, node


def noted(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each event that the file at *path* notes, with each fact that it names."""
    for name, call in calls(ast.parse(path.read_text("utf-8"))):
        first = call.args[0] if call.args else None
        if name in WRITERS and isinstance(first, ast.Constant) and first.value in EVENTS:
            yield from ((str(first.value), one.arg) for one in call.keywords if one.arg)


def tree_of(thing: ModuleType | object) -> ast.AST:
    return ast.parse(inspect.getsource(thing))  # type: ignore[arg-type]


def words(tree: ast.AST) -> set[str]:
    """Return the texts in *tree*."""
    nodes = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in nodes if isinstance(value, str)}


def assigned(tree: ast.AST, name: str) -> set[str]:
    """Return the texts that are given to the variable or argument *name*."""
    values = [
        node.value
        for node in ast.walk(tree)
        if (isinstance(node, ast.Assign) and name in {*names(node.targets[0])})
        or (isinstance(node, ast.keyword) and node.arg == name)
    ]
    return {word for value in values for word in words(value)}


def names(target: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def test_each_event_has_the_facts_that_the_code_notes() -> None:
    written = defaultdict(set)
    for path in (ROOT / "functions").rglob("*.py"):
        for event, fact in noted(path):
            written[event].add(fact)
    # Graph's calls are noted in one place, with facts that two others give.
    written["graph"] |= {
        one.arg
        for name, call in calls(tree_of(graph))
        if name == "_note_call"
        for one in call.keywords
        if one.arg
    }
    seen = [node for node in ast.walk(tree_of(graph._seen)) if isinstance(node, ast.Dict)]  # noqa: SLF001
    written["graph"] |= {str(key.value) for key in seen[0].keys if isinstance(key, ast.Constant)}

    assert written == FIELDS_OF


def test_each_field_is_of_some_event() -> None:
    assert set().union(*FIELDS_OF.values()) == FIELDS.keys()


def test_the_words_of_a_status_are_those_of_the_code() -> None:
    assert {
        "health": assigned(tree_of(check_health.note_health), "status"),
        "reconcile_step": assigned(tree_of(reconcile._noted), "status"),  # noqa: SLF001
    } == STATUS


def test_the_states_of_a_digest_are_those_of_the_code() -> None:
    returned = [
        node.value
        for node in ast.walk(tree_of(digest_book.digest_state))
        if isinstance(node, ast.Return) and node.value
    ]
    assert {word for value in returned for word in words(value)} == DIGEST_STATES
