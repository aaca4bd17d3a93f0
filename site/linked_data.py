"""
The catalogue as linked data, in CPSV-AP 3.2.0: `/catalog.jsonld`, and one file a service.

The Core Public Service Vocabulary Application Profile is the EU's format for catalogues
of public services: https://semiceu.github.io/CPSV-AP/releases/3.2.0/.
"""

from collections.abc import Iterator, Mapping, Sequence

from linked_bodies import authorities, centre_name, centre_node, channels
from linked_services import service_node
from linked_tables import tables
from linked_terms import CONTEXT, Names, Node

from functions.domain.catalog import Catalog


def catalog_graph(catalog: Catalog, origin: str) -> Node:
    """Return `/catalog.jsonld`: every service, retired ones too, and every centre in full."""
    names = Names(origin)
    centres = [centre_node(centre, names) for centre in catalog.centres.values()]
    services = _services(catalog, names)
    return _document([*services.values(), *centres, *_shared(catalog, names)])


def service_graphs(catalog: Catalog, origin: str) -> Iterator[tuple[str, Node]]:
    """Yield each service's slug with its own document, which holds all that it links to."""
    names = Names(origin)
    centres = [centre_name(centre, names) for centre in catalog.centres.values()]
    shared = {node["@id"]: node for node in (*_shared(catalog, names), *centres)}
    links = {name: tuple(_links(node)) for name, node in shared.items()}
    for slug, service in _services(catalog, names).items():
        linked = (shared[name] for name in _linked(service, links))
        yield slug, _document([service, *linked])


def _services(catalog: Catalog, names: Names) -> dict[str, Node]:
    return {
        slug: service_node(service, names)
        for slug, service in {**catalog.services, **catalog.retired}.items()
    }


def _shared(catalog: Catalog, names: Names) -> list[Node]:
    return [*tables(catalog, names), *authorities(catalog, names), *channels(catalog, names)]


def _document(nodes: list[Node]) -> Node:
    return {"@context": CONTEXT, "@graph": nodes}


def _linked(start: Node, links: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the names that can be reached from *start*, each once; *links* are the others'."""
    waiting: list[Sequence[str]] = [tuple(_links(start))]
    met = set()
    while waiting:
        for name in waiting.pop(0):
            if name in links and name not in met:
                met.add(name)
                waiting.append(links[name])
                yield name


def _links(value: object) -> Iterator[str]:
    """Yield every name in *value*, its own too."""
    if isinstance(value, dict):
        if "@id" in value:
            yield value["@id"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _links(part)
