"""
The text that Exchange derives from an HTML mail, for readers who take text only.

Links become `text<address>`, even where the two are the same. A heading or paragraph
stands between blank lines, an item of a list begins with an asterisk or its number, cells
are separated by tabs. Nothing is hidden: a reader of text sees what CSS would hide.
"""

import re
from html.parser import HTMLParser

SILENT = {"head", "script", "style", "title"}
BLOCKS = {"address", "article", "div", "footer", "header", "main", "section", "table", "tr"}
SPACED = {"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "ul"}
RULE = "_" * 32
BLANKS = re.compile(r"[ \t\r\n\f]+")


def html_to_text(html: str) -> str:
    """Return *html* as Exchange would write it in plain text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Walks the tags and keeps lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text = ""
        self._silent = 0
        self._links: list[str] = []
        self._lists: list[int | None] = []  # the number of the last item; None: no numbers

    def text(self) -> str:
        """Return the text, without blanks at the ends of lines and with few empty lines."""
        lines = (line.rstrip(" ") for line in self._text.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
        elif tag == "br":
            self._text += "\n"
        elif tag == "hr":
            self._lines(1)
            self._text += RULE + "\n"
        elif tag == "img":
            self._text += f"[{dict(attrs).get('alt') or ''}]"
        else:
            self._open(tag)

    def _open(self, tag: str) -> None:
        if tag in {"ol", "ul"}:
            self._lists.append(0 if tag == "ol" else None)
        if tag in SPACED:
            self._lines(1 if len(self._lists) > 1 else 2)
        elif tag == "li":
            self._item()
        elif tag in {"td", "th"}:
            self._cell()
        elif tag in BLOCKS or tag in {"dt", "dd"}:
            self._lines(1)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._links:
            self._end_link()
        elif tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
            self._lines(1 if self._lists else 2)
        elif tag in SPACED:
            self._lines(2)
        elif tag in BLOCKS:
            self._lines(1)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        text = BLANKS.sub(" ", data)
        if not self._text or self._text.endswith(("\n", "\t", " ")):
            text = text.lstrip(" ")
        self._text += text

    def _item(self) -> None:
        self._lines(1)
        number = self._lists[-1] if self._lists else None
        if number is None:
            mark = "*"
        else:
            self._lists[-1] = number + 1
            mark = f"{number + 1}."
        self._text += f"{'  ' * max(1, len(self._lists))}{mark}   "

    def _cell(self) -> None:
        if self._text and not self._text.endswith("\n"):
            self._text += "\t"

    def _end_link(self) -> None:
        address = self._links.pop()
        if address:
            self._text += f"<{address}>"

    def _lines(self, wanted: int) -> None:
        """Make sure that the text so far ends with *wanted* line breaks, or more."""
        self._text = self._text.rstrip(" \t")
        there = len(self._text) - len(self._text.rstrip("\n"))
        if self._text:
            self._text += "\n" * (wanted - there)
