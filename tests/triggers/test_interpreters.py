"""The contract's calls about interpreters, cancelling and moving; and the digest's health."""

from datetime import datetime, timedelta

import pytest

from functions.domain.errors import Unreachable
from functions.domain.slot import ATHENS
from functions.domain.staff import Administrator
from functions.use_cases.send_digest import send_digest
from tests.builders import BIRTH, MARIA, PATRA, WEDNESDAY_0900, ZOGRAFOU, a_body, a_citizen
from tests.triggers.client import Client, document
from tests.triggers.test_booking_pages import begin, confirm, go, shown

HALF_PAST_SIX = datetime(2026, 11, 24, 18, 30, tzinfo=ATHENS)
THURSDAY_0900 = WEDNESDAY_0900 + timedelta(days=1)
SLOTS = f"/api/v1/centres/{ZOGRAFOU}/slots?service={BIRTH}&interpreter=lip_reading"


def booked(client: Client, **changes: object) -> str:
    client.sign_in(MARIA)
    answer = client.send("/api/v1/bookings", a_body(**changes), Idempotency_Key="k")
    assert answer.status_code == 201, answer.get_body()
    return f"/api/v1/bookings/{document(answer)['reference']}"


def test_after_half_past_six_the_list_says_from_which_day_an_interpreter_can_be_had(client):
    before = document(client.get(SLOTS))
    client.web.ports.now.now = HALF_PAST_SIX

    after = document(client.get(SLOTS))

    assert before["interpreter_opens_on"] == "2026-11-25"
    assert after["interpreter_opens_on"] == "2026-11-26"
    assert after["slots"][0]["starts_at"].startswith("2026-11-26")
    assert "interpreter_opens_on" not in document(client.get(SLOTS.partition("&")[0]))


@pytest.mark.parametrize(("language", "word"), [("el", "Εθνικό Ίδρυμα Κωφών"), ("en", "Deaf")])
def test_who_asks_too_late_is_told_why_and_what_is_next(client, language, word):
    client.web.ports.now.now = HALF_PAST_SIX
    client.sign_in(MARIA)

    body = a_body(interpreter="sign_language")
    answer = client.send("/api/v1/bookings", body, Idempotency_Key="k", Accept_Language=language)

    problem = document(answer)
    assert (answer.status_code, problem["code"]) == (422, "interpreter_closed")
    assert problem["interpreter_opens_on"] == "2026-11-26"
    assert problem["alternatives"][0]["starts_at"] == "2026-11-26T08:00:00+02:00"
    assert word in problem["detail"]


def test_the_page_of_times_says_which_days_are_closed(client):
    client.web.ports.now.now = HALF_PAST_SIX
    client.sign_in(MARIA)
    asked = {"interpreter": {"interpreter": "sign_language"}}

    at_times = go(client, begin(client), until="time", **asked)

    context = shown(client, at_times)
    assert context["closed"] == {"until": "Τετάρτη 25 Νοεμβρίου 2026", "hour": "18:30"}
    assert context["days"][0]["label"].startswith("Πέμπτη 26")
    without = go(client, begin(client), until="time")
    assert shown(client, without)["closed"] is None


def test_a_choice_from_before_half_past_six_is_refused_after_it_with_the_reason(client):
    client.web.ports.now.now = HALF_PAST_SIX - timedelta(minutes=1)
    client.sign_in(MARIA)
    asked = {"interpreter": {"interpreter": "sign_language"}}
    at_check = go(client, begin(client), **asked)
    client.web.ports.now.now = HALF_PAST_SIX

    at_times = confirm(client, at_check)

    context = shown(client, at_times)
    assert at_times.endswith("/time")
    assert "διερμηνέα" in context["wrong"]["time"]
    assert context["nearest"][0]["day"].startswith("Πέμπτη 26")
    client.post(at_times, {"time": WEDNESDAY_0900.isoformat()})
    assert "διερμηνέα" in shown(client, at_times)["wrong"]["time"]


def test_an_appointment_is_cancelled_once_and_for_all(client):
    address = booked(client, interpreter="sign_language")

    for _ in range(2):
        answer = client.send(f"{address}/cancel", {})
        assert (answer.status_code, document(answer)["status"]) == (200, "cancelled")
    assert document(client.get(address))["status"] == "cancelled"
    moved = client.send(f"{address}/reschedule", {"starts_at": THURSDAY_0900.isoformat()})
    assert (moved.status_code, document(moved)["code"]) == (409, "too_late")


def test_an_appointment_is_moved(client):
    address = booked(client)

    answer = client.send(f"{address}/reschedule", {"starts_at": "2026-11-26T07:00:00Z"})

    moved = document(answer)
    assert (answer.status_code, moved["starts_at"]) == (200, "2026-11-26T09:00:00+02:00")
    assert moved["reference"] == address.rpartition("/")[2]


def test_at_another_centre_the_answer_is_a_new_appointment(client):
    address = booked(client)

    wish = {"starts_at": THURSDAY_0900.isoformat(), "centre": PATRA}
    new = document(client.send(f"{address}/reschedule", wish))

    assert (new["centre"], new["status"]) == (PATRA, "booked")
    assert document(client.get(address))["status"] == "cancelled"


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"starts_at": "required"}),
        ({"starts_at": "2026-11-26T09:00:00"}, {"starts_at": "time_without_offset"}),
        ({"starts_at": "tomorrow"}, {"starts_at": "invalid_time"}),
        ({"starts_at": "2026-11-26T09:00:00Z", "colour": 1}, {"colour": "unknown_field"}),
        ({"starts_at": "2026-11-26T09:00:00Z", "centre": "nowhere"}, {"centre": "unknown_centre"}),
    ],
)
def test_a_wish_that_cannot_be_used_names_the_field(client, body, errors):
    address = booked(client)

    answer = client.send(f"{address}/reschedule", body)

    found = {error["field"]: error["code"] for error in document(answer)["errors"]}
    assert (answer.status_code, found) == (422, errors)


@pytest.mark.parametrize("act", ["cancel", "reschedule"])
def test_anybody_else_s_appointment_is_not_found(client, act):
    address = booked(client)
    client.sign_in(a_citizen(5))
    body = {"starts_at": THURSDAY_0900.isoformat()}

    foreign = client.send(f"{address}/{act}", body)
    wrong = client.send(f"/api/v1/bookings/ZOG-9999-999/{act}", body)

    assert foreign.status_code == wrong.status_code == 404
    assert document(foreign) == document(wrong)


@pytest.mark.parametrize("act", ["cancel", "reschedule"])
def test_nobody_changes_without_signing_in_or_from_another_site(client, act):
    address = booked(client)

    foreign = client.send(f"{address}/{act}", {}, Origin="https://evil.example")
    client.cookies.clear()
    anybody = client.send(f"{address}/{act}", {})

    assert (foreign.status_code, anybody.status_code) == (403, 401)


@pytest.mark.parametrize(
    ("hour", "minute", "red"),
    [(18, 29, []), (18, 30, []), (18, 54, []), (18, 55, ["digest"]), (23, 59, ["digest"])],
)
def test_health_is_red_when_the_digest_has_not_gone_by_1855(client, hour, minute, red):
    client.web.ports.now.now = HALF_PAST_SIX.replace(hour=hour, minute=minute)

    assert document(client.get("/api/health"))["red"] == red


def test_health_is_green_again_once_the_digest_has_gone(client):
    ports = client.web.ports
    ports.now.now = HALF_PAST_SIX
    ports.mailbox.failures.append(Unreachable("down"))
    send_digest(ports)
    ports.now.now = HALF_PAST_SIX + timedelta(hours=15)
    assert document(client.get("/api/health"))["red"] == ["digest"]

    send_digest(ports)
    ports.now.forward(minutes=1)

    assert document(client.get("/api/health"))["red"] == []


def test_a_system_that_was_set_up_this_morning_has_missed_nothing(client):
    client.web.ports.now.now = HALF_PAST_SIX.replace(hour=9)

    assert client.get("/api/health").status_code == 200


def test_staff_see_each_part_with_its_age_and_error_and_nobody_else_does(client):
    ports = client.web.ports
    ports.now.now = HALF_PAST_SIX
    ports.mailbox.failures.append(Unreachable("Graph 503"))
    send_digest(ports)
    ports.now.forward(minutes=30)
    assert "parts" not in document(client.get("/api/health"))
    client.sign_in(MARIA)
    assert "parts" not in document(client.get("/api/health"))

    client.sign_in_staff(Administrator("administrator@ministry.example", "Άννα Δήμου"))

    parts = document(client.get("/api/health"))["parts"]
    assert parts["digest"] == {
        "status": "red",
        "age_seconds": 1800,
        "error": "Unreachable: Graph 503",
    }
    assert parts["store"]["status"] == "green"
