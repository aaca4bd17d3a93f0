"""
What services of the linked data share: concepts, events, laws, sources, places.

Nodes of the EU's vocabularies are here with their class, since the shapes of CPSV-AP
look for it in the same graph.
"""

from collections.abc import Iterable, Iterator, Mapping

from linked_terms import AREA, ENGLISH, EURO, GREECE, GREEK, NACE, Names, Node, ref, short, words

from functions.domain.catalog import Catalog, Service, Text

OWN_CONCEPTS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("audience", "citizen"): ("Πολίτες", "Citizens"),
    ("audience", "business"): ("Επιχειρήσεις", "Businesses"),
    ("purpose", "processing"): ("Ραντεβού για εξυπηρέτηση", "Appointment in which it is processed"),
    ("purpose", "information"): ("Ραντεβού για ενημέρωση", "Information appointment"),
    ("channel-type", "video-call"): ("Βιντεοκλήση", "Video call"),
    ("status", "active"): ("Σε ισχύ", "Active"),
    ("status", "retired"): ("Έχει καταργηθεί", "Retired"),
}
RECONSTRUCTED = Text(
    el="Καμία πηγή δεν το αναφέρει για αυτή την υπηρεσία· είναι ανασύνθεση.",
    en="No source lists it for this service; it is reconstructed.",
)
ABOUT = {
    "title": {"el": "Κατάλογος υπηρεσιών myKEPlive", "en": "myKEPlive catalogue of services"},
    "description": {
        "el": "Οι υπηρεσίες για τις οποίες κλείνετε ραντεβού με βιντεοκλήση σε ΚΕΠ.",
        "en": "The services for which one books a video appointment with a KEP.",
    },
}


def tables(catalog: Catalog, names: Names) -> Iterator[Node]:
    """Yield every node that is neither a service nor a body."""
    yield from _dataset(names)
    yield from _authority_lists()
    yield from _concepts(catalog, names)
    yield from _statements(catalog, names)
    yield from _events(catalog, names)
    yield from _laws(_all_services(catalog), names)
    yield from _sources(catalog, names)
    yield from _municipalities(catalog, names)


def _all_services(catalog: Catalog) -> list[Service]:
    return [*catalog.services.values(), *catalog.retired.values()]


def _dataset(names: Names) -> Iterator[Node]:
    publisher = names.shared("publisher", "mykeplive")
    home = f"{names.origin}/"
    yield {
        "@id": names.shared("catalogue", "services"),
        "@type": "dcat:Dataset",
        "identifier": "mykeplive-services",
        **ABOUT,
        "dct:publisher": ref(publisher),
        "dcat:landingPage": {"@id": home, "@type": "foaf:Document"},
    }
    yield {
        "@id": publisher,
        "@type": "foaf:Agent",
        "identifier": "mykeplive",
        "title": {"el": "myKEPlive", "en": "myKEPlive"},
    }


def _authority_lists() -> Iterator[Node]:
    yield {"@id": GREECE, "@type": AREA, "prefLabel": {"el": "Ελλάδα", "en": "Greece"}}
    yield {"@id": GREEK, "@type": "dct:LinguisticSystem"}
    yield {"@id": ENGLISH, "@type": "dct:LinguisticSystem"}
    yield {"@id": EURO, "@type": "skos:Concept", "prefLabel": {"el": "ευρώ", "en": "euro"}}


def _concepts(catalog: Catalog, names: Names) -> Iterator[Node]:
    for (kind, slug), (el, en) in OWN_CONCEPTS.items():
        yield _concept(names.shared(kind, slug), Text(el=el, en=en))
    for category in catalog.categories.values():
        yield _concept(names.shared("category", category.slug), category.title)
    for field in catalog.fields.values():
        yield _concept(names.shared("field", field.slug), field.title)
    for section, title in catalog.nace_sections.items():
        yield _concept(names.nace(section), title, section) | {"skos:inScheme": ref(NACE)}
    for code, title in catalog.sdg_codes.items():
        yield _concept(names.shared("sdg", code), title, code)


def _concept(name: str, title: Text, notation: str = "") -> Node:
    node: Node = {"@id": name, "@type": "skos:Concept", "prefLabel": words(title)}
    return {**node, "notation": notation} if notation else node


def _statements(catalog: Catalog, names: Names) -> Iterator[Node]:
    yield _statement(names.shared("provenance", "reconstructed-item"), RECONSTRUCTED)
    for aspect, grades in catalog.provenance_words.items():
        for grade, sentence in grades.items():
            yield _statement(names.shared("provenance", f"{aspect}-{grade}"), sentence)


def _statement(name: str, sentence: Text) -> Node:
    return {"@id": name, "@type": "dct:ProvenanceStatement", "label": words(sentence)}


def _events(catalog: Catalog, names: Names) -> Iterator[Node]:
    """Yield every occasion: one of business if no service for citizens alone names it."""
    for slug, event in catalog.life_events.items():
        whom = {one.audience for one in _all_services(catalog) if one.life_event == slug}
        business = "business" in whom and "citizen" not in whom
        yield {
            "@id": names.shared("event", slug),
            "@type": ["cv:BusinessEvent" if business else "cv:LifeEvent", "cv:Event"],
            "identifier": slug,
            "title": words(event.title),
        }


def _laws(services: Iterable[Service], names: Names) -> Iterator[Node]:
    for law in dict.fromkeys(law for service in services for law in service.legal_basis):
        name = names.shared("law", short(law))
        yield {"@id": name, "@type": "eli:LegalResource", "title": {"el": law}}


def _sources(catalog: Catalog, names: Names) -> Iterator[Node]:
    for source in catalog.sources.values():
        name = names.shared("source", source.slug)
        node: Node = {"@id": name, "@type": "foaf:Document", "title": words(source.title)}
        yield {**node, "dct:references": ref(source.url)} if source.url else node


def _municipalities(catalog: Catalog, names: Names) -> Iterator[Node]:
    for one in catalog.municipalities.values():
        yield {
            "@id": names.shared("municipality", one.slug),
            "@type": AREA,
            "identifier": one.kallikratis_code,
            "prefLabel": words(one.name),
        }
