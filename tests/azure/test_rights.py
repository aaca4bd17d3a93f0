"""What the code needs of Azure, against the table of rights."""

from pathlib import Path

import pytest

from infra.azure_checks.roles_check import NEEDS, ROOT, code_faults


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """Return a folder with the files that the table of rights names, as they are."""
    for need in NEEDS.values():
        if need.file:
            (tmp_path / need.file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / need.file).write_text((ROOT / need.file).read_text("utf-8"), "utf-8")
    return tmp_path


def test_each_right_is_needed_by_the_code_that_it_names(code: Path) -> None:
    assert code_faults(code) == []


def test_a_right_that_the_code_has_stopped_needing_is_found(code: Path) -> None:
    (code / "functions/adapters/table_store.py").write_text("# rows are elsewhere now\n", "utf-8")

    (fault,) = code_faults(code)

    assert fault.path.name == "table_store.py"
    assert "no longer needs storageTableDataContributor on dataStorage" in fault.says


def test_a_package_of_azure_that_has_no_right_is_found(code: Path) -> None:
    (code / "functions" / "letters.py").write_text("from azure.storage.blob import X\n", "utf-8")

    (fault,) = code_faults(code)

    assert fault.path.name == "letters.py"
    assert fault.says.startswith("azure.storage may need a role")
