"""
The names that a Bicep file declares and uses, and what an expression comes to.

Enough of Bicep's own rules to find a name that nothing declares, a parameter that nothing
reads, and a property that a resource does not have. Types are told as far as they can be
without running the file: what cannot be told is `any`.
"""

from dataclasses import dataclass
from functools import cached_property

from tree_sitter import Node

from infra.azure_checks.resource_types import EVERYWHERE, Type, body_of
from infra.azure_checks.syntax import (
    Fault,
    Source,
    descendants,
    entries,
    literal,
    parts,
    text_of,
    value_of,
)

# The functions that our files call, and what they return; another is a fault until it stands here.
FUNCTIONS = {
    "contains": "bool",
    "empty": "bool",
    "environment": "any",
    "guid": "string",
    "int": "int",
    "json": "any",
    "loadTextContent": "string",
    "max": "int",
    "readEnvironmentVariable": "string",
    "resourceGroup": "any",
    "split": "array",
    "subscriptionResourceId": "string",
    "take": "string",
    "tenant": "any",
    "toLower": "string",
    "union": "object",
    "uniqueString": "string",
}
# Their value is another every time: a deployment that repeats itself would change something.
FORBIDDEN = {"utcNow", "newGuid"}
DECORATORS = {"allowed", "description", "maxLength", "maxValue", "minLength", "minValue"}
OF_MODULES = {"name", "outputs"}


@dataclass(frozen=True)
class Scope:
    """What *source* declares, by name."""

    source: Source

    @cached_property
    def parameters(self) -> dict[str, Node]:
        return self.source.declarations("parameter")

    @cached_property
    def variables(self) -> dict[str, Node]:
        return self.source.declarations("variable")

    @cached_property
    def resources(self) -> dict[str, Node]:
        return self.source.declarations("resource")

    @cached_property
    def modules(self) -> dict[str, Node]:
        return self.source.declarations("module")

    @cached_property
    def declared(self) -> dict[str, Node]:
        return {**self.parameters, **self.variables, **self.resources, **self.modules}

    def body(self, name: str) -> Type | None:
        """Return the type of the resource called *name*; None where it is not known."""
        return body_of(resource_type(self.resources[name]))


def resource_type(declaration: Node) -> str:
    """Return `type@version` of a resource."""
    return literal(parts(declaration)[1]) or ""


def is_existing(declaration: Node) -> bool:
    """Tell whether the resource is only referred to."""
    return any(child.type == "existing" for child in declaration.children)


def name_faults(scope: Scope) -> list[Fault]:
    """Return the names that nothing declares, or nothing uses, and the forbidden functions."""
    return [*_undeclared(scope), *_unused(scope), *_calls(scope), *_members(scope)]


def _uses(scope: Scope) -> list[Node]:
    return [one for one in descendants(scope.source.root, "identifier") if _is_use(one)]


def _is_use(node: Node) -> bool:
    """Tell whether the identifier *node* means something declared, and is no name or key."""
    above = node.parent
    if above is None:
        return False
    is_first = above.named_children[0] == node or parts(above)[0] == node
    if (
        above.type in {"object_property", "call_expression", "decorator"}
        or "declaration" in above.type
    ):
        return not is_first
    return above.type not in {"loop_variable", "type", "compatible_identifier"}


def _loop_names(node: Node) -> set[str]:
    """Return the names that the loops around *node* give."""
    names: set[str] = set()
    above = node.parent
    while above is not None:
        if above.type == "for_statement":
            names |= {text_of(one) for one in _loop_variables(above)}
        above = above.parent
    return names


def _loop_variables(loop: Node) -> list[Node]:
    first = parts(loop)[0]
    return [first] if first.type == "identifier" else parts(first)


def _undeclared(scope: Scope) -> list[Fault]:
    return [
        scope.source.fault(node, f"nothing is called {text_of(node)}")
        for node in _uses(scope)
        if text_of(node) not in scope.declared and text_of(node) not in _loop_names(node)
    ]


def _unused(scope: Scope) -> list[Fault]:
    used = {text_of(node) for node in _uses(scope)}
    return [
        scope.source.fault(node, f"nothing uses {name}")
        for name, node in {**scope.parameters, **scope.variables}.items()
        if name not in used
    ]


def _calls(scope: Scope) -> list[Fault]:
    faults = []
    for call in descendants(scope.source.root, "call_expression"):
        name = text_of(parts(call)[0])
        of_decorator = call.parent is not None and call.parent.type == "decorator"
        if name in FORBIDDEN:
            faults.append(scope.source.fault(call, f"{name}() changes with every deployment"))
        elif name not in (DECORATORS if of_decorator else FUNCTIONS):
            faults.append(scope.source.fault(call, f"there is no function {name}()"))
    return faults


def _members(scope: Scope) -> list[Fault]:
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
    found = type_of(node, scope)
    if found is None or found.others is not None or found.kind == "AnyType":
        return None
    return {*found.properties, *EVERYWHERE} if found.properties else None


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
