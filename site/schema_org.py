"""
What search engines are told of a page: schema.org, as a data block in its head.

A page is made before it is known where the site will stand: `ORIGIN` in the text is
what the shell replaces. Only properties that schema.org 30.0 gives to a type are used.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from linked_services import AUDIENCES, SAME

from functions.domain.catalog import Catalog, Centre, Language, Service, Text

ORIGIN = "{origin}"
Thing = dict[str, Any]

GREECE = Text(el="Ελλάδα", en="Greece")
KEP = Text(el="Κέντρα Εξυπηρέτησης Πολιτών (ΚΕΠ)", en="Citizen Service Centres (KEP)")
KEP_EKE = Text(el="Ενιαία Κέντρα Εξυπηρέτησης (ΚΕΠ-ΕΚΕ)", en="Points of Single Contact (KEP-EKE)")
CALL = Text(el="Βιντεοκλήση με ραντεβού", en="Video call by appointment")
AUDIENCE: Mapping[str, tuple[str, Text]] = {
    "citizen": ("Audience", Text(el="Πολίτες", en="Citizens")),
    "business": ("BusinessAudience", Text(el="Επιχειρήσεις", en="Businesses")),
}


def data_blocks(catalog: Catalog, language: Language) -> dict[str, Callable[[Any], str]]:
    """Return the filters with which page templates make their data block."""
    pages = DataBlocks(catalog, language)
    return {"service_data": pages.service, "centre_data": pages.centre}


class DataBlocks:
    """The data blocks of the pages of one language."""

    def __init__(self, catalog: Catalog, language: Language) -> None:
        self.catalog = catalog
        self.language = language
        self.root = "" if language == "el" else "/en"

    def service(self, one: Service) -> str:
        """Return the data block of a service's page."""
        return in_html(self._service(one))

    def centre(self, one: Centre) -> str:
        """Return the data block of a centre's page."""
        return in_html(self._centre(one))

    def _service(self, one: Service) -> Thing:
        kep = KEP_EKE if one.field == "business" else KEP
        page = f"{ORIGIN}{self.root}/services/{one.slug}/"
        return {
            "@type": "GovernmentService",
            "@id": f"{ORIGIN}/services/{one.slug}/#service",
            "name": self._say(one.title),
            "identifier": one.slug,
            "url": page,
            "category": self._say(self.catalog.categories[one.category].title),
            "jurisdiction": self._named("Country", GREECE),
            "areaServed": self._named("Country", GREECE),
            "audience": [self._audience(slug) for slug in AUDIENCES[one.audience]],
            "serviceOperator": self._named("GovernmentOrganization", kep),
            "availableChannel": self._channel(one, page),
            **dict(self._known(one)),
        }

    def _known(self, one: Service) -> Iterator[tuple[str, object]]:
        """Yield what a source gives: no guess of ours is told to search engines."""
        is_sourced = partial(self.catalog.is_sourced, one.provenance)
        if one.description:
            yield "description", self._say(one.description)
        if one.authority and is_sourced("authority"):
            yield "provider", self._named("GovernmentOrganization", one.authority)
        if one.mitos_id and one.mitos_match in SAME:
            yield "sameAs", f"https://id.mitos.gov.gr/{one.mitos_id}"
        if one.cost and one.cost.eur is not None:
            yield "offers", {"@type": "Offer", "price": str(one.cost.eur), "priceCurrency": "EUR"}
        if one.legal_basis and is_sourced("legal_basis"):
            yield "subjectOf", [{"@type": "Legislation", "name": law} for law in one.legal_basis]

    def _channel(self, one: Service, page: str) -> Thing:
        channel = self._named("ServiceChannel", CALL)
        channel |= {"availableLanguage": "el", "serviceUrl": page}
        if one.processing_time:
            channel["processingTime"] = f"P{one.processing_time.days}D"
        return channel

    def _centre(self, one: Centre) -> Thing:
        municipality = self.catalog.municipalities[one.municipality]
        office: Thing = {
            "@type": "GovernmentOffice",
            "@id": f"{ORIGIN}/centres/{one.slug}/#centre",
            "name": self._say(one.name),
            "url": f"{ORIGIN}{self.root}/centres/{one.slug}/",
            "areaServed": self._named("AdministrativeArea", municipality.name),
        }
        known = {
            "telephone": one.telephone,
            "email": one.email,
            "address": one.address and self._say(one.address),
            "geo": one.position and {"@type": "GeoCoordinates", **one.position.model_dump()},
        }
        return office | {name: value for name, value in known.items() if value}

    def _audience(self, slug: str) -> Thing:
        kind, words = AUDIENCE[slug]
        return {"@type": kind, "audienceType": self._say(words)}

    def _named(self, kind: str, name: Text) -> Thing:
        return {"@type": kind, "name": self._say(name)}

    def _say(self, text: Text) -> str:
        return text.in_language(self.language)


def in_html(thing: Thing) -> str:
    """Return the JSON-LD of *thing* for a `<script>`: nothing in it can end the element."""
    document = {"@context": "https://schema.org", **thing}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", r"\u003c")
