"""Pages as a checker sees them: elements in order, with attributes and text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """An element: *inside* are the names of those around it, outermost first."""

    name: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""

    def get(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()


@dataclass
class Page:
    """A page of the site, as it was served."""

    address: str
    html: str
    elements: list[Element] = field(default_factory=list)

    def all(self, *names: str) -> list[Element]:
        return [element for element in self.elements if element.name in names]

    def one(self, name: str) -> Element:
        (element,) = self.all(name)
        return element

    def with_class(self, name: str) -> list[Element]:
        return [element for element in self.elements if name in element.classes]

    @property
    def ids(self) -> list[str]:
        return [element.get("id") for element in self.elements if element.get("id")]

    @property
    def links(self) -> list[str]:
        return [element.get("href") for element in self.all("a")]

    @property
    def text(self) -> str:
        """All that is read, without line breaks."""
        return " ".join(self.one("body").text.split())


def read_pages(site: Path) -> dict[str, Page]:
    return {page.address: page for page in _pages(site)}


def _pages(site: Path) -> Iterator[Page]:
    for path in sorted(site.rglob("*.html")):
        relative = path.relative_to(site).as_posix()
        yield read(f"/{relative.removesuffix('index.html')}", path.read_text("utf-8"))


def read(address: str, html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [], f"{address}: not closed"
    return Page(address, html, reader.elements)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(element.name for element in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> without a start"
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data
