"""`make doctor` beside `make run`."""

import json
from pathlib import Path

import httpx
import pytest
from environment import SETTINGS_NAME
from running_stack import RunningStack, running_stack

from infra.doctor.__main__ import main


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def stack(data: Path):
    with running_stack(data, now="2026-11-24T10:00") as running:
        yield running


def doctor(data: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict]:
    code = main(["--settings", str(data / SETTINGS_NAME), "--json"])
    return code, json.loads(capsys.readouterr().out)


def found(document: dict) -> list[str]:
    return [finding["code"] for each in document["checks"] for finding in each["findings"]]


def test_a_stack_that_runs_is_well_and_its_settings_are_private(stack, data, capsys):
    code, document = doctor(data, capsys)

    assert [each["check"] for each in document["checks"] if each["state"] != "well"] == []
    assert (code, document["well"]) == (0, True)
    assert (data / SETTINGS_NAME).stat().st_mode & 0o077 == 0


def test_a_bad_day_is_told(stack: RunningStack, data, capsys):
    with httpx.Client(base_url=stack.address, trust_env=False) as local:
        local.post("/local/faults", json={"gsis": "down"}).raise_for_status()
        code, document = doctor(data, capsys)
        local.post("/local/faults", json={"gsis": "ok"}).raise_for_status()

    assert code == 1
    assert found(document) == ["gsis_down"]


def test_the_report_is_for_people_unless_asked_otherwise(stack, data, capsys):
    assert main(["--settings", str(data / SETTINGS_NAME), "--lang", "el"]) == 0

    text = capsys.readouterr().out
    assert "✓ Γραμματοκιβώτια των ΚΕΠ" in text
    assert "✗" not in text
