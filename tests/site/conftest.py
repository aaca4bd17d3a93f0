"""The whole site, built once from the shipped catalogue by the command that people use."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.domain.catalog import Catalog
from tests.site.reading import Page, read_pages

ROOT = Path(__file__).parents[2]
Build = Callable[..., subprocess.CompletedProcess[str]]
SAID = {"PUBLIC_ORIGIN", "REPOSITORY", "PREVIEW"}  # what the build reads from its environment


@pytest.fixture(scope="session")
def build() -> Build:
    """Run the build into a folder, from a catalogue; its environment says what is given here."""

    def run(
        into: Path, catalog: Path = CATALOG_DATA, **said: str
    ) -> subprocess.CompletedProcess[str]:
        options = ["--into", into, "--assets", into.parent / "assets.json", "--catalog", catalog]
        return subprocess.run(  # noqa: S603 (our own command)
            [sys.executable, "site/build.py", *map(str, options)],
            cwd=ROOT,
            env={name: os.environ[name] for name in os.environ.keys() - SAID} | said,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, build: Build) -> Path:
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("site") / "site"
    built = build(folder)

    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    """Every page by its address, read."""
    return read_pages(site)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(CATALOG_DATA)
