"""
Every word that we publish, and where it stands.

From the catalogue (values in both languages, what stays Greek, but not what people type
when they search nor what a registry calls a thing), from the built pages, and from what
the functions say: in Python, texts that stand beside Greek ones; in templates, texts.
"""

import ast
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from functions.adapters.yaml_marks import LOADER

# Letters, also around an apostrophe; not what touches digits («17ης», 2nd).
WORD = re.compile(r"(?<!\w)(?:[όΌ],τι|[^\W\d_]+(?:['’][^\W\d_]+)*)(?!\w)")
# Addresses, names of files and reference numbers are no words.
NO_WORDS = re.compile(r"[A-Za-z0-9_.\-@]*[/._@][A-Za-z0-9_./\-@]+|\S*/\S*\d\S*|\{[^{}]*\}")
GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")

KEYS = frozenset({"el", "en", "subject", "body", "legal_basis", "genitive_el"})
NOT_OURS = frozenset({"keywords", "mitos_title", "title_2021"})

CODE_TAGS = ("script", "style", "code", "!--")
ATTRIBUTE = re.compile(
    r'\s(?:alt|title|aria-label|placeholder|name="description" content|property="og:title" content)'
    r'="([^"]*)"'
)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
LITERAL = re.compile(r'"([^"\n]*)"')


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, and the place in a file from which on it stands."""

    file: Path
    start: int
    text: str

    def words(self) -> Iterator[str]:
        """Yield its words in order."""
        for found in WORD.finditer(NO_WORDS.sub(" ", self.text)):
            yield found[0]

    def place(self, word: str) -> str:
        """Return where *word* stands, as `file:line:column`."""
        text = self.file.read_text("utf-8")
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text[self.start :])
        at = self.start + (found.start() if found else 0)
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        return f"{self.file.as_posix()}:{line}:{column}"


def of_catalogue(folder: Path) -> Iterator[Piece]:
    """Yield the texts of the catalogue; a file that is no YAML is another check's business."""
    for path in sorted(folder.rglob("*.yaml")):
        root = yaml.compose(path.read_text("utf-8"), Loader=LOADER)
        for node in _texts(root, ""):
            yield Piece(path, node.start_mark.index, node.value)


def _texts(node: yaml.Node | None, key: str) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value not in NOT_OURS:
                yield from _texts(value, name.value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item, key)
    elif isinstance(node, yaml.ScalarNode) and key in KEYS:
        yield node


def of_pages(folder: Path) -> Iterator[Piece]:
    """Yield what the built pages show or read out; what many share comes once."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*.html")):
        for part in path.read_text("utf-8").split("<"):
            if part in seen or part.startswith(CODE_TAGS):
                continue
            seen.add(part)
            tag, _, text = part.partition(">")
            yield from (Piece(path, 0, html.unescape(one)) for one in ATTRIBUTE.findall(tag))
            yield Piece(path, 0, html.unescape(text))


def of_functions(folder: Path) -> Iterator[Piece]:
    """Yield what the functions say, in pages, mails and answers."""
    for path in sorted(folder.rglob("*.py")):
        yield from _of_python(path, path.read_text("utf-8"))
    for path in sorted(folder.rglob("*.j2")):
        yield from _of_template(path, path.read_text("utf-8"))


def _of_python(path: Path, source: str) -> Iterator[Piece]:
    starts = [0, *(found.end() for found in re.finditer("\n", source))]
    for node in ast.walk(ast.parse(source)):
        texts = [one for child in _children(node) for one in _sentences(child)]
        if any(GREEK.search(text) for _, text in texts):
            yield from (Piece(path, starts[line - 1], text) for line, text in texts)


def _children(node: ast.AST) -> list[ast.expr]:
    """Return the expressions that stand beside each other in *node*."""
    if isinstance(node, ast.Call):
        return [*node.args, *(keyword.value for keyword in node.keywords)]
    if isinstance(node, ast.Dict):
        return node.values
    return node.elts if isinstance(node, ast.Tuple) else []


def _sentences(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield the lines and texts that *node* is, those of an f-string too; no bare codes."""
    for part in node.values if isinstance(node, ast.JoinedStr) else [node]:
        text = part.value if isinstance(part, ast.Constant) else None
        if isinstance(text, str) and text != text.upper():
            yield part.lineno, text


def _of_template(path: Path, source: str) -> Iterator[Piece]:
    """Yield the literals that are sentences, and what stands between tags."""
    for found in LITERAL.finditer(COMMENT.sub(_blank, source)):
        text = found[1]
        if GREEK.search(text) or (" " in text and text[0].isupper()):
            yield Piece(path, found.start(), text)
    for found in re.finditer(r"(?:^|>)([^<>]+)", JINJA.sub(_blank, source)):
        yield Piece(path, found.start(), html.unescape(found[1]))


def _blank(found: re.Match[str]) -> str:
    """Return blanks of the same length, so that places stay."""
    return " " * len(found[0])
