"""The schema of `/catalog.json`: true, complete, and changed only with the version."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from catalog_schema import KEYS, catalog_schema
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from functions.domain.catalog_document import VERSION, catalog_document

FORMAT = Path(__file__).parent / "catalog_format.yaml"
HOW = (
    "raise VERSION in catalog_document.py and write the new keys to tests/site/catalog_format.yaml"
)


@pytest.fixture(scope="module")
def schema():
    return catalog_schema("https://example.org")


@pytest.fixture(scope="module")
def validator(schema):
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_the_published_catalogue_is_what_its_schema_says(site):
    document = json.loads((site / "catalog.json").read_text("utf-8"))
    published = json.loads((site / "catalog.schema.json").read_text("utf-8"))

    Draft202012Validator.check_schema(published)
    Draft202012Validator(published, format_checker=FormatChecker()).validate(document)
    assert document["$schema"] == "/catalog.schema.json"
    assert published["$id"] == "https://mykeplive.gov.gr/catalog.schema.json"
    assert document["version"] == VERSION


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("services", 0, "reviewed"), "yesterday"),
        (("services", 0, "colour"), "blue"),
        (("services", 0, "cost"), {"eur": 3, "note": None, "source": "circular"}),
        (("services", 0, "title"), {"el": "Μόνο ελληνικά"}),
        (("centres", 0, "kind"), "post office"),
        (("centres", 0, "shifts"), {"1": [["08:00:00"]]}),
        (("digest",), None),
    ],
)
def test_the_schema_refuses_what_the_catalogue_never_holds(catalog, validator, path, value):
    document = json.loads(json.dumps(catalog_document(catalog)))
    *steps, key = path
    place = document
    for step in steps:
        place = place[step]
    place[key] = value

    with pytest.raises(ValidationError):
        validator.validate(document)


def test_every_key_is_described_and_nothing_else_is(schema):
    models = {"CatalogDocument": schema, **schema["$defs"]}
    keys = {
        (name, key): value
        for name, model in models.items()
        for key, value in model.get("properties", {}).items()
    }
    words = {
        (name, key)
        for name, described in yaml.safe_load(KEYS.read_text("utf-8")).items()
        for key in described
        if key != "model"
    }

    assert [key for key, value in keys.items() if not value.get("description")] == []
    assert words == set(keys)
    assert all("description" in model for model in models.values() if "properties" in model)


def test_the_digest_changes_with_the_content_alone(catalog):
    once, again = catalog_document(catalog), catalog_document(catalog)

    assert once["digest"] == again["digest"]
    assert re.fullmatch("sha256:[0-9a-f]{64}", once["digest"])


def test_the_format_changes_only_with_its_version(schema):
    """Others read the document: within a major version no key goes and none changes."""
    committed = yaml.safe_load(FORMAT.read_text("utf-8"))

    assert {"version": VERSION, "keys": dict(_keys(schema))} == committed, HOW


def _keys(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key with what it holds, in a few signs that are easy to compare."""
    for name, model in sorted({"CatalogDocument": schema, **schema["$defs"]}.items()):
        for key, value in sorted(model.get("properties", {}).items()):
            yield f"{name}.{key}", _kind(value)


def _kind(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "anyOf" in value:
        return " or ".join(map(_kind, value["anyOf"]))
    if "enum" in value:
        return " or ".join(map(repr, value["enum"]))
    if "items" in value:
        return f"list of {_kind(value['items'])}"
    if isinstance(value.get("additionalProperties"), dict):
        return f"mapping to {_kind(value['additionalProperties'])}"
    return str(value.get("format", value.get("type")))
