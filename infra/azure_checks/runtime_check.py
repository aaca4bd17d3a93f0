"""Azure runs the version of Python that the tests ran, and the packages are those for it."""

import re
from pathlib import Path

from infra.azure_checks.scope import Scope
from infra.azure_checks.syntax import Fault, entry, literal, parts, value_of

ROOT = Path(__file__).parents[2]
# file → what in it names the version
ELSEWHERE = {
    "Makefile": r"sys\.version_info\[:2\] != \((\d+), (\d+)\)",
    "README.md": r"Production is Python (\d+)\.(\d+)",
    "requirements.txt": r"azure-functions-runtime==\S+; python_version >= \"(\d+)\.(\d+)\"",
}


def runtime_faults(scope: Scope, root: Path = ROOT) -> list[Fault]:
    """Return where main.bicep names another version of Python than the Makefile's tests ran."""
    tested = _version("Makefile", root)
    if "functions" not in scope.resources:
        return [scope.source.fault(scope.source.root, "the resource functions is missing")]
    app = value_of(scope.resources["functions"])
    runtime = entry(app, "properties", "functionAppConfig", "runtime", "version")
    premium = entry(app, "properties", "siteConfig", "linuxFxVersion")
    given = [(runtime, tested), (premium and parts(premium)[-1], f"Python|{tested}")]
    faults = [
        scope.source.fault(node, f"the tests run under Python {tested}")
        for node, wanted in given
        if node is not None and literal(node) != wanted
    ]
    return [*faults, *_others(tested, root), *_unsaid(scope, runtime, premium)]


def _unsaid(scope: Scope, *places: object) -> list[Fault]:
    app = scope.resources["functions"]
    return [] if all(places) else [scope.source.fault(app, "says no version of Python")]


def _others(tested: str, root: Path) -> list[Fault]:
    return [
        Fault(root / name, 1, 1, f"does not say Python {tested}, under which the tests run")
        for name in ELSEWHERE
        if _version(name, root) != tested
    ]


def _version(name: str, root: Path) -> str:
    found = re.search(ELSEWHERE[name], (root / name).read_text("utf-8"))
    return ".".join(found.groups()) if found else ""
