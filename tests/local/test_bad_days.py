"""
Bad days of the whole stack: the booking stands at once, and the rest follows, once each.

The real functions, adapters and stand-ins, in a process of their own. The clock of the
stack is moved on instead of waiting for the next try.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from running_stack import running_stack

from tests.builders import a_body, a_citizen

NOW = "2026-11-24T10:00"
CENTRE, SERVICE = "kep-zografou", "birth-certificate"
PATIENCE = 20.0  # seconds; only a failing test waits so long


class Client(httpx.Client):
    """A citizen's client of a running stack, and its levers."""

    def sign_in(self) -> None:
        hint = a_citizen(1).tax_id
        self.get(f"/api/auth/citizen/login?return=/&login_hint={hint}", follow_redirects=True)

    def fault(self, **parts: str) -> None:
        self.post("/local/faults", json=parts).raise_for_status()

    def book(self, key: str = "key", slot: int = 0) -> httpx.Response:
        free = self.get(f"/api/v1/centres/{CENTRE}/slots?service={SERVICE}").json()["slots"]
        body = a_body(centre=CENTRE, service=SERVICE, starts_at=free[slot]["starts_at"])
        return self.post("/api/v1/bookings", json=body, headers={"Idempotency-Key": key})

    def shown(self, reference: str) -> dict[str, Any]:
        return self.get(f"/api/v1/bookings/{reference}").json()

    def later(self, **by: float) -> None:
        """Move the stack's clock on, and let the sweep look."""
        now = datetime.fromisoformat(self.get("/local/clock").json()["now"])
        self.post("/local/clock", json={"now": (now + timedelta(**by)).isoformat()})
        self.post("/local/timers/sweep_outbox").raise_for_status()

    def mails(self) -> list[dict[str, Any]]:
        return self.get("/local/mails").json()


@contextmanager
def signed_in(address: str) -> Iterator[Client]:
    with Client(
        base_url=address, timeout=30, trust_env=False, headers={"Origin": address}
    ) as client:
        client.sign_in()
        yield client


def eventually(look: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while not (seen := look()):
        assert time.monotonic() < until
    return seen


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_stack(tmp_path_factory.mktemp("stack"), now=NOW) as stack:
        yield stack.address


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with signed_in(address) as somebody:
        somebody.fault(graph="ok", gsis="ok", store="ok")
        somebody.delete("/local/data").raise_for_status()
        yield somebody
        somebody.fault(graph="ok", store="ok")


def assert_once_each(client: Client, reference: str) -> None:
    eventually(lambda: client.shown(reference)["notified"]["mail"])
    [event] = client.get("/local/events").json()
    [mail] = client.mails()
    assert event["online_meeting"]["joinWebUrl"] == client.shown(reference)["join_url"]
    assert event["online_meeting"]["lobbyBypassSettings"]["scope"] == "organizer"
    assert reference in event["event"]["subject"]
    assert reference in mail["subject"]


@pytest.mark.parametrize("fault", ["down", "throttled", "lost_replies"])
def test_while_graph_has_a_bad_day_the_booking_stands_and_the_rest_follows_once(client, fault):
    client.fault(graph=fault)

    made = client.book()

    reference = made.json()["reference"]
    assert (made.status_code, made.json()["join_url"]) == (201, None)
    eventually(lambda: client.get("/local/graph").json())
    client.later(minutes=5)
    assert client.shown(reference)["notified"] == {"event": None, "mail": None}
    client.fault(graph="ok")
    client.later(minutes=15)
    assert_once_each(client, reference)


def test_a_busy_store_says_so_and_the_same_request_succeeds_afterwards(client):
    client.fault(store="busy")
    refused = client.book()
    client.fault(store="ok")

    accepted = client.book()

    assert (refused.status_code, refused.json()["code"]) == (503, "try_again")
    assert int(refused.headers["Retry-After"]) > 0
    assert accepted.status_code == 201
    assert len(client.get("/api/v1/bookings").json()["bookings"]) == 1


def test_a_stack_that_is_killed_after_the_booking_does_the_rest_when_it_is_back(tmp_path: Path):
    with running_stack(tmp_path, now=NOW) as stack, signed_in(stack.address) as client:
        client.fault(graph="down")
        reference = client.book().json()["reference"]
        stack.process.kill()
        stack.process.wait()

    with (
        running_stack(tmp_path, now="2026-11-24T10:30") as stack,
        signed_in(stack.address) as client,
    ):
        assert client.shown(reference)["status"] == "booked"
        client.later(minutes=1)
        assert_once_each(client, reference)


def test_health_turns_red_while_work_waits_and_green_again(client):
    client.fault(graph="down")
    reference = client.book().json()["reference"]
    client.later(minutes=20)

    assert client.get("/api/health").json()["red"] == ["outbox"]

    client.fault(graph="ok")
    client.later(minutes=30)
    eventually(lambda: client.shown(reference)["notified"]["mail"])
    client.later(minutes=1)
    assert client.get("/api/health").status_code == 200
