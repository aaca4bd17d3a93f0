"""A copy of infra/azure in which a mistake can be planted."""

import shutil
from pathlib import Path

import pytest

from tests.azure.planting import AZD, AZURE, HOST, Copy


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Return a copy of infra/azure, azure.yaml and host.json, which nothing is wrong with."""
    shutil.copytree(AZURE, tmp_path / "azure")
    shutil.copy(AZD, tmp_path)
    shutil.copy(HOST, tmp_path)
    return Copy(tmp_path)
