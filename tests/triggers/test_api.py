"""The JSON API of the contract, through the real triggers over fakes."""

import json

import pytest

from functions.domain import booking_request, errors
from functions.messages import DETAILS, ERRORS_OF_FIELD, FIELD_ERRORS, TITLES
from functions.triggers.problems import STATUSES
from tests.builders import (
    BIRTH,
    EKE,
    MARIA,
    ZOGRAFOU,
    a_body,
    a_citizen,
)
from tests.triggers.client import ORIGIN, Client, document

SLOTS = f"/api/v1/centres/{ZOGRAFOU}/slots?service={BIRTH}"


def book(client: Client, key: str = "k", **changes: object):
    return client.send("/api/v1/bookings", a_body(**changes), Idempotency_Key=key)


def all_refusals(kind: type = errors.Refusal) -> set[type]:
    return {kind}.union(*(all_refusals(each) for each in kind.__subclasses__())) - {errors.Refusal}


def test_every_refusal_has_a_status_and_words_in_both_languages():
    codes = {refusal.code for refusal in all_refusals()}

    assert codes == set(STATUSES) == set(TITLES) == set(DETAILS)
    for wording in [
        *TITLES.values(),
        *DETAILS.values(),
        *FIELD_ERRORS.values(),
        *ERRORS_OF_FIELD.values(),
    ]:
        assert wording.el != wording.en
        assert wording.in_language("el") == wording.el


def test_every_code_of_a_field_has_words():
    assert set(booking_request.CODES.values()) | {"invalid_value"} <= set(FIELD_ERRORS)


def test_free_times_are_shown_to_anybody(client):
    answer = client.get(f"{SLOTS}&from=2026-11-25&to=2026-11-26")

    found = document(answer)
    assert answer.status_code == 200
    assert (found["centre"], found["service"], found["time_zone"]) == (
        ZOGRAFOU,
        BIRTH,
        "Europe/Athens",
    )
    assert len(found["slots"]) == 66
    assert found["slots"][0] == {
        "starts_at": "2026-11-25T08:00:00+02:00",
        "ends_at": "2026-11-25T08:20:00+02:00",
    }


def test_without_days_the_whole_window_is_shown_and_nothing_outside_of_it(client):
    everything = document(client.get(SLOTS))["slots"]

    assert everything == document(client.get(f"{SLOTS}&from=2020-01-01&to=2040-01-01"))["slots"]
    assert everything[0]["starts_at"].startswith("2026-11-25")
    assert everything[-1]["starts_at"].startswith("2026-12-09")
    assert document(client.get(f"{SLOTS}&from=2040-01-01"))["slots"] == []


def test_with_an_interpreter_the_times_are_longer(client):
    slot = document(client.get(f"{SLOTS}&interpreter=sign_language"))["slots"][0]

    assert slot["ends_at"] == "2026-11-25T08:40:00+02:00"


@pytest.mark.parametrize(
    ("query", "status", "code", "fields"),
    [
        (f"kep-nowhere/slots?service={BIRTH}", 404, "not_found", []),
        (f"{ZOGRAFOU}/slots", 422, "invalid", ["service"]),
        (f"{ZOGRAFOU}/slots?service=nothing", 422, "invalid", ["service"]),
        (f"{EKE}/slots?service={BIRTH}", 422, "not_offered", []),
        (
            f"{ZOGRAFOU}/slots?service={BIRTH}&from=tomorrow&to=2026-13-01",
            422,
            "invalid",
            ["from", "to"],
        ),
        (f"{ZOGRAFOU}/slots?service={BIRTH}&from=2026-11-26&to=2026-11-25", 422, "invalid", ["to"]),
        (f"{ZOGRAFOU}/slots?service={BIRTH}&interpreter=dog", 422, "invalid", ["interpreter"]),
    ],
)
def test_a_question_that_has_no_answer_is_a_problem(client, query, status, code, fields):
    answer = client.get(f"/api/v1/centres/{query}")

    problem = document(answer)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (problem["status"], problem["code"]) == (status, code)
    assert [error["field"] for error in problem.get("errors", [])] == fields


def test_a_citizen_books_and_finds_the_booking(client):
    client.sign_in(MARIA)

    answer = book(client)

    booking = document(answer)
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/bookings/{booking['reference']}"
    assert booking == {
        "reference": booking["reference"],
        "status": "booked",
        "centre": ZOGRAFOU,
        "service": BIRTH,
        "starts_at": "2026-11-25T09:00:00+02:00",
        "ends_at": "2026-11-25T09:20:00+02:00",
        "interpreter": None,
        "interpreter_status": None,
        "join_url": None,
        "notified": {"event": None, "mail": None},
    }
    assert document(client.get(answer.headers["Location"])) == booking
    assert document(client.get("/api/v1/bookings")) == {"bookings": [booking]}


def test_the_same_key_again_is_the_same_answer(client):
    client.sign_in(MARIA)

    first, again = book(client), book(client)

    assert (again.status_code, again.get_body()) == (201, first.get_body())


def test_without_signing_in_nobody_books_or_lists(client):
    for answer in (book(client), client.get("/api/v1/bookings"), client.get("/api/auth/me")):
        assert (answer.status_code, document(answer)["code"]) == (401, "sign_in_required")


def test_somebody_elses_booking_looks_like_one_that_does_not_exist(client):
    client.sign_in(MARIA)
    reference = document(book(client))["reference"]
    client.sign_in(a_citizen(1))

    foreign = client.get(f"/api/v1/bookings/{reference}")
    wrong = client.get("/api/v1/bookings/ZOG-7F3K-Q2M")

    assert foreign.status_code == wrong.status_code == 404
    assert foreign.get_body() == wrong.get_body()
    assert document(client.get("/api/v1/bookings")) == {"bookings": []}


def test_who_comes_too_late_gets_alternatives(client):
    client.sign_in(MARIA)
    book(client)
    client.sign_in(a_citizen(1))

    problem = document(book(client))

    assert (problem["status"], problem["code"]) == (409, "slot_taken")
    assert len(problem["alternatives"]) == 3
    assert all(set(slot) == {"starts_at", "ends_at"} for slot in problem["alternatives"])


def test_wrong_fields_are_named_in_the_readers_language(client):
    client.sign_in(MARIA)
    body = a_body(applicant={"email": "no", "mobile": "6912345678"})

    def errors_in(language: str) -> list[dict[str, str]]:
        return document(
            client.send("/api/v1/bookings", body, Idempotency_Key="k", Accept_Language=language)
        )["errors"]

    assert [error["field"] for error in errors_in("el")] == ["applicant.email"]
    assert errors_in("el")[0]["detail"].startswith("Γράψτε")
    assert errors_in("en-GB,en;q=0.9")[0]["detail"].startswith("Enter")
    assert errors_in("fr")[0]["detail"].startswith("Γράψτε")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "not_json"),
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b"[" * 30_000, 400, "not_json"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b'"' + b"x" * 70_000 + b'"', 413, "too_large"),
    ],
)
def test_a_body_that_is_no_request_is_refused_and_nothing_is_stored(client, body, status, code):
    client.sign_in(MARIA)

    answer = client.request(
        "POST", "/api/v1/bookings", body, {"Origin": ORIGIN, "Idempotency_Key": "k"}
    )

    assert (answer.status_code, document(answer)["code"]) == (status, code)
    assert client.web.ports.store.rows == {}


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_booking_needs_an_idempotency_key(client, key):
    client.sign_in(MARIA)

    problem = document(book(client, key))

    assert [error["field"] for error in problem["errors"]] == ["Idempotency-Key"]


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Origin": ORIGIN}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "https://evil.example", "Sec_Fetch_Site": "same-origin"}, False),
        ({}, False),
        ({"Sec_Fetch_Site": "same-origin"}, True),
        ({"Origin": "null", "Sec_Fetch_Site": "same-origin"}, True),
        ({"Origin": "null", "Sec_Fetch_Site": "cross-site"}, False),
        ({"Sec_Fetch_Site": "same-site"}, False),
    ],
)
def test_only_our_own_pages_may_write(client, headers, allowed):
    client.sign_in(MARIA)

    answer = client.request(
        "POST",
        "/api/v1/bookings",
        json.dumps(a_body()).encode(),
        {"Idempotency_Key": "k", **headers},
    )

    assert answer.status_code == (201 if allowed else 403)


def test_a_busy_store_says_when_to_try_again(client):
    client.sign_in(MARIA)
    client.web.ports.store.is_busy = True

    answer = book(client)

    assert (answer.status_code, document(answer)["code"]) == (503, "try_again")
    assert int(answer.headers["Retry-After"]) > 0


def test_every_answer_has_the_security_headers(client):
    for answer in (client.get(SLOTS), client.get("/api/v1/bookings")):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_health_is_green_then_red_and_does_not_ask_the_store_each_time(client):
    assert client.get("/api/health").status_code == 200
    client.web.ports.store.is_busy = True
    assert client.get("/api/health").status_code == 200  # known for thirty seconds

    client.web.ports.now.forward(seconds=31)

    answer = client.get("/api/health")
    red = ["store", "outbox", "digest", "reminders", "retention"]
    assert (answer.status_code, document(answer)["red"]) == (503, red)


def test_health_is_red_when_work_waits_too_long(client):
    client.sign_in(MARIA)
    book(client)

    client.web.ports.now.forward(minutes=20)

    assert document(client.get("/api/health"))["red"] == ["outbox"]


def test_the_session_ends_by_time_and_by_signing_out(client):
    client.sign_in(MARIA)
    assert document(client.get("/api/auth/me")) == {"kind": "citizen", "name": "Μαρία Παππά"}
    copied = dict(client.cookies)

    assert client.post("/api/auth/logout", {}).status_code == 204
    client.cookies = copied
    assert client.get("/api/auth/me").status_code == 401

    client.sign_in(MARIA)
    client.web.ports.now.forward(minutes=60)
    assert client.get("/api/auth/me").status_code == 401


def test_cookies_are_sealed_and_pass_static_web_apps(client):
    client.web.sign_in.person = MARIA
    client.sign_in(MARIA)
    sent = client.get("/api/auth/citizen/login?return=/api/book")

    for text in sent.headers.getlist("Set-Cookie"):
        assert text.startswith("__Secure-mykeplive")
        for part in ("Path=/;", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age="):
            assert part in text
        assert "Expires" not in text
        assert "Domain" not in text
    assert MARIA.tax_id not in str(client.cookies)


@pytest.mark.parametrize(
    ("wanted", "came_to"),
    [
        ("/api/book?service=birth", "/api/book?service=birth"),
        ("/en/services/", "/en/services/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\\/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("", "/"),
    ],
)
def test_signing_in_comes_back_to_a_path_of_ours_only(client, wanted, came_to):
    from urllib.parse import parse_qsl, quote, urlsplit

    sent = client.get(f"/api/auth/citizen/login?return={quote(wanted)}")
    state = dict(parse_qsl(urlsplit(sent.headers["Location"]).query))["state"]

    back = client.get(f"/api/auth/citizen/callback?code=a-code&state={state}")

    assert (back.status_code, back.headers["Location"]) == (302, came_to)


def test_every_route_of_the_api_is_described(client):
    described = document(client.get("/api/v1/openapi.json"))

    names = {call["operationId"] for path in described["paths"].values() for call in path.values()}
    assert described["openapi"].startswith("3.1")
    assert names == {
        "show_health",
        "list_free_slots",
        "list_bookings",
        "create_booking",
        "show_booking",
        "cancel_booking",
        "reschedule_booking",
        "list_officer_bookings",
        "show_officer_booking",
        "ask_for_interpreter",
        "create_hold",
        "extend_hold",
        "delete_hold",
    }


def test_what_is_described_is_what_is_answered(client):
    from jsonschema import Draft202012Validator

    described = document(client.get("/api/v1/openapi.json"))
    client.sign_in(MARIA)

    def validate(name: str, instance: object) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        Draft202012Validator(schema).validate(instance)

    validate("Slots", document(client.get(SLOTS)))
    validate("BookingRequest", a_body(**{"for": {"first_name": "Α", "last_name": "Β"}}))
    validate("Booking", document(book(client)))
    validate("Problem", document(book(client, "k", notes="other")))
    validate("Problem", document(book(client, "n", colour="blue")))
