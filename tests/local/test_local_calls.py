"""The calls and the page under `/local/`."""

import base64
import sqlite3
import time
from contextlib import closing

import pytest
from faults import ALLOWED, Faults, UnknownFault
from world import CalendarItem, SentMail

A_MAIL = {
    "id": "AAMkAD=",
    "from": "kep-zografou@kep.example",
    "to": "maria@example.gr",
    "subject": "Το ραντεβού σας <b>",
    "text": "κείμενο",
    "html": "<p>Γεια <script>alert(1)</script></p>",
    "attachments": [
        {
            "name": "ραντεβού.ics",
            "content_type": "text/calendar",
            "content": base64.b64encode(b"BEGIN:VCALENDAR").decode(),
        }
    ],
    "sent_at": "2026-11-24T10:00:00+00:00",
}
AN_EVENT = {
    "id": "e1",
    "subject": "Ραντεβού ZOG-7F3K-Q2M",
    "start": {"dateTime": "2026-11-25T07:20:00.0000000", "timeZone": "UTC"},
    "end": {"dateTime": "2026-11-25T07:40:00.0000000", "timeZone": "UTC"},
    "attendees": [{"emailAddress": {"address": "officer@zografou.example"}}],
    "reminderMinutesBeforeStart": 15,
    "onlineMeeting": {"joinUrl": "https://teams.example/l/1"},
}
A_TEXT = {
    "id": "ZOG-7F3K-Q2M.1.2h",
    "to": "+306912345678",
    "text": "Το ραντεβού σας <b>",
    "sent_at": "2026-11-24T10:00:00+00:00",
}
A_MEETING = {"lobbyBypassSettings": {"scope": "organizer"}, "allowRecording": False}


@pytest.fixture
def full_stack(stack):
    def fill() -> None:
        stack.world.mails.append(SentMail("kep-zografou@kep.example", A_MAIL, {}))
        item = CalendarItem(AN_EVENT, A_MEETING, time.monotonic())
        stack.world.calendars["kep-zografou@kep.example"] = {"e1": item}
        stack.world.texts[A_TEXT["id"]] = A_TEXT
        stack.world.requests.append({"method": "GET", "path": "/me", "body": None, "status": 403})

    stack.on_the_loop(fill)
    return stack


def test_what_left_the_building_can_be_read(full_stack):
    client = full_stack.client

    assert client.get("/local/mails").json() == [A_MAIL]
    assert client.get("/local/events").json() == [
        {"mailbox": "kep-zografou@kep.example", "event": AN_EVENT, "online_meeting": A_MEETING}
    ]
    assert client.get("/local/graph").json()[0]["status"] == 403
    assert client.get("/local/texts").json() == [A_TEXT]


def test_the_clock_tells_the_stacks_time(stack):
    assert stack.client.get("/local/clock").json() == {"now": "2026-11-24T10:00:00+00:00"}


def test_the_clock_can_be_set_to_athens_time(stack):
    answer = stack.client.post("/local/clock", json={"now": "2026-12-01T09:00"})

    assert answer.json() == {"now": "2026-12-01T07:00:00+00:00"}
    assert stack.client.get("/local/clock").json() == answer.json()


@pytest.mark.parametrize("body", [{"now": "soon"}, {"now": 7}, {"now": None}, {}])
def test_a_time_that_is_none_is_refused(stack, body):
    answer = stack.client.post("/local/clock", json=body)

    assert answer.status_code == 422
    assert stack.client.get("/local/clock").json()["now"].startswith("2026-11-24T10:00")


def test_a_body_that_is_no_json_object_is_refused(stack):
    headers = {"Content-Type": "application/json"}

    assert stack.client.post("/local/faults", content="{", headers=headers).status_code == 400
    assert stack.client.post("/local/faults", content="[]", headers=headers).status_code == 422


def test_json_with_the_type_of_a_form_is_json(stack):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    answer = stack.client.post("/local/faults", content='{"gsis": "down"}', headers=headers)

    assert answer.json()["gsis"] == "down"


def test_faults_are_set_one_by_one_and_stay(stack):
    stack.client.post("/local/faults", json={"graph": "throttled"})
    answer = stack.client.post("/local/faults", json={"gsis": "denied"})

    assert answer.json() == {"graph": "throttled", "gsis": "denied", "store": "ok"}
    assert stack.world.faults.graph == "throttled"


@pytest.mark.parametrize("body", [{"graph": "asleep"}, {"mail": "down"}, {"store": []}])
def test_an_unknown_fault_is_refused_with_those_that_are_allowed(stack, body):
    answer = stack.client.post("/local/faults", json={"gsis": "down", **body})

    assert answer.status_code == 422
    assert "ok" in answer.json()["detail"] or "graph" in answer.json()["detail"]
    assert stack.world.faults == Faults()


def test_every_fault_of_the_contract_can_be_ordered():
    faults = Faults()

    for part, states in ALLOWED.items():
        for state in states:
            faults.change({part: state})
            assert faults.as_dict()[part] == state
    with pytest.raises(UnknownFault):
        faults.change({"graph": "no_tax_id"})


def test_a_busy_store_takes_no_write(stack, tmp_path):
    file = tmp_path / "rows.sqlite3"
    with closing(sqlite3.connect(file, timeout=0.05, isolation_level=None)) as rows:
        rows.execute("CREATE TABLE things (a)")

        stack.client.post("/local/faults", json={"store": "busy"})
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            rows.execute("INSERT INTO things VALUES (1)")
        stack.client.post("/local/faults", json={"store": "ok"})

        rows.execute("INSERT INTO things VALUES (1)")


@pytest.mark.parametrize("store_fault", ["ok", "busy"])
def test_deleting_the_data_leaves_nothing(full_stack, tmp_path, store_fault):
    with closing(sqlite3.connect(tmp_path / "rows.sqlite3", isolation_level=None)) as rows:
        rows.execute("CREATE TABLE things (a)")
        rows.execute("INSERT INTO things VALUES (1)")
        full_stack.client.post("/local/faults", json={"store": store_fault})

        assert full_stack.client.delete("/local/data").status_code == 204

        assert rows.execute("SELECT count(*) FROM things").fetchone() == (0,)
    for call in ("mails", "texts", "events", "graph"):
        assert full_stack.client.get(f"/local/{call}").json() == []


@pytest.mark.parametrize(("address", "language"), [("/local/", "el"), ("/local/en/", "en")])
def test_the_page_shows_everything_in_both_languages(full_stack, address, language):
    page = full_stack.client.get(address)

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert "Το ραντεβού σας &lt;b&gt;" in page.text
    assert A_TEXT["to"].removeprefix("+") in page.text
    assert "09:20–09:40" in page.text
    assert "officer@zografou.example" in page.text
    assert "https://teams.example/l/1" in page.text
    assert "script-src" not in page.headers["content-security-policy"]


def test_a_mail_is_shown_where_it_can_do_nothing(full_stack):
    mail = full_stack.client.get("/local/mails/AAMkAD=.html")

    assert A_MAIL["html"] in mail.text
    policy = mail.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


def test_an_attachment_can_be_saved(full_stack):
    file = full_stack.client.get("/local/mails/AAMkAD=/attachments/0")

    assert file.content == b"BEGIN:VCALENDAR"
    assert file.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")


@pytest.mark.parametrize(
    "address", ["/local/mails/x.html", "/local/mails/AAMkAD=/attachments/1", "/local/nothing"]
)
def test_what_is_not_there_is_not_found(full_stack, address):
    assert full_stack.client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "fields", "leads_to"),
    [
        ("/local/clock", {"now": "2026-11-24T14:00"}, "/local/?done=clock#clock"),
        ("/local/clock", {"forward": "3600"}, "/local/?done=clock#clock"),
        ("/local/clock?lang=en", {"now": ""}, "/local/en/?refused=bad_time#clock"),
        ("/local/clock", {"forward": "-1"}, "/local/?refused=bad_time#clock"),
        ("/local/faults", {"graph": "down", "store": "ok"}, "/local/?done=faults#faults"),
        ("/local/timers/tick", {"": ""}, "/local/?done=timers#timers"),
        ("/local/data/delete", {"": ""}, "/local/?done=data#data"),
    ],
)
def test_a_form_leads_back_to_the_page(stack, address, fields, leads_to):
    answer = stack.client.post(address, data=fields)

    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
    assert stack.client.get(answer.headers["location"].partition("#")[0]).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
    ],
)
def test_another_site_cannot_pull_the_levers(full_stack, headers):
    assert full_stack.client.delete("/local/data", headers=headers).status_code == 403
    assert full_stack.client.get("/local/mails").json() == [A_MAIL]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost:4280"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Host": "[::1]:4280"},
    ],
)
def test_this_machine_can(full_stack, headers):
    assert full_stack.client.delete("/local/data", headers=headers).status_code == 204
