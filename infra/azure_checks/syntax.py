"""
Bicep files as trees, and where in them something stands.

The parser is tree-sitter's grammar of Bicep. It lacks parameter files, which are given to
it with `var` for `param`: the same shape, and as many columns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tree_sitter_bicep
from tree_sitter import Language, Node, Parser


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong at a place; lines and columns count from 1."""

    path: Path
    line: int
    column: int
    says: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.says}"


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file."""

    path: Path
    root: Node

    def fault(self, node: Node, says: str) -> Fault:
        """Return the fault *says* at *node*."""
        return Fault(self.path, node.start_point.row + 1, node.start_point.column + 1, says)

    def declarations(self, kind: str) -> dict[str, Node]:
        """Return the declarations of *kind* by name: `parameter`, `variable`, `resource` …"""
        found = descendants(self.root, f"{kind}_declaration")
        return {text_of(first_named(node)): node for node in found}


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bicep.language()))


def parse(path: Path) -> Source:
    """Return the tree of the Bicep or parameter file at *path*, whatever is wrong in it."""
    text = path.read_text("utf-8")
    if path.suffix == ".bicepparam":
        text = re.sub(r"^param ", "var   ", text, flags=re.MULTILINE)
    return Source(path, _parser().parse(text.encode()).root_node)


def syntax_faults(source: Source) -> list[Fault]:
    """Return what is no Bicep."""
    return [
        source.fault(
            node, f"not Bicep: {text_of(node)[:40]!r}" if node.text else "something is missing"
        )
        for node in descendants(source.root)
        if node.is_error or node.is_missing
    ]


def descendants(node: Node, kind: str | None = None) -> Iterator[Node]:
    """Yield *node* and all below it, in the order of the text; only those of *kind*, if given."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if kind is None or one.type == kind:
            yield one
        waiting += reversed(one.children)


def text_of(node: Node) -> str:
    """Return what stands at *node*."""
    return (node.text or b"").decode()


def compact(node: Node) -> str:
    """Return what stands at *node* in one line, without its comments, however it is set."""
    if node.type == "string" or not node.children:
        return text_of(node)
    if node.type in {"array", "object"}:
        inside = ", ".join(compact(one) for one in parts(node))
        return f"[{inside}]" if node.type == "array" else f"{{ {inside} }}" if inside else "{}"
    said = [compact(one) for one in node.children if one.type != "comment"]
    return "".join(
        f"{before}{word}" for before, word in zip(_gaps(node), said, strict=True)
    ).strip()


def _gaps(node: Node) -> Iterator[str]:
    """Yield a space before each child that does not touch the one before it."""
    last = node.start_byte
    for one in node.children:
        if one.type != "comment":
            yield " " if one.start_byte > last else ""
        last = one.end_byte


def condition_of(declaration: Node) -> Node | None:
    """Return the condition of a resource or module, without its parentheses; None without one."""
    value = value_of(declaration)
    value = parts(value)[-1] if value.type == "for_statement" else value
    if value.type != "if_statement":
        return None
    (condition,) = parts(parts(value)[0])
    return condition


def parts(node: Node) -> list[Node]:
    """Return the named children that are no comments or decorators."""
    return [one for one in node.named_children if one.type not in {"comment", "decorators"}]


def first_named(node: Node) -> Node:
    """Return the first part: the name of a declaration."""
    return parts(node)[0]


def value_of(declaration: Node) -> Node:
    """Return the value of a declaration: its last part."""
    return parts(declaration)[-1]


def literal(node: Node) -> str | None:
    """Return the text of a string without interpolation; None for anything else."""
    if node.type != "string" or next(descendants(node, "interpolation"), None):
        return None
    return text_of(node)[1:-1].replace("\\'", "'").replace("\\\\", "\\")


def entries(node: Node) -> list[tuple[str, Node, Node]]:
    """Return of the object at *node*: each key's text, the key and the value."""
    pairs = [parts(one) for one in node.named_children if one.type == "object_property"]
    return [(_key(key), key, value) for key, value in pairs]


def _key(node: Node) -> str:
    found = literal(node)
    return found if found is not None else text_of(node).strip("'")


def entry(node: Node, *way: str) -> Node | None:
    """Return the value that *way* leads to, through objects and the conditions around them."""
    for step in way:
        found = [value for one in objects(node) for key, _, value in entries(one) if key == step]
        if not found:
            return None
        node = found[0]
    return node


def objects(node: Node) -> list[Node]:
    """Return the objects that *node* can be: behind a loop, a condition or a choice."""
    if node.type == "object":
        return [node]
    if node.type in {"for_statement", "if_statement", "parenthesized_expression"}:
        return objects(parts(node)[-1])
    if node.type == "ternary_expression":
        _, yes, no = parts(node)
        return [*objects(yes), *objects(no)]
    return []
