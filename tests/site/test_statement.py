"""The accessibility statement claims no more than was tested."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from audit_report import Finding, Report, kinds_of, read_report, write_report
from publication import REPOSITORY
from statement import SOURCE, found, load_statement, statement_document

from functions.adapters.catalog_files import BrokenCatalog
from tests.site.conftest import ROOT
from tests.site.reading import read_pages

ADDRESSES = ["/accessibility/", "/en/accessibility/"]
FINDING = Finding(address="/glossary/", rule="color-contrast", what="too little")
Changed = Callable[..., dict]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Load the statement with something else in its file, or in the report."""

    def load(*replacements: tuple[str, str], **report: object) -> dict:
        text = SOURCE.read_text("utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "accessibility.yaml").write_text(text, "utf-8")
        write_report(read_report().model_copy(update=report), tmp_path / "report.json")
        return load_statement(tmp_path / "accessibility.yaml", tmp_path / "report.json")

    return load


def refusal(changed: Changed, *replacements: tuple[str, str], **report: object) -> str:
    with pytest.raises(BrokenCatalog) as refused:
        changed(*replacements, **report)
    return str(refused.value)


FULL = ("status: partial", "status: full")
DONE = ("    done:\n", "    done: 2026-11-20\n")


def test_full_compliance_is_refused_while_people_have_not_tested(changed):
    line = SOURCE.read_text("utf-8").splitlines().index("status: partial") + 1

    assert f"accessibility.yaml:{line}:9: " in refusal(changed, FULL)
    assert "tests by people are missing" in refusal(changed, FULL)
    assert changed(FULL, DONE, findings=())["statement"].status == "full"


def test_full_compliance_is_refused_with_findings(changed):
    assert "findings" in refusal(changed, FULL, DONE, findings=(FINDING,))


def test_the_next_review_is_within_a_year(changed):
    late = re.search("next_review: .*", SOURCE.read_text("utf-8"))[0]

    assert "at most a year" in refusal(changed, (late, "next_review: 2029-01-01"))


def test_a_review_needs_a_check_of_the_same_year(changed):
    assert "make audit REPORT=yes" in refusal(changed, on=date(2025, 1, 1))


def test_an_unknown_key_is_shown_at_its_line(changed):
    said = refusal(changed, ("method:", "metod:"))

    assert "“metod”" in said
    assert "“method” is missing" in said


def test_findings_are_grouped_by_rule_and_pages(changed):
    other = FINDING.model_copy(update={"address": "/"})
    report: Report = changed(findings=(FINDING, FINDING, other))["report"]

    assert found(report) == {"color-contrast": ["/", "/glossary/"]}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_says_what_the_report_says(pages, address):
    report, text = read_report(), pages[address].text

    assert str(report.on.year) in text
    assert f" {report.pages} " in text
    assert all(version in text for version in report.tools.values())
    assert all(f"{window.pages} " in text for window in report.windows)
    assert all(finding.rule in text for finding in report.findings)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_says_what_people_have_not_tested(pages, address):
    language = "en" if "/en/" in address else "el"
    undone = [one.what for one in load_statement()["statement"].people if not one.done]

    assert undone
    assert {"el": "εν μέρει", "en": "partially"}[language] in pages[address].text
    assert all(what.in_language(language) in pages[address].text for what in undone)


def test_every_check_that_is_claimed_is_a_test_that_exists():
    for check in load_statement()["statement"].checks:
        file, _, name = check.test.partition("::")

        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), check.test


def test_the_last_report_knows_every_kind_of_page_and_nearly_all_pages(pages):
    """Fails when the site has grown since: `make audit REPORT=yes` checks it and says so."""
    report = read_report()

    assert set(kinds_of(pages)) == set(report.kinds), "make audit REPORT=yes"
    assert abs(len(pages) - report.pages) <= report.pages // 10, "make audit REPORT=yes"


def test_machines_read_the_same_statement(site):
    document = json.loads((site / "accessibility.json").read_text("utf-8"))

    assert document == statement_document()
    assert document["status"] == "partial"
    assert document["report"]["pages"] == read_report().pages


def test_every_page_links_to_the_statement(pages):
    for address, page in pages.items():
        root = "/en" if page.one("html").get("lang") == "en" else ""

        assert f"{root}/accessibility/" in page.links, address


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_barrier_can_be_told_with_and_without_an_account(pages, address):
    """The feedback mechanism of the model statement: a form that exists, and a KEP."""
    root = "/en" if "/en/" in address else ""
    links = pages[address].links

    assert f"{REPOSITORY}/issues/new?template=accessibility.yml" in links
    assert (ROOT / ".github/ISSUE_TEMPLATE/accessibility.yml").is_file()
    assert links.count(f"{root}/centres/") > 1  # in the text, and in the menu


def test_the_form_is_that_of_the_repository_that_is_named(build, tmp_path):
    built = build(tmp_path / "site", REPOSITORY="https://git.example/kep")

    assert built.returncode == 0, built.stderr
    page = read_pages(tmp_path / "site")["/accessibility/"]
    assert "https://git.example/kep/issues/new?template=accessibility.yml" in page.links
    assert "{repository}" not in page.html


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_enforcement_procedure_names_the_law_the_body_and_what_is_not_known(pages, address):
    page = pages[address]
    text = page.text.partition("Enforcement procedure" if "/en/" in address else "επιβολής")[2]

    assert "4727/2020" in text
    assert ("Ministry of Digital Governance" in text) or ("Ψηφιακής Διακυβέρνησης" in text)
    assert "https://mhdisef.mindigital.gr/requests-mechanism.php" in page.links
    assert ("not found in any source" in text) or ("δεν τα βρήκαμε σε πηγή" in text)
