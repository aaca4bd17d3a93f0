"""The page about the cost cannot lie: what it multiplies was counted."""

import re
from pathlib import Path

import pytest
from cost import load_cost, month_of
from hypothesis import given
from hypothesis import strategies as st

from tests.cost.counting import a_month, an_appointment

BICEP = (Path(__file__).parents[2] / "infra/azure/main.bicep").read_text("utf-8")
HOW = "site/cost.yaml says otherwise: PYTHONPATH=.:infra/local:site python -m tests.cost"


def test_the_operations_of_an_appointment_are_as_the_page_says():
    assert an_appointment() == load_cost().counted.appointment, HOW


def test_the_operations_of_an_idle_month_are_as_the_page_says():
    assert a_month() == load_cost().counted.month, HOW


def test_the_first_units_of_a_month_are_free_where_the_price_says_so():
    price = load_cost().prices["logs"]

    assert price.of(price.free) == 0
    assert price.of(price.free + 2) == pytest.approx(2 * price.price)


def test_a_month_without_appointments_costs_the_site_and_the_ready_instance_at_least():
    idle = month_of(0, load_cost())

    assert idle.costs["static_web_app"] == 9
    assert idle.costs["ready_baseline"] == pytest.approx(2 * 730 * 3600 * 0.000004)
    assert idle.amounts["table_storage"] == 0
    assert idle.total == pytest.approx(sum(idle.costs.values()))


@given(fewer=st.integers(0, 100_000), more=st.integers(0, 100_000))
def test_more_appointments_never_cost_less(fewer, more):
    facts = load_cost()

    assert month_of(fewer, facts).total <= month_of(fewer + more, facts).total


def test_each_price_has_a_meter_and_each_meter_a_price():
    facts = load_cost()
    month = month_of(1, facts)

    assert month.costs.keys() == month.amounts.keys() == facts.prices.keys()


def test_the_memory_of_an_instance_is_that_of_the_deployment():
    [megabytes] = re.findall(r"instanceMemoryMB: (\d+)", BICEP)

    assert load_cost().assumed["gigabytes_of_memory"].value == int(megabytes) / 1024
