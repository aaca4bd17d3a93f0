"""
Words of another language on Greek pages, marked so that a screen reader pronounces them
as such (WCAG 3.1.2). Which words: `templates/foreign.html.j2`.
"""

import re
from collections.abc import Mapping, Sequence

from jinja2 import Environment

# What is no text to be read: tags, addresses of links, attributes, pieces of Jinja.
NO_TEXT = re.compile(r"(<[^>]*>|\]\([^)]*\)|\{:[^}]*\}|https?://\S+)")
FENCE = "---\n"


class ForeignWords:
    """The table, ready to mark the words in a page's Markdown."""

    def __init__(self, environment: Environment) -> None:
        self._languages = _table(environment)
        words = sorted(self._languages, key=len, reverse=True)
        listed = "|".join(map(re.escape, words))
        # Not inside an address such as gov.gr/teams or a longer word.
        self._pattern = re.compile(rf"(?<![\w./@-])(?:{listed})(?![\w@]|[./-]\w)")

    def marked(self, markdown: str) -> str:
        """Return the page with the words in its body marked, its front matter as it was."""
        before, front, body = markdown.split(FENCE, 2)
        pieces = NO_TEXT.split(body)
        pieces[::2] = [self._pattern.sub(self._span, piece) for piece in pieces[::2]]
        return FENCE.join((before, front, "".join(pieces)))

    def _span(self, found: re.Match[str]) -> str:
        return f'<span lang="{self._languages[found[0]]}">{found[0]}</span>'


def _table(environment: Environment) -> Mapping[str, str]:
    """Return each word with its language."""
    names = vars(environment.get_template("foreign.html.j2").module)
    table: Mapping[str, Sequence[str]] = names["foreign"]
    return {word: language for language, words in table.items() for word in words}
