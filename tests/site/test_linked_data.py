"""The catalogue in CPSV-AP 3.2.0, as RDF programs read it."""

import json
import os

import pytest
from linked_data import catalog_graph, service_graphs
from linked_terms import CONTEXT, GREECE
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS, XSD
from site_config import read_site_config

from functions.domain.catalog import Centre, Cost, Service
from tests.site.cpsv_ap import ADMS, CPSV, CV, ELI, LOCN, RULES, faults

# rdflib 7's own reader of JSON-LD uses what rdflib 8 will drop.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

ORIGIN = "https://mykeplive.gov.gr"
SHAPES = os.environ.get("CPSV_AP_SHAPES", "")
EXAMPLE = "register-real-estate-agent"
EXAMPLES = (EXAMPLE, "birth-certificate", "permanent-residence-certificate")


def parse(document: object) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


def service(slug: str) -> URIRef:
    return URIRef(f"{ORIGIN}/services/{slug}/#service")


def shared(name: str) -> URIRef:
    return URIRef(f"{ORIGIN}/catalog.jsonld#{name}")


@pytest.fixture(scope="module")
def graph(site) -> Graph:
    """The published graph, from the file."""
    return Graph().parse(site / "catalog.jsonld", format="json-ld")


@pytest.fixture(scope="module")
def own(catalog) -> dict[str, Graph]:
    """The graphs of some services' own documents."""
    documents = dict(service_graphs(catalog, ORIGIN))
    return {slug: parse(documents[slug]) for slug in EXAMPLES}


def test_the_catalogue_keeps_every_rule_of_the_profile(graph):
    assert list(faults(graph)) == []


@pytest.mark.parametrize("slug", EXAMPLES)
def test_a_service_keeps_them_in_its_own_document_too(own, slug):
    assert list(faults(own[slug])) == []


def test_a_services_own_document_holds_what_the_catalogue_says_and_all_that_it_links_to(catalog):
    """So that those which are not parsed here keep the rules too."""
    whole = {node["@id"]: node for node in catalog_graph(catalog, ORIGIN)["@graph"]}

    for slug, document in service_graphs(catalog, ORIGIN):
        nodes = {node["@id"]: node for node in document["@graph"]}
        centres = {name for name in nodes if name.endswith("#centre")}
        said = {name: node for name, node in nodes.items() if name not in centres}

        assert said == {name: whole[name] for name in said}, slug
        assert _linked(list(said.values())) & whole.keys() <= nodes.keys(), slug
        assert all("org:Organization" in nodes[name]["@type"] for name in centres)


def _linked(value: object) -> set[str]:
    """Return every name in *value*."""
    if isinstance(value, dict):
        return {value["@id"]} | _linked(list(value.values())) if "@id" in value else set()
    if isinstance(value, list):
        return {name for part in value for name in _linked(part)}
    return set()


@pytest.mark.skipif(not SHAPES, reason="CPSV_AP_SHAPES names no file with the official shapes")
def test_the_official_shapes_accept_it(graph, own):
    from pyshacl import validate

    shapes = Graph().parse(SHAPES)
    for one in (graph, *own.values()):
        conforms, _, report = validate(one, shacl_graph=shapes, inference="none")
        assert conforms, report


@pytest.mark.parametrize(
    ("about", "path", "value"),
    [
        (service(EXAMPLE), DCTERMS.identifier, Literal("a second one")),
        (service(EXAMPLE), DCTERMS.title, Literal("without a language")),
        (service(EXAMPLE), CV.hasChannel, service("birth-certificate")),
        (service(EXAMPLE), CV.processingTime, Literal("10 days")),
        (URIRef("https://example.org/empty"), RDF.type, CPSV.PublicService),
        (URIRef("https://example.org/empty"), RDF.type, FOAF.Agent),
    ],
)
def test_a_broken_graph_is_refused(own, about, path, value):
    broken = own[EXAMPLE] + Graph().add((about, path, value))

    assert list(faults(broken))


def test_every_class_of_the_vocabularies_that_is_used_has_rules(graph):
    profile = (str(CV), str(CPSV), str(ELI), str(LOCN), str(DCAT))
    used = {kind for kind in graph.objects(None, RDF.type) if str(kind).startswith(profile)}

    assert used <= set(RULES)


def test_every_service_and_centre_is_there_in_both_languages(graph, catalog):
    for slug, one in catalog.services.items():
        titles = set(graph.objects(service(slug), DCTERMS.title))
        assert titles == {Literal(one.title.el, "el"), Literal(one.title.en, "en")}
    for slug in catalog.centres:
        node = URIRef(f"{ORIGIN}/centres/{slug}/#centre")
        assert (node, RDF.type, CV.PublicOrganisation) in graph
        assert (node, CV.contactPoint, None) in graph


def test_a_service_says_what_its_page_says(graph, catalog):
    node, one = service(EXAMPLE), catalog.services[EXAMPLE]
    cost = graph.value(node, CV.hasCost)

    assert graph.value(node, CV.processingTime) == Literal(
        f"P{one.processing_days}D", datatype=XSD.duration
    )
    assert graph.value(cost, CV.hasValue).toPython() == float(one.cost.eur)
    assert {str(law) for law in _texts(graph, node, CV.hasLegalResource, DCTERMS.title)} == set(
        one.legal_basis
    )
    assert (node, CV.isClassifiedBy, URIRef("http://data.europa.eu/ux2/nace2/L")) in graph
    assert (node, CV.isClassifiedBy, shared("sdg-N1")) in graph
    assert (node, DCTERMS.source, URIRef(f"https://id.mitos.gov.gr/{one.mitos_id}")) in graph
    assert (node, DCTERMS.spatial, URIRef(GREECE)) in graph
    assert (node, ADMS.status, shared("status-active")) in graph
    assert {str(word) for word in graph.objects(node, DCAT.keyword)} == {
        *one.keywords.el,
        *one.keywords.en,
    }


def _texts(graph, node, link, label):
    return [text for linked in graph.objects(node, link) for text in graph.objects(linked, label)]


def test_what_to_have_ready_is_there_and_says_what_is_reconstructed(graph, catalog):
    for slug, one in catalog.services.items():
        for items, link, label in (
            (one.documents, CV.hasInputType, SKOS.prefLabel),
            (one.information_needed, CV.holdsRequirement, DCTERMS.title),
        ):
            linked = list(graph.objects(service(slug), link))
            marked = [
                node
                for node in linked
                if (node, DCTERMS.provenance, shared("provenance-reconstructed-item")) in graph
            ]

            assert len(linked) == len(items)
            assert len(marked) == sum(item.reconstructed for item in items)
            assert set(_texts(graph, service(slug), link, label)) == {
                Literal(text, language)
                for item in items
                for text, language in ((item.el, "el"), (item.en, "en"))
            }


def test_what_no_source_gives_is_left_out(graph, catalog):
    for slug, one in catalog.services.items():
        assert bool(one.cost) == ((service(slug), CV.hasCost, None) in graph), slug
        assert bool(one.processing_time) == ((service(slug), CV.processingTime, None) in graph)
        assert bool(one.legal_basis) == ((service(slug), CV.hasLegalResource, None) in graph)


def test_a_service_says_how_sure_its_facts_are(graph, catalog):
    for slug, one in catalog.services.items():
        said = set(_texts(graph, service(slug), DCTERMS.provenance, RDFS.label))
        expected = catalog.statements(one.provenance)

        assert said == {
            Literal(text, language)
            for sentence in expected
            for text, language in ((sentence.el, "el"), (sentence.en, "en"))
        }


def test_only_who_offers_a_service_owns_its_channel(graph, catalog):
    for slug in catalog.services:
        channel = graph.value(service(slug), CV.hasChannel)
        owners = {str(owner) for owner in graph.objects(channel, CV.ownedBy)}

        assert owners == {
            f"{ORIGIN}/centres/{centre.slug}/#centre"
            for centre in catalog.centres_offering(slug)
            if centre.closed is None
        }


def test_an_occasion_is_one_of_life_or_of_business(graph):
    assert (shared("event-business"), RDF.type, CV.BusinessEvent) in graph
    assert (shared("event-birth"), RDF.type, CV.LifeEvent) in graph


def test_every_identifier_of_ours_leads_to_a_file_of_the_site(graph, site):
    ours = {str(node) for node in graph.subjects() if str(node).startswith(ORIGIN)}
    places = {name.removeprefix(ORIGIN).partition("#")[0].lstrip("/") for name in ours}

    assert [one for one in places if not (site / one).exists()] == []


def test_nothing_that_is_linked_to_is_missing_from_the_graph(graph):
    ours = {str(node) for node in graph.objects() if str(node).startswith(f"{ORIGIN}/")}

    assert ours - {str(node) for node in graph.subjects()} == set()


def test_a_pages_own_document_says_the_same_as_the_catalogue(graph, own):
    node = service(EXAMPLE)

    assert set(own[EXAMPLE].predicate_objects(node)) == set(graph.predicate_objects(node))


def test_each_service_page_names_its_document(pages, site, catalog):
    for slug in catalog.services:
        for root in ("", "/en"):
            page = pages[f"{root}/services/{slug}/"]
            linked = [one for one in page.all("link") if one.get("type") == "application/ld+json"]
            assert [one.get("href") for one in linked] == [f"/services/{slug}/service.jsonld"]
        assert (site / "services" / slug / "service.jsonld").is_file()


@pytest.mark.parametrize(
    "path",
    [
        "/catalog.json",
        "/catalog.schema.json",
        "/catalog.jsonld",
        "/services/birth-certificate/service.jsonld",
    ],
)
def test_other_sites_may_read_it_and_keep_it_for_an_hour(site, path):
    config = read_site_config(site)
    headers = config.headers(config.route("GET", path))

    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"] == "public, max-age=3600"
    assert config.mime_types[".jsonld"] == "application/ld+json"


def test_reading_needs_no_network(site):
    assert json.loads((site / "catalog.jsonld").read_text("utf-8"))["@context"] == CONTEXT


def test_the_shortest_service_keeps_the_rules(catalog):
    """Neither description, authority, cost nor anything else that may be unknown."""
    whole = catalog.services[EXAMPLE]
    required = {
        name: getattr(whole, name)
        for name, field in Service.model_fields.items()
        if field.is_required()
    }
    bare = _with(catalog, services={EXAMPLE: Service.model_construct(**required)})
    graph = parse(catalog_graph(bare, ORIGIN))

    assert list(faults(graph)) == []
    assert len(list(graph.objects(service(EXAMPLE), DCTERMS.description))) == 2


def test_a_retired_service_stays_and_says_what_took_its_place(catalog):
    retired = Service.model_validate(
        {
            **catalog.services[EXAMPLE].model_dump(),
            "retired": {
                "on": "2026-12-01",
                "reason": {"el": "Καταργήθηκε.", "en": "It was abolished."},
                "replaced_by": "birth-certificate",
            },
        }
    )
    live = {slug: one for slug, one in catalog.services.items() if slug != EXAMPLE}
    graph = parse(catalog_graph(_with(catalog, services=live, retired={EXAMPLE: retired}), ORIGIN))

    assert list(faults(graph)) == []
    assert (service(EXAMPLE), ADMS.status, shared("status-retired")) in graph
    assert (service(EXAMPLE), DCTERMS.isReplacedBy, service("birth-certificate")) in graph
    assert (service(EXAMPLE), CV.hasChannel, None) not in graph


def test_a_cost_that_is_only_described_and_a_whole_centre_keep_the_rules(catalog):
    noted = Cost.model_validate({"note": {"el": "Παράβολο.", "en": "A fee."}, "source": "circular"})
    one = catalog.services["birth-certificate"].model_copy(update={"cost": noted})
    centre = Centre.model_validate(
        {
            **catalog.centres["kep-zografou"].model_dump(exclude={"kind"}),
            "telephone": "210 0000000",
            "email": "kep@example.org",
            "address": {"el": "Οδός 1", "en": "Street 1"},
        }
    )
    changed = _with(
        catalog,
        services={**catalog.services, one.slug: one},
        centres={**catalog.centres, centre.slug: centre},
    )
    graph = parse(catalog_graph(changed, ORIGIN))
    contact = URIRef(f"{ORIGIN}/centres/kep-zografou/#contact")

    assert list(faults(graph)) == []
    assert graph.value(contact, CV.telephone) == Literal("210 0000000")
    assert (None, LOCN.fullAddress, Literal("Οδός 1", "el")) in graph


def _with(catalog, **changed):
    from dataclasses import replace

    return replace(catalog, **changed)


def test_the_site_may_stand_anywhere(catalog):
    graph = parse(catalog_graph(catalog, "http://localhost:8080"))

    assert "mykeplive.gov.gr" not in graph.serialize(format="nt")
