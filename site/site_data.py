"""The files beside the pages: the catalogue as JSON, words for the search, the site map."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from functions.domain.catalog import Catalog, Language
from functions.domain.catalog_document import catalog_document

SITEMAP_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def write_data(catalog: Catalog, site: Path, origin: str) -> None:
    """Write every file that is no page below *site*, which holds the pages already."""
    _write_json(site / "catalog.json", catalog_document(catalog))
    _write_json(site / "services" / "words.json", search_words(catalog, "el"))
    _write_json(site / "en" / "services" / "words.json", search_words(catalog, "en"))
    addresses = sorted(_addresses(site))
    (site / "sitemap.xml").write_text(sitemap(addresses, catalog, origin), "utf-8")
    robots = f"User-agent: *\nDisallow: /api/\n\nSitemap: {origin}/sitemap.xml\n"
    (site / "robots.txt").write_text(robots, "utf-8")


def _write_json(path: Path, document: object) -> None:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"{text}\n", "utf-8")


def search_words(catalog: Catalog, language: Language) -> dict[str, tuple[str, str]]:
    """Return, by slug, what else a service is called, and its title in the other language."""
    other: Language = "en" if language == "el" else "el"
    return {
        slug: (
            " ".join(
                [*service.keywords.in_language(language), *_occasion(catalog, slug, language)]
            ),
            service.title.in_language(other),
        )
        for slug, service in catalog.services.items()
    }


def _occasion(catalog: Catalog, slug: str, language: Language) -> list[str]:
    event = catalog.services[slug].life_event
    return [catalog.life_events[event].title.in_language(language)] if event else []


def _addresses(site: Path) -> Iterator[str]:
    """Yield the address of every Greek page; each has an English one."""
    for page in site.rglob("index.html"):
        folder = page.parent.relative_to(site).as_posix()
        if folder != "en" and not folder.startswith("en/"):
            yield "/" if folder == "." else f"/{folder}/"


def sitemap(addresses: list[str], catalog: Catalog, origin: str) -> str:
    """Return the site map: each page in both languages, linked to each other."""
    entries = (
        _entry(origin, address, root, catalog) for address in addresses for root in ("", "/en")
    )
    return f"{SITEMAP_HEAD}{''.join(entries)}</urlset>\n"


def _entry(origin: str, address: str, root: str, catalog: Catalog) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(origin + path)}"/>'
        for language, path in (("el", address), ("en", f"/en{address}"))
    )
    reviewed = _reviewed(address, catalog)
    return f"<url><loc>{escape(origin + root + address)}</loc>{reviewed}{links}</url>\n"


def _reviewed(address: str, catalog: Catalog) -> str:
    _, _, slug = address.strip("/").partition("services/")
    if slug not in catalog.services:
        return ""
    return f"<lastmod>{catalog.services[slug].reviewed.isoformat()}</lastmod>"
