"""
Text that is safe in a page.

A value of the catalogue is data, never markup: whatever a template prints is
escaped for Markdown and HTML alike, unless it is `Markup` already.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup, escape

# Marks that mean something in Markdown. Entities, because they are text in both.
MARKS = str.maketrans({mark: f"&#{ord(mark)};" for mark in r"\`*_{}[]|"})
LINE_START = re.compile(r"^(\s*)([-+#=~]|\d+[.)])", re.MULTILINE)
KEPT = 2**15  # texts that are made safe once: the same names stand on hundreds of pages
TO_JSON = json.JSONEncoder(ensure_ascii=False).encode
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def as_text(value: object) -> object:
    """Make *value* safe at any place of a Markdown document."""
    if hasattr(value, "__html__"):
        return value
    return _safe(str(value))


@lru_cache(KEPT)
def _safe(text: str) -> Markup:
    escaped = str(escape(text)).translate(MARKS)
    return Markup(LINE_START.sub(lambda found: found[1] + _entities(found[2]), escaped))  # noqa: S704 (escaped above)


def _entities(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def as_json(value: object) -> Markup:
    """Return *value* for the front matter of a page: JSON is YAML that needs no care."""
    text = value.unescape() if isinstance(value, Markup) else str(value)
    return Markup(TO_JSON(text))  # noqa: S704 (no HTML)


def host(address: str) -> str:
    """Return the name of the site that *address* is on."""
    return address.split("/")[2].removeprefix("www.")


def circular_text(text: str) -> Markup:
    """Return the circular as HTML: sections, paragraphs, the list at its end."""
    _, *blocks = (str(escape(block.strip())) for block in text.split("\n\n"))
    number = iter(range(1, len(blocks)))
    html = "\n".join(_circular_block(block, number) for block in blocks if block)
    return Markup(BOLD.sub(r"<strong>\1</strong>", html))  # noqa: S704 (escaped above)


def _circular_block(block: str, number: Iterator[int]) -> str:
    if block.startswith("## "):
        return f'<h3 id="section-{next(number)}">{block[3:]}</h3>'
    if block.startswith("1. "):
        items = (line.partition(". ")[2] for line in block.splitlines())
        return f"<ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>"
    return f"<p>{block}</p>"
