"""Queue triggers and Azure Queue Storage's wire."""

import base64

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from message_queue import MessageQueue


def a_body(text: str) -> str:
    encoded = base64.b64encode(text.encode()).decode()
    return f"<QueueMessage><MessageText>{encoded}</MessageText></QueueMessage>"


def test_a_message_is_hidden_while_it_is_worked_on():
    queue = MessageQueue("work")
    queue.post(b"m", now=0)

    [message] = queue.take(now=0, limit=5)

    assert queue.take(now=1000, limit=5) == []
    queue.done(message)
    assert queue.waiting == []


def test_a_delayed_message_is_seen_when_its_time_has_come():
    queue = MessageQueue("work")
    queue.post(b"m", now=0, delay=30)

    assert queue.take(now=29, limit=5) == []
    assert queue.next_visible_at() == 30
    assert len(queue.take(now=30, limit=5)) == 1


def test_a_message_that_failed_is_seen_again_later():
    queue = MessageQueue("work", retry_after=10)
    queue.post(b"m", now=0)

    [message] = queue.take(now=0, limit=5)
    queue.failed(message, now=1)

    assert queue.take(now=10, limit=5) == []
    assert queue.take(now=11, limit=5) == [message]


@given(st.integers(1, 8), st.integers(0, 10))
def test_a_message_is_tried_as_often_as_allowed_and_then_kept_as_poison(allowed, failures):
    queue = MessageQueue("work", max_dequeue_count=allowed)
    queue.post(b"m", now=0)

    tries = 0
    for _ in range(failures):
        for message in queue.take(now=0, limit=5):
            tries += 1
            queue.failed(message, now=0)

    assert tries == min(allowed, failures)
    assert len(queue.poison) == (failures >= allowed)
    assert len(queue.poison) + len(queue.waiting) == 1


@given(st.lists(st.integers(0, 20), max_size=20), st.integers(1, 5))
def test_no_message_is_given_out_twice_or_forgotten(delays, limit):
    queue = MessageQueue("work")
    for delay in delays:
        queue.post(b"m", now=0, delay=delay)

    taken = []
    while batch := queue.take(now=20, limit=limit):
        assert len(batch) <= limit
        taken += batch

    assert len({message.id for message in taken}) == len(taken) == len(delays)


def test_a_posted_message_reaches_its_function(stack):
    answer = stack.client.post("/local/queue/work/messages", content=a_body("ZOG-7F3K-Q2M"))

    assert answer.status_code == 201
    assert fromstring(answer.content).findtext("QueueMessage/MessageId")
    assert stack.functions.delivered.get(timeout=5) == ("ZOG-7F3K-Q2M", 1)


def test_a_message_that_fails_is_tried_five_times_and_shown_as_poison(stack):
    stack.client.post("/local/queue/work/messages", content=a_body("bad"))

    tries = [stack.functions.delivered.get(timeout=5)[1] for _ in range(5)]
    stack.client.post("/local/queue/work/messages", content=a_body("good"))
    following = stack.functions.delivered.get(timeout=5)

    assert tries == [1, 2, 3, 4, 5]
    assert following == ("good", 1)
    assert "bad" in stack.client.get("/local/").text


def test_messages_can_be_looked_at_and_stay_where_they_are(stack):
    stack.client.post("/local/queue/work/messages?visibilitytimeout=600", content=a_body("later"))

    for _ in range(2):
        answer = stack.client.get("/local/queue/work/messages?peekonly=true")
        text = fromstring(answer.content).findtext("QueueMessage/MessageText")
        assert base64.b64decode(text or "").decode() == "later"


def test_poison_can_be_looked_at(stack):
    empty = stack.client.get("/local/queue/work-poison/messages?peekonly=true")
    body = "<QueueMessage><MessageText>not base64!</MessageText></QueueMessage>"
    stack.client.post("/local/queue/work/messages", content=body)
    stack.client.post("/local/queue/work/messages", content=a_body("good"))
    stack.functions.delivered.get(timeout=5)
    full = stack.client.get("/local/queue/work-poison/messages?peekonly=true")

    assert list(fromstring(empty.content)) == []
    assert fromstring(full.content).findtext("QueueMessage/MessageText") == "not base64!"


def test_messages_are_not_taken_from_the_host(stack):
    assert stack.client.get("/local/queue/work/messages").status_code == 403
    assert stack.client.get("/local/queue/other/messages?peekonly=true").status_code == 404


@pytest.mark.parametrize(
    ("address", "content", "status", "code"),
    [
        ("/local/queue/other/messages", a_body("m"), 404, "QueueNotFound"),
        ("/local/queue/work/messages", "no XML", 400, "InvalidXmlDocument"),
        ("/local/queue/work/messages", "<Other/>", 400, "InvalidXmlDocument"),
        (
            "/local/queue/work/messages?visibilitytimeout=604801",
            a_body("m"),
            400,
            "OutOfRangeQueryParameterValue",
        ),
        ("/local/queue/work/messages", a_body("m" * 50_000), 413, "RequestBodyTooLarge"),
    ],
)
def test_what_azure_would_refuse_is_refused(stack, address, content, status, code):
    answer = stack.client.post(address, content=content)

    assert (answer.status_code, answer.headers["x-ms-error-code"]) == (status, code)


def test_a_message_that_is_not_base64_is_poison_at_once(stack):
    body = "<QueueMessage><MessageText>not base64!</MessageText></QueueMessage>"

    stack.client.post("/local/queue/work/messages", content=body)
    stack.client.post("/local/queue/work/messages", content=a_body("good"))

    assert stack.functions.delivered.get(timeout=5) == ("good", 1)
    queue = stack.controls.queues.queues["work"]
    assert [message.body for message in stack.on_the_loop(lambda: list(queue.poison))] == [
        b"not base64!"
    ]
