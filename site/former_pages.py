"""
Where services that are gone still lead.

A retired one keeps its address: its page says since when, why and what to use instead.
The old address of a renamed one leads to the new one, with everything below it: in Static
Web Apps by a route (301), and wherever those are unknown by a page that does the same.
Azure takes no configuration over 20 KB; the latest names get their routes first, and for
the rest the page has to do.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from page import Page
from page_words import templates

from functions.domain.catalog import Catalog, Language

CONFIG = "staticwebapp.config.json"
LARGEST_CONFIG = 20_000  # bytes: Static Web Apps' quota
ROOTS: Mapping[Language, str] = {"el": "", "en": "en/"}


def retired_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the pages of the services that are no longer offered."""
    for service in catalog.retired.values():
        successor = service.retired.replaced_by if service.retired else None
        values = {
            "service": service,
            "retired": service.retired,
            "field": catalog.fields[service.field],
            "successor": catalog.services.get(successor or ""),
        }
        yield Page(f"services/{service.slug}", "retired.md.j2", values)


def write_redirects(catalog: Catalog, site: Path, origin: str) -> None:
    """Lead every old address below *site*, which is complete, to the present one."""
    routes = [list(_routes(old, new, site)) for old, new in catalog.renamed.items()]
    _write_routes(site / CONFIG, routes)
    for language in get_args(Language):
        template = templates(language).get_template("moved.html.j2")
        for old, new in catalog.renamed.items():
            service, address = catalog.service_named(new), f"/{ROOTS[language]}services/{new}/"
            page = site / ROOTS[language] / "services" / old / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            text = template.render(service=service, address=address, origin=origin)
            page.write_text(text, "utf-8")


def _routes(old: str, new: str, site: Path) -> Iterator[dict[str, Any]]:
    """Yield a route for the page and every other file of a renamed service."""
    for root in ROOTS.values():
        folder = f"{root}services/{new}"
        for file in sorted((site / folder).iterdir()):
            address = f"/{root}services/{old}/{file.name}"
            present = f"/{folder}/{file.name}".removesuffix("index.html")
            yield {"route": address, "redirect": present, "statusCode": 301}


def _write_routes(path: Path, routes: list[list[dict[str, Any]]]) -> None:
    """Put the routes before those of the configuration, the latest first, while they fit."""
    configuration = json.loads(path.read_text("utf-8"))
    for some in reversed(routes):
        longer = {**configuration, "routes": [*some, *configuration["routes"]]}
        if len(_written(longer)) > LARGEST_CONFIG:
            break
        configuration = longer
    path.write_bytes(_written(configuration))


def _written(configuration: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(configuration, indent=2)}\n".encode()
