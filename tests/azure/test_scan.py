"""What checkov's report means."""

import pytest

from infra.azure_checks.scan import MEANT, failures

FAILED = {
    "check_id": "CKV_AZURE_35",
    "check_name": "Deny by default",
    "resource": "Microsoft.Storage/storageAccounts.dataStorage",
    "file_path": "/main.bicep",
    "file_line_range": [133, 151],
}


def a_report(parsing_errors: int = 0, passed: int = 28) -> dict[str, object]:
    summary = {"parsing_errors": parsing_errors, "passed": passed}
    return {"summary": summary, "results": {"failed_checks": [FAILED]}}


def test_a_failure_is_told_with_its_file_and_line() -> None:
    ((found, says),) = failures(a_report()).items()

    assert found == ("CKV_AZURE_35", "dataStorage")
    assert says.endswith("infra/azure/main.bicep:133:1: CKV_AZURE_35: Deny by default")


@pytest.mark.parametrize("report", [a_report(parsing_errors=1), a_report(passed=0)])
def test_files_that_were_not_read_are_no_success(report: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="did not read"):
        failures(report)


def test_each_rule_that_is_not_followed_has_a_reason() -> None:
    assert all(len(why) > 10 for why in MEANT.values())
