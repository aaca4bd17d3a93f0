"""How resources hang together: waits, parents, and that nothing goes in a circle."""

from collections.abc import Iterator

from tree_sitter import Node

from infra.azure_checks.scope import Scope, resource_type
from infra.azure_checks.syntax import (
    Fault,
    compact,
    descendants,
    entry,
    first_named,
    parts,
    text_of,
    value_of,
)


def link_faults(scope: Scope) -> list[Fault]:
    """Return the parents, waits and circles in *scope* that the compiler or Azure would refuse."""
    return [*_waits(scope), *_parents(scope), *_circles(scope), *_same(scope)]


def _waits(scope: Scope) -> Iterator[Fault]:
    made = {**scope.resources, **scope.modules}
    for name, node in made.items():
        waits = entry(value_of(node), "dependsOn")
        for one in parts(waits) if waits and waits.type == "array" else []:
            if text_of(one) not in made:
                yield scope.source.fault(one, f"{name} cannot wait for {text_of(one)}: no resource")


def _parents(scope: Scope) -> Iterator[Fault]:
    """Of the type a/b/c the parent is a resource of the type a/b, and of a/b there is none."""
    for name, node in scope.resources.items():
        above, _, own = resource_type(node).partition("@")[0].rpartition("/")
        wanted = above if "/" in above else ""
        parent = entry(value_of(node), "parent")
        given = scope.resources.get(text_of(parent)) if parent else None
        is_now = resource_type(given).partition("@")[0] if given else ""
        if is_now != wanted or (parent and not given):
            says = (
                f"the parent of {name} should be of type {wanted}"
                if wanted
                else f"{own}: no parent"
            )
            yield scope.source.fault(parent or node, says)


def _circles(scope: Scope) -> Iterator[Fault]:
    uses = {name: _uses(node, scope) for name, node in scope.declared.items()}
    seen: set[frozenset[str]] = set()
    for name in uses:
        way = _way_back(name, uses)
        if way and frozenset(way) not in seen:
            seen.add(frozenset(way))
            where = first_named(scope.declared[name])
            yield scope.source.fault(where, f"a circle: {' → '.join((*way, name))}")


def _uses(declaration: Node, scope: Scope) -> set[str]:
    """Return the declared names that *declaration* needs first."""
    own = first_named(declaration)
    return {
        text_of(node)
        for node in descendants(declaration, "identifier")
        if node != own and text_of(node) in scope.declared and not _is_key(node)
    }


def _is_key(node: Node) -> bool:
    above = node.parent
    return above is not None and above.type == "object_property" and parts(above)[0] == node


def _way_back(name: str, uses: dict[str, set[str]]) -> tuple[str, ...]:
    """Return the shortest way from *name* to itself; nothing where there is none."""
    ways: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    for way in ways:  # grows while it is walked
        for to in sorted(uses[way[-1]]):
            if to == name:
                return way
            if to not in seen:
                seen.add(to)
                ways.append((*way, to))
    return ()


def _same(scope: Scope) -> Iterator[Fault]:
    """Yield a fault at each resource that is the same as one above it, by type, place and name."""
    known: dict[tuple[str, ...], str] = {}
    for name, node in scope.resources.items():
        places = (entry(value_of(node), one) for one in ("parent", "scope", "name"))
        said = tuple(compact(place) if place else "" for place in places)
        key = (resource_type(node).partition("@")[0], *said)
        if key in known:
            yield scope.source.fault(node, f"{name} is the same resource as {known[key]}")
        known.setdefault(key, name)
