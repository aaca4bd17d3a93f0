"""
The catalogue as one JSON document, for `/catalog.json`.

Everything in both languages, in a stable order. What is not known is null, so that
a reader can tell it from what was left out. Other programs read it: names and
slugs do not change without a major version.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from functions.domain.catalog import Catalog, Centre, Service, ThematicField


def catalog_document(catalog: Catalog) -> dict[str, Any]:
    """Return the document; only what `json.dumps` takes is in it."""
    return {
        "thematic_fields": [_field(field, catalog) for field in catalog.fields.values()],
        "services": [_service(service, catalog) for service in catalog.services.values()],
        "centres": [_centre(centre) for centre in catalog.centres.values()],
        "municipalities": _list(catalog.municipalities),
        "categories": _list(catalog.categories),
        "life_events": _list(catalog.life_events),
        "sources": _list(catalog.sources),
        "provenance_words": {
            aspect: {grade: _plain(words) for grade, words in grades.items()}
            for aspect, grades in catalog.provenance_words.items()
        },
        "nace_sections": {code: _plain(text) for code, text in catalog.nace_sections.items()},
        "sdg_codes": {code: _plain(text) for code, text in catalog.sdg_codes.items()},
        "application_fields": _list(catalog.application_fields),
        "rules": _rules(catalog),
        "circular_rules": _list(catalog.circular_rules),
        "glossary": _list(catalog.glossary),
    }


def _field(field: ThematicField, catalog: Catalog) -> dict[str, Any]:
    services = [service.slug for service in catalog.services_in(field.slug)]
    return {**_plain(field), "services": services}


def _service(service: Service, catalog: Catalog) -> dict[str, Any]:
    return {
        **_plain(service),
        "fields": [field.slug for field in catalog.fields_of(service.slug)],
        "centres": [centre.slug for centre in catalog.centres_offering(service.slug)],
    }


def _centre(centre: Centre) -> dict[str, Any]:
    return {**_plain(centre), "kind": centre.kind}


def _rules(catalog: Catalog) -> dict[str, Any]:
    return {
        name: {"value": value, "reason": _plain(catalog.rule_reasons[name])}
        for name, value in _plain(catalog.rules).items()
    }


def _list(entries: Mapping[str, BaseModel]) -> list[dict[str, Any]]:
    return [_plain(entry) for entry in entries.values()]


def _plain(value: BaseModel) -> dict[str, Any]:
    return value.model_dump(mode="json")
