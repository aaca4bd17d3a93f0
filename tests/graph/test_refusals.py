"""The stand-in for Microsoft Graph refuses what Graph refuses."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from environment import GRAPH_CLIENT_ID, TENANT
from rights import CONSENTED
from stand_ins.tokens import issue_token

from tests.contract.outside import ACCOUNTS, Outside, the_outside

USER = ACCOUNTS["kep-zografou"].object_id
ADDRESS = "kep-zografou@kep.example"
EVENT = {
    "transactionId": "t-1",
    "subject": "ZOG-7F3K-Q2M",
    "body": {"contentType": "html", "content": "<p>…</p>"},
    "start": {"dateTime": "2026-11-25T07:00:00", "timeZone": "UTC"},
    "end": {"dateTime": "2026-11-25T07:20:00", "timeZone": "UTC"},
    "isOnlineMeeting": True,
    "onlineMeetingProvider": "teamsForBusiness",
}
MAIL = {
    "message": {
        "subject": "s",
        "body": {"contentType": "text", "content": "t"},
        "toRecipients": [{"emailAddress": {"address": "maria@example.com"}}],
    }
}


class Asking:
    """A client with a token that carries *roles*."""

    def __init__(self, outside: Outside, roles: Iterable[str] = CONSENTED) -> None:
        token = issue_token(TENANT, GRAPH_CLIENT_ID, roles)
        self.client = httpx.Client(
            base_url=f"{outside.settings.graph_endpoint}/users/",
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
            timeout=5,
        )

    def __call__(self, method: str, path: str, user: str = USER, **more: Any) -> httpx.Response:
        return self.client.request(method, f"{user}/{path}", **more)


@pytest.fixture
def ask(outside: Outside) -> Iterator[Asking]:
    asking = Asking(outside)
    yield asking
    asking.client.close()


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def the_meeting(ask: Asking, event: dict[str, Any]) -> dict[str, Any]:
    address = event["onlineMeeting"]["joinUrl"]
    found = ask("GET", "onlineMeetings", params={"$filter": f"JoinWebUrl eq '{address}'"})
    [meeting] = found.json()["value"]
    return meeting


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer a.b.c"},
        {"Authorization": f"Bearer {issue_token(TENANT, GRAPH_CLIENT_ID, lifetime=-60)}"},
        {"Authorization": f"Bearer {issue_token(TENANT, GRAPH_CLIENT_ID, audience='else')}"},
    ],
    ids=["none", "empty", "garbled", "ended", "for another"],
)
def test_without_a_good_token_nobody_is_known(outside, header):
    address = f"{outside.settings.graph_endpoint}/users/{USER}/events"

    answer = httpx.get(address, headers=header, trust_env=False)

    assert code(answer) == (401, "InvalidAuthenticationToken")
    assert outside.world.requests[-1]["status"] == 401


@pytest.mark.parametrize(
    ("missing", "method", "path", "body"),
    [
        ("Calendars.ReadWrite", "POST", "events", EVENT),
        ("OnlineMeetings.ReadWrite.All", "GET", "onlineMeetings", None),
        ("Mail.Send", "POST", "sendMail", MAIL),
        ("Mail.Read", "GET", "messages", None),
    ],
)
def test_each_call_needs_its_role(outside, missing, method, path, body):
    rights = outside.world.rights
    rights.exchange_roles -= {missing}
    ask = Asking(outside, CONSENTED - {missing})

    assert code(ask(method, path, json=body)) == (403, "ErrorAccessDenied")
    assert not outside.world.calendars
    assert not outside.world.mails
    ask.client.close()


def test_a_mailbox_outside_of_the_management_scope_is_refused(outside, ask):
    outside.world.rights.out_of_scope = frozenset({ADDRESS})

    assert code(ask("GET", "calendar")) == (403, "ErrorAccessDenied")
    assert ask("GET", "onlineMeetings", params={"$filter": "joinWebUrl eq 'x'"}).status_code == 200


def test_meetings_need_a_policy_for_their_organiser_too(outside, ask):
    outside.world.rights.without_policy = frozenset({ADDRESS})

    found = ask("GET", "onlineMeetings", params={"$filter": "joinWebUrl eq 'x'"})

    assert found.status_code == 403
    assert "application access policy" in found.json()["error"]["message"]
    assert ask("GET", "calendar").json()["owner"]["address"] == ADDRESS


@pytest.mark.parametrize("user", ["nobody@kep.example", "99999999-0000-0000-0000-000000000000"])
def test_an_unknown_mailbox_is_not_found(ask, user):
    assert ask("POST", "events", user, json=EVENT).status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("events", {**EVENT, "tranactionId": "t"}),
        ("events", {**EVENT, "start": {"datetime": "2026-11-25T07:00:00", "timeZone": "UTC"}}),
        ("events", {**EVENT, "reminderMinutesBeforeStart": "15"}),
        ("events", {**EVENT, "onlineMeetingProvider": "teams"}),
        ("events", {**EVENT, "body": {"contentType": "HTML", "content": ""}}),
        ("events", {**EVENT, "attendees": [{"address": "maria@example.com"}]}),
        ("events", {**EVENT, "attendees": [None]}),
        ("events", {**EVENT, "start": {"dateTime": "soon", "timeZone": "UTC"}}),
        ("events", {**EVENT, "start": {"dateTime": "2026-11-25T07:00:00", "timeZone": "Mars"}}),
        ("events", {**EVENT, "end": {"dateTime": "2026-11-24T07:00:00", "timeZone": "UTC"}}),
        ("sendMail", {"message": {**MAIL["message"], "to": "maria@example.com"}}),
        ("sendMail", {"message": {**MAIL["message"], "toRecipients": []}}),
        ("sendMail", {"message": {**MAIL["message"], "attachments": [{"name": "a"}]}}),
    ],
)
def test_a_body_that_the_metadata_does_not_allow_is_refused(ask, outside, path, body):
    assert ask("POST", path, json=body).status_code == 400
    assert not outside.world.calendars
    assert not outside.world.mails


def test_a_body_that_is_no_json_object_is_refused(ask):
    assert ask("POST", "events", content=b"{").status_code == 400
    assert ask("POST", "events", json=[EVENT]).status_code == 400


def test_a_call_or_a_query_that_is_not_offered_here_is_refused(ask):
    assert ask("GET", "contacts").status_code == 400
    assert ask("GET", "messages", params={"$search": "x"}).status_code == 400
    assert ask("GET", "messages", params={"$filter": "subject eq 'x'"}).status_code == 400


def test_a_repeated_transaction_names_the_event_that_is_there(ask):
    made = ask("POST", "events", json=EVENT).json()

    again = ask("POST", "events", json={**EVENT, "subject": "another"})

    assert code(again) == (400, "ErrorDuplicateTransactionId")
    assert again.json()["error"]["@event.existingEventId"] == made["id"]


def test_a_fifth_request_at_once_for_one_mailbox_is_throttled(tmp_path):
    with the_outside(tmp_path, latency=0.3) as slow:
        ask = Asking(slow)
        with ThreadPoolExecutor(6) as threads:
            answers = list(threads.map(lambda _: ask("GET", "events"), range(5)))
            other = ACCOUNTS["kep-patra"].object_id
            elsewhere = threads.submit(ask, "GET", "events", other).result()
        ask.client.close()

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 429]
    assert {a.headers.get("Retry-After") for a in answers if a.status_code == 429} == {"1"}
    assert elsewhere.status_code == 200


def test_a_mailbox_sends_thirty_mails_a_minute_by_the_clock_of_the_stack(ask, outside):
    statuses = [ask("POST", "sendMail", json=MAIL).status_code for _ in range(31)]

    assert statuses == [202] * 30 + [429]
    outside.world.clock.set(outside.world.now() + timedelta(seconds=61))
    assert ask("POST", "sendMail", json=MAIL).status_code == 202


def test_a_mail_that_is_not_kept_is_not_found_and_folders_have_names(ask):
    ask("POST", "sendMail", json={**MAIL, "saveToSentItems": False})
    assert ask("GET", "messages").json()["value"] == []

    ask("POST", "sendMail", json=MAIL)
    assert len(ask("GET", "mailFolders/SentItems/messages").json()["value"]) == 1
    assert ask("GET", "mailFolders/inbox/messages").json()["value"] == []
    assert ask("GET", "mailFolders/nothing/messages").status_code == 404


def test_meetings_of_a_user_are_known_by_object_id_alone(ask):
    event = ask("POST", "events", ADDRESS, json=EVENT).json()
    address = event["onlineMeeting"]["joinUrl"]
    query = {"$filter": f"JoinWebUrl eq '{address}'"}

    assert ask("GET", "onlineMeetings", ADDRESS, params=query).status_code == 404
    assert ask("GET", "onlineMeetings", params=query).status_code == 200


@pytest.mark.parametrize("query", [{}, {"$filter": "subject eq 'x'"}, {"$top": "5"}])
def test_meetings_are_found_by_their_join_link_alone(ask, query):
    assert ask("GET", "onlineMeetings", params=query).status_code == 400


def test_a_meeting_cannot_be_seen_in_the_first_moments(tmp_path):
    with the_outside(tmp_path, lag=3600) as lagging:
        ask = Asking(lagging)
        address = ask("POST", "events", json=EVENT).json()["onlineMeeting"]["joinUrl"]
        query = {"$filter": f"JoinWebUrl eq '{address}'"}

        assert ask("GET", "onlineMeetings", params=query).json()["value"] == []
        ask.client.close()


@pytest.mark.parametrize(
    "change",
    [
        {"allowRecording": True},
        {"allowRecording": False, "allowMeetingChat": "enabled"},
        {"lobbyBypassSettings": {"scope": "organization"}},
        {"lobbyBypassSettings": {"scope": "organizer", "isDialInBypassEnabled": False}},
        {"joinWebUrl": "https://teams.microsoft.com/l/other"},
        {"startDateTime": "2026-11-25T08:00:00Z"},
        {"participants": None},
        {"participants": {"organizer": {"upn": "officer@zografou.example"}, "attendees": []}},
        {"participants": {"attendees": []}},
        {"participants": {"attendees": [{"upn": "x@else.example", "role": "coorganizer"}]}},
        {
            "participants": {
                "attendees": [{"upn": "officer@zografou.example", "role": "coorganizer"}]
            },
            "allowRecording": False,
        },
    ],
)
def test_a_change_of_a_meeting_that_graph_does_not_take_changes_nothing(ask, change):
    meeting = the_meeting(ask, ask("POST", "events", json=EVENT).json())

    assert ask("PATCH", f"onlineMeetings/{meeting['id']}", json=change).status_code == 400
    assert ask("GET", f"onlineMeetings/{meeting['id']}").json() == meeting


def test_a_change_of_a_part_leaves_the_rest_alone(ask):
    meeting = the_meeting(ask, ask("POST", "events", json=EVENT).json())
    change = {"lobbyBypassSettings": {"scope": "organizer"}}

    changed = ask("PATCH", f"onlineMeetings/{meeting['id']}", json=change).json()

    rules = {"scope": "organizer", "isDialInBypassEnabled": False}
    assert changed == {**meeting, "lobbyBypassSettings": rules}


def test_a_new_body_of_an_event_loses_the_link_and_a_new_time_does_not(ask):
    event = ask("POST", "events", json=EVENT).json()
    end = {"dateTime": "2026-11-25T07:40:00", "timeZone": "UTC"}
    moved = ask("PATCH", f"events/{event['id']}", json={"end": end}).json()

    assert moved["onlineMeeting"] == event["onlineMeeting"]
    assert the_meeting(ask, event)["endDateTime"] == "2026-11-25T07:40:00Z"

    body = {"body": {"contentType": "html", "content": "<p>new</p>"}}
    rewritten = ask("PATCH", f"events/{event['id']}", json=body).json()
    assert (rewritten["isOnlineMeeting"], rewritten["onlineMeeting"]) == (False, None)


def test_an_event_without_a_meeting_can_be_changed_and_meetings_still_be_found(ask):
    event = ask("POST", "events", json={**EVENT, "isOnlineMeeting": False}).json()
    online = ask("POST", "events", json={**EVENT, "transactionId": "t-2"}).json()

    end = {"dateTime": "2026-11-25T07:40:00", "timeZone": "UTC"}
    changed = ask("PATCH", f"events/{event['id']}", json={"subject": "new", "end": end}).json()

    assert changed["onlineMeeting"] is None
    assert changed["changeKey"] != event["changeKey"]
    assert the_meeting(ask, online)["subject"] == EVENT["subject"]


@pytest.mark.parametrize(
    "change",
    [
        {"transactionId": "t-9"},
        {"start": {"dateTime": "2026-11-26T07:00:00", "timeZone": "UTC"}},
        {"end": None},
        {"attendees": [{"emailAddress": {"name": "nobody"}}]},
    ],
)
def test_a_change_of_an_event_that_graph_does_not_take_changes_nothing(ask, change):
    event = ask("POST", "events", json=EVENT).json()

    assert ask("PATCH", f"events/{event['id']}", json=change).status_code == 400
    assert ask("GET", f"events/{event['id']}").json() == event


def test_an_event_that_was_cancelled_is_gone(ask):
    event = ask("POST", "events", json=EVENT).json()

    assert ask("POST", f"events/{event['id']}/cancel", json={}).status_code == 202
    assert ask("GET", f"events/{event['id']}").status_code == 404
    assert ask("DELETE", f"events/{event['id']}").status_code == 404


def test_an_event_that_was_deleted_takes_its_meeting_along(ask):
    event = ask("POST", "events", json=EVENT).json()
    meeting = the_meeting(ask, event)

    assert ask("DELETE", f"events/{event['id']}").status_code == 204

    query = {"$filter": f"JoinWebUrl eq '{event['onlineMeeting']['joinUrl']}'"}
    assert ask("GET", "onlineMeetings", params=query).json()["value"] == []
    assert ask("GET", f"onlineMeetings/{meeting['id']}").status_code == 404
    change = ask("PATCH", f"events/{event['id']}", json={"subject": "new"})
    assert code(change) == (404, "ErrorItemNotFound")


def test_every_request_is_written_down_as_it_came(ask, outside):
    ask("POST", "sendMail", json=MAIL)

    path = f"/v1.0/users/{USER}/sendMail"
    assert outside.world.requests == [{"method": "POST", "path": path, "body": MAIL, "status": 202}]


def test_on_a_bad_day_nothing_gets_through(ask, outside):
    for fault, status in (("down", 503), ("throttled", 429)):
        outside.world.faults.change({"graph": fault})
        assert ask("POST", "events", json=EVENT).status_code == status

    assert not outside.world.calendars
