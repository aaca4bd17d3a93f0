"""
The site map (https://www.sitemaps.org/protocol.html) and what robots are told.

Pages that search engines shall leave alone are not in it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from functions.domain.catalog import Catalog

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
NOINDEX = b'<meta name="robots" content="noindex'


def write_site_map(catalog: Catalog, site: Path, origin: str) -> None:
    """Write `sitemap.xml` and `robots.txt` below *site*, which holds the pages already."""
    services = {**catalog.services, **catalog.retired}
    reviewed = {f"/services/{slug}/": one.reviewed for slug, one in services.items()}
    (site / "sitemap.xml").write_text(site_map(addresses(site), reviewed, origin), "utf-8")
    robots = f"User-agent: *\nDisallow: /api/\n\nSitemap: {origin}/sitemap.xml\n"
    (site / "robots.txt").write_text(robots, "utf-8")


def addresses(site: Path) -> list[str]:
    """Return the address of every Greek page to be found; each has an English one."""
    return sorted(_addresses(site))


def _addresses(site: Path) -> Iterator[str]:
    for page in site.rglob("index.html"):
        folder = page.parent.relative_to(site).as_posix()
        english = folder == "en" or folder.startswith("en/")
        if not english and NOINDEX not in page.read_bytes():
            yield "/" if folder == "." else f"/{folder}/"


def site_map(listed: list[str], reviewed: Mapping[str, date], origin: str) -> str:
    """Return the site map: each page in both languages, linked to each other."""
    entries = (
        _entry(origin, address, root, reviewed.get(address))
        for address in listed
        for root in ("", "/en")
    )
    return f"{HEAD}{''.join(entries)}</urlset>\n"


def _entry(origin: str, address: str, root: str, reviewed: date | None) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(origin + path)}"/>'
        for language, path in (("el", address), ("en", f"/en{address}"), ("x-default", address))
    )
    last = f"<lastmod>{reviewed.isoformat()}</lastmod>" if reviewed else ""
    return f"<url><loc>{escape(origin + root + address)}</loc>{last}{links}</url>\n"
