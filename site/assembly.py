"""
The site, made in a folder of its own:

    docs/<language>/       the Markdown of every page
    fresh/<language>/      of that, what changed this time
    rendered/<language>/   what the engine made of it
    site/                  the whole site

Made again in the same folder, it renders only the pages whose Markdown has changed. Each
language has a process of its own; the files beside the pages are written meanwhile.
"""

import shutil
from collections.abc import Container, Iterator
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from pathlib import Path

from catalog_pages import LANGUAGES, pages
from engine import Engine
from feed import write_feeds
from former_pages import write_redirects
from history import History
from publication import Publication
from search_index import write_words
from site_assets import copy_assets, write_assets
from site_data import write_data
from site_map import write_site_map
from statement import write_statement

from functions.domain.catalog import Catalog, Language

HERE = Path(__file__).resolve().parent
PAGE = "index.md"


@dataclass(frozen=True, slots=True)
class Contents:
    """What the site is made of."""

    catalog: Catalog
    changes: History


class Workshop:
    """The folder *work*, where the site is made for its *place* by the *engine* so named."""

    def __init__(self, work: Path, place: Publication, engine: str, workers: Executor) -> None:
        self.work = work
        self.site = work / "site"
        self.place = place
        self.workers = workers
        self.site.mkdir()
        self.assets = copy_assets(self.site)
        self.engine = Engine(engine, {**asdict(place), "assets": self.assets})

    def make(self, contents: Contents) -> int:
        """
        Make the site, or what of it has changed; return how many pages that is.

        Raises:
            BrokenCatalog: The accessibility statement has faults.
            BuildFailed: The engine refused a page.
        """
        catalog, origin = contents.catalog, self.place.origin
        made = [
            self.workers.submit(make_pages, contents, self.engine, self.work, language)
            for language in LANGUAGES
        ]
        write_statement(self.site)  # its faults are told here: they do not survive the way back
        write_data(catalog, self.site, origin)
        self._write_words(catalog)
        write_feeds(catalog, contents.changes, self.site, origin)
        shutil.copy(HERE / "staticwebapp.config.json", self.site)
        changed = sum(pages.result() for pages in made)
        for language in LANGUAGES:
            _collect(self.work / "rendered" / language, self.site / root(language))
        self._forget_redirects(catalog)
        write_site_map(catalog, self.site, origin)
        write_redirects(catalog, self.site, origin)
        return changed

    def _write_words(self, catalog: Catalog) -> None:
        """Write the words of the search in place of those before, and the list of all assets."""
        words = write_words(catalog, self.site)
        for name, address in words.items():
            if (last := self.assets.get(name, address)) != address:
                (self.site / last.removeprefix("/")).unlink()
        self.assets = {**self.assets, **words}
        write_assets(self.site / "assets.json", self.assets)  # for the release after it

    def _forget_redirects(self, catalog: Catalog) -> None:
        """Take away the pages of old addresses: the site map lists what is there."""
        for language in LANGUAGES:
            for old in catalog.renamed:
                shutil.rmtree(self.site / root(language) / "services" / old, ignore_errors=True)


def root(language: Language) -> str:
    """Return the folder of *language* in the site."""
    return "" if language == "el" else language


def make_pages(contents: Contents, engine: Engine, work: Path, language: Language) -> int:
    """Write and render the pages of *language* that changed; return how many."""
    docs, fresh, rendered = (work / name / language for name in ("docs", "fresh", "rendered"))
    for folder in (fresh, rendered):
        shutil.rmtree(folder, ignore_errors=True)
    written = dict(pages(contents.catalog, language, contents.changes))
    changed = {path: text for path, text in written.items() if _read(docs / path / PAGE) != text}
    _write(changed, fresh)
    if changed:
        engine.render(language, fresh, rendered)
    # Only now: a page that was refused stays a changed one.
    _write(changed, docs)
    for path in list(_gone(docs, written)):
        shutil.rmtree(docs / path)
        shutil.rmtree(work / "site" / root(language) / path)
    return len(changed)


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _write(markdown: dict[str, str], folder: Path) -> None:
    for path, text in markdown.items():
        target = folder / path / PAGE
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def _gone(docs: Path, written: Container[str]) -> Iterator[str]:
    """Yield the path of each page that was there and is no more."""
    for page in docs.rglob(PAGE):
        path = page.parent.relative_to(docs).as_posix()
        if path != "." and path not in written:
            yield path


def _collect(rendered: Path, site: Path) -> None:
    """Move the pages out of *rendered*: the rest of it is the theme's, and unused."""
    names = {"index.html"} if site.name == "en" else {"index.html", "404.html"}
    for page in sorted(rendered.rglob("*.html")):
        if page.name in names:
            destination = site / page.relative_to(rendered)
            destination.parent.mkdir(parents=True, exist_ok=True)
            page.replace(destination)
