"""
The names that a Bicep file declares and uses, and what an expression comes to.

Enough of Bicep's own rules to find a name that nothing declares, a parameter that nothing
reads, and a function that there is not.
"""

from dataclasses import dataclass
from functools import cached_property

from tree_sitter import Node

from infra.azure_checks.resource_types import Type, body_of
from infra.azure_checks.syntax import (
    Fault,
    Source,
    descendants,
    literal,
    parts,
    text_of,
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
    return [*_undeclared(scope), *_unused(scope), *_calls(scope)]


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
            names |= {text_of(one) for one in loop_variables(above)}
        above = above.parent
    return names


def loop_variables(loop: Node) -> list[Node]:
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
