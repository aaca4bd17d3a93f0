"""`azure.yaml` finds what it names: the Bicep file, a resource for each service, make's targets."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from infra.azure_checks.scope import Scope
from infra.azure_checks.similar import close_to
from infra.azure_checks.syntax import Fault, descendants, literal, parts

ROOT = Path(__file__).parents[2]
TAG = "azd-service-name"
# service → what it must say
SERVICES: Mapping[str, Mapping[str, object]] = {
    "site": {"host": "staticwebapp", "dist": "build/site"},
    "functions": {"host": "function", "project": "build/functions", "remoteBuild": False},
}
INFRA = {"provider": "bicep", "path": "infra/azure", "module": "main"}
# service → what makes the folder that it deploys
MADE_BY = {"site": "make site", "functions": "make package"}
SITE = ROOT / "site" / "publication.py"  # make hands on what it is given
# The resources first: the site is built with the address that it gets.
STEPS = [{"azd": "provision"}, {"azd": "deploy --all"}]
TARGET = re.compile(r"\bmake ([\w-]+)")
SET, READ = re.compile(r"\b([A-Z_]+)="), re.compile(r"\$\{?([A-Z_]+)")


def azd_faults(path: Path, main: Scope) -> list[Fault]:
    """Return what `azure.yaml` at *path* names that is not there, and the reverse."""
    text = path.read_text("utf-8")
    try:
        document: dict[str, Any] = yaml.safe_load(text)
        services: dict[str, dict[str, Any]] = document["services"]
        infra, steps = document["infra"], document["workflows"]["up"]["steps"]
        faults = _faults(path, text, services, main)
    except (yaml.YAMLError, LookupError, AttributeError, TypeError) as error:
        says = f"not what azd expects: {' '.join(str(error).split())}"
        return [Fault(path, _line_of(error), 1, says)]
    return [
        *faults,
        *_says(path, text, "infra", infra, INFRA),
        *([] if steps == STEPS else [_at(path, text, "up", f"the steps should be {STEPS}")]),
    ]


def _line_of(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return int(mark.line) + 1 if mark else 1


def _faults(path: Path, text: str, services: dict[str, dict[str, Any]], main: Scope) -> list[Fault]:
    return [
        *_tags(path, text, services, main),
        *(
            fault
            for name, wanted in SERVICES.items()
            for fault in _says(path, text, name, services.get(name, {}), wanted)
        ),
        *(
            _at(path, text, name, f"{name}: nothing runs {wanted} before it is deployed")
            for name, wanted in MADE_BY.items()
            if not _run(services.get(name, {})).startswith(wanted)
        ),
        *(fault for one in services.values() for fault in _hooks(path, text, one, main)),
    ]


def _tags(path: Path, text: str, services: Mapping[str, Any], main: Scope) -> Iterator[Fault]:
    tagged = _tagged(main)
    for name in services:
        if name not in tagged:
            yield _at(path, text, name, f"no resource has the tag {TAG}: {name}")
    for name, node in tagged.items():
        if name not in services:
            yield main.source.fault(node, f"azure.yaml has no service {name}")


def _tagged(main: Scope) -> dict[str, Any]:
    found = {}
    for pair in descendants(main.source.root, "object_property"):
        key, value = parts(pair)
        if literal(key) == TAG:
            found[str(literal(value))] = value
    return found


def _says(
    path: Path, text: str, name: str, given: Mapping[str, Any], wanted: Mapping[str, object]
) -> Iterator[Fault]:
    """Yield what *given*, the part of the file called *name*, says otherwise than *wanted*."""
    for key, value in wanted.items():
        if given.get(key) != value:
            says = f"{name}: {key} should be {str(value).lower() if value is False else value}"
            yield _at(path, text, name, says, key if key in given else "")


def _run(service: Mapping[str, Any]) -> str:
    return str(service.get("hooks", {}).get("prepackage", {}).get("run", ""))


def _hooks(path: Path, text: str, service: Mapping[str, Any], main: Scope) -> Iterator[Fault]:
    """Yield the targets that the Makefile does not have, and the variables that nothing gives."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([\w-]+):", makefile, re.MULTILINE)
    outputs = main.source.declarations("output")
    for hook in service.get("hooks", {}).values():
        run = str(hook.get("run", ""))
        for name in TARGET.findall(run):
            if name not in targets:
                says = f"the Makefile has no {name}{close_to(name, targets)}"
                yield _line_with(path, text, run, says)
        for name in READ.findall(run):
            if name not in outputs:
                says = f"main.bicep has no output {name}{close_to(name, outputs)}"
                yield _line_with(path, text, run, says)
        for name in SET.findall(run):
            if not re.search(rf"\b{name}\b", makefile + SITE.read_text("utf-8")):
                yield _line_with(path, text, run, f"neither the Makefile nor the site reads {name}")


def _line_with(path: Path, text: str, run: str, says: str) -> Fault:
    place = text.find(run.partition("\n")[0])
    return Fault(path, text.count("\n", 0, place) + 1, 1, says)


def _at(path: Path, text: str, name: str, says: str, key: str = "") -> Fault:
    """Return the fault *says* at the part called *name*, or at *key* below it."""
    found = re.compile(rf"^( *){name}:", re.MULTILINE).search(text)
    if found and key:
        found = re.compile(rf"^( *){key}:", re.MULTILINE).search(text, found.end()) or found
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    return Fault(path, line, len(found.group(1)) + 1 if found else 1, says)
