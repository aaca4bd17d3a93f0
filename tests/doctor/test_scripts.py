"""The scripts for Microsoft 365 parse, ask before each change, and fit the code."""

import re
from pathlib import Path

import pytest
import yaml

from functions.adapters.entra_sign_in import ADMINISTRATOR, CALLBACK, OFFICER, TOKEN_EXCHANGE
from functions.adapters.graph_calendar import RULES
from functions.ports import SERVICE_MAILBOX
from infra.doctor.report import words
from tests.doctor.powershell import (
    commands,
    conditions,
    every,
    literals,
    name_of,
    parameters_of,
    refusals,
    text,
    tree,
)

FOLDER = Path("infra/microsoft365")
SCRIPTS = sorted(FOLDER.glob("*.ps1"))
CMDLETS = yaml.safe_load(Path("tests/doctor/cmdlets.yaml").read_text("utf-8"))
CHANGES = re.compile(r"(Add|Grant|New|Remove|Set|Update)-(?!StrictMode)")
TAKES_AWAY = re.compile(r"Remove-|Set-.+ -Remove", re.DOTALL)
OUR_OWN = {"az", "ConvertFrom-Json", "ConvertTo-Json", "ForEach-Object", "Format-Table"}
OUR_OWN |= {"Get-Command", "Import-Csv", "Out-Null", "Set-Content", "Set-StrictMode"}
OUR_OWN |= {"Sort-Object", "Where-Object", "Write-Output", "Write-Warning"}
each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)


@each_script
def test_a_script_parses(script):
    assert [text(node) for node in every(tree(script)) if node.type == "ERROR"] == []
    assert not tree(script).has_error


@each_script
def test_a_script_says_what_it_does_in_both_languages_and_what_it_needs(script):
    content = script.read_text("utf-8")

    for wanted in (".SYNOPSIS", "Περίληψη:", "#Requires -Modules", "SupportsShouldProcess"):
        assert wanted in content
    assert "-WhatIf" in content
    assert "$ErrorActionPreference = 'Stop'" in content


@each_script
def test_nothing_is_changed_without_asking(script):
    unasked = [
        text(command)
        for command in commands(script)
        if CHANGES.match(name_of(command)) and "ShouldProcess(" not in conditions(command)
    ]

    assert unasked == []


@each_script
def test_cmdlets_and_parameters_are_those_that_microsoft_documents(script):
    for command in commands(script):
        cmdlet = name_of(command)
        if cmdlet not in OUR_OWN:
            assert parameters_of(command) <= {*CMDLETS[cmdlet]}, text(command)


@each_script
def test_what_fails_stops_a_script(script):
    """Nothing is taken for missing because it could not be read."""
    content = script.read_text("utf-8")

    assert "$PSDefaultParameterValues = @{ '*:ErrorAction' = 'Stop' }" in content
    for hidden in ("ErrorAction SilentlyContinue", "ErrorAction Ignore", "catch", "trap "):
        assert hidden not in content


@each_script
def test_nothing_is_taken_away_without_the_switch(script):
    unasked = [
        text(command)
        for command in commands(script)
        if TAKES_AWAY.match(text(command)) and "$RemoveOthers -and" not in conditions(command)
    ]

    assert unasked == []


@pytest.mark.parametrize(
    ("script", "whose"), [("2-Set-Mailboxes.ps1", "$others"), ("4-Set-ChatRetention.ps1", "$gone")]
)
def test_who_would_lose_something_is_named_before_anything_is_changed(script, whose):
    guard = f"{whose} -and -not $RemoveOthers"
    content = (FOLDER / script).read_text("utf-8")
    [before] = [each for each in refusals(FOLDER / script) if guard in each]
    first = min(content.index(each) for each in changes_of_what_is_there(FOLDER / script))

    assert before
    assert content.index(guard) < first


def changes_of_what_is_there(script: Path) -> list[str]:
    return [
        text(command)
        for command in commands(script)
        if CHANGES.match(name_of(command)) and "-not $policy" not in conditions(command)
    ]


def test_the_secret_is_not_written_without_the_officers():
    script = FOLDER / "2-Set-Mailboxes.ps1"

    assert "$VaultName -and -not $Officers" in refusals(script)[0]
    [written] = [each for each in commands(script) if name_of(each) == "Set-Content"]
    assert "$Officers -and" in conditions(written)


def test_the_application_can_be_registered_before_the_site_has_an_address():
    content = (FOLDER / "1-Register-Apps.ps1").read_text("utf-8")

    assert "    [uri] $PublicOrigin," in content
    assert "if ($PublicOrigin) {" in content


def test_every_rule_of_the_meetings_is_a_parameter():
    [rules] = re.findall(r"\$rules = \[ordered\] @\{(.+?)\n\}", meetings(), re.DOTALL)
    names = re.findall(r"^    (\w+) = ", rules, re.MULTILINE)

    assert set(names) == set(CMDLETS["Set-CsTeamsMeetingPolicy"]) - {"Identity"}


@pytest.mark.parametrize(
    ("rule", "flag"),
    [("AllowCloudRecording", "allowRecording"), ("AllowTranscription", "allowTranscription")],
)
def test_what_the_code_forbids_for_a_meeting_the_policy_forbids_too(rule, flag):
    assert RULES[flag] is False
    assert f"{rule} = $false" in meetings()


def meetings() -> str:
    return (FOLDER / "3-Set-Meetings.ps1").read_text("utf-8")


def test_the_application_of_the_staff_is_the_one_that_the_code_expects():
    found = literals(FOLDER / "1-Register-Apps.ps1")

    assert {CALLBACK, OFFICER, ADMINISTRATOR, TOKEN_EXCHANGE} <= found


def test_the_mailbox_of_the_service_is_called_as_in_the_code():
    assert SERVICE_MAILBOX in literals(FOLDER / "2-Set-Mailboxes.ps1")


def test_every_script_that_the_doctor_names_is_there():
    commands = [entry.get("command", "") for entry in words()["findings"].values()]
    named = {found for one in commands for found in re.findall(r"infra/microsoft365/\S+ps1", one)}

    assert named
    assert {Path(one) for one in named} <= set(SCRIPTS)
