"""
The words of our linked data: the JSON-LD context, and what things are called in it.

An identifier leads to where the thing is described: a service or centre is named by its
page, everything else by its place in `/catalog.jsonld`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from functions.domain.catalog import Text

Node = dict[str, Any]

# Our own context, not the official one: texts are keyed by language, and reading the
# files needs no network.
CONTEXT: Node = {
    "@version": 1.1,
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "identifier": "dct:identifier",
    "notation": "skos:notation",
    **{
        name: {"@id": term, "@container": "@language"}
        for name, term in {
            "changeNote": "skos:changeNote",
            "comment": "rdfs:comment",
            "description": "dct:description",
            "fullAddress": "locn:fullAddress",
            "keyword": "dcat:keyword",
            "label": "rdfs:label",
            "prefLabel": "skos:prefLabel",
            "title": "dct:title",
        }.items()
    },
}

GREECE = "http://publications.europa.eu/resource/authority/atu/GRC"
GREEK = "http://publications.europa.eu/resource/authority/language/ELL"
ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
EURO = "http://publications.europa.eu/resource/authority/currency/EUR"
# Revision 2 of 2006, which the codes of the catalogue are of; Rev. 2.1 shifts the letters.
NACE = "http://data.europa.eu/ux2/nace2/nace2"
# The shapes of CPSV-AP 3.2.0 were published with either class for an area.
AREA = ["dct:Location", "http://data.europa.eu/88u/dataset/atu-type"]


@dataclass(frozen=True, slots=True)
class Names:
    """Identifiers of a site that stands at *origin*."""

    origin: str

    def page(self, kind: str, slug: str, root: str = "") -> str:
        """Return the address of the page of a service or a centre."""
        return f"{self.origin}{root}/{kind}/{slug}/"

    def service(self, slug: str, part: str = "service") -> str:
        """Return the name of a service, or of a part of it such as `cost`."""
        return f"{self.page('services', slug)}#{part}"

    def centre(self, slug: str, part: str = "centre") -> str:
        """Return the name of a centre, or of a part of it such as `contact`."""
        return f"{self.page('centres', slug)}#{part}"

    def shared(self, kind: str, slug: str) -> str:
        """Return the name of what several services share, such as `category`, `health`."""
        return f"{self.origin}/catalog.jsonld#{kind}-{slug}"

    def nace(self, section: str) -> str:
        """Return the EU's name of a section of NACE Rev. 2."""
        return f"{NACE.removesuffix('nace2')}{section}"


def ref(name: str) -> Node:
    """Return a link to the node that is called *name*."""
    return {"@id": name}


def refs(names: Iterable[str]) -> list[Node]:
    """Return links to several nodes."""
    return [ref(name) for name in names]


def words(text: Text) -> dict[str, str]:
    """Return *text* as the context expects it: by language."""
    return {"el": text.el, "en": text.en}


def typed(value: object, datatype: str) -> Node:
    """Return a literal such as a duration."""
    return {"@value": str(value), "@type": f"xsd:{datatype}"}


def short(text: str) -> str:
    """Return a name for what has none but its wording."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]
