"""The properties that are read, of resources, objects, modules and the things in a loop's list."""

from tree_sitter import Node

from infra.azure_checks.resource_types import EVERYWHERE, Type
from infra.azure_checks.scope import Scope, loop_variables
from infra.azure_checks.syntax import Fault, descendants, entries, parts, text_of, value_of

OF_MODULES = {"name", "outputs"}


def member_faults(scope: Scope) -> list[Fault]:
    """Return the reads of properties that a resource or object does not have."""
    faults = []
    for node in descendants(scope.source.root, "member_expression"):
        held, name = parts(node)[0], parts(node)[-1]
        known = _names_in(held, scope)
        if known is not None and text_of(name) not in known:
            faults.append(scope.source.fault(name, f"{text_of(held)} has no {text_of(name)}"))
    return faults


def _names_in(node: Node, scope: Scope) -> set[str] | None:
    """Return the properties of what *node* means; None where that cannot be told."""
    name = text_of(node)
    if name in scope.modules:
        return OF_MODULES
    if name in scope.variables and value_of(scope.variables[name]).type == "object":
        return {key for key, _, _ in entries(value_of(scope.variables[name]))}
    if node.type == "identifier" and name not in scope.declared:
        return _names_of_each(node, scope)
    found = type_of(node, scope)
    if found is None or found.others is not None or found.kind == "AnyType":
        return None
    return {*found.properties, *EVERYWHERE} if found.properties else None


def _names_of_each(node: Node, scope: Scope) -> set[str] | None:
    """Return what all things have that the loop variable *node* can be; None if untold."""
    loop = node.parent
    while loop is not None and (loop.type != "for_statement" or not _gives(loop, node)):
        loop = loop.parent
    listed = parts(loop)[1] if loop else None
    if listed is not None and text_of(listed) in scope.variables:
        listed = value_of(scope.variables[text_of(listed)])
    if (
        listed is None
        or listed.type != "array"
        or {one.type for one in parts(listed)} != {"object"}
    ):
        return None
    return set.intersection(*({key for key, _, _ in entries(one)} for one in parts(listed)))


def _gives(loop: Node, node: Node) -> bool:
    return text_of(node) in {text_of(one) for one in loop_variables(loop)}


def type_of(node: Node, scope: Scope) -> Type | None:
    """Return the type of a resource, or of what is read out of one; None for all else."""
    if node.type == "identifier" and text_of(node) in scope.resources:
        return scope.body(text_of(node))
    if node.type != "member_expression":
        return None
    held, name = parts(node)[0], text_of(parts(node)[-1])
    inside = type_of(held, scope)
    if inside is None or name not in inside.properties:
        return None
    return inside.properties[name].type
