"""
Check every page of the built site:

    python -m infra.audit [--report] [address …]

with axe and the console of Chromium, html-validate, and our own look at the links.
What is wrong is printed, a line each, and makes the exit code 1. With `--report` the
result becomes the report from which the accessibility statement is made.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from audit_report import Finding, Report, kinds_of, write_report
from running_stack import running_stack

from infra.audit.access import RULES, TOOLS
from infra.audit.browsing import Look, browse, looks, windows
from infra.audit.links import broken_links
from infra.audit.markup import invalid_markup
from infra.audit.site_pages import NoSuchPage, site_pages


def audit(site: Path, asked: Sequence[str], chromium: str, today: date) -> Report:
    """
    Check the pages at the addresses *asked* for, or all, of the site in a folder.

    Raises:
        NoSuchPage: One of them is not there.
    """
    every, pages = site_pages(site), site_pages(site, asked)
    planned = looks(list(pages))
    found = [*broken_links(site, every, pages), *invalid_markup(pages)]
    seen, version = _browse(site, planned, chromium)
    return Report(
        on=today,
        pages=len(pages),
        kinds=kinds_of(pages),
        tools={"chromium": version, **_versions("axe-core", "html-validate")},
        rules=tuple(RULES),
        windows=tuple(windows(planned)),
        findings=tuple(sorted([*found, *seen], key=str)),
    )


def _browse(site: Path, planned: Sequence[Look], chromium: str) -> tuple[list[Finding], str]:
    with tempfile.TemporaryDirectory() as data, running_stack(Path(data), site=site) as stack:
        return asyncio.run(browse(stack.address, planned, chromium))


def _versions(*names: str) -> Mapping[str, str]:
    """Return the versions of npm packages."""
    packages = {name: (TOOLS / name / "package.json").read_text("utf-8") for name in names}
    return {name: json.loads(text)["version"] for name, text in packages.items()}


def summary(report: Report, seconds: float) -> str:
    """Return one line with what was done, and how it ended."""
    looked = sum(window.pages for window in report.windows)
    return (
        f"{report.pages} pages, {looked} looks with axe, in {seconds:.0f} s: "
        f"{len(report.findings)} findings"
    )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Check every page of the built site.")
    parser.add_argument("pages", nargs="*", metavar="address", help="only these pages")
    parser.add_argument("--site", type=Path, default=Path("build/site"))
    parser.add_argument("--report", action="store_true", help="keep the result for the statement")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())  # noqa: DTZ011 (the day of whoever checks)
    asked = parser.parse_args(arguments)
    if asked.report and asked.pages:
        parser.error("only a check of all pages can be the report")
    chromium = shutil.which(os.environ.get("CHROMIUM", "chromium")) or "chromium"
    began = time.monotonic()
    try:
        report = audit(asked.site, asked.pages, chromium, asked.today)
    except NoSuchPage as missing:
        parser.error(f"there is no page {missing}")
    sys.stdout.write("".join(f"{finding}\n" for finding in report.findings))
    sys.stdout.write(f"{summary(report, time.monotonic() - began)}\n")
    if asked.report:
        write_report(report)
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
