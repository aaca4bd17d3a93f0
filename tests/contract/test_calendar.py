"""What the calendar promises: the fake, and Microsoft Graph as the stand-in plays it."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.adapters.graph import Graph
from functions.adapters.graph_calendar import RULES, GraphCalendar
from functions.domain.errors import Gone, NotThereYet, Rejected, Unreachable
from functions.domain.projection import CalendarEntry, Event
from functions.domain.slot import ATHENS, Slot
from functions.ports import Calendar
from functions.settings import CentreAccount
from tests.contract.outside import ACCOUNTS, OFFICERS, Outside, the_outside
from tests.fakes import FakeCalendar

CENTRE = "kep-zografou"
MAILBOX = "kep-zografou@kep.example"
STARTS_AT = datetime(2026, 11, 25, 9, 0, tzinfo=ATHENS)
ENTRY = CalendarEntry(
    entry_id="b7a0c4de-0000-5000-8000-000000000001",
    subject="ZOG-7F3K-Q2M – Πιστοποιητικό γέννησης",
    html="<p>Πιστοποιητικό γέννησης</p>",
    slot=Slot(STARTS_AT, STARTS_AT + timedelta(minutes=20)),
    categories=("Κάμερα ανοιχτή",),
)
MOVED = CalendarEntry(
    entry_id=ENTRY.entry_id,
    subject="ZOG-7F3K-Q2M – Πιστοποιητικό γέννησης – Διερμηνέας",
    html="<p>Ο διερμηνέας έρχεται</p>",
    slot=Slot(STARTS_AT + timedelta(days=7, hours=1), STARTS_AT + timedelta(days=7, minutes=100)),
    categories=("Κάμερα ανοιχτή", "Διερμηνέας"),
)
OTHER = replace(ENTRY, entry_id="b7a0c4de-0000-5000-8000-000000000002", subject="ZOG-2M7F-K3Q")
CALLS: dict[str, Callable[[Calendar, Event], object]] = {
    "create": lambda calendar, _: calendar.create(CENTRE, ENTRY),
    "change": lambda calendar, event: calendar.change(CENTRE, event, MOVED),
    "remove": lambda calendar, event: calendar.remove(CENTRE, event),
}


@pytest.fixture(params=["fake", "graph"])
def calendar(request: pytest.FixtureRequest) -> Calendar:
    if request.param == "fake":
        return FakeCalendar()
    return GraphCalendar(request.getfixturevalue("client"), ACCOUNTS)


@pytest.fixture
def graph_calendar(client: Graph) -> GraphCalendar:
    return GraphCalendar(client, ACCOUNTS)


def the_item(outside: Outside):
    [item] = outside.world.calendars[MAILBOX].values()
    return item


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the KEP's calendar, as far as a fake knows it too."""

    subject: str
    starts_at: datetime
    ends_at: datetime
    categories: tuple[str, ...]
    html: str


def standing(calendar: Calendar, outside: Outside) -> list[Standing]:
    if isinstance(calendar, FakeCalendar):
        return [
            Standing(it.subject, it.slot.starts_at, it.slot.ends_at, it.categories, it.html)
            for _, it in calendar.entries.values()
        ]
    items = outside.world.calendars.get(MAILBOX, {}).values()
    return [in_calendar(item.event) for item in items]


def in_calendar(event: Mapping[str, Any]) -> Standing:
    starts_at, ends_at = (
        datetime.fromisoformat(f"{event[name]['dateTime'][:19]}+00:00") for name in ("start", "end")
    )
    html = event["body"]["content"].split("<div><hr>")[0]  # what Teams adds comes after it
    return Standing(event["subject"], starts_at, ends_at, tuple(event["categories"]), html)


def requests(outside: Outside) -> list[tuple[str, int]]:
    return [(each["method"], each["status"]) for each in outside.world.requests]


def test_an_entry_has_a_link_to_its_meeting(calendar):
    event = calendar.create(CENTRE, ENTRY)

    assert event.event_id
    assert event.join_url.startswith("https://")
    calendar.secure(CENTRE, event)


def test_the_same_entry_again_is_the_same_event(calendar):
    assert calendar.create(CENTRE, ENTRY) == calendar.create(CENTRE, ENTRY)


def test_securing_a_meeting_twice_does_no_harm(calendar):
    event = calendar.create(CENTRE, ENTRY)

    calendar.secure(CENTRE, event)
    calendar.secure(CENTRE, event)


def test_a_moved_event_has_the_new_time_and_its_old_body(calendar, outside):
    event = calendar.create(CENTRE, ENTRY)

    calendar.change(CENTRE, event, MOVED)

    [now] = standing(calendar, outside)
    assert (now.starts_at, now.ends_at) == (MOVED.slot.starts_at, MOVED.slot.ends_at)
    assert (now.subject, now.categories) == (MOVED.subject, MOVED.categories)
    assert now.html == ENTRY.html


def test_a_change_that_is_repeated_or_taken_back_does_no_harm(calendar, outside):
    event = calendar.create(CENTRE, ENTRY)
    [first] = standing(calendar, outside)

    calendar.change(CENTRE, event, MOVED)
    calendar.change(CENTRE, event, MOVED)
    calendar.change(CENTRE, event, ENTRY)

    assert standing(calendar, outside) == [first]
    assert calendar.create(CENTRE, ENTRY) == event


def test_a_removed_event_is_gone_and_can_be_removed_again(calendar, outside):
    event = calendar.create(CENTRE, ENTRY)
    other = calendar.create(CENTRE, OTHER)

    calendar.remove(CENTRE, event)
    calendar.remove(CENTRE, event)

    [left] = standing(calendar, outside)
    assert left.subject == OTHER.subject
    calendar.change(CENTRE, other, OTHER)


def test_a_change_of_an_event_that_somebody_deleted_says_so_and_a_new_one_can_be_made(
    calendar, outside
):
    event = calendar.create(CENTRE, ENTRY)
    calendar.remove(CENTRE, event)

    with pytest.raises(Gone):
        calendar.change(CENTRE, event, MOVED)

    assert standing(calendar, outside) == []
    calendar.change(CENTRE, calendar.create(CENTRE, OTHER), MOVED)
    [now] = standing(calendar, outside)
    assert now.starts_at == MOVED.slot.starts_at


def test_an_event_of_another_centre_is_not_touched(calendar, outside):
    event = calendar.create(CENTRE, ENTRY)

    with pytest.raises(Gone):
        calendar.change("kep-patra", event, MOVED)
    calendar.remove("kep-patra", event)

    [now] = standing(calendar, outside)
    assert now.subject == ENTRY.subject


def test_a_moved_event_keeps_its_link_and_its_meeting_moves_along(graph_calendar, outside):
    event = graph_calendar.create(CENTRE, ENTRY)
    body = the_item(outside).event["body"]

    graph_calendar.change(CENTRE, event, MOVED)

    item = the_item(outside)
    assert item.event["onlineMeeting"]["joinUrl"] == event.join_url
    assert item.event["body"] == body
    assert item.online_meeting["joinWebUrl"] == event.join_url
    assert item.online_meeting["startDateTime"] == "2026-12-02T08:00:00Z"
    assert item.online_meeting["endDateTime"] == "2026-12-02T08:40:00Z"
    graph_calendar.secure(CENTRE, event)


def test_the_event_is_what_the_circular_asks_for(graph_calendar, outside):
    graph_calendar.create(CENTRE, ENTRY)

    event = the_item(outside).event
    assert event["subject"] == ENTRY.subject
    assert (event["isReminderOn"], event["reminderMinutesBeforeStart"]) == (True, 15)  # R3
    assert event["start"]["dateTime"].startswith("2026-11-25T07:00:00")
    assert event["end"]["dateTime"].startswith("2026-11-25T07:20:00")
    assert [each["emailAddress"]["address"] for each in event["attendees"]] == list(OFFICERS)
    assert event["categories"] == list(ENTRY.categories)
    assert event["sensitivity"] == "private"
    assert ENTRY.html in event["body"]["content"]


@pytest.mark.parametrize("day", [(2026, 10, 26), (2027, 3, 29), (2027, 3, 26)])
def test_around_the_clock_changes_the_hour_is_that_on_the_wall(graph_calendar, outside, day):
    starts_at = datetime(*day, 9, 0, tzinfo=ATHENS)
    entry = CalendarEntry("id", "s", "", Slot(starts_at, starts_at + timedelta(minutes=20)))

    graph_calendar.create(CENTRE, entry)

    in_utc = the_item(outside).event["start"]["dateTime"][:19]
    assert datetime.fromisoformat(f"{in_utc}+00:00") == starts_at


def test_the_meeting_gets_the_rules_of_the_circular_and_nothing_is_repeated(
    graph_calendar, outside
):
    graph_calendar.secure(CENTRE, graph_calendar.create(CENTRE, ENTRY))

    meeting = the_item(outside).online_meeting
    assert meeting["lobbyBypassSettings"]["scope"] == "organizer"  # R4
    assert meeting["allowedLobbyAdmitters"] == "organizerAndCoOrganizers"  # R4
    assert not meeting["allowRecording"]  # R6
    assert not meeting["allowTranscription"]  # R6
    assert not meeting["recordAutomatically"]  # R6
    assert meeting["allowAttendeeToEnableCamera"]  # R7
    assert meeting["allowMeetingChat"] == "enabled"  # R9
    roles = {each["upn"]: each["role"] for each in meeting["participants"]["attendees"]}
    assert roles == dict.fromkeys(OFFICERS, "coorganizer")
    patched = [each["body"] for each in outside.world.requests if each["method"] == "PATCH"]
    assert [set(body) == {"participants"} for body in patched] == [False, True]

    before = len(outside.world.requests)
    graph_calendar.secure(CENTRE, graph_calendar.create(CENTRE, ENTRY))
    later = [each["method"] for each in outside.world.requests[before:]]
    assert "PATCH" not in later


def test_the_rules_are_the_same_whatever_the_policy_of_the_tenant_is(graph_calendar, outside):
    event = graph_calendar.create(CENTRE, ENTRY)
    meeting = the_item(outside).online_meeting
    meeting |= {
        "lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": True},
        "allowedLobbyAdmitters": "organizerAndCoOrganizersAndPresenters",
        "allowMeetingChat": "disabled",
        "recordAutomatically": True,
        "allowAttendeeToEnableCamera": False,
        "allowAttendeeToEnableMic": None,
    }

    graph_calendar.secure(CENTRE, event)

    assert {name: meeting[name] for name in RULES} == RULES
    assert meeting["lobbyBypassSettings"] == {"scope": "organizer", "isDialInBypassEnabled": False}


def test_many_at_once_for_one_mailbox_wait_for_each_other(tmp_path):
    with the_outside(tmp_path, latency=0.02) as busy:
        client = busy.graph()
        calendar = GraphCalendar(client, ACCOUNTS)
        with ThreadPoolExecutor(12) as workers:
            made = workers.map(
                lambda n: calendar.create(CENTRE, replace(ENTRY, entry_id=f"entry-{n}")), range(12)
            )
            ids = {event.event_id for event in made}
        client.close()

    assert len(ids) == 12
    assert {each["status"] for each in busy.world.requests} == {201}


def test_one_entry_made_by_two_workers_at_once_is_one_event(graph_calendar, outside):
    with ThreadPoolExecutor(2) as workers:
        events = list(workers.map(lambda _: graph_calendar.create(CENTRE, ENTRY), range(2)))

    assert events[0] == events[1]
    assert len(outside.world.calendars[MAILBOX]) == 1


def test_a_centre_without_officers_has_a_meeting_all_the_same(graph_calendar, outside):
    graph_calendar.secure("kep-patra", graph_calendar.create("kep-patra", ENTRY))

    [item] = outside.world.calendars["kep-patra@kep.example"].values()
    assert item.online_meeting["participants"]["attendees"] == []


def test_an_event_whose_answer_was_lost_is_adopted(graph_calendar, outside):
    outside.world.faults.change({"graph": "lost_replies"})
    with pytest.raises(Unreachable):
        graph_calendar.create(CENTRE, ENTRY)
    outside.world.faults.change({"graph": "ok"})

    event = graph_calendar.create(CENTRE, ENTRY)

    assert event.event_id == the_item(outside).event["id"]
    assert requests(outside) == [("POST", 201), ("POST", 400), ("GET", 200)]


def test_a_change_or_a_removal_whose_answer_was_lost_can_be_repeated(graph_calendar, outside):
    event = graph_calendar.create(CENTRE, ENTRY)
    for call in (CALLS["change"], CALLS["remove"]):
        outside.world.faults.change({"graph": "lost_replies"})
        with pytest.raises(Unreachable):
            call(graph_calendar, event)
        outside.world.faults.change({"graph": "ok"})
        call(graph_calendar, event)

    assert requests(outside) == [
        ("POST", 201),
        ("PATCH", 200),
        ("PATCH", 200),
        ("DELETE", 204),
        ("DELETE", 404),
    ]


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_throttling_says_how_long_to_wait(graph_calendar, outside, call):
    event = graph_calendar.create(CENTRE, OTHER)
    outside.world.faults.change({"graph": "throttled"})

    with pytest.raises(Unreachable) as failure:
        call(graph_calendar, event)

    assert failure.value.retry_after == timedelta(seconds=5)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("fault", ["down", "slow"])
def test_a_bad_day_of_graph_is_unreachable(outside, fault, call):
    client = outside.graph(answer_seconds=0.2)
    calendar = GraphCalendar(client, ACCOUNTS)
    event = calendar.create(CENTRE, OTHER)
    outside.world.faults.change({"graph": fault})

    with pytest.raises(Unreachable):
        call(calendar, event)

    client.close()


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_centre_without_an_account_or_mailbox_is_rejected(client, call):
    event = Event("none", "https://teams.microsoft.com/l/none")

    with pytest.raises(Rejected, match="CENTRE_ACCOUNTS"):
        call(GraphCalendar(client, {}), event)
    with pytest.raises(Rejected, match="404 ErrorInvalidUser"):
        call(GraphCalendar(client, {CENTRE: CentreAccount("no-such-mailbox")}), event)


def test_a_token_that_is_refused_is_renewed_once(outside):
    from functions.adapters.entra_token import EntraToken

    asked: list[bool] = []
    real = EntraToken(outside.settings, "https://graph.microsoft.com")

    def token(*, fresh: bool = False) -> str:
        asked.append(fresh)
        return real(fresh=fresh) if fresh else "an old one"

    client = Graph(outside.settings.graph_endpoint, token)
    GraphCalendar(client, ACCOUNTS).create(CENTRE, ENTRY)
    client.close()

    assert asked == [False, True]


def test_wrong_credentials_are_rejected_and_a_silent_entra_is_unreachable(outside):
    from functions.adapters.entra_token import EntraToken

    wrong = replace(outside.settings, graph_client_secret="wrong")
    silent = replace(outside.settings, entra_authority="https://localhost:9/tenant")

    with pytest.raises(Rejected, match="invalid_client"):
        EntraToken(wrong, "https://graph.microsoft.com")()
    with pytest.raises(Unreachable):
        EntraToken(silent, "https://graph.microsoft.com")()


@pytest.fixture
def lagging(tmp_path) -> Iterator[Outside]:
    with the_outside(tmp_path, lag=3600) as outside:
        yield outside


def test_the_meeting_of_a_new_event_is_not_there_yet(lagging):
    client = lagging.graph()
    calendar = GraphCalendar(client, ACCOUNTS)
    event = calendar.create(CENTRE, ENTRY)

    with pytest.raises(NotThereYet):
        calendar.secure(CENTRE, event)

    client.close()


def test_a_meeting_that_nobody_knows_is_not_there_yet(graph_calendar):
    with pytest.raises(NotThereYet):
        graph_calendar.secure(CENTRE, Event("none", "https://teams.microsoft.com/l/o'brien"))
