"""
What an appointment asks of Azure and Microsoft 365, and what a month without any does: counted.

An appointment goes its whole way through the real pages' triggers, reconcile and the
adapters for Graph, over a store and a Graph that count. A month's timers are each run once
with the shipped catalogue, and multiplied by how often they fire in 30 days.
"""

import json
import math
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import azure.functions as func
import ncrontab

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.adapters.entra_token import EntraToken
from functions.adapters.graph import Graph
from functions.adapters.graph_calendar import GraphCalendar
from functions.adapters.graph_mailbox import GraphMailbox
from functions.adapters.letters import Letters
from functions.domain.staff import Officer
from functions.ports import Operation, Ports, Row
from functions.triggers import citizen_timers, interpreter_timers, outbox
from functions.triggers.limits import AddressLimits
from functions.triggers.web import Web
from functions.use_cases.check_health import check_health
from functions.use_cases.reconcile import reconcile
from functions.use_cases.send_reminders import send_reminders
from tests.builders import MARIA, Clock, make_ports
from tests.contract.outside import ACCOUNTS, NOON, SENDERS, Outside, the_outside
from tests.fake_store import FakeStore
from tests.fakes import FakeNote, FakeSignIn, FakeStaffSignIn, FakeTexts, FakeVault
from tests.triggers.client import ORIGIN, Client
from tests.triggers.fake_pages import FakePages
from tests.triggers.filling_in import ANSWERS, answer, begin, confirm

CENTRE, SERVICE = "kep-zografou", "birth-certificate"
NEXT_WEEK = "2026-12-02T09:00:00+02:00"
DAYS = 30
# The availability test of infra/azure/alerts.bicep: three places, each every five minutes.
HEALTH_LOOKS = 3 * 12 * 24 * DAYS
NOT_OURS = ("limits", "sessions")  # gone within the hour


class CountingStore(FakeStore):
    """A store that counts what Azure would bill: each call is one transaction."""

    transactions = 0
    worked_off = 0  # messages of the queue

    def get(self, partition: str, key: str) -> Row | None:
        self.transactions += 1
        return super().get(partition, key)

    def range(self, partition: str, first: str, past: str) -> Iterator[Row]:
        self.transactions += 1
        return super().range(partition, first, past)

    def commit(self, partition: str, operations: Sequence[Operation]) -> list[str]:
        self.transactions += 1
        return super().commit(partition, operations)

    def kilobytes(self) -> int:
        """Return what is kept, rounded up; keys and text count twice, since Azure has UTF-16."""
        kept = [row for (at, _), row in self.rows.items() if at not in NOT_OURS]
        size = sum(len(row.key) + len(json.dumps(row.data, ensure_ascii=False)) for row in kept)
        return math.ceil(2 * size / 1000)


def a_month() -> dict[str, int]:
    """Return what 30 days without appointments ask for."""
    ports = make_ports(store=CountingStore(), catalog=load_catalog(CATALOG_DATA), now=_noon())
    totals: Counter[str] = Counter()
    for schedule, run in _timers(_web(ports)):
        run()  # the digest is closed, and other work of the first time done
        done = _counted(ports, run)
        totals += Counter({name: fires(schedule) * number for name, number in done.items()})
        totals["timer_executions"] += fires(schedule)
    look = _counted(ports, lambda: check_health(ports))
    totals["transactions"] += HEALTH_LOOKS * look["transactions"]
    totals["log_lines"] += HEALTH_LOOKS
    totals["http_executions"] = HEALTH_LOOKS
    return {name: totals[name] for name in sorted(totals)}


def fires(schedule: ncrontab.Schedule) -> int:
    """Return how often a timer fires in 30 days, which here are all alike."""
    at, number = datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC), 0
    end = at + timedelta(days=1)
    while (following := schedule.next_after(at)) and following <= end:
        at, number = following, number + 1
    return number * DAYS


def an_appointment() -> dict[str, int]:
    """Return what one appointment asks for, from the sign-in to the day after."""
    note = FakeNote()
    with (
        tempfile.TemporaryDirectory() as folder,
        the_outside(Path(folder)) as outside,
        closing(_graph(outside, note)) as graph,
    ):
        ports = _ports(graph, note)
        client = Client(_web(ports))
        reference = _book(client)
        _settle(ports)
        _remind(ports, reference)
        _meet(client, reference)
        return _sums(ports)


def _graph(outside: Outside, note: FakeNote) -> Graph:
    token = EntraToken(outside.settings, "https://graph.microsoft.com")
    return Graph(outside.settings.graph_endpoint, token, note=note)


def _ports(graph: Graph, note: FakeNote) -> Ports:
    catalog = load_catalog(CATALOG_DATA)
    return make_ports(
        store=CountingStore(),
        catalog=catalog,
        now=_noon(),
        note=note,
        calendar=GraphCalendar(graph, ACCOUNTS),
        mailbox=GraphMailbox(graph, SENDERS),
        letters=Letters(catalog, ORIGIN, "kep.example", "desk@example.com", "admin@example.com"),
        texts=FakeTexts(is_on=False),
    )


def _book(client: Client) -> str:
    """Fill in the pages as a browser does: look at each step, answer it."""
    client.sign_in(MARIA)
    client.get(f"/api/book?service={SERVICE}&centre={CENTRE}")
    address = begin(client, SERVICE, centre=CENTRE)
    answers = ANSWERS | {"time": {"time": NEXT_WEEK}}
    while (step := address.rsplit("/", 1)[1]) != "check":
        client.get(address)
        address = answer(client, address, answers[step])
    client.get(address)
    client.get(confirm(client, address))
    [reference] = client.web.ports.nudge.posted
    return reference


def _settle(ports: Ports) -> None:
    """Work off the queue; one execution for each message."""
    for reference in ports.nudge.posted[ports.store.worked_off :]:
        reconcile(reference, ports)
    ports.store.worked_off = len(ports.nudge.posted)


def _remind(ports: Ports, reference: str) -> None:
    """Let the reminders go; what their timer asks for without any is counted in the month."""
    for ahead in ports.catalog.rules.reminders:
        idle = _counted(ports, lambda: send_reminders(ports))["transactions"]
        ports.now.now = datetime.fromisoformat(NEXT_WEEK) - ahead
        send_reminders(ports)
        ports.store.transactions -= 2 * idle
        _settle(ports)


def _meet(client: Client, reference: str) -> None:
    """The citizen looks once more; the officer opens the day, the appointment and the person."""
    client.sign_in(MARIA)
    client.get(f"/api/my/{reference}")
    client.sign_in_staff(Officer("officer@zografou.example", "Ελένη Γεωργίου", (CENTRE,)))
    client.get(f"/api/desk?centre={CENTRE}&day={NEXT_WEEK[:10]}")
    client.get(f"/api/desk/{reference}")
    client.get(f"/api/desk/{reference}/person")


def _sums(ports: Ports) -> dict[str, int]:
    refused = [each for each in ports.note.of("request") if each["status"] >= 400]
    failed = [each for each in ports.note.of("reconcile_step") if each["status"] == "failed"]
    assert not refused + failed
    return {
        "graph_calls": len(ports.note.of("graph")),
        "http_executions": len(ports.note.of("request")),
        "log_lines": len(ports.note.lines),
        "queue_executions": len(ports.nudge.posted),
        "stored_kilobytes": ports.store.kilobytes(),
        "transactions": ports.store.transactions,
    }


def _counted(ports: Ports, run: Any) -> dict[str, int]:
    """Return how many transactions and log lines *run* makes."""
    before = ports.store.transactions, len(ports.note.lines)
    run()
    after = ports.store.transactions, len(ports.note.lines)
    return {"transactions": after[0] - before[0], "log_lines": after[1] - before[1]}


def _timers(web: Web) -> Iterator[tuple[ncrontab.Schedule, Any]]:
    app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)
    for resource in (citizen_timers, interpreter_timers, outbox):
        app.register_functions(resource.blueprint(lambda: web))
    for function in app.get_functions():
        [binding] = map(json.loads, function.get_raw_bindings())
        if binding["type"] == "timerTrigger":
            call = function.get_user_function()
            yield ncrontab.parse(binding["schedule"]), lambda call=call: call(timer=_Timer())


class _Timer:
    past_due = False


def _noon() -> Clock:
    return Clock(NOON)


def _web(ports: Ports) -> Web:
    return Web(
        ports=ports,
        origin=ORIGIN,
        cookies=FakeVault(),
        sign_in=FakeSignIn(),
        staff_sign_in=FakeStaffSignIn(),
        pages=FakePages(),
        limits=AddressLimits(2),
        is_local=False,
        mail_domain="kep.example",
    )
