"""The files beside the pages: the catalogue for programs."""

from pathlib import Path

from catalog_schema import catalog_schema
from linked_data import catalog_graph, service_graphs
from site_assets import as_json

from functions.domain.catalog import Catalog
from functions.domain.catalog_document import catalog_document


def write_data(catalog: Catalog, site: Path, origin: str) -> None:
    """Write the files that need no page below *site*."""
    _write_json(site / "catalog.json", catalog_document(catalog))
    _write_json(site / "catalog.schema.json", catalog_schema(origin))
    _write_json(site / "catalog.jsonld", catalog_graph(catalog, origin))
    for slug, document in service_graphs(catalog, origin):
        _write_json(site / "services" / slug / "service.jsonld", document)


def _write_json(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_json(document))
