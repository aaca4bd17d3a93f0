"""Each alert leads to a heading of the page that says what to do, in both languages, and when."""

import re
from collections.abc import Iterator
from pathlib import Path

from tree_sitter import Node

from infra.azure_checks.alerts_check import alerts_in, values_at
from infra.azure_checks.scope import Scope
from infra.azure_checks.syntax import Fault, descendants, entries, literal, text_of, value_of

PAGES = Path(__file__).parents[2] / "site" / "pages"
# severity → what the English heading says after the name: who gets up for it
URGENCY = {"0": "at once", "1": "today", "2": "this week"}
LINK = re.compile(r"\$\{runbooks\}#([a-z-]+)")


def runbook_faults(alerts: Scope, pages: Path = PAGES) -> list[Fault]:
    """Return the alerts that the pages `operate/alerts` in *pages* have no heading for."""
    texts = [path.read_text("utf-8") for path in pages.glob("*/operate/alerts.md.j2")]
    return [
        alerts.source.fault(node, f"operate/alerts has no heading {{#{name}}} in each language")
        for name, node in alert_names(alerts).items()
        if not all(re.search(rf"{{:? ?#{name} ?}}|id=\"{name}\"", text) for text in texts)
    ]


def urgency_faults(alerts: Scope, pages: Path = PAGES) -> Iterator[Fault]:
    """Yield the alerts that are more or less urgent than their heading in *pages* says."""
    page = pages / "en/operate/alerts.md.j2"
    said = dict(re.findall(r"^## ([a-z-]+): ([a-z ]+) {", page.read_text("utf-8"), re.MULTILINE))
    for alert, kind in alerts_in(alerts):
        severities = values_at(alert, (*kind.says, "severity"), alerts)
        for name, severity in zip(values_at(alert, ("name",), alerts), severities, strict=False):
            number = text_of(severity).strip("'").removeprefix("Sev")
            wanted = said.get(literal(name) or "")
            if wanted != URGENCY.get(number):
                says = (
                    f"{text_of(name)} is {wanted or 'nothing'} on the page: which severity is it?"
                )
                yield alerts.source.fault(severity, says)


def alert_names(alerts: Scope) -> dict[str, Node]:
    """Return the names of the alerts, and where they stand."""
    rules = alerts.variables.get("logAlerts")
    linked = {
        name: node
        for node in descendants(alerts.source.root, "string")
        for name in LINK.findall(text_of(node))
    }
    listed = [
        value
        for one in (descendants(value_of(rules), "object") if rules else ())
        for key, _, value in entries(one)
        if key == "name"
    ]
    return linked | {str(literal(node)): node for node in listed}
