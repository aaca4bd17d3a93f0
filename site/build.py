"""
The whole site, in one command:

    python site/build.py            writes build/site, and site/templates/assets.json

The pages are generated as Markdown, MkDocs puts them into the shell (each language
in a process of its own), and the files beside them are added. Everything is made in
a folder of its own, which takes the place of the last site only when it is complete:
a broken catalogue is reported, and what was there stays.

PUBLIC_ORIGIN in the environment is where the site will stand; the site map needs it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT)]

from catalog_pages import LANGUAGES, write_pages  # noqa: E402 (needs the path above)
from site_assets import copy_assets  # noqa: E402
from site_data import write_data  # noqa: E402

from functions.adapters.catalog_files import BrokenCatalog, load_catalog  # noqa: E402
from functions.domain.catalog import Catalog, Language  # noqa: E402

ORIGIN = "https://mykeplive.gov.gr"


class BuildFailed(Exception):
    """The engine refused a page; the message is what it said."""


def build(target: Path, asset_list: Path, catalog_folder: Path, origin: str) -> None:
    """
    Build the site into *target*, replacing what is there, and write *asset_list*.

    Raises:
        BrokenCatalog: The catalogue has faults; nothing was changed.
        BuildFailed: A page could not be made; nothing was changed.
    """
    catalog = load_catalog(catalog_folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".site-") as folder:
        work = Path(folder)
        site = work / "site"
        site.mkdir()
        assets = copy_assets(site)
        _render(catalog, work, assets)
        _collect(work / "el", site)
        _collect(work / "en", site / "en")
        write_data(catalog, site, origin)
        shutil.copy(HERE / "staticwebapp.config.json", site)
        _replace(target, site, work / "last")
    _write_whole(asset_list, json.dumps(assets, indent=2, sort_keys=True) + "\n")


def _render(catalog: Catalog, work: Path, assets: dict[str, str]) -> None:
    """Make the pages of both languages; one is rendered while the next is written."""
    engines = []
    for language in LANGUAGES:
        write_pages(catalog, language, work / "docs" / language)
        engines.append(_engine(_configure(work, language, assets)))
    said = [engine.communicate()[0] for engine in engines]
    if any(engine.returncode for engine in engines):
        raise BuildFailed("\n".join(said))


def _engine(configuration: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 (our own arguments)
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(configuration)],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _configure(work: Path, language: Language, assets: dict[str, str]) -> Path:
    """Write the configuration of one language; return its path. JSON is YAML."""
    path = work / f"mkdocs.{language}.yml"
    configuration = {
        "INHERIT": str(HERE / "mkdocs.yml"),
        "docs_dir": str(work / "docs" / language),
        "site_dir": str(work / language),
        "theme": {"custom_dir": str(HERE / "templates")},
        "extra": {"lang": language, "assets": assets},
    }
    path.write_text(json.dumps(configuration), "utf-8")
    return path


def _collect(rendered: Path, site: Path) -> None:
    """Move the pages out of *rendered*: the rest of it is the theme's, and unused."""
    names = {"index.html"} if site.name == "en" else {"index.html", "404.html"}
    for page in sorted(rendered.rglob("*.html")):
        if page.name in names:
            destination = site / page.relative_to(rendered)
            destination.parent.mkdir(parents=True, exist_ok=True)
            page.rename(destination)


def _replace(target: Path, site: Path, last: Path) -> None:
    if target.exists():
        target.rename(last)
    site.rename(target)


def _write_whole(path: Path, text: str) -> None:
    """Write a file that others may be reading: all of it at once."""
    partial = path.with_name(f".{path.name}")
    partial.write_text(text, "utf-8")
    partial.replace(path)


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the site, both languages.")
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--assets", type=Path, default=HERE / "templates" / "assets.json")
    parser.add_argument("--catalog", type=Path, default=ROOT / "catalog_data")
    asked = parser.parse_args()
    origin = os.environ.get("PUBLIC_ORIGIN", ORIGIN).rstrip("/")
    try:
        build(asked.into.resolve(), asked.assets, asked.catalog, origin)
    except (BrokenCatalog, BuildFailed) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
