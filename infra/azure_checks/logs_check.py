"""The queries of the alerts and of the dashboard ask for what the code writes into the log."""

import json
import re
from pathlib import Path
from typing import Any

from functions.domain.log_line import EVENTS, FIELDS
from infra.azure_checks.scope import Scope
from infra.azure_checks.similar import close_to
from infra.azure_checks.storage_check import POISON, used_queues
from infra.azure_checks.syntax import Fault, descendants, literal, parts, text_of

TABLES = {"exceptions", "requests", "traces", "_LogOperation"}
FIELD = re.compile(r"\bd(?:\.(\w+)|\[\"(\w+)\"\])")
EVENT = re.compile(r"\bd\.event (?:==|in) ((?:\"\w+\")|\([^)]*\))")
STRING = re.compile(r"\"(\w+)\"")
# Each is also the name of an alert, and a place on the page that says what to do.
ALERTS = "alerts"


def log_faults(folder: Path, scopes: list[Scope]) -> list[Fault]:
    """Return the queries that ask for what nothing writes, and those that nothing uses."""
    faults = [fault for path in sorted((folder / ALERTS).glob("*.kql")) for fault in _file(path)]
    return [
        *faults,
        *_workbook(folder / "workbook.json"),
        *_loaded(folder, scopes),
        *_poison(folder),
    ]


def _file(path: Path) -> list[Fault]:
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    code = [(number, line.partition("//")[0]) for number, line in lines]
    found = [
        Fault(path, number, column, says) for number, line in code for column, says in _line(line)
    ]
    first = next((number for number, line in code if line.strip()), 1)
    table = dict(code).get(first, "").strip()
    if table not in TABLES:
        found.append(Fault(path, first, 1, f"there is no table {table!r}"))
    return found


def _line(line: str) -> list[tuple[int, str]]:
    """Return the column and the fault of each field and event in *line* that nothing writes."""
    wrong = []
    for match in FIELD.finditer(line):
        name = match.group(1) or match.group(2)
        if name not in {"event", *FIELDS}:
            wrong.append((match.start() + 1, f"the log has no {name}{close_to(name, FIELDS)}"))
    for match in EVENT.finditer(line):
        wrong += [
            (match.start() + 1, f"nothing logs the event {name}{close_to(name, EVENTS)}")
            for name in STRING.findall(match.group(1))
            if name not in EVENTS
        ]
    return wrong


def _workbook(path: Path) -> list[Fault]:
    text = path.read_text("utf-8")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        return [Fault(path, error.lineno, error.colno, f"not JSON: {error.msg}")]
    return [
        Fault(
            path, _line_of(text, item["content"]["query"]), 1, f"{item['content']['title']}: {says}"
        )
        for item in document["items"]
        if "query" in item["content"]
        for says in _query(item)
    ]


def _query(item: dict[str, Any]) -> list[str]:
    query: str = item["content"]["query"]
    table = query.splitlines()[0].strip()
    wrong = [] if table in TABLES else [f"there is no table {table!r}"]
    return [*wrong, *(says for line in query.splitlines() for _, says in _line(line))]


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
