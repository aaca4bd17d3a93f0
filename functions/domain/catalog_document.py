"""
The catalogue as one JSON document, for `/catalog.json`.

Everything in both languages, in a stable order. What is not known is null, so that
a reader can tell it from what was left out. Other programs read it: names and
slugs do not change without a major `VERSION`. The models here are also what
`/catalog.schema.json` is made from.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, JsonValue, computed_field

from functions.domain.catalog import (
    Catalog,
    Category,
    Centre,
    CentreKind,
    CircularRule,
    FormField,
    LifeEvent,
    Municipality,
    Service,
    Source,
    Statement,
    Term,
    Text,
    ThematicField,
)
from functions.domain.texts import Slug, Value

# Of the format, not of the content: a new key raises the second number, a key that
# goes or means something else the first.
VERSION = "1.0.0"
SCHEMA = "/catalog.schema.json"

Published = TypeVar("Published", bound=BaseModel)


class PublishedField(ThematicField):
    """A thematic field with the services that it offers."""

    services: tuple[Slug, ...]


class PublishedService(Service):
    """A service with the thematic fields that offer it and the centres that take appointments."""

    fields: tuple[Slug, ...]
    centres: tuple[Slug, ...]


class PublishedCentre(Centre):
    """A centre with its kind, which follows from the rest."""

    @computed_field  # type: ignore[prop-decorator]  # mypy knows it on plain properties only
    @property
    def kind(self) -> CentreKind:
        """Which of the two kinds of centre this is."""
        return super().kind


class Choice(Value):
    """A choice that no source makes for us, with the reason for it."""

    value: JsonValue
    reason: Text


class CatalogDocument(Value):
    """What `/catalog.json` holds."""

    schema_address: Annotated[str, Field(serialization_alias="$schema")] = SCHEMA
    version: str = VERSION
    digest: str = ""
    thematic_fields: tuple[PublishedField, ...]
    services: tuple[PublishedService, ...]
    retired_services: tuple[PublishedService, ...]
    renamed_services: Mapping[Slug, Slug]
    centres: tuple[PublishedCentre, ...]
    municipalities: tuple[Municipality, ...]
    categories: tuple[Category, ...]
    life_events: tuple[LifeEvent, ...]
    sources: tuple[Source, ...]
    provenance_words: Mapping[str, Mapping[str, Statement]]
    nace_sections: Mapping[str, Text]
    sdg_codes: Mapping[str, Text]
    application_fields: tuple[FormField, ...]
    rules: Mapping[str, Choice]
    circular_rules: tuple[CircularRule, ...]
    glossary: tuple[Term, ...]


def catalog_document(catalog: Catalog) -> dict[str, Any]:
    """Return the document; only what `json.dumps` takes is in it."""
    document = CatalogDocument(
        thematic_fields=tuple(_field(field, catalog) for field in catalog.fields.values()),
        services=_services(catalog.services.values(), catalog),
        retired_services=_services(catalog.retired.values(), catalog),
        renamed_services=catalog.renamed,
        centres=tuple(_extended(PublishedCentre, centre) for centre in catalog.centres.values()),
        municipalities=tuple(catalog.municipalities.values()),
        categories=tuple(catalog.categories.values()),
        life_events=tuple(catalog.life_events.values()),
        sources=tuple(catalog.sources.values()),
        provenance_words=catalog.provenance_words,
        nace_sections=catalog.nace_sections,
        sdg_codes=catalog.sdg_codes,
        application_fields=tuple(catalog.application_fields.values()),
        rules=_rules(catalog),
        circular_rules=tuple(catalog.circular_rules.values()),
        glossary=tuple(catalog.glossary.values()),
    ).model_dump(mode="json", by_alias=True)
    return {**document, "digest": _digest(document)}


def _digest(document: Mapping[str, Any]) -> str:
    """Return what changes when the content does, and not with the order of its keys."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _field(field: ThematicField, catalog: Catalog) -> PublishedField:
    services = tuple(service.slug for service in catalog.services_in(field.slug))
    return _extended(PublishedField, field, services=services)


def _services(services: Iterable[Service], catalog: Catalog) -> tuple[PublishedService, ...]:
    return tuple(
        _extended(
            PublishedService,
            service,
            fields=tuple(field.slug for field in catalog.fields_of(service.slug)),
            centres=tuple(centre.slug for centre in catalog.centres_offering(service.slug)),
        )
        for service in services
    )


def _rules(catalog: Catalog) -> dict[str, Choice]:
    return {
        name: Choice(value=value, reason=catalog.rule_reasons[name])
        for name, value in catalog.rules.model_dump(mode="json").items()
    }


def _extended(model: type[Published], entry: BaseModel, **more: Any) -> Published:
    """Return *entry* with *more*; it was checked when it was read."""
    return model.model_construct(**dict(entry), **more)
