"""`host.json` says what the pages, the site and the alerts rely on."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.azure_checks.syntax import Fault

# way → (what must stand there, why)
EXPECTED: Mapping[tuple[str, ...], tuple[object, str]] = {
    ("version",): ("2.0", "the version of the file"),
    ("extensionBundle", "id"): (
        "Microsoft.Azure.Functions.ExtensionBundle",
        "queues are read by an extension",
    ),
    ("extensions", "http", "routePrefix"): (
        "api",
        "the static site passes on /api and nothing else",
    ),
    ("extensions", "queues", "maxDequeueCount"): (5, "the alert poison says: failed five times"),
    ("extensions", "queues", "messageEncoding"): ("base64", "what the code posts"),
    ("logging", "applicationInsights", "samplingSettings", "excludedTypes"): (
        "Exception;Trace",
        "the alerts count lines of the log, which are traces",
    ),
    ("logging", "logLevel", "Azure.Core"): ("Warning", "else it logs the keys of rows"),
    ("logging", "logLevel", "default"): ("Information", "lines of the log are of this level"),
}


def host_faults(path: Path) -> Iterator[Fault]:
    """Yield what `host.json` at *path* says otherwise."""
    text = path.read_text("utf-8")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        yield Fault(path, error.lineno, error.colno, f"not JSON: {error.msg}")
        return
    for way, (wanted, why) in EXPECTED.items():
        if _at(document, way) != wanted:
            says = f"{'.'.join(way)} should be {json.dumps(wanted)}: {why}"
            yield Fault(path, _line(text, way), 1, says)


def _at(document: Any, way: tuple[str, ...]) -> object:
    for step in way:
        document = document.get(step, {}) if isinstance(document, dict) else {}
    return document


def _line(text: str, way: tuple[str, ...]) -> int:
    """Return the line of the last key of *way* that is there, looked for from above."""
    place = 0
    for step in way:
        found = re.compile(rf'"{step}"\s*:').search(text, place)
        place = found.start() if found else place
    return text.count("\n", 0, place) + 1
