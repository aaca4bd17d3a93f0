"""What text messages promise: the fake, and a gateway as the stand-in plays it."""

from datetime import timedelta

import httpx
import pytest

from functions.adapters.http_texts import HttpTexts, NoTexts
from functions.domain.errors import Rejected, Unreachable
from functions.ports import Texts
from tests.contract.outside import Outside
from tests.fakes import FakeTexts

NAME, NUMBER = "ZOG-7F3K-Q2M.1.2h", "+306912345678"
TEXT = "myKEPlive: το ραντεβού σας ZOG-7F3K-Q2M αρχίζει στις 09:20."


@pytest.fixture
def gateway(outside: Outside) -> HttpTexts:
    settings = outside.settings
    texts = HttpTexts(settings.sms_endpoint, settings.sms_key, settings.sms_sender)
    yield texts
    texts.close()


@pytest.fixture(params=["fake", "http"])
def texts(request: pytest.FixtureRequest) -> Texts:
    return FakeTexts() if request.param == "fake" else request.getfixturevalue("gateway")


@pytest.fixture
def arrived(texts, request):
    """Return what arrived so far, as (number, text)."""

    def look() -> list[tuple[str, str]]:
        if isinstance(texts, FakeTexts):
            return list(texts.kept.values())
        world = request.getfixturevalue("outside").world
        return [(each["to"], each["text"]) for each in world.texts.values()]

    return look


def answering(status: int, **headers: str) -> HttpTexts:
    """Return texts through a gateway that gives the same answer to everything."""
    answer = httpx.Response(
        status, headers={name.replace("_", "-"): headers[name] for name in headers}
    )
    transport = httpx.MockTransport(lambda request: answer)
    return HttpTexts("https://sms.example/send", "key", "myKEPlive", transport=transport)


def test_a_text_arrives_as_it_was_written(texts, arrived):
    texts.send(NAME, NUMBER, TEXT)

    assert texts.is_on
    assert arrived() == [(NUMBER, TEXT)]


def test_the_same_message_sent_again_arrives_once(texts, arrived):
    texts.send(NAME, NUMBER, TEXT)
    texts.send(NAME, NUMBER, TEXT)
    texts.send("another", NUMBER, TEXT)

    assert arrived() == [(NUMBER, TEXT)] * 2


def test_where_there_is_no_gateway_nothing_happens():
    texts = NoTexts()

    texts.send(NAME, NUMBER, TEXT)

    assert not texts.is_on


def test_the_gateway_is_shown_our_key_our_sender_and_the_id_twice():
    seen = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(202)

    transport = httpx.MockTransport(take)
    HttpTexts("https://sms.example/send", "key", "myKEPlive", transport=transport).send(
        NAME, NUMBER, TEXT
    )

    [request] = seen
    assert str(request.url) == "https://sms.example/send"
    assert request.headers["Authorization"] == "Bearer key"
    assert request.headers["Idempotency-Key"] == NAME
    assert httpx.Response(200, content=request.content).json() == {
        "id": NAME,
        "from": "myKEPlive",
        "to": NUMBER,
        "text": TEXT,
    }


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_gateway_that_is_down_or_busy_can_be_tried_again(status):
    with pytest.raises(Unreachable) as failure:
        answering(status, Retry_After="7").send(NAME, NUMBER, TEXT)

    assert failure.value.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize("status", [301, 304, 502])
def test_an_answer_that_says_nothing_can_be_tried_again(status):
    with pytest.raises(Unreachable) as failure:
        answering(status).send(NAME, NUMBER, TEXT)

    assert failure.value.retry_after is None


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_what_a_gateway_refuses_is_not_tried_again(status):
    with pytest.raises(Rejected, match=str(status)):
        answering(status).send(NAME, NUMBER, TEXT)


def test_a_lost_answer_says_nothing_of_the_person():
    def lose(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout(NUMBER, request=request)

    texts = HttpTexts("https://sms.example", "key", "us", transport=httpx.MockTransport(lose))

    with pytest.raises(Unreachable) as failure:
        texts.send(NAME, NUMBER, TEXT)
    assert NUMBER not in str(failure.value)


def test_a_gateway_that_is_not_there_can_be_tried_again():
    texts = HttpTexts("http://127.0.0.1:9/send", "key", "myKEPlive")

    with pytest.raises(Unreachable):
        texts.send(NAME, NUMBER, TEXT)
    texts.close()


@pytest.mark.parametrize(
    ("key", "sender", "number", "text"),
    [
        ("another", "myKEPlive", NUMBER, TEXT),
        ("sms-key", "", NUMBER, TEXT),
        ("sms-key", "a sender too long", NUMBER, TEXT),
        ("sms-key", "myKEPlive", "6912345678", TEXT),
        ("sms-key", "myKEPlive", NUMBER, ""),
        ("sms-key", "myKEPlive", NUMBER, "α" * 671),
    ],
)
def test_the_stand_in_refuses_what_a_gateway_refuses(outside, key, sender, number, text):
    texts = HttpTexts(outside.settings.sms_endpoint, key, sender)

    with pytest.raises(Rejected):
        texts.send(NAME, number, text)
    texts.close()

    assert not outside.world.texts


@pytest.mark.parametrize(
    ("body", "status"), [("{", 400), ("[]", 400), ("{}", 422), ('{"id": 7}', 422)]
)
def test_the_stand_in_refuses_what_is_no_message(outside, body, status):
    headers = {"Authorization": "Bearer sms-key", "Idempotency-Key": NAME}

    answer = httpx.post(
        outside.settings.sms_endpoint, content=body, headers=headers, trust_env=False
    )

    assert answer.status_code == status


def test_the_stand_in_wants_the_id_in_the_header_too(outside):
    message = {"id": NAME, "from": "myKEPlive", "to": NUMBER, "text": TEXT}
    headers = {"Authorization": "Bearer sms-key", "Idempotency-Key": "another"}

    answer = httpx.post(
        outside.settings.sms_endpoint, json=message, headers=headers, trust_env=False
    )

    assert answer.status_code == 422
