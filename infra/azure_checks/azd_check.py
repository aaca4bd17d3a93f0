"""`azure.yaml` finds what it names: the Bicep file, and a resource tagged for each service."""

import re
from pathlib import Path
from typing import Any

import yaml

from infra.azure_checks.scope import Scope
from infra.azure_checks.syntax import Fault, descendants, literal, parts

TAG = "azd-service-name"
# service → folder that it deploys
FOLDERS = {"site": ("dist", "build/site"), "functions": ("project", "build/functions")}


def azd_faults(path: Path, main: Scope) -> list[Fault]:
    """Return what `azure.yaml` at *path* names that is not there, and the reverse."""
    text = path.read_text("utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    services: dict[str, dict[str, str]] = document["services"]
    tagged = _tagged(main)
    return [
        *(
            _at(path, text, name, f"no resource has the tag {TAG}: {name}")
            for name in services
            if name not in tagged
        ),
        *(
            main.source.fault(node, f"azure.yaml has no service {name}")
            for name, node in tagged.items()
            if name not in services
        ),
        *(
            _at(path, text, name, f"should deploy {folder}")
            for name, (key, folder) in FOLDERS.items()
            if services.get(name, {}).get(key) != folder
        ),
        *_infra(path, text, document["infra"], main),
    ]


def _tagged(main: Scope) -> dict[str, Any]:
    found = {}
    for pair in descendants(main.source.root, "object_property"):
        key, value = parts(pair)
        if literal(key) == TAG:
            found[str(literal(value))] = value
    return found


def _infra(path: Path, text: str, infra: dict[str, str], main: Scope) -> list[Fault]:
    if infra["module"] == main.source.path.stem and infra["path"] == "infra/azure":
        return []
    return [_at(path, text, "infra", "does not name infra/azure/main.bicep")]


def _at(path: Path, text: str, key: str, says: str) -> Fault:
    found = re.search(rf"^( *){key}:", text, re.MULTILINE)
    line = text[: found.start()].count("\n") + 1 if found else 1
    return Fault(path, line, len(found.group(1)) + 1 if found else 1, says)
