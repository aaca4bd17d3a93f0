"""
What a month costs: the operations that tests count, times the list prices of `cost.yaml`.

Nothing is known here of Azure but how its meters add up. On Flex Consumption a ready
instance serves the pages and is billed without a free part; timers and the queue run on demand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from functions.domain.rules import Day
from functions.domain.texts import Text

SOURCE = Path(__file__).resolve().parent / "cost.yaml"
KILOBYTES = 1_000_000  # in a gigabyte, as Azure Monitor counts
HOUR = 3600


class Part(BaseModel):
    """A part of `cost.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Price(Part):
    """*price* is for *per* units, after the first *free* of a month; *page* is Azure's own."""

    name: Text
    unit: Text
    price: float
    per: float = 1
    free: float = 0
    region: Text
    page: str

    def of(self, amount: float) -> float:
        """Return what *amount* units cost in a month."""
        return max(amount - self.free, 0) / self.per * self.price


class Assumed(Part):
    """A number that is not counted, and why it is what it is."""

    value: float
    why: Text


class Counted(Part):
    """What tests count: of a month without appointments, and of one appointment."""

    month: Mapping[str, int]
    appointment: Mapping[str, int]


class CostFacts(Part):
    """What `cost.yaml` says; see the comments there."""

    currency: str
    read_on: Day
    hours: int
    counted: Counted
    appointments: tuple[int, ...]
    assumed: Mapping[str, Assumed]
    prices: Mapping[str, Price]
    source: Text
    unpriced: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month with so many *appointments*: how much of each meter, and what that costs."""

    appointments: int
    amounts: Mapping[str, float]
    costs: Mapping[str, float]

    @property
    def total(self) -> float:
        return sum(self.costs.values())


def load_cost(source: Path = SOURCE) -> CostFacts:
    """Return the prices and counts of *source*."""
    return CostFacts.model_validate(yaml.safe_load(source.read_text("utf-8")))


def month_of(appointments: int, facts: CostFacts) -> Month:
    """Return what a month with so many appointments asks for and costs."""
    amounts = _amounts(appointments, facts)
    costs = {name: price.of(amounts[name]) for name, price in facts.prices.items()}
    return Month(appointments, amounts, costs)


def _amounts(appointments: int, facts: CostFacts) -> dict[str, float]:
    """Return the amount of each meter, in the meter's unit."""

    def counted(name: str) -> int:
        one, idle = facts.counted.appointment, facts.counted.month
        return idle.get(name, 0) + appointments * one.get(name, 0)

    assumed = {name: each.value for name, each in facts.assumed.items()}
    on_demand = counted("timer_executions") + counted("queue_executions")
    ready = counted("http_executions")
    second = assumed["seconds_per_execution"] * assumed["gigabytes_of_memory"]
    waiting = assumed["always_ready"] * assumed["gigabytes_of_memory"] * facts.hours * HOUR
    logs = counted("log_lines") * assumed["kilobytes_per_log_line"]
    host_logs = (on_demand + ready) * assumed["kilobytes_of_host_logs"]
    return {
        "static_web_app": 1,
        "ready_baseline": waiting,
        "ready_time": ready * second,
        "ready_executions": ready,
        "on_demand_time": on_demand * second,
        "on_demand_executions": on_demand,
        "table_transactions": counted("transactions"),
        "table_storage": counted("stored_kilobytes") * assumed["months_kept"] / KILOBYTES,
        "logs": (logs + host_logs) / KILOBYTES,
        "vault": assumed["vault_reads"],
    }


def cost_page() -> dict[str, Any]:
    """Return what the page about the cost shows."""
    facts = load_cost()
    return {"cost": facts, "months": [month_of(number, facts) for number in facts.appointments]}
