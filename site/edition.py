"""A built site that is kept up with the catalogue while that is edited."""

import filecmp
import shutil
from pathlib import Path

from assembly import Contents, Workshop
from feed import ended_files
from history import history
from remembering import Known, Remembering

from functions.adapters.catalog_files import read_catalog


class Edition:
    """The site in *target*, kept up with the catalogue in *folder* by means of *workshop*."""

    def __init__(self, folder: Path, target: Path, workshop: Workshop) -> None:
        self.folder = folder
        self.target = target
        self.workshop = workshop
        self.entries: Known = {}

    def renew(self) -> int:
        """
        Bring the site up to date; return how many pages of it were rendered.

        Raises:
            BrokenCatalog: The catalogue has faults; the site stays.
            BuildFailed: A page could not be made; the site stays.
        """
        catalog = read_catalog(Remembering(self.folder, self.entries))
        contents = Contents(catalog, history(self.folder, ended_files(catalog)))
        changed = self.workshop.make(contents)
        copy_changes(self.workshop.site, self.target)
        return changed


def copy_changes(source: Path, target: Path) -> None:
    """Make *target* like *source*, file by file; what is the same stays untouched."""
    here, there = _files(source), _files(target)
    for name in sorted(here):
        if name not in there or not filecmp.cmp(source / name, target / name):
            partial = target / name.with_name(f".{name.name}")
            partial.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, partial)
            partial.replace(target / name)
    for name in there - here:
        (target / name).unlink()
        _remove_empty((target / name).parent)


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def _remove_empty(folder: Path) -> None:
    while not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
