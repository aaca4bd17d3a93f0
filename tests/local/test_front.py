"""What Static Web Apps does to `/api/*`, and how functions are found."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from front import BODY_LIMIT_BYTES, Front, kept_cookies
from function_host import HttpFunction
from http_functions import HttpFunctions
from route_templates import parse

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_a_function_sees_a_foreign_host_and_a_foreign_authorization(stack):
    headers = {"Authorization": "Bearer mine", "Host": "localhost:1234"}

    seen = stack.client.get("/api/echo/a?b=c", headers=headers).json()

    assert seen["url"] == "https://functions.example/api/echo/a?b=c"
    assert seen["headers"]["host"] == "functions.example"
    assert "mine" not in seen["headers"]["authorization"]
    assert seen["headers"]["x-ms-original-url"] == "http://localhost:1234/api/echo/a?b=c"


def test_the_clients_address_is_appended_to_what_it_claims_to_be(stack):
    seen = stack.client.get("/api/echo/a", headers={"X-Forwarded-For": "1.2.3.4"}).json()

    claimed, appended = seen["headers"]["x-forwarded-for"].split(", ")
    assert claimed == "1.2.3.4"
    assert appended.startswith("127.0.0.1:")


def test_a_function_gets_the_request_whole(stack):
    seen = stack.client.post(
        "/api/echo/%CE%B1%2Fb?q=%CE%B2&q=2&empty=", content="σώμα", headers={"Cookie": "a=1; b=2"}
    ).json()

    assert seen["method"] == "POST"
    assert seen["route_params"] == {"name": "α/b"}
    assert seen["params"] == {"q": "β,2", "empty": ""}
    assert seen["body"] == "σώμα"
    assert seen["headers"]["cookie"] == "a=1; b=2"


def test_an_answer_keeps_its_status_and_headers_and_gets_none_of_the_sites(stack):
    answer = stack.client.get("/api/echo/special")

    assert (answer.status_code, answer.text) == (203, "special")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "x-content-type-options" not in answer.headers


def test_cookies_that_would_not_survive_in_azure_do_not_survive_here(stack):
    cookies = stack.client.get("/api/cookies").headers.get_list("set-cookie")

    assert cookies == [
        "session=b; Path=/; HttpOnly; SameSite=Lax",
        "cleared=; Path=/; Max-Age=0",
    ]


@pytest.mark.parametrize(
    ("cookie", "survives"),
    [
        ("a=b", True),
        ("a=b; Path=/", True),
        ("a=b; path=/api/", False),
        ("__host-a=b; Path=/; Secure", False),
        ("__Secure-a=b; Path=/; Secure", True),
        ("a=b; Path=/; Expires=Wed, 25 Nov 2026 00:00:00 GMT", True),
        ("a=b; Path=/; Expires=Mon, 23-Nov-2026 00:00:00 GMT", False),
        ("a=b; Path=/; Expires=never", False),
        ("no cookie", False),
    ],
)
def test_which_cookies_survive(cookie, survives):
    assert kept_cookies([cookie], NOW) == ([cookie] if survives else [])


def test_an_unknown_path_is_not_found(stack):
    assert stack.client.get("/api/unknown").status_code == 404
    assert stack.client.get("/api/echo").status_code == 404
    assert stack.client.get("/api/echo/a/b").status_code == 404


def test_a_method_that_no_function_takes_is_refused_with_those_that_are(stack):
    answer = stack.client.delete("/api/echo/special")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_nothing_of_an_exception_reaches_the_caller(stack):
    answer = stack.client.get("/api/broken")

    assert (answer.status_code, answer.text) == (500, "Internal server error")


def test_an_answer_without_a_body_stays_without(stack):
    answer = stack.client.post("/api/nothing")

    assert (answer.status_code, answer.content) == (204, b"")


def test_a_body_may_be_larger_than_what_the_functions_accept(stack):
    answer = stack.client.post("/api/echo/a", content="x" * 2_000_000)

    assert len(answer.json()["body"]) == 2_000_000


def test_a_function_that_takes_too_long_is_a_failure_of_the_backend():
    assert asyncio.run(_answer_within(seconds=0.01)) == (500, "Backend call failure")


async def _answer_within(seconds: float) -> tuple[int, str]:
    """Ask a front with this limit for a function that does not answer before the front did."""
    from threading import Event

    answered = Event()

    def never_first(_: object) -> str:
        answered.wait(10)
        return "at last"

    with ThreadPoolExecutor(1) as pool:
        function = HttpFunction("slow", parse("slow"), frozenset(), never_first)
        app = web.Application(client_max_size=BODY_LIMIT_BYTES)
        app.add_routes(Front(HttpFunctions([function], pool), "api", seconds).routes())
        async with TestClient(TestServer(app)) as client:
            response = await client.get("/api/slow")
            answered.set()
            return response.status, await response.text()


@pytest.mark.parametrize(
    ("template", "path", "values"),
    [
        ("v1/bookings", "v1/bookings", {}),
        ("v1/bookings", "V1/Bookings/", {}),
        ("v1/bookings/{reference}", "v1/bookings/ZOG-7F3K-Q2M", {"reference": "ZOG-7F3K-Q2M"}),
        ("v1/bookings/{reference}", "v1/bookings", None),
        ("v1/bookings/{reference}", "v1/bookings/a/b", None),
        ("days/{day:int}", "days/7", {"day": "7"}),
        ("days/{day:int}", "days/seven", None),
        ("id/{id:guid}", "id/7d9d0a5c-9a57-4f6e-9d4e-1c2b3a4d5e6f", ...),
        ("my/{page?}", "my", {}),
        ("my/{page?}", "my/next", {"page": "next"}),
        ("files/{*rest}", "files/a/b/c", {"rest": "a/b/c"}),
        ("files/{*rest}", "files", {}),
    ],
)
def test_which_paths_fit_a_template(template, path, values):
    found = parse(template).match(path)

    assert found is not None if values is ... else found == values
