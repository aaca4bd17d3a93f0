"""Which kind of value an expression comes to, as far as that can be told without running it."""

from tree_sitter import Node

from infra.azure_checks.member_check import type_of
from infra.azure_checks.resource_types import Type
from infra.azure_checks.scope import FUNCTIONS, Scope
from infra.azure_checks.syntax import parts, text_of, value_of

MATCHES = {
    "string": {"StringType", "StringLiteralType"},
    "int": {"IntegerType"},
    "bool": {"BooleanType"},
    "object": {"ObjectType", "DiscriminatedObjectType"},
    "array": {"ArrayType"},
}
OF_NODES = {
    "string": "string",
    "number": "int",
    "boolean": "bool",
    "object": "object",
    "array": "array",
    "for_statement": "array",
    "null": "null",
}


def kind_of(node: Node, scope: Scope) -> str:
    """Return string, int, bool, object, array, null, or `any` where that cannot be told."""
    if node.type in OF_NODES:
        return OF_NODES[node.type]
    if node.type == "call_expression":
        return FUNCTIONS.get(text_of(parts(node)[0]), "any")
    if node.type == "member_expression":
        return _kind_of_type(type_of(node, scope))
    if node.type == "identifier" and text_of(node) in scope.parameters:
        return declared_kind(scope.parameters[text_of(node)])
    if node.type == "identifier" and text_of(node) in scope.variables:
        return kind_of(value_of(scope.variables[text_of(node)]), scope)
    return "any"


def _kind_of_type(found: Type | None) -> str:
    """Return the kind of value that a resource has where its type is *found*."""
    if found is not None and found.kind == "UnionType" and found.choices:
        return _kind_of_type(found.choices[0])
    kinds = (kind for kind, types in MATCHES.items() if found and found.kind in types)
    return next(kinds, "any")


def declared_kind(parameter: Node) -> str:
    """Return the kind that a parameter is declared with; `any` where there is no such type."""
    words = [text_of(one) for one in parts(parameter) if one.type == "type"]
    word = "array" if words and words[0].endswith("[]") else "".join(words)
    return word if word in MATCHES else "any"
