"""
YAML that remembers where everything stands.

`compose` gives nodes with line and column, and no guessing: `12:30` stays text
instead of becoming 750, `no` does not become False, ids keep their zeros.
Only a bare `true` or `false` is a boolean, and only an empty value is None.

Everything wrong with a file is reported at once, as far as it can be read.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from functions.adapters.catalog_messages import words

TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
# Tabs, control characters and marks that nobody sees: YAML's reader would stop at some,
# read others as line breaks, and the rest would hide in words that people search for.
FORBIDDEN = re.compile(
    r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\xad"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
# libyaml where it is there: ten times as fast.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Place = tuple[int, int]
Steps = tuple[int | str, ...]

START: Place = (1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong at a line and column (both from 1) of a file, in both languages."""

    file: str
    line: int
    column: int
    message_el: str
    message_en: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message_el} / {self.message_en}"


def fault(file: str, place: Place, code: str, **values: object) -> Fault:
    """Return the fault *code* of `catalog_messages`, with *values* put in."""
    return Fault(file, *place, *words(code, **values))


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its plain values, and where they stand."""

    file: str
    root: yaml.Node
    data: Any

    def place(self, path: Steps, *, key: bool = False) -> Place:
        """
        Return where the value at *path* stands, or its key.

        What is not there is reported at the innermost thing around it.
        """
        node = at = self.root
        for depth, step in enumerate(path, start=1):
            found = _child(node, step)
            if found is None:
                break
            node = found[1]
            at = found[0] if key and depth == len(path) else node
        return _start(at)


def read_document(path: Path) -> tuple[Document | None, list[Fault]]:
    """Return the document in *path*, unless it cannot be read, and what is wrong with it."""
    text, faults = read_text(path)
    if text is None:
        return None, faults
    document, more = parse_document(path.as_posix(), text)
    return document, faults + more


def parse_document(file: str, text: str) -> tuple[Document | None, list[Fault]]:
    """Return the document that *text* is; *file* is only the name that faults bear."""
    try:
        root = yaml.compose(FORBIDDEN.sub(" ", text), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        return None, [_bad_yaml(file, error)]
    if root is None:
        return None, [fault(file, START, "empty_file")]
    if not isinstance(root, yaml.MappingNode):
        return None, [fault(file, _start(root), "not_a_mapping")]
    reading = _Reading(file)
    data = reading.value(root)
    return Document(file, root, data), reading.faults


def read_text(path: Path) -> tuple[str | None, list[Fault]]:
    """Return the text in *path*, unless it cannot be read, and what is wrong with it."""
    file = path.as_posix()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None, [fault(file, START, "no_file")]
    except UnicodeDecodeError as error:
        return None, [_bad_bytes(file, error)]
    return text, [
        fault(file, _place_in(text, found.start()), "tab" if found[0] == "\t" else "invisible")
        for found in FORBIDDEN.finditer(text)
    ]


class _Reading:
    """One pass over the nodes of a file: plain values out, faults kept."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._seen: dict[int, Any] = {}

    def value(self, node: yaml.Node) -> Any:
        if id(node) in self._seen:
            # An alias is the same node again; inside itself it has no value yet.
            self._note(node, "alias")
            return self._seen[id(node)]
        self._seen[id(node)] = None
        if node.tag not in TAGS:
            self._note(node, "tag", tag=node.tag)
        value = self._seen[id(node)] = self._new_value(node)
        return value

    def _new_value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._note(key, "key_not_text")
            elif key.value in data:
                self._note(key, "duplicate_key", key=key.value)
            else:
                data[key.value] = self.value(value)
        return data

    def _note(self, node: yaml.Node, code: str, **values: object) -> None:
        self.faults.append(fault(self.file, _start(node), code, **values))


def _scalar(node: yaml.ScalarNode) -> str | bool | None:
    text: str = node.value
    if node.style:  # quoted or a block: the editor means text
        return text
    return {"": None, "true": True, "false": False}.get(text, text)


def _child(node: yaml.Node, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the key and the value at *step*; in a sequence the value is both."""
    if isinstance(node, yaml.MappingNode):
        return next((pair for pair in node.value if pair[0].value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _bad_bytes(file: str, error: UnicodeDecodeError) -> Fault:
    before = error.object[: error.start].decode("utf-8", "replace")
    return fault(file, _place_in(before, len(before)), "not_utf8", byte=error.object[error.start])


def _bad_yaml(file: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else START
    return fault(file, place, "bad_yaml", problem=error.problem)


def _place_in(text: str, index: int) -> Place:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _start(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1
