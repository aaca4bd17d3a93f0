"""
Every page by html-validate, in as many processes as there are cores.

    python -m infra.audit.markup [site]

checks a folder (`build/site`) and says what is wrong; `make validate` does that.
The rules, each with its reason, are in `html-rules.cjs` beside this file.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from audit_report import Finding
from node import node

from infra.audit.access import TOOLS
from infra.audit.site_pages import site_pages

PROGRAM = TOOLS / "html-validate" / "bin" / "html-validate.mjs"
CONFIG = Path(__file__).resolve().parent / "html-rules.cjs"


def invalid_markup(pages: Mapping[str, Path]) -> list[Finding]:
    """Return what is wrong with the HTML of *pages*, files by address."""
    addresses = {str(file.resolve()): address for address, file in pages.items()}
    files = list(addresses)
    cores = min(os.cpu_count() or 1, len(files))
    with ExitStack() as open_files:
        answers = [open_files.enter_context(TemporaryFile("w+")) for _ in range(cores)]
        running = [_validator(files[at::cores], answers[at]) for at in range(cores)]
        results = [one for pair in zip(running, answers, strict=True) for one in _results(*pair)]
    return [
        Finding(
            address=addresses[result["filePath"]],
            rule=message["ruleId"],
            what=f"line {message['line']}: {message['message']}",
        )
        for result in results
        for message in result["messages"]
    ]


def _validator(files: Sequence[str], answer: IO[str]) -> "subprocess.Popen[str]":
    """Start html-validate; it ends before a pipe has taken all that it says, so into a file."""
    return subprocess.Popen(  # noqa: S603 (our own program)
        [node(), PROGRAM, "--config", CONFIG, "--formatter", "json", *files],
        stdout=answer,
        text=True,
    )


def _results(validator: "subprocess.Popen[str]", answer: IO[str]) -> list[dict[str, Any]]:
    """Return the pages with faults; a validator that could not do its work stops everything."""
    if validator.wait() not in {0, 1}:
        raise subprocess.CalledProcessError(validator.returncode, "html-validate")
    answer.seek(0)
    results: list[dict[str, Any]] = json.load(answer)
    return results


def main(arguments: Sequence[str]) -> int:
    """Check a folder, print a line for each fault, and return the exit code."""
    pages = site_pages(Path(arguments[0] if arguments else "build/site"))
    found = invalid_markup(pages)
    sys.stdout.write("".join(f"{one}\n" for one in found))
    sys.stdout.write(f"HTML of {len(pages)} pages: {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
