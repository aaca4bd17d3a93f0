"""
A service as a `cpsv:PublicService` of CPSV-AP 3.2.0.

What no source gives is left out, but for the two properties that the profile demands
and a service may lack: `_description` and `_authority` say what stands there then.
"""

from collections.abc import Iterator

from linked_terms import EURO, GREECE, GREEK, Names, Node, ref, refs, short, typed, words

from functions.domain.catalog import Cost, Item, Service

AUDIENCES = {"citizen": ("citizen",), "business": ("business",), "both": ("citizen", "business")}
# How an entry of the national registry must relate to a service to be its source.
SAME = {"exact", "renamed"}


def service_node(service: Service, names: Names) -> Node:
    """Return a service with its own parts; what it shares with others are links."""
    return {
        "@id": names.service(service.slug),
        "@type": "cpsv:PublicService",
        "identifier": service.slug,
        "title": words(service.title),
        "description": _description(service),
        "keyword": {"el": list(service.keywords.el), "en": list(service.keywords.en)},
        "cv:hasCompetentAuthority": ref(names.shared("authority", _authority(service))),
        "cv:contactPoint": _contact(service, names),
        "cv:thematicArea": ref(names.shared("category", service.category)),
        "cv:isClassifiedBy": refs(_classes(service, names)),
        "dct:audience": refs(names.shared("audience", one) for one in AUDIENCES[service.audience]),
        "dct:isPartOf": ref(names.shared("catalogue", "services")),
        "dct:language": ref(GREEK),
        "dct:spatial": ref(GREECE),
        "dct:provenance": refs(
            names.shared("provenance", f"{aspect}-{grade}")
            for aspect, grade in service.provenance.grades()
        ),
        **dict(_known(service, names)),
        **dict(_ways(service, names)),
    }


def _description(service: Service) -> dict[str, str]:
    if service.description:
        return words(service.description)
    return {
        "el": f"Ραντεβού με βιντεοκλήση για: {service.title.el}.",
        "en": f"An appointment by video call about: {service.title.en}.",
    }


def _authority(service: Service) -> str:
    """Return the last part of the authority's name: the centres' own where none is known."""
    return short(service.authority.el) if service.authority else "kep"


def _contact(service: Service, names: Names) -> Node:
    """Return the contact point: the service's page, reviewed on a day."""
    reviewed = typed(service.reviewed.isoformat(), "date")
    pages = [
        {
            "@id": names.page("services", service.slug, root),
            "@type": ["foaf:Document", "schema:WebPage"],
            "schema:inLanguage": language,
            "schema:lastReviewed": reviewed,
        }
        for root, language in (("", "el"), ("/en", "en"))
    ]
    return {
        "@id": names.service(service.slug, "contact"),
        "@type": "cv:ContactPoint",
        "cv:contactPage": pages,
    }


def _classes(service: Service, names: Names) -> Iterator[str]:
    yield names.shared("field", service.field)
    yield names.shared("purpose", service.purpose)
    if service.nace_section:
        yield names.nace(service.nace_section)
    yield from (names.shared("sdg", code) for code in service.sdg_codes)


def _known(service: Service, names: Names) -> Iterator[tuple[str, object]]:
    """Yield the properties for which a source gives something."""
    if service.cost:
        yield "cv:hasCost", _cost(service.slug, service.cost, names)
    if service.processing_time:
        yield "cv:processingTime", typed(f"P{service.processing_time.days}D", "duration")
    if service.life_event:
        yield "cv:isGroupedBy", ref(names.shared("event", service.life_event))
    if service.legal_basis:
        laws = (names.shared("law", short(law)) for law in service.legal_basis)
        yield "cv:hasLegalResource", refs(laws)
    if service.documents:
        yield "cv:hasInputType", list(_documents(service, names))
    if service.information_needed:
        yield "cv:holdsRequirement", list(_information(service, names))
    if service.provenance.note:
        yield "comment", words(service.provenance.note)
    yield from _registry(service, names)


def _registry(service: Service, names: Names) -> Iterator[tuple[str, object]]:
    """Yield the sources, and the entry in the national registry by how it relates."""
    sources = refs(names.shared("source", slug) for slug in service.provenance.sources)
    entry = refs([f"https://id.mitos.gov.gr/{service.mitos_id}"] if service.mitos_id else [])
    same = service.mitos_match in SAME
    if found := sources + (entry if same else []):
        yield "dct:source", found
    if entry and not same:
        yield "rdfs:seeAlso", entry


def _ways(service: Service, names: Names) -> Iterator[tuple[str, object]]:
    """Yield how to get the service, or what became of it."""
    if service.retired is None:
        yield "adms:status", ref(names.shared("status", "active"))
        yield "cv:hasChannel", ref(names.shared("channel", service.field))
        if service.status_note:
            yield "changeNote", words(service.status_note)
        return
    yield "adms:status", ref(names.shared("status", "retired"))
    yield "changeNote", words(service.retired.reason)
    if service.retired.replaced_by:
        yield "dct:isReplacedBy", ref(names.service(service.retired.replaced_by))


def _cost(slug: str, cost: Cost, names: Names) -> Node:
    node: Node = {
        "@id": names.service(slug, "cost"),
        "@type": "cv:Cost",
        "identifier": f"{slug}-cost",
    }
    if cost.eur is not None:
        node |= {"cv:hasValue": typed(cost.eur, "double"), "cv:currency": ref(EURO)}
    if cost.note:
        node["description"] = words(cost.note)
    return node


def _documents(service: Service, names: Names) -> Iterator[Node]:
    for number, item in enumerate(service.documents, 1):
        node = _item(service.slug, f"document-{number}", item, names)
        yield {**node, "@type": "cv:EvidenceType", "prefLabel": words(item)}


def _information(service: Service, names: Names) -> Iterator[Node]:
    for number, item in enumerate(service.information_needed, 1):
        node = _item(service.slug, f"information-{number}", item, names)
        yield {**node, "@type": "cv:Requirement", "title": words(item)}


def _item(slug: str, part: str, item: Item, names: Names) -> Node:
    """Return the identity of an item, and that it is our reading where it is."""
    node: Node = {"@id": names.service(slug, part), "identifier": f"{slug}-{part}"}
    if item.reconstructed:
        node["dct:provenance"] = ref(names.shared("provenance", "reconstructed-item"))
    return node
