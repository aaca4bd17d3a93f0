"""The table of permissions holds what the adapters and the doctor ask of Graph, and no more."""

from pathlib import Path

import pytest
from rights import CONSENTED, EXCHANGE_ROLES
from stand_ins.graph_calendar import GraphCalendars
from stand_ins.graph_mail import GraphMails
from stand_ins.graph_meetings import GraphMeetings

from functions.adapters.graph_calendar import GraphCalendar
from functions.adapters.graph_mailbox import GraphMailbox
from functions.domain.projection import Message
from functions.ports import SERVICE_MAILBOX
from infra.doctor.checks import examine
from infra.doctor.permissions import CALLS, GRANTS, Grant, call_for, given_by, needed
from tests.contract.outside import ACCOUNTS, SENDERS
from tests.contract.test_calendar import CENTRE, ENTRY, MOVED
from tests.doctor.powershell import literals

SCRIPTS = sorted(Path("infra/microsoft365").glob("*.ps1"))
GRAPH_FAMILIES = ("Calendars", "Mail", "MailboxSettings", "OnlineMeetings", "User", "Files", "Chat")


@pytest.fixture
def requests(outside, client, patient) -> list[tuple[str, str]]:
    """Everything that the functions ever ask of Graph, and an examination."""
    calendar, mailbox = GraphCalendar(client, ACCOUNTS), GraphMailbox(client, SENDERS)
    event = calendar.create(CENTRE, ENTRY)
    calendar.create(CENTRE, ENTRY)  # a second time: the event is fetched
    calendar.secure(CENTRE, event)
    calendar.change(CENTRE, event, MOVED)
    calendar.remove(CENTRE, event)
    mailbox.send(CENTRE, Message("m-1", "maria@example.com", "s", "<p>t</p>"))
    mailbox.sent(SERVICE_MAILBOX, "m-1")
    mailbox.bounces(CENTRE)
    examine(patient)
    return [(each["method"], each["path"]) for each in outside.world.requests]


def test_every_request_is_in_the_table_and_every_entry_is_asked_for(requests):
    calls = {(method, path): call_for(method, path) for method, path in requests}
    unknown = [at for at, call in calls.items() if call is None and at[1] != "/v1.0"]

    assert unknown == []
    assert {call for call in calls.values() if call} == set(CALLS)


def test_no_permission_is_given_without_a_call():
    assert needed() == GRANTS.keys()
    assert (given_by(Grant.EXCHANGE), given_by(Grant.CONSENT)) == (EXCHANGE_ROLES, CONSENTED)


def test_the_stand_in_asks_for_the_same_permissions(outside):
    world = outside.world
    offered = [
        call
        for part in (GraphCalendars(world), GraphMeetings(world, 0), GraphMails(world))
        for call in part.calls()
    ]
    asks = {(one.method, call_for(one.method, f"/v1.0/users/u/{one.path}")): one for one in offered}

    for (_, ours), theirs in asks.items():
        if ours:
            assert ours.permission in theirs.permissions or needed() & theirs.permissions


def test_the_scripts_give_just_these_permissions_and_each_in_its_own_way():
    texts = {path.name: literals(path) for path in SCRIPTS}
    in_scripts = {
        name: {text for text in found if text.split(".")[0] in GRAPH_FAMILIES and "." in text}
        for name, found in texts.items()
    }
    roles = {
        text.removeprefix("Application ")
        for text in texts["2-Set-Mailboxes.ps1"]
        if text.startswith("Application ") and "." in text
    }

    assert in_scripts["1-Register-Apps.ps1"] == given_by(Grant.CONSENT)
    assert roles == given_by(Grant.EXCHANGE)


def test_a_request_that_no_entry_allows_is_told_apart():
    assert call_for("DELETE", "/v1.0/users/u/messages/m") is None
    assert call_for("GET", "/v1.0/users/u/events") is None
    assert needed((*CALLS, *CALLS)) == needed()
