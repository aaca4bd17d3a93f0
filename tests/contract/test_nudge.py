"""The pointer on the queue: it saves waiting, and never makes an error of a booking."""

import base64
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from aiohttp import web
from function_host import QueueFunction
from host_settings import HostSettings
from queue_functions import QueueFunctions
from queue_wire import routes

from functions.adapters.queue_nudge import QueueNudge
from functions.domain.errors import Rejected
from functions.ports import Nudge
from tests.contract.outside import serving
from tests.fakes import FakeNudge

REFERENCE = "ZOG-7F3K-Q2M"


@pytest.fixture
def queues() -> Iterator[QueueFunctions]:
    """The receiving end of Azure's wire; nobody works its queue off."""
    with ThreadPoolExecutor(1) as pool:
        yield QueueFunctions(
            [QueueFunction("reconcile_booking", "reconcile", str)], HostSettings(), pool
        )


@pytest.fixture
def queue_nudge(queues: QueueFunctions) -> Iterator[QueueNudge]:
    with serving(routes(queues)) as origin:
        nudge = QueueNudge(f"{origin}/local/queue", None)
        yield nudge
        nudge.close()


@pytest.fixture(params=["fake", "queue"])
def nudge(request: pytest.FixtureRequest) -> Nudge:
    return FakeNudge() if request.param == "fake" else request.getfixturevalue("queue_nudge")


@pytest.mark.parametrize("delay", [timedelta(), timedelta(seconds=2.5), timedelta(days=60)])
def test_a_pointer_is_taken_with_any_delay(nudge, delay, caplog):
    nudge(REFERENCE)
    nudge(REFERENCE, delay)

    assert caplog.text == ""


def test_the_message_is_azures_base64_and_hides_for_the_delay(queue_nudge, queues):
    queue_nudge(REFERENCE, timedelta(seconds=90))

    [message] = queues.queues["reconcile"].waiting
    assert base64.b64decode(message.body).decode() == REFERENCE
    assert 80 < message.visible_at - time.monotonic() <= 90


def test_the_managed_identity_is_shown_to_the_queue():
    seen = []

    async def put_message(request: web.Request) -> web.Response:
        seen.append((request.headers["Authorization"], request.headers["x-ms-version"]))
        return web.Response(status=201)

    with serving([web.post("/reconcile/messages", put_message)]) as origin:
        nudge = QueueNudge(origin, lambda: "a token")
        nudge(REFERENCE)
        nudge.close()

    [(authorization, version)] = seen
    assert authorization == "Bearer a token"
    assert version >= "2017-11-09"  # the first that takes bearer tokens


def test_a_queue_that_refuses_is_logged_and_forgotten(queues, caplog):
    with serving(routes(queues)) as origin:
        nudge = QueueNudge(f"{origin}/elsewhere", None)
        nudge(REFERENCE)
        nudge.close()

    assert REFERENCE in caplog.text


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9/local/queue", "http://[", ""])
def test_a_queue_that_does_not_answer_is_logged_without_a_person_and_forgotten(endpoint, caplog):
    nudge = QueueNudge(endpoint, None)

    with caplog.at_level(logging.WARNING):
        nudge(REFERENCE, timedelta(seconds=2))
    nudge.close()

    assert REFERENCE in caplog.text


def test_without_a_token_nothing_is_sent_and_nothing_raised(caplog):
    def no_token() -> str:
        raise Rejected("Entra: no identity")

    QueueNudge("http://127.0.0.1:9", no_token)(REFERENCE)

    assert "Rejected" in caplog.text
