"""Catalogues in which something has gone."""

from dataclasses import replace
from datetime import date

from functions.domain.catalog import Catalog, Closed
from functions.domain.service import Retired
from tests.builders import a_text

RETIRED_ON = date(2026, 11, 1)


def retired(catalog: Catalog, slug: str, replaced_by: str | None = None) -> Catalog:
    """Return *catalog* with a service retired."""
    why = Retired(on=RETIRED_ON, reason=a_text("Καταργήθηκε."), replaced_by=replaced_by)
    service = catalog.services[slug].model_copy(update={"retired": why})
    rest = {name: one for name, one in catalog.services.items() if name != slug}
    return replace(catalog, services=rest, retired={slug: service})


def renamed(catalog: Catalog, old: str, new: str) -> Catalog:
    """Return *catalog* in which the service *new* was called *old* before."""
    return replace(catalog, renamed={old: new})


def closing(catalog: Catalog, centre: str, on: date) -> Catalog:
    """Return *catalog* with a centre that closes."""
    place = catalog.centres[centre].model_copy(update={"closed": Closed(on=on)})
    return replace(catalog, centres={**catalog.centres, centre: place})
