"""Reads PowerShell scripts: whether they parse, and what stands in them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

STRINGS = {"verbatim_string_characters", "expandable_string_literal"}


@cache
def tree(path: Path) -> Node:
    """Return the root of the script's syntax tree."""
    return Parser(Language(tree_sitter_powershell.language())).parse(path.read_bytes()).root_node


def every(node: Node) -> Iterator[Node]:
    """Yield *node* and everything in it."""
    yield node
    for child in node.children:
        yield from every(child)


def text(node: Node) -> str:
    """Return the source of *node*."""
    return (node.text or b"").decode()


def literals(path: Path) -> set[str]:
    """Return the texts between quotes."""
    return {text(node).strip("'\"") for node in every(tree(path)) if node.type in STRINGS}


def commands(path: Path) -> list[Node]:
    """Return the commands, those inside of others too."""
    return [node for node in every(tree(path)) if node.type == "command"]


def name_of(command: Node) -> str:
    """Return the cmdlet that *command* calls."""
    return text(command.children[0])


def parameters_of(command: Node) -> set[str]:
    """Return the names of the parameters that *command* gives."""
    return {
        text(node).lstrip("-").partition(":")[0]
        for part in command.children[1:]
        for node in part.children or [part]
        if node.type == "command_parameter"
    }


def refusals(path: Path) -> list[str]:
    """Return the conditions under which the script throws, in its order."""
    return [
        conditions(node)
        for node in every(tree(path))
        if node.type == "flow_control_statement" and text(node).startswith("throw")
    ]


def conditions(node: Node) -> str:
    """Return the conditions of all the `if`s around *node*."""
    around, found = node.parent, []
    while around is not None:
        if around.type in {"if_statement", "elseif_clause"}:
            found.append(text(around).partition("{")[0])
        around = around.parent
    return " ".join(found)
