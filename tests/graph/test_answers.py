"""Answers of Graph that are none, or say little: what the client makes of them."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from functions.adapters.graph import Graph, GraphRefused
from functions.adapters.graph_calendar import DUPLICATE, GraphCalendar
from functions.domain.errors import Gone, NotThereYet, Rejected, Unreachable
from functions.domain.projection import CalendarEntry
from tests.contract.appointments import an_appointment
from tests.contract.outside import ACCOUNTS

SENT_AT = {"Date": "Tue, 24 Nov 2026 10:00:00 GMT"}


def a_token(*, fresh: bool = False) -> str:
    return "fresh" if fresh else "old"


def answered(answer: httpx.Response | Exception) -> Callable[[], object]:
    def handle(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = Graph("http://graph.example", a_token, transport=httpx.MockTransport(handle))
    return lambda: client.request("GET", "user", "events")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(404, text="not json"),
        httpx.Response(302, headers={"Location": "https://else.example"}),
        httpx.Response(500),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("lost"),
    ],
)
def test_an_answer_that_cannot_be_used_is_unreachable(answer):
    with pytest.raises(Unreachable):
        answered(answer)()


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, timedelta(seconds=7)),
        ({"Retry-After": "Tue, 24 Nov 2026 10:02:00 GMT", **SENT_AT}, timedelta(minutes=2)),
        ({"Retry-After": "Tue, 24 Nov 2026 09:00:00 GMT", **SENT_AT}, timedelta()),
        ({"Retry-After": "Tue, 24 Nov 2026 10:02:00 GMT"}, None),
        ({"Retry-After": "soon", **SENT_AT}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_may_be_seconds_or_a_date(status, headers, wait):
    with pytest.raises(Unreachable) as failure:
        answered(httpx.Response(status, headers=headers))()

    assert failure.value.retry_after == wait


@pytest.mark.parametrize("content", [{}, {"error": "text"}, {"error": {"code": "X"}}])
def test_a_refusal_without_details_is_still_one(content):
    with pytest.raises(GraphRefused) as refused:
        answered(httpx.Response(403, json=content))()

    assert refused.value.status == 403


@pytest.mark.parametrize("content", [{"text": "<html>"}, {"json": {"error": {"code": "X"}}}])
def test_what_is_too_large_is_a_refusal_whoever_answers(content):
    with pytest.raises(GraphRefused) as refused:
        answered(httpx.Response(413, **content))()

    assert refused.value.status == 413


def test_a_token_is_renewed_once_and_then_it_is_a_refusal():
    tokens: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        tokens.append(request.headers["Authorization"])
        return httpx.Response(401, json={"error": {"code": "InvalidAuthenticationToken"}})

    client = Graph("http://graph.example", a_token, transport=httpx.MockTransport(handle))
    with pytest.raises(Rejected, match="401"):
        client.request("GET", "user", "events")

    assert tokens == ["Bearer old", "Bearer fresh"]


@pytest.mark.parametrize("meeting", [None, {}, {"joinUrl": None}])
def test_an_event_whose_link_is_not_made_yet_is_looked_at_again(meeting):
    made = httpx.Response(201, json={"id": "e", "onlineMeeting": meeting})
    transport = httpx.MockTransport(lambda _: made)
    calendar = GraphCalendar(Graph("http://graph.example", a_token, transport=transport), ACCOUNTS)

    with pytest.raises(NotThereYet):
        calendar.create("kep-zografou", CalendarEntry("id", "s", "", an_appointment().slot))


def test_an_entry_whose_event_was_deleted_is_gone_where_graph_still_remembers_it():
    answers = iter(
        (
            httpx.Response(
                400, json={"error": {"code": DUPLICATE, "@event.existingEventId": "e/1"}}
            ),
            httpx.Response(404, json={"error": {"code": "ErrorItemNotFound"}}),
        )
    )
    transport = httpx.MockTransport(lambda _: next(answers))
    calendar = GraphCalendar(Graph("http://graph.example", a_token, transport=transport), ACCOUNTS)

    with pytest.raises(Gone):
        calendar.create("kep-zografou", CalendarEntry("id", "s", "", an_appointment().slot))
