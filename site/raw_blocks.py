"""
An extension for Python-Markdown that lets blocks of HTML alone, as a whole.

Markdown and MkDocs would each parse every element in them, to find where they end: a third
of the build. Here a block that stands between blank lines, and whose first element ends
with it, is put aside before they look; anything else is theirs as ever.
"""

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

BLANK_LINE = re.compile(r"\n[ \t]*\n")
BLOCK = re.compile(r"<(dl|ul|ol|div|details|section|table|p)\b.*</\1>", re.DOTALL)
AFTER_CODE, BEFORE_HTML = 25, 21  # Python-Markdown's fenced_code, MkDocs' mkdocs_raw_html


class RawBlocks(Preprocessor):  # type: ignore[misc]  # ships no types
    """Puts blocks of HTML aside."""

    def run(self, lines: list[str]) -> list[str]:
        blocks = BLANK_LINE.split("\n".join(lines))
        kept = (self.md.htmlStash.store(one) if is_whole(one) else one for one in blocks)
        return "\n\n".join(kept).split("\n")


def is_whole(block: str) -> bool:
    """Tell whether *block* is one element of HTML, from its first character to its last."""
    found = BLOCK.fullmatch(block)
    if not found:
        return False
    depth, tag = 0, found[1]
    for mark in re.finditer(rf"<(/?){tag}\b", block):
        depth += -1 if mark[1] else 1
        if depth == 0:
            return mark.start() == len(block) - len(f"</{tag}>")
    return False


class RawBlocksExtension(Extension):  # type: ignore[misc]  # the same
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        md.preprocessors.register(RawBlocks(md), "raw_blocks", (AFTER_CODE + BEFORE_HTML) / 2)


def makeExtension() -> RawBlocksExtension:  # noqa: N802 (Python-Markdown's name)
    return RawBlocksExtension()
