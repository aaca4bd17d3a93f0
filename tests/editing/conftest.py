"""The shipped catalogue, read once."""

from pathlib import Path

import pytest

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.domain.catalog import Catalog


@pytest.fixture(scope="session")
def shipped() -> Path:
    """Return the folder that ships."""
    return CATALOG_DATA


@pytest.fixture(scope="session")
def catalog(shipped: Path) -> Catalog:
    """Return the catalogue that ships."""
    return load_catalog(shipped)
