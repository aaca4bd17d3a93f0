"""The queries of the alerts and of the dashboard ask for what the code writes into the log."""

import json
import re
from pathlib import Path
from typing import Any

from infra.azure_checks.kql_check import query_faults
from infra.azure_checks.scope import Scope
from infra.azure_checks.storage_check import POISON, used_queues
from infra.azure_checks.syntax import Fault, descendants, literal, parts, text_of

# In the text of a page or the dashboard: what a reader may copy.
IN_TEXT = re.compile(r"^ {4,}(traces .*)|`(traces [^`]*)`", re.MULTILINE)
# Each is also the name of an alert, and a place on the page that says what to do.
ALERTS = "alerts"
PAGES = Path(__file__).parents[2] / "site" / "pages"


def log_faults(folder: Path, scopes: list[Scope]) -> list[Fault]:
    """Return the queries that ask for what nothing writes, and those that nothing uses."""
    faults = [fault for path in sorted((folder / ALERTS).glob("*.kql")) for fault in _file(path)]
    return [
        *faults,
        *(fault for page in sorted(PAGES.glob("*/operate/*.md.j2")) for fault in _in_text(page)),
        *_workbook(folder / "workbook.json"),
        *_loaded(folder, scopes),
        *_poison(folder),
    ]


def _file(path: Path) -> list[Fault]:
    text = path.read_text("utf-8")
    return [_at(path, text, place, says) for place, says in query_faults(text)]


def _at(path: Path, text: str, place: int, says: str) -> Fault:
    before = text[:place]
    return Fault(path, before.count("\n") + 1, place - before.rfind("\n"), says)


def _in_text(path: Path) -> list[Fault]:
    """Return what is wrong with the queries that a page tells its readers."""
    text = path.read_text("utf-8")
    return [
        _at(path, text, found.start(found.lastindex or 0) + place, says)
        for found in IN_TEXT.finditer(text)
        for place, says in query_faults(found[found.lastindex or 0])
    ]


def _workbook(path: Path) -> list[Fault]:
    text = path.read_text("utf-8")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        return [Fault(path, error.lineno, error.colno, f"not JSON: {error.msg}")]
    return [
        Fault(path, _line_of(text, words), 1, f"{item['content'].get('title', 'text')}: {says}")
        for item in document["items"]
        for words in [item["content"].get("query") or item["content"].get("json", "")]
        for _, says in _said(item["content"])
    ]


def _said(content: dict[str, Any]) -> list[tuple[int, str]]:
    """Return what is wrong with the query of a part of the dashboard, or those in its text."""
    if "query" in content:
        return query_faults(content["query"])
    queries = [found[1] or found[2] for found in IN_TEXT.finditer(content.get("json", ""))]
    return [wrong for query in queries for wrong in query_faults(query)]


def _line_of(text: str, words: str) -> int:
    before, found, _ = text.partition(json.dumps(words))
    return before.count("\n") + 1 if found else 1


def _loaded(folder: Path, scopes: list[Scope]) -> list[Fault]:
    """Return the files that are loaded and not there, and the queries that are not loaded."""
    faults, loaded = [], set()
    for scope in scopes:
        for call in descendants(scope.source.root, "call_expression"):
            if text_of(parts(call)[0]) != "loadTextContent":
                continue
            path = folder / str(literal(parts(parts(call)[1])[0]))
            loaded.add(path)
            if not path.is_file():
                faults.append(
                    scope.source.fault(call, f"there is no file {path.relative_to(folder)}")
                )
    every = set((folder / ALERTS).glob("*.kql"))
    return [*faults, *(Fault(path, 1, 1, "no alert loads this") for path in sorted(every - loaded))]


def _poison(folder: Path) -> list[Fault]:
    """The alert names the queue, which the host only logs in words."""
    path = folder / ALERTS / "poison.kql"
    lacking = [
        name
        for name in used_queues()
        if name.endswith(POISON) and f'"{name}"' not in path.read_text("utf-8")
    ]
    return [Fault(path, 1, 1, f"does not look for {name}") for name in lacking]
