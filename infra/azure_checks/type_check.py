"""
Whether each resource holds what its type allows.

A loop and a condition are what is inside them; of a choice, both sides are checked; a
variable is what it was given. So a fault is told where the wrong value stands.
"""

from collections.abc import Callable, Iterable, Mapping

from tree_sitter import Node

from infra.azure_checks.kinds import MATCHES, kind_of
from infra.azure_checks.resource_types import EVERYWHERE, Property, Type, versions_of
from infra.azure_checks.scope import Scope, is_existing, resource_type
from infra.azure_checks.similar import close_to
from infra.azure_checks.syntax import Fault, entries, literal, parts, text_of, value_of

THROUGH = {"parenthesized_expression", "if_statement"}


def type_faults(scope: Scope) -> list[Fault]:
    """Return what the types of the resources in *scope* do not allow."""
    return [fault for name in scope.resources for fault in _of_resource(name, scope)]


def _of_resource(name: str, scope: Scope) -> Iterable[Fault]:
    declaration = scope.resources[name]
    kind, _, version = resource_type(declaration).partition("@")
    body = scope.body(name)
    if body is None:
        known = ", ".join(versions_of(kind)) or "none"
        says = f"no types of {kind}@{version} (known versions: {known}): make them anew?"
        return [scope.source.fault(parts(declaration)[1], says)]
    value = value_of(declaration)
    # A loop around a resource makes several of it, and no array.
    value = parts(value)[-1] if value.type == "for_statement" else value
    return _Check(scope, is_existing(declaration)).value(value, body, at_top=True)


class _Check:
    """Checks values against types; *only_named* asks for no required properties."""

    def __init__(self, scope: Scope, only_named: bool) -> None:  # noqa: FBT001 - as it is told
        self._scope = scope
        self._only_named = only_named

    def value(self, node: Node, wanted: Type, *, at_top: bool = False) -> list[Fault]:
        """Return the faults of the value at *node*, which should be *wanted*."""
        inside = self._inside(node)
        if inside:
            return [fault for one in inside for fault in self.value(one, wanted, at_top=at_top)]
        if wanted.kind == "UnionType":
            return self._union(node, wanted)
        is_now = kind_of(node, self._scope)
        if is_now in {"any", "null"} or wanted.kind == "AnyType":
            return []
        if wanted.kind not in MATCHES[is_now]:
            return [self._fault(node, f"{_called(wanted)} is wanted, and this is {_a(is_now)}")]
        return self._matching(node, wanted, at_top=at_top)

    def _inside(self, node: Node) -> list[Node]:
        """Return the values that *node* stands for: both sides of a choice, a variable's."""
        if node.type == "ternary_expression":
            return parts(node)[1:]
        if node.type == "identifier" and text_of(node) in self._scope.variables:
            return [value_of(self._scope.variables[text_of(node)])]
        return parts(node)[-1:] if node.type in THROUGH else []

    def _matching(self, node: Node, wanted: Type, *, at_top: bool) -> list[Fault]:
        checks: dict[str, Callable[[Node, Type], list[Fault]]] = {
            "ArrayType": self._array,
            "StringLiteralType": self._literal,
            "StringType": self._length,
            "IntegerType": self._size,
        }
        if node.type == "object":
            return self._object(node, wanted, at_top=at_top)
        check = checks.get(wanted.kind)
        return check(node, wanted) if check else []

    def _union(self, node: Node, wanted: Type) -> list[Fault]:
        """Of an open list too, which any text would fit, only the values that it names."""
        text = literal(node)
        texts = [choice.literal for choice in wanted.choices if choice.kind == "StringLiteralType"]
        if text is not None and texts:
            says = f"{text!r} is none of {', '.join(texts)}{close_to(text, texts)}"
            return [] if text in texts else [self._fault(node, says)]
        found = [self.value(node, choice) for choice in wanted.choices]
        return found[0] if all(found) else []

    def _array(self, node: Node, wanted: Type) -> list[Fault]:
        if node.type == "for_statement":
            return self.value(parts(node)[-1], wanted.item)
        return [fault for one in parts(node) for fault in self.value(one, wanted.item)]

    def _literal(self, node: Node, wanted: Type) -> list[Fault]:
        text = literal(node)
        if text is None or text == wanted.literal:
            return []
        return [self._fault(node, f"{text!r} should be {wanted.literal!r}")]

    def _length(self, node: Node, wanted: Type) -> list[Fault]:
        text, (low, high) = literal(node), wanted.limits
        if text is None or low <= len(text) <= high:
            return []
        return [self._fault(node, f"{text!r} is shorter than {low} or longer than {high}")]

    def _size(self, node: Node, wanted: Type) -> list[Fault]:
        low, high = wanted.limits
        if node.type != "number" or low <= int(text_of(node)) <= high:
            return []
        return [self._fault(node, f"{text_of(node)} is not from {low} to {high}")]

    def _object(self, node: Node, wanted: Type, *, at_top: bool) -> list[Fault]:
        if wanted.kind == "DiscriminatedObjectType":
            return self._discriminated(node, wanted, at_top=at_top)
        return self._properties(node, [wanted], at_top=at_top)

    def _discriminated(self, node: Node, wanted: Type, *, at_top: bool) -> list[Fault]:
        given = {key: value for key, _, value in entries(node)}
        if wanted.discriminator not in given:
            return [self._fault(node, f"{wanted.discriminator} is missing")]
        said = given[wanted.discriminator]
        text = literal(said)
        if text is None:
            return []
        if text not in wanted.variants:
            return [self._fault(said, f"{text!r} is none of {', '.join(wanted.variants)}")]
        return self._properties(node, [wanted, wanted.variants[text]], at_top=at_top)

    def _properties(self, node: Node, together: list[Type], *, at_top: bool) -> list[Fault]:
        """Check the object at *node*, which may have what any of *together* has."""
        allowed = {name: one for wanted in together for name, one in wanted.properties.items()}
        others = next((one.others for one in together if one.others), None)
        faults = []
        for name, key, value in entries(node):
            if name in allowed and allowed[name].is_read_only:
                faults.append(self._fault(key, f"{name} cannot be written"))
            elif name in allowed:
                faults += self.value(value, allowed[name].type)
            elif others is not None:
                faults += self.value(value, others)
            elif not (at_top and name in EVERYWHERE):
                faults.append(
                    self._fault(
                        key, f"{together[-1].called} has no {name}{close_to(name, allowed)}"
                    )
                )
        return [*faults, *self._missing(node, allowed)]

    def _missing(self, node: Node, allowed: Mapping[str, Property]) -> list[Fault]:
        given = {key for key, _, _ in entries(node)}
        required = {name for name, one in allowed.items() if one.is_required}
        lacking = sorted(required - given)
        if self._only_named:
            return []
        return [self._fault(node, f"{name} is missing") for name in lacking]

    def _fault(self, node: Node, says: str) -> Fault:
        return self._scope.source.fault(node, says)


def _called(wanted: Type) -> str:
    names = {"StringType": "a string", "IntegerType": "an int", "BooleanType": "a bool"}
    if wanted.kind == "StringLiteralType":
        return repr(wanted.literal)
    return names.get(wanted.kind, "an array" if wanted.kind == "ArrayType" else "an object")


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aio' else 'a'} {kind}"
