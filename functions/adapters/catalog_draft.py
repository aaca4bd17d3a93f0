"""The catalogue before it is known to fit together: all entries of a folder as they were read."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.adapters.catalog_entries import Entry
from functions.domain.catalog import (
    Category,
    Centre,
    FormField,
    LifeEvent,
    Municipality,
    Renamed,
    Service,
    Source,
    Statement,
    Text,
    ThematicField,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """
    All entries of a folder before they are known to fit together.

    *services* are grouped by the field whose folder they are in; None where a file
    of that folder could not be read, so that counting makes no sense.
    """

    folder: str
    fields: Mapping[str, Entry[ThematicField]]
    categories: Mapping[str, Entry[Category]]
    life_events: Mapping[str, Entry[LifeEvent]]
    municipalities: Mapping[str, Entry[Municipality]]
    sources: Mapping[str, Entry[Source]]
    words: Mapping[str, Mapping[str, Entry[Statement]]]
    application_fields: Mapping[str, Entry[FormField]]
    nace_sections: Mapping[str, Entry[Text]]
    sdg_codes: Mapping[str, Entry[Text]]
    services: Mapping[str, Mapping[str, Entry[Service] | None]]
    centres: Mapping[str, Entry[Centre] | None]
    renamed: Entry[Renamed] | None = None

    @property
    def renamed_services(self) -> Mapping[str, str]:
        """The present slug by each old one."""
        return self.renamed.value.services if self.renamed and self.renamed.value else {}

    @property
    def service_entries(self) -> Mapping[str, Entry[Service] | None]:
        """All services by their slug."""
        return {slug: entry for some in self.services.values() for slug, entry in some.items()}
