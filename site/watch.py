"""
The site while it is being edited:

    python site/watch.py            builds build/site, and again whatever changes

After a change in the catalogue only the files that changed are read, and only the pages
whose Markdown changed are rendered; after one of templates or assets all of them. A fault
is told with its place, and the last good site stays. `make run`, in another terminal,
serves it.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT)]

from assembly import Workshop  # noqa: E402 (needs the path above)
from catalog_pages import LANGUAGES  # noqa: E402
from edition import Edition  # noqa: E402
from engine import ENGINE, BuildFailed  # noqa: E402
from jinja2 import TemplateError  # noqa: E402
from publication import publication  # noqa: E402
from site_assets import write_assets  # noqa: E402

from functions.adapters.catalog_files import BrokenCatalog  # noqa: E402

PAUSE = 0.2  # seconds between two looks at the files: no library is worth less
ASSETS = HERE / "templates" / "assets.json"
NAMED = 3  # changed files, in the line that is printed
OTHERS = (HERE, ROOT / "functions" / "domain", ROOT / "functions" / "adapters")
FAULTS = (BrokenCatalog, BuildFailed, TemplateError)

# By file: when it was written, and its size.
Stamps = Mapping[Path, tuple[int, int]]


class Watch:
    """Keeps the site in *target* up with the catalogue in *folder* and all that makes it."""

    def __init__(
        self, folder: Path, target: Path, asset_list: Path, work: Path, workers: Executor
    ) -> None:
        self.folder = folder
        self.target = target
        self.asset_list = asset_list
        self.workers = workers
        self._works = (work / str(number) for number in count())
        self._edition: Edition | None = None

    def look(self, files: Sequence[Path]) -> str:
        """Bring the site up to date with *files*, which changed; say what came of it."""
        began = time.perf_counter()
        try:
            if any(self._needs_all(path) for path in files):
                self._edition = None
            pages = self._renew()
        except FAULTS as fault:
            return f"{fault}\nΟ ιστότοπος μένει όπως ήταν. / The site stays as it was."
        seconds = time.perf_counter() - began
        names = [path.name for path in files[:NAMED]] + ["…"] * (len(files) > NAMED)
        return f"{', '.join(names)} → {pages} σελίδες / pages, {seconds:.1f} s"

    def _renew(self) -> int:
        edition = self._edition or self._anew()
        pages = edition.renew()
        self._edition = edition  # only a complete one can be added to
        return pages

    def _anew(self) -> Edition:
        """Return an edition with nothing in it yet; the shell needs to know the assets."""
        work = next(self._works)
        work.mkdir()
        workshop = Workshop(work, publication(os.environ), ENGINE, self.workers)
        write_assets(self.asset_list, workshop.assets)
        return Edition(self.folder, self.target, workshop)

    def _needs_all(self, path: Path) -> bool:
        """Tell whether a change of this file makes the pages that were rendered useless."""
        rendered_again = (self.folder, HERE / "pages")
        inside = any(folder in path.parents for folder in rendered_again)
        return not inside or path.name == "renamed.yaml"


def stamps(folders: Iterable[Path]) -> Stamps:
    """Return the stamp of every file below *folders* that somebody may edit."""
    found = ((path, path.stat()) for folder in folders for path in _edited(folder))
    return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in found}


def _edited(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = path.name.startswith(".") or path.name.endswith("~")
        if not hidden and path.suffix != ".pyc" and path != ASSETS and path.is_file():
            yield path


def is_program(path: Path) -> bool:
    """Tell whether a change of this file takes a new start: code, or what code read already."""
    return path.suffix == ".py" or path.parent == HERE


def differing(old: Stamps, new: Stamps) -> list[Path]:
    """Return the files that came, went or were changed."""
    return sorted(path for path in {*old, *new} if old.get(path) != new.get(path))


def keep_up(watch: Watch, folders: Iterable[Path], say: Callable[[str], object]) -> None:
    """Look for changes until a program changes: that takes a new start."""
    watched = tuple(folders)
    last = stamps(watched)
    say(watch.look(watched))
    while True:
        time.sleep(PAUSE)
        try:
            now = stamps(watched)
        except FileNotFoundError:  # gone between two glances: look again
            continue
        changed, last = differing(last, now), now
        if any(is_program(path) for path in changed):
            return
        if changed:
            say(watch.look(changed))


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the site, and again what changes.")
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--catalog", type=Path, default=ROOT / "catalog_data")
    asked = parser.parse_args()
    target, folder = asked.into.resolve(), asked.catalog.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=target.parent, prefix=".edit-") as work,
        ProcessPoolExecutor(len(LANGUAGES)) as workers,
    ):
        watch = Watch(folder, target, ASSETS, Path(work), workers)
        keep_up(watch, (folder, *OTHERS), lambda line: print(line, flush=True))  # noqa: T201 (for the editor)
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 (this program again)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
