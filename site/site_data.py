"""The files beside the pages: the catalogue for programs, and words for the search."""

import json
from pathlib import Path

from catalog_schema import catalog_schema
from linked_data import catalog_graph, service_graphs
from search_index import other_words, own_words

from functions.domain.catalog import Catalog, Language
from functions.domain.catalog_document import catalog_document


def write_data(catalog: Catalog, site: Path, origin: str) -> None:
    """Write the files that need no page below *site*."""
    _write_json(site / "catalog.json", catalog_document(catalog))
    _write_json(site / "catalog.schema.json", catalog_schema(origin))
    _write_json(site / "catalog.jsonld", catalog_graph(catalog, origin))
    for slug, document in service_graphs(catalog, origin):
        _write_json(site / "services" / slug / "service.jsonld", document)
    roots: dict[Language, Path] = {"el": site, "en": site / "en"}
    for language, root in roots.items():
        _write_json(root / "services" / "words.json", own_words(catalog, language))
        _write_json(root / "services" / "other-words.json", other_words(catalog, language))


def _write_json(path: Path, document: object) -> None:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", "utf-8")
