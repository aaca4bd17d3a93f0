"""
What the files must say: the switches that keep others out, and which thing is wired to which.

The table is `expected.yaml`. The types would allow the opposite of each of its lines.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml
from tree_sitter import Node

from infra.azure_checks.scope import Scope, is_existing, resource_type
from infra.azure_checks.syntax import Fault, compact, condition_of, entry, parts, text_of, value_of

TABLE = Path(__file__).with_name("expected.yaml")
# way to a place → (what must stand there, why)
Lines = Mapping[str, tuple[str, str]]
# A dot inside quotes is part of a name: `criteria.'odata.type'`.
STEP = re.compile(r"'([^']+)'|([^.]+)")


@cache
def expected(file: str) -> Mapping[str, Lines]:
    """Return what the table asks of the Bicep file called *file*, by name or type."""
    table: dict[str, dict[str, Lines]] = yaml.safe_load(TABLE.read_text("utf-8"))
    return table.get(file, {})


def expected_faults(scope: Scope) -> list[Fault]:
    """Return where the files say something else than the table."""
    every = scope.declared
    faults = []
    for name, lines in expected(scope.source.path.name).items():
        if "/" in name:
            faults += [
                fault for one in _of_type(name, scope) for fault in _wrong(one, lines, scope)
            ]
        elif name in every:
            asked = {"if": ("", "always"), "existing": ("", "made here"), **lines}
            faults += _wrong(every[name], asked, scope)
        else:
            faults.append(scope.source.fault(scope.source.root, f"{name} is missing"))
    return faults


def _of_type(kind: str, scope: Scope) -> list[Node]:
    return [
        node
        for node in scope.resources.values()
        if resource_type(node).startswith(f"{kind}@") and not is_existing(node)
    ]


def _wrong(declaration: Node, lines: Lines, scope: Scope) -> Iterable[Fault]:
    for way, (wanted, why) in lines.items():
        place = _at(declaration, way)
        said = compact(place) if place else ""
        if said != wanted:
            where = place or declaration
            yield scope.source.fault(where, f"{_name(declaration)}: {_says(way, wanted, why)}")


def _name(declaration: Node) -> str:
    return text_of(parts(declaration)[0])


def _says(way: str, wanted: str, why: str) -> str:
    return f"{way} should be {wanted} ({why})" if wanted else f"there should be no `{way}` ({why})"


def _at(declaration: Node, way: str) -> Node | None:
    """Return what stands in *declaration* at the end of *way*; None where there is nothing."""
    if way == "if":
        return condition_of(declaration)
    if way == "existing":
        return next((one for one in declaration.children if one.type == "existing"), None)
    place: Node | None = value_of(declaration)
    if way == "each":
        return parts(place)[1] if place and place.type == "for_statement" else None
    for step in [] if way == "value" else [quoted or bare for quoted, bare in STEP.findall(way)]:
        place = _inside(place, step) if place else None
    return place


def _inside(node: Node, step: str) -> Node | None:
    # A list made by a loop is what the loop makes.
    while node.type == "array" and parts(node) and parts(node)[0].type == "for_statement":
        node = parts(node)[0]
    return entry(node, step)
