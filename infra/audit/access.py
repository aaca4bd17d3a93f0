"""
What axe finds on the page that a browser shows, and whether anything sticks out of it.

The browser evaluates `axe_source()` and then `LOOK` with `RULES`; `faults` puts what
that returns into words. The tests look at pages in the same way.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).resolve().parents[2] / "tests" / "tools" / "node_modules"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async rules => ({
    violations: (await axe.run(document, {
        runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'],
    })).violations,
    excess: document.documentElement.scrollWidth - window.innerWidth,
})"""


@cache
def axe_source() -> str:
    """Return the script that defines `axe` in a page."""
    return (TOOLS / "axe-core" / "axe.min.js").read_text("utf-8")


def faults(seen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the rule and what is wrong, for everything that was found."""
    found = [
        (fault["id"], f"{node['target']} {node['failureSummary']}")
        for fault in seen["violations"]
        for node in fault["nodes"]
    ]
    wide = seen["excess"]
    return found + ([("reflow", f"{wide} px too wide")] if wide > 0 else [])
