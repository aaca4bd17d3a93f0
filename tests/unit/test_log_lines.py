"""What the log says: the work, its reference and how long it took, and never who it was for."""

import json
import logging
from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.adapters.graph import Graph
from functions.adapters.log_lines import write_line
from functions.domain.errors import Rejected, Unreachable
from functions.domain.log_line import FIELDS, log_line
from functions.triggers.limits import NoLimits
from functions.triggers.web import Web
from functions.use_cases.book import book
from functions.use_cases.check_health import check_health, note_health
from functions.use_cases.reconcile import reconcile
from functions.use_cases.send_digest import send_digest
from tests.builders import BIRTH, MARIA, ZOGRAFOU, a_body, a_request, make_ports
from tests.fakes import FakeAccess, FakeSignIn, FakeStaffSignIn, FakeVault
from tests.triggers.client import ORIGIN, Client
from tests.triggers.fake_pages import FakePages

NAMES = st.text("ΑΒΓΔΕΖΗΘάέήίαβγδεζηθικλμνabcdefgh '-", min_size=8, max_size=20).map(str.strip)
PERSONAL = st.fixed_dictionaries(
    {
        "email": st.from_regex(r"[a-z]{6,12}\.[a-z]{6,12}@[a-z]{6,10}\.example", fullmatch=True),
        "mobile": st.from_regex(r"69[0-9]{8}", fullmatch=True),
        "tax_id": st.from_regex(r"[1-9][0-9]{8}", fullmatch=True),
        "document": st.from_regex(r"[A-Z]{2}[0-9]{6}", fullmatch=True),
        "name": NAMES.filter(lambda name: len(name) >= 8),
        "ip": st.ip_addresses(v=4).map(lambda ip: f"{ip}:44321"),
    }
)


def a_client(**ports) -> Client:
    return Client(
        Web(
            ports=make_ports(note=write_line, **ports),
            origin=ORIGIN,
            cookies=FakeVault(),
            sign_in=FakeSignIn(),
            staff_sign_in=FakeStaffSignIn(),
            pages=FakePages(),
            limits=NoLimits(),
            is_local=False,
            mail_domain="kep.example",
        )
    )


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(each.message) for each in caplog.records if each.name == "mykeplive"]


def make_requests(client: Client, person: dict[str, str]) -> str:
    """Put what is personal wherever a request can hold it; return the booking's reference."""
    headers = {"X_Forwarded_For": person["ip"], "User_Agent": person["email"]}
    body = a_body(
        applicant={"email": person["email"], "mobile": person["mobile"]},
        identity_document={"kind": "passport", "number": person["document"]},
        notes=person["name"],
        **{"for": {"first_name": person["name"], "last_name": person["name"]}},
    )
    made = client.send("/api/v1/bookings", body, Idempotency_Key=person["email"], **headers)
    reference = made.headers.get("Location", "").rpartition("/")[2]
    for planted in person.values():
        client.get(f"/api/v1/bookings/{planted.replace('/', '')}", **headers)
        client.get(f"/api/v1/centres/{ZOGRAFOU}/slots?service={planted}", **headers)
        client.get(f"/api/interpreter/{planted}/{planted}", **headers)
        client.get(f"/api/auth/citizen/login?return=/{planted}&login_hint={planted}", **headers)
        client.send(f"/api/v1/bookings/{planted}/cancel", {"why": planted}, **headers)
    return reference


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(person=PERSONAL)
def test_nothing_personal_in_a_request_reaches_the_log(person, caplog):
    caplog.clear()
    client = a_client()
    client.sign_in(MARIA)
    with caplog.at_level(logging.DEBUG):
        reference = make_requests(client, person)
        if reference:
            reconcile(reference, client.web.ports)

    written = "\n".join(f"{each.getMessage()} {each.args}" for each in caplog.records)
    assert lines(caplog)
    for planted in (*person.values(), person["ip"].partition(":")[0]):
        assert planted not in written, written
    for known in (MARIA.tax_id, MARIA.person.first_name, MARIA.person.last_name):
        assert known not in written


def test_each_request_is_one_line_with_its_function_status_and_duration(caplog):
    client = a_client()
    client.sign_in(MARIA)
    caplog.clear()
    with caplog.at_level(logging.INFO):
        made = client.send("/api/v1/bookings", a_body(), Idempotency_Key="k")
        client.get("/api/v1/bookings/ZOG-9999-999")
    reference = made.headers["Location"].rpartition("/")[2]

    assert lines(caplog) == [
        {
            "event": "request",
            "function": "create_booking",
            "method": "POST",
            "status": 201,
            "reference": reference,
            "duration_ms": 1000,
        },
        {
            "event": "request",
            "function": "show_booking",
            "method": "GET",
            "status": 404,
            "reference": "ZOG-9999-999",
            "duration_ms": 1000,
        },
    ]


def test_a_request_that_breaks_us_is_a_line_with_status_500():
    client = Client(replace(a_client().web, ports=make_ports(calendar=None, catalog=None)))

    with pytest.raises(AttributeError):
        client.get(f"/api/v1/centres/{ZOGRAFOU}/slots?service={BIRTH}")

    [line] = client.web.ports.note.of("request")
    assert (line["function"], line["status"]) == ("list_free_slots", 500)


def test_each_step_of_reconcile_that_had_something_to_do_is_a_line():
    ports = make_ports()
    booking = book(a_request(), MARIA, "key", "el", ports)

    reconcile(booking.reference, ports)
    reconcile(booking.reference, ports)

    steps = ports.note.of("reconcile_step")
    assert [line["step"] for line in steps] == ["create_event", "secure_meeting", "confirm"]
    assert {line["status"] for line in steps} == {"done"}
    assert {line["reference"] for line in steps} == {booking.reference}
    assert all(line["duration_ms"] > 0 for line in steps)


def test_a_step_that_failed_is_a_line_with_the_kind_of_failure_and_no_words_of_it():
    ports = make_ports()
    booking = book(a_request(), MARIA, "key", "el", ports)
    ports.mailbox.failures.append(Rejected(f"no such mailbox: {booking.contact.email}"))

    reconcile(booking.reference, ports)

    [failed] = [line for line in ports.note.of("reconcile_step") if line["status"] == "failed"]
    assert (failed["step"], failed["error"]) == ("confirm", "Rejected")
    assert booking.contact.email not in str(ports.note.lines)


def test_the_digest_says_for_which_day_it_is_and_how_far_it_has_come():
    ports = make_ports()
    send_digest(ports)
    ports.now.forward(hours=8, minutes=31)
    ports.mailbox.failures.append(Unreachable("down"))
    send_digest(ports)
    ports.now.forward(minutes=2)
    send_digest(ports)

    seen = [(line["digest_day"], line["digest_state"]) for line in ports.note.of("digest")]
    assert [state for _, state in seen[1:]] == ["attempted", "closed"]
    assert seen[-1][0] == "2026-11-25"


def test_health_says_what_is_red_and_for_how_long_work_has_waited():
    ports = make_ports(access=FakeAccess(ends_on=date(2026, 12, 24)))
    note_health(ports)
    book(a_request(), MARIA, "key", "el", ports)
    ports.now.forward(minutes=20)
    note_health(ports)

    green, red = ports.note.of("health")
    assert (green["status"], green["red"], green["outbox_age_s"]) == ("green", [], 0)
    assert (red["status"], red["red"], red["outbox_age_s"]) == ("red", ["outbox"], 1200)
    assert red["secret_days"] == 30


def test_a_call_of_graph_is_a_line_with_its_status_and_whether_it_was_slowed_down():
    answers = iter([httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(202)])
    ports = make_ports()
    transport = httpx.MockTransport(lambda _: next(answers))
    graph = Graph(
        "http://graph.example", lambda *, fresh: "t", transport=transport, note=ports.note
    )

    with pytest.raises(Unreachable):
        graph.request("POST", "maria@kep.example", "sendMail", json={})
    graph.request("POST", "maria@kep.example", "sendMail", json={})

    slowed, sent = ports.note.of("graph")
    assert (slowed["graph_status"], slowed["throttled"], slowed["retry_after_s"]) == (429, True, 7)
    assert (sent["graph_status"], sent["throttled"]) == (202, False)
    assert "maria" not in str(ports.note.lines)


@given(st.text(min_size=1), st.sampled_from(sorted(FIELDS)))
def test_no_field_takes_free_text(text, field):
    kept = log_line("request", {field: f"{text} ·", "anything": text})

    assert kept == {"event": "request"}


def test_a_reminder_that_nobody_sent_turns_health_red():
    ports = make_ports()
    booking = book(a_request(), MARIA, "key", "el", ports)
    reconcile(booking.reference, ports)
    ports.now.now = booking.slot.starts_at - timedelta(hours=2)
    assert check_health(ports)["reminders"].is_well

    ports.now.forward(minutes=16)

    part = check_health(ports)["reminders"]
    assert not part.is_well
    assert part.since == booking.slot.starts_at - timedelta(hours=2)


def test_sessions_that_are_over_and_still_kept_turn_health_red():
    client = Client(replace(a_client().web, ports=make_ports()))
    client.sign_in(MARIA)
    client.post("/api/auth/logout", {})
    ports = client.web.ports
    assert check_health(ports)["retention"].is_well

    ports.now.forward(hours=5)

    assert not check_health(ports)["retention"].is_well


@pytest.mark.parametrize(("days", "is_well"), [(None, True), (8, True), (7, False), (-1, False)])
def test_health_turns_red_a_week_before_the_first_secret_ends(days, is_well):
    ports = make_ports()
    if days is not None:
        ports.access.ends_on = ports.now().date() + timedelta(days=days)

    assert check_health(ports)["secret_expiry"].is_well is is_well


def test_health_says_why_there_is_no_token_for_microsoft_365():
    ports = make_ports()
    ports.access.failures.append(Rejected("Entra: invalid_client"))

    part = check_health(ports)["graph_token"]

    assert (part.is_well, part.error) == (False, "Rejected: Entra: invalid_client")


def test_the_lines_are_never_sampled_away():
    from pathlib import Path

    host = json.loads((Path(__file__).parents[2] / "host.json").read_text())
    insights = host["logging"]["applicationInsights"]

    assert "Trace" in insights["samplingSettings"]["excludedTypes"].split(";")
    # The host itself would write the address of each request, with all that stands in it.
    collected = insights["httpAutoCollectionOptions"]
    assert collected["enableHttpTriggerExtendedInfoCollection"] is False
