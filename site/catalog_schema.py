"""
`/catalog.schema.json`: the JSON Schema of `/catalog.json`, for those who read it.

Made from the models that the document is made of, so that it cannot fall behind; what
a key means stands in `catalog_keys.yaml`.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from functions.domain.catalog_document import SCHEMA, VERSION, CatalogDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KEYS = Path(__file__).resolve().parent / "catalog_keys.yaml"


@cache
def catalog_schema(origin: str) -> dict[str, Any]:
    """Return the schema; *origin* is where the site stands."""
    words = yaml.safe_load(KEYS.read_text("utf-8"))
    root = CatalogDocument.model_json_schema(mode="serialization", by_alias=True)
    models = root.pop("$defs")
    head = {"$schema": DIALECT, "$id": f"{origin}{SCHEMA}", "title": f"catalog.json {VERSION}"}
    described = {name: _described(model, words.get(name, {})) for name, model in models.items()}
    return {**_described(root, words["CatalogDocument"]), **head, "$defs": described}


def _described(model: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    """Return *model* and its keys with our words; pydantic's titles repeat the keys."""
    described = {name: value for name, value in model.items() if name != "description"}
    if "model" in words:
        described["description"] = words["model"]
    if "properties" in model:
        described["properties"] = {
            key: _with_words(value, words.get(key)) for key, value in model["properties"].items()
        }
    return described


def _with_words(schema: dict[str, Any], words: str | None) -> dict[str, Any]:
    kept = {name: value for name, value in schema.items() if name not in {"title", "description"}}
    return {**kept, "description": words} if words else kept
