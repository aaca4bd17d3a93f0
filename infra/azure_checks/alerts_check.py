"""
Each alert can be raised and reaches somebody: times, severity, who is told, and what to do.

https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-types
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from tree_sitter import Node

from infra.azure_checks.scope import Scope, is_existing, resource_type
from infra.azure_checks.syntax import (
    Fault,
    compact,
    descendants,
    entries,
    entry,
    literal,
    parts,
    text_of,
    value_of,
)

GROUPS = "Microsoft.Insights/actionGroups@"
SHORT = ("PT1M", "PT5M", "PT15M", "PT30M", "PT1H")
HOURS = ("PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "P1D")
SEVERITIES = {str(number) for number in range(5)} | {f"'Sev{number}'" for number in range(5)}
DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a kind of alert says what, and which times Azure takes; none where it has no times."""

    told: tuple[str, ...]
    says: tuple[str, ...] = ("properties",)
    frequencies: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()


KINDS = {
    "Microsoft.EventGrid/systemTopics/eventSubscriptions": Kind(
        ("properties", "destination", "properties", "actionGroups"),
        ("properties", "destination", "properties"),
    ),
    "Microsoft.Insights/metricAlerts": Kind(
        ("properties", "actions"),
        frequencies=SHORT,
        windows=(*SHORT, "PT6H", "PT12H", "P1D"),
    ),
    "Microsoft.Insights/scheduledQueryRules": Kind(
        ("properties", "actions", "actionGroups"),
        frequencies=(*SHORT, "PT10M", "PT45M", *HOURS),
        windows=(*SHORT, "PT10M", "PT45M", *HOURS, "P2D"),
    ),
}


def alert_faults(scope: Scope) -> Iterator[Fault]:
    """Yield what keeps the alerts in *scope* from being raised or understood."""
    for node, kind in alerts_in(scope):
        yield from _told(node, kind, scope)
        yield from _runbook(node, kind, scope)
        yield from _severity(node, kind, scope)
        yield from _times(node, kind, scope)
    yield from _queries(scope)


def alerts_in(scope: Scope) -> Iterator[tuple[Node, Kind]]:
    """Yield each alert with its kind; one that a loop makes stands for all."""
    for node in scope.resources.values():
        kind = KINDS.get(resource_type(node).partition("@")[0])
        if kind and not is_existing(node):
            yield node, kind


def _told(alert: Node, kind: Kind, scope: Scope) -> Iterator[Fault]:
    node = entry(value_of(alert), *kind.told)
    groups = {n for n, one in scope.resources.items() if resource_type(one).startswith(GROUPS)}
    named = {text_of(one) for one in descendants(node, "identifier")} if node else set()
    if not named & groups:
        yield scope.source.fault(node or alert, "nobody is told: an action group is missing")
    enabled = entry(value_of(alert), *kind.says, "enabled")
    if kind.frequencies and (enabled is None or text_of(enabled) != "true"):
        yield scope.source.fault(enabled or alert, "the alert should be enabled: true")


def _runbook(alert: Node, kind: Kind, scope: Scope) -> Iterator[Fault]:
    name, says = entry(value_of(alert), "name"), entry(value_of(alert), *kind.says, "description")
    if name is None:
        return
    called = literal(name) or f"${{{compact(name)}}}"
    if says is None or not text_of(says).endswith(f" ${{runbooks}}#{called}'"):
        wanted = f"the description should end with ${{runbooks}}#{called}"
        yield scope.source.fault(says or alert, wanted)


def _severity(alert: Node, kind: Kind, scope: Scope) -> Iterator[Fault]:
    severities = values_at(alert, (*kind.says, "severity"), scope)
    if not severities:
        yield scope.source.fault(alert, "severity is missing: from 0, at once, to 4")
    for node in severities:
        if text_of(node) not in SEVERITIES:
            yield scope.source.fault(node, f"{text_of(node)} is no severity: from 0, at once, to 4")


def _times(alert: Node, kind: Kind, scope: Scope) -> Iterator[Fault]:
    every = values_at(alert, ("properties", "evaluationFrequency"), scope)
    over = values_at(alert, ("properties", "windowSize"), scope)
    if kind.frequencies and not (every and over):
        yield scope.source.fault(alert, "evaluationFrequency or windowSize is missing")
    for node, allowed in [(one, kind.frequencies) for one in every] + [
        (one, kind.windows) for one in over
    ]:
        if literal(node) not in allowed:
            yield scope.source.fault(node, f"{text_of(node)} is none of {', '.join(allowed)}")
    longest = max(len(every), len(over))
    for _, often, window in zip(range(longest), cycle(every), cycle(over), strict=False):
        if _minutes(often) > _minutes(window):
            says = f"looks every {literal(often)} at the last {literal(window)}, and not between"
            yield scope.source.fault(often, says)


def _minutes(node: Node) -> int:
    found = DURATION.fullmatch(literal(node) or "")
    days, hours, minutes = (int(one or 0) for one in found.groups()) if found else (0, 0, 0)
    return (days * 24 + hours) * 60 + minutes


def values_at(alert: Node, way: tuple[str, ...], scope: Scope) -> list[Node]:
    """Return what stands in *alert* at *way*: where a loop makes it, of each thing in its list."""
    node = entry(value_of(alert), *way)
    if node is None or node.type != "member_expression":
        return [node] if node else []
    found = [entry(one, text_of(parts(node)[-1])) for one in _listed(alert, scope)]
    return [one for one in found if one]


def _listed(alert: Node, scope: Scope) -> list[Node]:
    """Return the things of which a loop makes *alert*."""
    loop = value_of(alert)
    name = text_of(parts(loop)[1]) if loop.type == "for_statement" else ""
    return parts(value_of(scope.variables[name])) if name in scope.variables else []


def _queries(scope: Scope) -> Iterator[Fault]:
    """Yield the alerts of a list whose query is that of another."""
    for one in descendants(scope.source.root, "object"):
        given = {name: value for name, _, value in entries(one)}
        name, query = given.get("name"), given.get("query")
        if name and query and (alert := literal(name)):
            wanted = f"loadTextContent('alerts/{alert}.kql')"
            if compact(query) != wanted:
                yield scope.source.fault(query, f"the query of {alert} should be {wanted}")
