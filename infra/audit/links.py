"""Whether every link inside the site leads somewhere: to a page, a file, a place in a page."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from audit_report import Finding

ELSEWHERE = {"http", "https", "mailto", "tel"}


class _Anchors(HTMLParser):
    """The links of a page, and the ids that links can lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids.add(named.get("id") or "")
        if tag == "a":
            self.links.append(named.get("href") or "")


def broken_links(
    site: Path, every: Mapping[str, Path], asked: Mapping[str, Path]
) -> Iterator[Finding]:
    """Yield what is wrong with the links of the pages *asked* for; *every* page can be a goal."""
    read = {address: _Anchors(file.read_text("utf-8")) for address, file in every.items()}
    for address in asked:
        for link in dict.fromkeys(read[address].links):
            if not _leads_somewhere(link, address, read, site):
                yield Finding(address=address, rule="link", what=f"“{link}” leads nowhere")


def _leads_somewhere(link: str, address: str, read: Mapping[str, _Anchors], site: Path) -> bool:
    if urlsplit(link).scheme in ELSEWHERE or link.startswith("/api/"):
        return True
    goal, fragment = urldefrag(link)
    path = unquote(urlsplit(goal).path)
    target = read.get(path or address)
    if target is None:
        return (site / path.lstrip("/")).is_file()
    return unquote(fragment) in target.ids or not fragment
