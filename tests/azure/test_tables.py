"""What the tables of the checks name is there, so that no line of them asks for nothing."""

import pytest

from infra.azure_checks.every_check import faults
from infra.azure_checks.expected_check import expected
from infra.azure_checks.kql_check import query_faults
from infra.azure_checks.name_rules import RULES
from infra.azure_checks.resource_types import versions_of
from infra.azure_checks.scope import Scope
from infra.azure_checks.syntax import parse
from tests.azure.planting import AZD, AZURE

FILES = ("main.bicep", "alerts.bicep", "production.bicepparam", "test.bicepparam")


@pytest.mark.parametrize("file", FILES)
def test_every_line_has_a_reason(file: str) -> None:
    for lines in expected(file).values():
        assert all(len(why) > 4 for _, why in lines.values())


@pytest.mark.parametrize("file", FILES)
def test_what_is_expected_of_a_file_is_of_things_in_it(file: str) -> None:
    scope = Scope(parse(AZURE / file))
    kinds = {name for name in expected(file) if "/" in name}

    assert expected(file).keys() - kinds <= scope.declared.keys()
    assert all(versions_of(kind) for kind in kinds)


def test_the_rules_of_names_are_of_known_types() -> None:
    assert [kind for kind in RULES if not versions_of(kind)] == []


def test_a_mistake_in_a_real_file_is_told_with_its_address() -> None:
    assert [str(fault) for fault in faults(AZURE, AZD)] == []


@pytest.mark.parametrize(
    "query",
    [
        'traces | extend l = parse_json(message) | where l.event == "healt"',
        "search *",
        "traces | extend d = parse_json(message) | where d.event == 'digests'",
        'traces | where parse_json(message).event == "digests"',
        'traces | extend d = parse_json(message) | where not(d.event != "digests")',
        "requests | where succes == false",
        "exceptions | summarize n = count() by type | where outerMessage has 'x'",
    ],
)
def test_a_query_with_a_mistake_is_found(query: str) -> None:
    assert query_faults(query) != []


@pytest.mark.parametrize(
    "query",
    [
        'traces | extend l = todynamic(message) | where l["event"] in~ ("HEALTH", "digest")',
        "requests | where success == false | summarize n = count() by name, bin(timestamp, 5m)",
        'traces | extend e = tostring(parse_json(message).event) | where e == "graph"',
        "traces | summarize arg_max(timestamp, message) by itemType | where message has 'x'",
        "exceptions | project timestamp, type | distinct type | take 5",
    ],
)
def test_a_query_without_a_mistake_is_left_alone(query: str) -> None:
    assert query_faults(query) == []
