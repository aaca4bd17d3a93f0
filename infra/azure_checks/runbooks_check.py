"""Each alert leads to a heading of the page that says what to do, in both languages."""

import re
from pathlib import Path

from tree_sitter import Node

from infra.azure_checks.scope import Scope
from infra.azure_checks.syntax import Fault, descendants, entries, literal, text_of, value_of

PAGES = Path(__file__).parents[2] / "site" / "pages"
LINK = re.compile(r"\$\{runbooks\}#([a-z-]+)")


def runbook_faults(alerts: Scope, pages: Path = PAGES) -> list[Fault]:
    """Return the alerts that the pages `operate/alerts` in *pages* have no heading for."""
    texts = [path.read_text("utf-8") for path in pages.glob("*/operate/alerts.md.j2")]
    return [
        alerts.source.fault(node, f"operate/alerts has no heading {{#{name}}} in each language")
        for name, node in alert_names(alerts).items()
        if not all(re.search(rf"{{:? ?#{name} ?}}|id=\"{name}\"", text) for text in texts)
    ]


def alert_names(alerts: Scope) -> dict[str, Node]:
    """Return the names of the alerts, and where they stand."""
    linked = {
        name: node
        for node in descendants(alerts.source.root, "string")
        for name in LINK.findall(text_of(node))
    }
    listed = [
        value
        for one in descendants(value_of(alerts.variables["logAlerts"]), "object")
        for key, _, value in entries(one)
        if key == "name"
    ]
    return linked | {str(literal(node)): node for node in listed}
