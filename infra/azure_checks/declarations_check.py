"""What the Bicep compiler says of declarations: names given twice, types and defaults."""

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from infra.azure_checks.kinds import kind_of
from infra.azure_checks.parameters_check import decorators_of, value_faults
from infra.azure_checks.scope import Scope
from infra.azure_checks.similar import close_to
from infra.azure_checks.syntax import (
    Fault,
    descendants,
    entries,
    first_named,
    literal,
    parts,
    text_of,
    value_of,
)

# Outputs have names of their own; all the others share theirs.
TOGETHER = (("parameter", "variable", "resource", "module"), ("output",))
TYPES = ("string", "int", "bool", "object", "array")
# rule → types of parameters for which it means something
RULES = {
    "maxLength": {"string", "array"},
    "maxValue": {"int"},
    "minLength": {"string", "array"},
    "minValue": {"int"},
}


def declaration_faults(scope: Scope) -> list[Fault]:
    """Return what the compiler would refuse in the declarations of *scope*."""
    return [
        *twice_faults(scope),
        *_target(scope),
        *_types(scope),
        *_rules(scope),
        *_defaults(scope),
        *_outputs(scope),
    ]


def twice_faults(scope: Scope) -> list[Fault]:
    """Return the names and keys that stand above already."""
    return [*_names_twice(scope), *_keys_twice(scope)]


def _names_twice(scope: Scope) -> Iterator[Fault]:
    for kinds in TOGETHER:
        declared = [
            first_named(node)
            for kind in kinds
            for node in descendants(scope.source.root, f"{kind}_declaration")
        ]
        yield from _again(((text_of(node), node) for node in declared), scope)


def _keys_twice(scope: Scope) -> Iterator[Fault]:
    for node in descendants(scope.source.root, "object"):
        yield from _again(((name, key) for name, key, _ in entries(node)), scope)


def _again(named: Iterable[tuple[str, Node]], scope: Scope) -> Iterator[Fault]:
    """Yield a fault at each name that stands above it already."""
    lines: dict[str, int] = {}
    for name, node in sorted(named, key=lambda one: one[1].start_byte):
        if name in lines:
            yield scope.source.fault(node, f"{name} stands in line {lines[name]} already")
        lines.setdefault(name, node.start_point.row + 1)


def _target(scope: Scope) -> Iterator[Fault]:
    for node in descendants(scope.source.root, "target_scope_assignment"):
        if literal(parts(node)[-1]) != "resourceGroup":
            yield scope.source.fault(node, "everything is in a resource group: 'resourceGroup'")


def _types(scope: Scope) -> Iterator[Fault]:
    for kind in ("parameter", "output"):
        for declaration in scope.source.declarations(kind).values():
            node = next((one for one in parts(declaration) if one.type == "type"), None)
            word = text_of(node).removesuffix("[]") if node else ""
            if node and word not in TYPES:
                yield scope.source.fault(node, f"there is no type {word}{close_to(word, TYPES)}")


def _rules(scope: Scope) -> Iterator[Fault]:
    for name, node in scope.parameters.items():
        word = _word(node)
        for rule, argument in decorators_of(node):
            if word not in RULES.get(rule, {word}):
                yield scope.source.fault(argument, f"{name} is {word}, and has no {rule}")


def _defaults(scope: Scope) -> Iterator[Fault]:
    for node in scope.parameters.values():
        if value_of(node).type != "type":
            yield from value_faults(value_of(node), node, scope)


def _outputs(scope: Scope) -> Iterator[Fault]:
    for name, node in scope.source.declarations("output").items():
        word, is_now = _word(node), kind_of(value_of(node), scope)
        if is_now not in {word, "any"}:
            yield scope.source.fault(value_of(node), f"{name} is {word}, and this is {is_now}")


def _word(declaration: Node) -> str:
    """Return the kind of value that is declared: `array` of a list of anything."""
    word = next((text_of(one) for one in parts(declaration) if one.type == "type"), "")
    return "array" if word.endswith("[]") else word
