"""
What a change of the catalogue changes for citizens, and whether it may be made.

    python -m infra.catalogue.changes --base origin/main [--after catalog_data]

compares the catalogue of a git revision (or, with `--before`, of a folder) with the present
one, prints a summary in Markdown, Greek and English, and ends with 1 where the change would
strand appointments. What somebody has to look at first ends with 1 too, until `--checked`
says that somebody has. `--today` is the day as of which appointments can be booked.
"""

import argparse
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from functions.adapters.catalog_files import BrokenCatalog, annotation, load_catalog
from functions.adapters.yaml_marks import Fault
from functions.domain.catalog import Catalog
from functions.domain.slot import ATHENS
from infra.catalogue.stranding import Stranding, strandings
from infra.catalogue.summary import summary

FOLDER = "catalog_data"


class NoSuchRevision(Exception):
    """Git does not know the revision, or the catalogue is not in it."""


def catalog_at(revision: str, repository: Path) -> Catalog:
    """
    Return the catalogue of *revision*.

    Raises:
        NoSuchRevision: Git cannot give it.
        BrokenCatalog: A file of it cannot be read today.
    """
    asked = ["git", "archive", "--format=tar", "--end-of-options", revision, FOLDER]
    said = subprocess.run(asked, cwd=repository, capture_output=True, check=False)  # noqa: S603 (no shell)
    if said.returncode:
        raise NoSuchRevision(said.stderr.decode().strip())
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(said.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return catalog_before(Path(folder) / FOLDER)


def catalog_before(folder: Path) -> Catalog:
    """
    Return an earlier catalogue as it stands.

    What the circular counts, and what else today's checks ask of the whole, may have been
    otherwise then. For faults see `load_catalog`.
    """
    return load_catalog(folder, check=lambda draft: ())


def is_refused(found: Sequence[Stranding], *, checked: bool) -> bool:
    """Tell whether the change may not be made; *checked* is that somebody looked."""
    return any(one.weight == "refused" or not checked for one in found)


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Print the summary and return the exit code: 1 refused, 2 cannot be compared."""
    asked = _parser().parse_args(arguments)
    try:
        before = (
            catalog_before(asked.before) if asked.before else catalog_at(asked.base, Path.cwd())
        )
        after = load_catalog(asked.after)
    except (BrokenCatalog, NoSuchRevision) as failure:
        sys.stderr.write(f"{failure}\n")
        return 2
    found = strandings(before, after, asked.today)
    sys.stdout.write(summary(before, after, found))
    if environment.get("GITHUB_ACTIONS") == "true":
        sys.stderr.write("".join(f"{annotation(_fault(one))}\n" for one in found))
    return int(is_refused(found, checked=asked.checked))


def _fault(one: Stranding) -> Fault:
    return Fault(one.file, 1, 1, one.message.el, one.message.en)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="What a change of the catalogue changes.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--base", help="a git revision, such as origin/main")
    source.add_argument("--before", type=Path, help="a folder")
    parser.add_argument("--after", type=Path, default=Path(FOLDER))
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(ATHENS).date())
    parser.add_argument("--checked", action="store_true", help="no appointments stand in the way")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
