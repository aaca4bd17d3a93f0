"""
What CPSV-AP 3.2.0 demands of the classes that our linked data uses.

Every constraint of its SHACL shapes for these classes: for each property how many values
it may have and of which class or datatype. The shapes themselves are not part of the
repository; `test_linked_data.py` runs them where they are.
"""

from collections.abc import Iterator

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, SKOS, XSD
from rdflib.term import Node

CV = Namespace("http://data.europa.eu/m8g/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
TIME = Namespace("http://www.w3.org/2006/time#")
ANY = 1_000_000

# at least, at most, the class of the value or the datatype of the literal
Rule = tuple[int, int, URIRef | None]
IDENTIFIER: dict[URIRef, Rule] = {DCTERMS.identifier: (1, 1, None)}
TITLE: dict[URIRef, Rule] = {DCTERMS.title: (1, ANY, RDF.langString)}
DESCRIPTION: dict[URIRef, Rule] = {DCTERMS.description: (0, ANY, RDF.langString)}
OPENING: dict[URIRef, Rule] = {
    CV.openingHours: (0, ANY, TIME.TemporalEntity),
    CV.specialOpeningHoursSpecification: (0, ANY, TIME.TemporalEntity),
}
EVENT_TYPE: dict[URIRef, Rule] = {DCTERMS.type: (0, ANY, SKOS.Concept)}

RULES: dict[URIRef, dict[URIRef, Rule]] = {
    CPSV.PublicService: {
        **IDENTIFIER,
        **TITLE,
        DCTERMS.description: (1, ANY, RDF.langString),
        CV.hasCompetentAuthority: (1, ANY, CV.PublicOrganisation),
        CV.processingTime: (0, 1, XSD.duration),
        ADMS.status: (0, 1, SKOS.Concept),
        DCTERMS.audience: (0, ANY, SKOS.Concept),
        CV.contactPoint: (0, ANY, CV.ContactPoint),
        CPSV.follows: (0, ANY, CPSV.Rule),
        DCTERMS.type: (0, ANY, SKOS.Concept),
        CV.hasChannel: (0, ANY, CV.Channel),
        CV.hasCost: (0, ANY, CV.Cost),
        CPSV.hasInput: (0, ANY, CV.Evidence),
        CV.hasInputType: (0, ANY, CV.EvidenceType),
        CV.hasLegalResource: (0, ANY, ELI.LegalResource),
        CV.hasParticipation: (0, ANY, CV.Participation),
        CV.holdsRequirement: (0, ANY, CV.Requirement),
        CV.isClassifiedBy: (0, ANY, SKOS.Concept),
        CV.isGroupedBy: (0, ANY, CV.Event),
        DCTERMS.isPartOf: (0, ANY, DCAT.Dataset),
        DCAT.keyword: (0, ANY, RDF.langString),
        DCTERMS.language: (0, ANY, DCTERMS.LinguisticSystem),
        CPSV.produces: (0, ANY, CV.Output),
        CV.relatedService: (0, ANY, CPSV.PublicService),
        DCTERMS.requires: (0, ANY, CPSV.PublicService),
        CV.sector: (0, ANY, SKOS.Concept),
        DCTERMS.spatial: (0, ANY, DCTERMS.Location),
        CV.thematicArea: (0, ANY, SKOS.Concept),
    },
    CV.PublicOrganisation: {
        SKOS.prefLabel: (1, ANY, RDF.langString),
        DCTERMS.spatial: (1, ANY, DCTERMS.Location),
    },
    FOAF.Agent: {
        **IDENTIFIER,
        **TITLE,
        CV.participates: (0, ANY, CV.Participation),
        LOCN.address: (0, ANY, LOCN.Address),
    },
    CV.Channel: {
        **IDENTIFIER,
        **DESCRIPTION,
        **OPENING,
        DCTERMS.type: (0, 1, SKOS.Concept),
        CV.ownedBy: (0, ANY, ORG.Organization),
        CPSV.hasInput: (0, ANY, CV.Evidence),
        CV.processingTime: (0, 1, XSD.duration),
    },
    CV.ContactPoint: {**OPENING, CV.contactPage: (0, ANY, FOAF.Document)},
    CV.Cost: {
        **IDENTIFIER,
        **DESCRIPTION,
        CV.hasValue: (0, 1, XSD.double),
        CV.currency: (0, 1, SKOS.Concept),
        CV.ifAccessedThrough: (0, 1, CV.Channel),
        CV.isDefinedBy: (0, ANY, ORG.Organization),
    },
    CV.Requirement: {
        **IDENTIFIER,
        **TITLE,
        DCTERMS.type: (0, ANY, SKOS.Concept),
        CV.fulfils: (0, ANY, CPSV.Rule),
        CV.hasSupportingEvidence: (0, ANY, CV.Evidence),
    },
    CV.EvidenceType: {**IDENTIFIER, CV.evidenceTypeClassification: (0, ANY, SKOS.Concept)},
    CV.Event: {
        **IDENTIFIER,
        **TITLE,
        **DESCRIPTION,
        CV.hasRelatedService: (0, ANY, CPSV.PublicService),
    },
    CV.BusinessEvent: EVENT_TYPE,
    CV.LifeEvent: EVENT_TYPE,
    DCAT.Dataset: {
        **TITLE,
        DCTERMS.description: (1, ANY, RDF.langString),
        DCTERMS.publisher: (1, 1, FOAF.Agent),
        DCTERMS.hasPart: (0, ANY, CPSV.PublicService),
        DCAT.landingPage: (0, ANY, FOAF.Document),
    },
    ELI.LegalResource: {DCTERMS.relation: (0, ANY, ELI.LegalResource)},
    LOCN.Address: {LOCN.fullAddress: (0, ANY, RDF.langString)},
}


def faults(graph: Graph) -> Iterator[str]:
    """Yield what is wrong with each node of *graph*; nothing is inferred."""
    for kind, rules in RULES.items():
        for node in set(graph.subjects(RDF.type, kind)):
            for path, rule in rules.items():
                yield from _faults(graph, node, path, rule)


def _faults(graph: Graph, node: Node, path: URIRef, rule: Rule) -> Iterator[str]:
    least, most, kind = rule
    values = set(graph.objects(node, path))
    if not least <= len(values) <= most:
        yield f"{node} {path}: {len(values)} values"
    for value in values:
        if kind is not None and kind not in _kinds(graph, value):
            yield f"{node} {path} {value}: not a {kind}"


def _kinds(graph: Graph, value: Node) -> set[Node | None]:
    if isinstance(value, Literal):
        return {RDF.langString if value.language else value.datatype}
    return set(graph.objects(value, RDF.type))
