"""
Which pages a proposal changes:

    python -m infra.catalogue.changed_pages --base origin/main --site build/site

prints their addresses, in one line. The site is built a second time, from what *base* names
in git, and the two are compared page by page. Names of styles and scripts do not count, for
they change on every page at once; when one of them has changed, a page of each kind is
named instead. Of more than --most pages, so many are named, spread evenly over all.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST = 60  # about what can be looked at in ten minutes
HASHED = re.compile(rb"(/assets/[\w.-]+?)\.[0-9a-f]{10}\.")


def changed(base: Path, site: Path) -> list[str]:
    """Return the addresses of the pages of *site* that are new or other than in *base*."""
    return [
        address
        for address, page in _pages(site)
        if not (base / page).is_file() or _content(base / page) != _content(site / page)
    ]


def of_each_kind(site: Path) -> list[str]:
    """Return one page of each kind: the first one at each depth of each part of the site."""
    kinds: dict[tuple[str, int], str] = {}
    for address, _ in _pages(site):
        parts = address.removeprefix("/en").strip("/").split("/")
        kinds.setdefault((parts[0], len(parts)), address)
    return list(kinds.values())


def spread(addresses: Sequence[str], most: int) -> list[str]:
    """Return at most so many of *addresses*, evenly apart."""
    count = min(most, len(addresses))
    return [addresses[index * len(addresses) // count] for index in range(count)]


def to_look_at(base: Path, site: Path, most: int) -> list[str]:
    """Return the pages that differ, and some for the styles and scripts that do."""
    pages = changed(base, site)
    if _assets(base) != _assets(site):
        pages = [*of_each_kind(site), *pages]
    return spread(list(dict.fromkeys(pages)), most)


def _pages(site: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(site.rglob("index.html")):
        page = path.relative_to(site)
        yield f"/{page.as_posix().removesuffix('index.html')}", page


def _content(page: Path) -> bytes:
    return HASHED.sub(rb"\1.", page.read_bytes())


def _assets(site: Path) -> set[str]:
    # The words of the search change with every title and look like nothing.
    return {path.name for path in (site / "assets").glob("*") if path.suffix != ".json"}


@contextmanager
def site_of(reference: str) -> Iterator[Path]:
    """Build the site as it is at *reference*, by its own generator; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        sources, site = Path(folder, "sources"), Path(folder, "site")
        _run("git", "worktree", "add", "--quiet", "--detach", str(sources), reference, cwd=ROOT)
        try:
            options = ["--into", str(site), "--assets", f"{folder}/assets.json"]
            _run(sys.executable, "site/build.py", *options, cwd=sources)
            yield site
        finally:
            _run("git", "worktree", "remove", "--force", str(sources), cwd=ROOT)


def _run(*command: str, cwd: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": "."}
    subprocess.run(command, cwd=cwd, env=environment, check=True)  # noqa: S603 (our own commands)


def main() -> int:
    parser = argparse.ArgumentParser(description="Name the pages that a proposal changes.")
    parser.add_argument("--base", required=True, help="what it is compared with, as git names it")
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--most", type=int, default=MOST)
    asked = parser.parse_args()
    with site_of(asked.base) as base:
        sys.stdout.write(f"{' '.join(to_look_at(base, asked.site, asked.most))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
