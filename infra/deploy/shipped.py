"""Which files of the repository the functions need: all that `.funcignore` lets through."""

import os
from collections.abc import Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

# What stands at the top of a package. A new name is a decision: add it here, or to .funcignore.
TOP = {
    "LICENSE",
    "catalog_data",
    "function_app.py",
    "functions",
    "host.json",
    "requirements.txt",
    "site",
}


class Unexpected(Exception):
    """`.funcignore` lets something through that nobody decided to ship; the message names it."""


def shipped(root: Path) -> list[Path]:
    """
    Return the files to ship, relative to *root*, sorted.

    Raises:
        Unexpected: A name at the top is not in `TOP`.
    """
    ignored = GitIgnoreSpec.from_lines((root / ".funcignore").read_text("utf-8").splitlines())
    found = sorted(_files(root, ignored))
    if strange := sorted({path.parts[0] for path in found} - TOP):
        raise Unexpected(f"{', '.join(strange)}: ship it (infra/deploy/shipped.py) or ignore it")
    return found


def _files(root: Path, ignored: GitIgnoreSpec) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        here = Path(folder).relative_to(root)
        # A folder may be looked into for what `!` takes back, but not those that are large.
        names[:] = [name for name in names if not ignored.match_file(f"{here / name}/")]
        yield from (here / name for name in files if not ignored.match_file(here / name))
