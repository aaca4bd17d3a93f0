"""
The accessibility statement: `accessibility.yaml` and the report of the last check.

It follows the model of Implementing Decision (EU) 2018/1523, and claims no more than was
tested: `load_statement` refuses full compliance without tests by people, and dates that
do not fit together.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from audit_report import REPORT, Report, read_report

from functions.adapters.catalog_entries import Entry, Reader
from functions.adapters.catalog_files import BrokenCatalog
from functions.adapters.yaml_marks import Fault
from functions.domain.rules import Day
from functions.domain.texts import Text, Value, Words

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "accessibility.yaml"
YEAR = timedelta(days=366)

FAULTS: Mapping[str, tuple[str, str]] = {
    "untested": (
        "πλήρης συμμόρφωση δεν δηλώνεται όσο λείπουν έλεγχοι από ανθρώπους (people)",
        "full compliance cannot be claimed while tests by people are missing (people)",
    ),
    "not_full": (
        "πλήρης συμμόρφωση δεν δηλώνεται όσο υπάρχουν ευρήματα ή μη συμμόρφωση",
        "full compliance cannot be claimed while there are findings or non_compliance",
    ),
    "review_late": (
        "η επόμενη επανεξέταση γίνεται το αργότερο έναν χρόνο μετά την τελευταία",
        "the next review is at most a year after the last one",
    ),
    "report_old": (
        "ο τελευταίος έλεγχος έγινε πάνω από χρόνο πριν· τρέξτε make audit REPORT=yes",
        "the last check is more than a year older; run make audit REPORT=yes",
    ),
}


class Limit(Value):
    """Content that is not accessible, and what to use instead."""

    what: Text
    instead: Text | None = None


class PeoplesTest(Value):
    """A test that only people can make, and the day on which somebody has made it."""

    what: Text
    done: Day | None = None


class Check(Value):
    """What a program checks at each change, and the test that does it (`file::function`)."""

    what: Text
    test: Words


class AccessibilityStatement(Value):
    """What `accessibility.yaml` says; see the comments there."""

    prepared: Day
    last_review: Day
    next_review: Day
    method: Literal["self-assessment", "third-party"]
    status: Literal["full", "partial", "none"]
    scope: Text
    non_compliance: tuple[Limit, ...]
    disproportionate_burden: tuple[Limit, ...]
    out_of_scope: tuple[Limit, ...]
    gaps: tuple[Text, ...]
    people: tuple[PeoplesTest, ...]
    checks: tuple[Check, ...]
    feedback_email: Words | None


def load_statement(source: Path = SOURCE, report: Path = REPORT) -> dict[str, Any]:
    """
    Return what the page is given: the statement, the report, and its findings by rule.

    Raises:
        BrokenCatalog: With every fault of the statement, at its line and column.
    """
    reader = Reader(source.parent)
    entry = reader.file(source, AccessibilityStatement, {})
    checked = read_report(report)
    if entry and entry.value:
        reader.faults += _faults(entry, entry.value, checked)
    if reader.faults or entry is None:
        raise BrokenCatalog(reader.faults)
    return {"statement": entry.value, "report": checked, "found": found(checked)}


def _faults(
    entry: Entry[AccessibilityStatement], statement: AccessibilityStatement, report: Report
) -> Iterator[Fault]:
    full = statement.status == "full"
    broken = {
        ("status", "untested"): full and not all(test.done for test in statement.people),
        ("status", "not_full"): full and bool(report.findings or statement.non_compliance),
        ("next_review", "review_late"): statement.next_review - statement.last_review > YEAR,
        ("last_review", "report_old"): statement.last_review - report.on > YEAR,
    }
    for (key, code), is_broken in broken.items():
        if is_broken:
            yield Fault(entry.document.file, *entry.document.place((key,)), *FAULTS[code])


def found(report: Report) -> Mapping[str, Sequence[str]]:
    """Return the addresses of the pages with findings, by rule."""
    rules = sorted({finding.rule for finding in report.findings})
    return {
        rule: sorted({one.address for one in report.findings if one.rule == rule}) for rule in rules
    }


def statement_document(source: Path = SOURCE, report: Path = REPORT) -> dict[str, Any]:
    """Return the statement for machines: what is claimed, and the report behind it."""
    loaded = load_statement(source, report)
    return {
        "standard": "EN 301 549 V3.2.1",
        "guidelines": "WCAG 2.1 AA",
        "model": "http://data.europa.eu/eli/dec_impl/2018/1523/oj",
        **loaded["statement"].model_dump(mode="json"),
        "report": loaded["report"].model_dump(mode="json"),
    }


def write_statement(site: Path) -> None:
    """Write `accessibility.json` into the built *site*."""
    text = json.dumps(statement_document(), ensure_ascii=False, separators=(",", ":"))
    (site / "accessibility.json").write_text(f"{text}\n", "utf-8")
