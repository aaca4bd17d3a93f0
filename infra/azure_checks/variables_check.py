"""
What the files of parameters take from the environment, and what they leave to main.bicep.

The environment calls a parameter by its own name in capitals. The page on deploying lists what
has to be set; a parameter that a file does not mention gets main.bicep's default, which is
meant only where it stands in `LEFT_OUT`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tree_sitter import Node

from infra.azure_checks.expected_check import expected
from infra.azure_checks.scope import Scope
from infra.azure_checks.similar import close_to
from infra.azure_checks.syntax import Fault, descendants, literal, parts, text_of, value_of

ROOT = Path(__file__).parents[2]
PAGES = tuple(ROOT / "site/pages" / language / "operate/deploy.md.j2" for language in ("el", "en"))
LISTED = re.compile(r"<dt><code>([A-Z_]+)</code>")
READ = "readEnvironmentVariable"
# azd asks for its own name; `repository` alone would say too little among other variables.
CALLED = {"environmentName": "AZURE_ENV_NAME", "repository": "DEPLOY_REPOSITORY"}
ANYWHERE = {
    "location": "the region of the resource group",
    "prefix": "one name for every environment",
    "siteLocation": "the one region that is allowed",
}
# file → parameter → why its default is meant
LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "main.bicepparam": ANYWHERE,
    "production.bicepparam": {
        **ANYWHERE,
        "gsisEndpoint": "the default is GSIS's production",
        "plan": "Flex, until it turns out that the site refuses it",
    },
    "test.bicepparam": {**ANYWHERE, "plan": "as in production"},
}
# Texts that stand in a file; what else is one names people or belongs to one tenant.
WRITTEN = {"dailyLogGigabytes"}
TEST_HOST = "test.gsis.gr"


def variable_faults(files: list[Scope], main: Scope) -> list[Fault]:
    """Return what the *files* of parameters read by a wrong name, and leave out by mistake."""
    read = {name for file in files for name, _, _ in _reads(file)}
    return [
        *(fault for file in files for fault in _named(file, main)),
        *(fault for file in files for fault in _listed(file)),
        *(fault for file in files for fault in _left_out(file, main)),
        *(fault for page in PAGES for fault in _never_read(page, read)),
        *(fault for file in files for fault in _for_tests(file)),
        *(fault for file in files for fault in _written(file)),
    ]


def in_capitals(name: str) -> str:
    """Return what the environment calls the parameter *name*: `mailDomain` is MAIL_DOMAIN."""
    return re.sub(r"(?=[A-Z])", "_", name).upper()


def _reads(file: Scope) -> Iterator[tuple[str, Node, str]]:
    """Yield each variable that *file* reads: its name, the call, and the parameter it is for."""
    for parameter, declaration in file.variables.items():
        for call in descendants(declaration, "call_expression"):
            if text_of(parts(call)[0]) == READ:
                yield literal(parts(parts(call)[1])[0]) or "", call, parameter


def _named(file: Scope, main: Scope) -> Iterator[Fault]:
    for name, call, parameter in _reads(file):
        wanted = CALLED.get(parameter, in_capitals(parameter))
        if parameter in main.parameters and name != wanted:
            yield file.source.fault(call, f"{parameter} is {wanted} in the environment, not {name}")


def _listed(file: Scope) -> Iterator[Fault]:
    """Yield what has to be set and the pages do not say; azd's file names them itself."""
    for name, call, _ in _reads(file):
        has_default = len(parts(parts(call)[1])) > 1
        for page in () if has_default or file.source.path.stem == "main" else PAGES:
            names = _names_of(page)
            if name not in names:
                says = f"{_said(page)} does not list {name}{close_to(name, names)}"
                yield file.source.fault(call, says)


def _left_out(file: Scope, main: Scope) -> Iterator[Fault]:
    meant = LEFT_OUT.get(file.source.path.name, {})
    for name, node in main.parameters.items():
        if value_of(node).type != "type" and name not in {*file.variables, *meant}:
            says = f"{name} is left out: is main.bicep's default meant here?"
            yield file.source.fault(file.source.root, says)


def _never_read(page: Path, read: set[str]) -> Iterator[Fault]:
    text = page.read_text("utf-8")
    for found in LISTED.finditer(text):
        if found[1] not in read:
            line = text.count("\n", 0, found.start()) + 1
            says = f"no file of parameters reads {found[1]}{close_to(found[1], read)}"
            yield Fault(page, line, 1, says)


def _names_of(page: Path) -> list[str]:
    return LISTED.findall(page.read_text("utf-8"))


def _said(page: Path) -> str:
    return str(page.relative_to(ROOT / "site/pages"))


def _for_tests(file: Scope) -> Iterator[Fault]:
    """Yield where production would ask GSIS's host for tests, whose people do not exist."""
    for node in descendants(file.source.root, "string"):
        if file.source.path.stem == "production" and TEST_HOST in text_of(node):
            yield file.source.fault(node, f"{TEST_HOST} is for the test environment")


def _written(file: Scope) -> Iterator[Fault]:
    """Yield the texts that should come from the environment."""
    meant = WRITTEN | expected(file.source.path.name).keys()
    for name, node in file.variables.items():
        if name not in meant and value_of(node).type == "string":
            says = f"{name} belongs to one tenant: it should come from the environment"
            yield file.source.fault(value_of(node), says)
