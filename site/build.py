"""
The whole site, in one command:

    python site/build.py            writes build/site, and site/templates/assets.json

Everything is made in a folder of its own (`assembly`), which takes the place of the last
site only when it is complete: a broken catalogue is reported, and what was there stays.

In the environment, all optional: PUBLIC_ORIGIN, where the site will stand; REPOSITORY,
where its sources can be changed; PREVIEW, the proposal (a pull request's number) that it
shows: nothing can be booked then, and the pages say so.
"""

import argparse
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT)]

from assembly import Contents, Workshop  # noqa: E402 (needs the path above)
from catalog_pages import LANGUAGES  # noqa: E402
from engine import ENGINE, BuildFailed  # noqa: E402
from feed import ended_files  # noqa: E402
from history import history  # noqa: E402
from publication import Publication, publication  # noqa: E402
from site_assets import write_assets  # noqa: E402

from functions.adapters.catalog_files import BrokenCatalog, load_catalog  # noqa: E402


def build(
    target: Path, asset_list: Path, catalog_folder: Path, place: Publication, engine: str = ENGINE
) -> None:
    """
    Build the site into *target*, replacing what is there, and write *asset_list*.

    Raises:
        BrokenCatalog: The catalogue has faults; nothing was changed.
        BuildFailed: A page could not be made; nothing was changed.
    """
    catalog = load_catalog(catalog_folder)
    contents = Contents(catalog, history(catalog_folder, ended_files(catalog)))
    build_from(contents, target, asset_list, place, engine)


def build_from(
    contents: Contents, target: Path, asset_list: Path, place: Publication, engine: str = ENGINE
) -> None:
    """Build the site of *contents*; for the rest see `build`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".site-") as folder,
        ProcessPoolExecutor(len(LANGUAGES)) as workers,
    ):
        work = Path(folder)
        workshop = Workshop(work, place, engine, workers)
        workshop.make(contents)
        _replace(target, workshop.site, work / "last")
    write_assets(asset_list, workshop.assets)


def _replace(target: Path, site: Path, last: Path) -> None:
    if target.exists():
        target.rename(last)
    site.rename(target)


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the site, both languages.")
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--assets", type=Path, default=HERE / "templates" / "assets.json")
    parser.add_argument("--catalog", type=Path, default=ROOT / "catalog_data")
    parser.add_argument("--engine", default=ENGINE, help="the package that renders the pages")
    asked = parser.parse_args()
    place = publication(os.environ)
    try:
        build(asked.into.resolve(), asked.assets, asked.catalog, place, asked.engine)
    except (BrokenCatalog, BuildFailed) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
