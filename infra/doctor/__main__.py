"""
Examine a deployment and say what is missing.

    make doctor                                     the stack of `make run`, on this machine
    make doctor SETTINGS=production.json            a deployment, with the list that
        az functionapp config appsettings list --resource-group G --name F > production.json
    az … | python -m infra.doctor --settings -      the same, without a file

A deployment's rights can be tried only with the identity that has them: run it where that
identity is (the operator's page on Microsoft 365 says how). Ends with 1 if anything is wrong
or could not be checked.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.doctor.chart import NoSettings, examined, read_chart
from infra.doctor.report import LANGUAGES, as_document, as_text

LOCAL = Path("build/data/settings.json")


def main(arguments: Sequence[str]) -> int:
    """Print the report; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--settings", default=str(LOCAL), help="a file, or - for standard input")
    parser.add_argument("--outside", default="", help="a mailbox that must be out of reach")
    parser.add_argument("--lang", choices=LANGUAGES, help="one language instead of both")
    parser.add_argument("--json", action="store_true", help="for a program")
    options = parser.parse_args(arguments)
    try:
        settings = read_chart(_read(options.settings))
    except (OSError, NoSettings) as error:
        print(f"{options.settings}: {error}. Is `make run` running?", file=sys.stderr)  # noqa: T201
        return 1
    outcomes = examined(settings, options.outside)
    languages = (options.lang,) if options.lang else LANGUAGES
    document = json.dumps(as_document(outcomes), ensure_ascii=False, indent=1)
    print(document if options.json else as_text(outcomes, languages))  # noqa: T201
    return 0 if all(outcome.is_well for outcome in outcomes) else 1


def _read(name: str) -> str:
    return sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
