"""
The report of the last check of every page, `site/audit-report.json`.

`make audit REPORT=yes` writes it, and the accessibility statement is made from it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

REPORT = Path(__file__).resolve().parent / "audit-report.json"


class Part(BaseModel):
    """What the parts of a report share: frozen, and no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Window(Part):
    """How pages were looked at: width in CSS pixels, colours, and how many pages."""

    width: int
    colours: Literal["light", "dark"]
    pages: int


class Finding(Part):
    """Something wrong on a page: the rule of the tool, and what it said."""

    address: str
    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.address}: {self.rule}: {' '.join(self.what.split())}"


class Report(Part):
    """
    What was checked, with what, and what was found.

    *pages* counts both languages and the page for addresses that do not exist; *kinds*
    are the first parts of their addresses; *tools* are versions by name.
    """

    on: date
    pages: int
    kinds: tuple[str, ...]
    tools: Mapping[str, str]
    rules: tuple[str, ...]
    windows: tuple[Window, ...]
    findings: tuple[Finding, ...]


def read_report(path: Path = REPORT) -> Report:
    return Report.model_validate_json(path.read_text("utf-8"))


def write_report(report: Report, path: Path = REPORT) -> None:
    path.write_text(f"{report.model_dump_json(indent=2)}\n", "utf-8")


def kind_of(address: str) -> str:
    """Return the kind of page that stands at *address*, such as `services/…`, in any language."""
    first, *rest = address.removeprefix("/en/").strip("/").split("/")
    return f"{first}/…" if rest else first


def kinds_of(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({kind_of(address) for address in addresses}))
