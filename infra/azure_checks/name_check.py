"""
Whether Azure takes the names of the resources, whatever the parameters are.

A name is put together of texts, parameters and uniqueString: from these follow the least and
the greatest length, and the characters that surely stand in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from infra.azure_checks.name_rules import RULES
from infra.azure_checks.parameters_check import allowed_of, decorators_of
from infra.azure_checks.scope import Scope, is_existing, resource_type
from infra.azure_checks.syntax import Fault, entry, literal, parts, text_of, value_of

# What these functions return: so many characters, of these.
CALLS = {"guid": (36, "0-"), "uniqueString": (13, "a0")}


@dataclass(frozen=True, slots=True)
class Text:
    """What an expression comes to: *least* to *most* characters, among which are *sure* ones."""

    least: int
    most: int
    sure: str

    def __add__(self, other: "Text") -> "Text":
        return Text(self.least + other.least, self.most + other.most, self.sure + other.sure)

    def __or__(self, other: "Text") -> "Text":
        least, most = min(self.least, other.least), max(self.most, other.most)
        return Text(least, most, self.sure + other.sure)


def resource_name_faults(scope: Scope) -> Iterator[Fault]:
    """Yield the names that are or could be too long, too short, or with a wrong character."""
    for node in scope.resources.values():
        kind = resource_type(node).partition("@")[0]
        name = entry(value_of(node), "name")
        if name is None or is_existing(node) or kind not in RULES:
            continue
        text = _text(name, scope)
        if text:
            yield from (scope.source.fault(name, says) for says in _broken(kind, text))
        elif _is_main(scope):
            says = "how long this gets cannot be told: a parameter has no maxLength or allowed"
            yield scope.source.fault(name, says)


def _broken(kind: str, text: Text) -> Iterator[str]:
    rule, called = RULES[kind], f"a name of {kind}"
    if strange := rule.strangers(text.sure):
        yield f"{called} has no {strange!r}"
    if text.most > rule.most:
        yield f"can have {text.most} characters, and {called} has {rule.most} at most"
    if text.least < rule.least:
        yield f"can have {text.least} characters, and {called} has {rule.least} at least"


def _text(node: Node, scope: Scope) -> Text | None:
    """Return what *node* comes to; None where that cannot be told."""
    name, said = text_of(node), literal(node)
    if said is not None:
        return Text(len(said), len(said), said)
    if node.type == "string":
        return _sum([_text(one, scope) for one in _pieces(node)])
    if node.type == "interpolation":
        return _text(parts(node)[0], scope)
    if node.type == "identifier" and name in scope.variables:
        return _text(value_of(scope.variables[name]), scope)
    if node.type == "identifier" and name in scope.parameters:
        # A module's is limited where it is given: here it only tells what stands around it.
        return _parameter(scope.parameters[name]) or (None if _is_main(scope) else Text(0, 0, ""))
    return _call(node, scope)


def _is_main(scope: Scope) -> bool:
    return scope.source.path.stem == "main"


def _pieces(node: Node) -> list[Node]:
    return [one for one in parts(node) if one.type in {"interpolation", "string_content"}]


def _sum(texts: list[Text | None]) -> Text | None:
    if None in texts:
        return None
    return sum((one for one in texts if one), Text(0, 0, ""))


def _parameter(parameter: Node) -> Text | None:
    allowed = [Text(len(one), len(one), one) for one in allowed_of(parameter)]
    for one in allowed[1:]:
        allowed[0] |= one
    limits = {
        rule: int(text_of(argument))
        for rule, argument in decorators_of(parameter)
        if argument.type == "number"
    }
    if allowed:
        return allowed[0]
    most = limits.get("maxLength")
    return Text(limits.get("minLength", 0), most, "") if most else None


def _call(node: Node, scope: Scope) -> Text | None:
    if node.type == "string_content":
        return Text(len(text_of(node)), len(text_of(node)), text_of(node))
    if node.type != "call_expression":
        return None
    called, given = parts(node)
    length, sure = CALLS.get(text_of(called), (0, ""))
    if length:
        return Text(length, length, sure)
    first = _text(parts(given)[0], scope) if parts(given) else None
    if text_of(called) == "take" and first and parts(given)[1].type == "number":
        most = int(text_of(parts(given)[1]))
        return Text(min(first.least, most), min(first.most, most), "")
    return None
