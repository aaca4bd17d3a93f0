"""The bodies of the linked data: authorities and centres, with how they are reached."""

from collections.abc import Iterator

from linked_terms import GREECE, Names, Node, ref, refs, short, words

from functions.domain.catalog import Catalog, Centre, ThematicField

BODY = ["cv:PublicOrganisation", "org:Organization"]
CENTRES = {"el": "Κέντρα Εξυπηρέτησης Πολιτών (ΚΕΠ)", "en": "Citizen Service Centres (KEP)"}


def authorities(catalog: Catalog, names: Names) -> Iterator[Node]:
    """Yield every competent body once, and the centres for services that name none."""
    yield {
        "@id": names.shared("authority", "kep"),
        "@type": BODY,
        "prefLabel": CENTRES,
        "dct:spatial": ref(GREECE),
    }
    codes = {
        service.authority: service.authority_org_code
        for service in (*catalog.services.values(), *catalog.retired.values())
        if service.authority
    }
    for authority, code in codes.items():
        node = {
            "@id": names.shared("authority", short(authority.el)),
            "@type": BODY,
            "prefLabel": words(authority),
            "dct:spatial": ref(GREECE),
        }
        yield {**node, "identifier": code} if code else node


def channels(catalog: Catalog, names: Names) -> Iterator[Node]:
    """Yield the video calls of each thematic field that has services of its own."""
    for field in catalog.fields.values():
        if not field.reuses:
            yield {
                "@id": names.shared("channel", field.slug),
                "@type": "cv:Channel",
                "identifier": f"video-call-{field.slug}",
                "description": {
                    "el": "Βιντεοκλήση με ραντεβού, σε ώρα που διαλέγετε.",
                    "en": "A video call by appointment, at a time you choose.",
                },
                "dct:type": ref(names.shared("channel-type", "video-call")),
                "cv:ownedBy": refs(names.centre(slug) for slug in _owners(field, catalog)),
            }


def _owners(field: ThematicField, catalog: Catalog) -> Iterator[str]:
    """Yield the centres that take the calls of a field (circular R1)."""
    for centre in catalog.listed_centres:
        if field.slug in centre.fields and field.offered_by == centre.kind:
            yield centre.slug


def centre_name(centre: Centre, names: Names) -> Node:
    """Return as much of a centre as a service's own document says."""
    return {
        "@id": names.centre(centre.slug),
        "@type": "org:Organization",
        "prefLabel": words(centre.name),
    }


def centre_node(centre: Centre, names: Names) -> Node:
    """Return a centre with its contact point, and its address where that is known."""
    node = {
        **centre_name(centre, names),
        "@type": BODY,
        "identifier": centre.slug,
        "dct:spatial": ref(names.shared("municipality", centre.municipality)),
        "cv:contactPoint": _contact(centre, names),
    }
    if centre.address:
        node["locn:address"] = {
            "@id": names.centre(centre.slug, "address"),
            "@type": "locn:Address",
            "fullAddress": words(centre.address),
        }
    if centre.closed and centre.closed.reason:
        node["changeNote"] = words(centre.closed.reason)
    return node


def _contact(centre: Centre, names: Names) -> Node:
    pages = (names.page("centres", centre.slug, root) for root in ("", "/en"))
    node: Node = {
        "@id": names.centre(centre.slug, "contact"),
        "@type": "cv:ContactPoint",
        "cv:contactPage": [{"@id": page, "@type": "foaf:Document"} for page in pages],
    }
    ways = {"cv:telephone": centre.telephone, "cv:email": centre.email}
    return node | {way: value for way, value in ways.items() if value}
