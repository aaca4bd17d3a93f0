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
    text,
    tree,
)

FOLDER = Path("infra/microsoft365")
SCRIPTS = sorted(FOLDER.glob("*.ps1"))
CMDLETS = yaml.safe_load(Path("tests/doctor/cmdlets.yaml").read_text("utf-8"))
CHANGES = re.compile(r"(Add|Grant|New|Remove|Set|Update)-(?!StrictMode)")
OUR_OWN = {"az", "ConvertTo-Json", "ForEach-Object", "Format-Table", "Get-Command", "Import-Csv"}
OUR_OWN |= {"Out-Null", "Select-Object", "Set-Content", "Set-StrictMode", "Sort-Object"}
OUR_OWN |= {"Where-Object", "Write-Output", "Write-Warning"}
COMMON = {"ErrorAction"}
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
            assert parameters_of(command) <= {*CMDLETS[cmdlet], *COMMON}, text(command)


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
