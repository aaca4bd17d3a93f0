"""
The KEPs' calendars in Exchange and their meetings in Teams.

An event with `isOnlineMeeting` makes its meeting; the calendar API has no say in the
meeting's rules, so those are set through the online-meetings API, which finds the
meeting by its join link and knows mailboxes by object id only.

Officers are attendees of the event, so that it stands in their own Teams calendar
(circular R3), and co-organisers of the meeting: with the lobby for everybody else,
nobody but the organiser and co-organisers can admit (R4). Citizens and interpreters
are never attendees.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from functions.adapters.graph import Graph, GraphRefused, in_path, quoted
from functions.domain.errors import Gone, NotThereYet, Rejected
from functions.domain.projection import CalendarEntry, Event
from functions.settings import CentreAccount

DUPLICATE = "ErrorDuplicateTransactionId"
NOT_FOUND = "ErrorItemNotFound"  # of an item; a mailbox that is not found has another code

# Circular R4: everybody waits in the lobby and officers admit. R6: nothing is recorded.
# R7: the camera may be on. R9: chat is on.
RULES: Mapping[str, Any] = {
    "lobbyBypassSettings": {"scope": "organizer", "isDialInBypassEnabled": False},
    "allowedLobbyAdmitters": "organizerAndCoOrganizers",
    "allowRecording": False,
    "allowTranscription": False,
    "recordAutomatically": False,
    "allowMeetingChat": "enabled",
    "allowAttendeeToEnableCamera": True,
    "allowAttendeeToEnableMic": True,
}


class GraphCalendar:
    """A :class:`functions.ports.Calendar`. *accounts* are keyed by the centre's slug."""

    def __init__(self, graph: Graph, accounts: Mapping[str, CentreAccount]) -> None:
        self._graph = graph
        self._accounts = accounts

    def create(self, centre: str, entry: CalendarEntry) -> Event:
        account = account_of(centre, self._accounts)
        body = _event(entry, account.officers)
        try:
            made = self._graph.request("POST", account.object_id, "events", json=body)
        except GraphRefused as refused:
            existing = refused.error.get("@event.existingEventId")
            if refused.code != DUPLICATE or not existing:
                raise
            made = self._at("GET", centre, existing)
        return _made(made)

    def secure(self, centre: str, event: Event) -> None:
        account = account_of(centre, self._accounts)
        meeting = self._meeting(account.object_id, event.join_url)
        path = f"onlineMeetings/{in_path(meeting['id'])}"
        if changes := _changes(meeting, RULES):
            self._graph.request("PATCH", account.object_id, path, json=changes)
        if _co_organisers(meeting) != {upn.lower() for upn in account.officers}:
            attendees = [{"upn": upn, "role": "coorganizer"} for upn in account.officers]
            change = {"participants": {"attendees": attendees}}
            self._graph.request("PATCH", account.object_id, path, json=change)

    def change(self, centre: str, event: Event, entry: CalendarEntry) -> None:
        self._at("PATCH", centre, event.event_id, json=_changeable(entry))

    def remove(self, centre: str, event: Event) -> None:
        with suppress(Gone):
            self._at("DELETE", centre, event.event_id)

    def _at(
        self, method: str, centre: str, event_id: str, json: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        object_id = account_of(centre, self._accounts).object_id
        try:
            return self._graph.request(method, object_id, f"events/{in_path(event_id)}", json=json)
        except GraphRefused as refused:
            if refused.code != NOT_FOUND:
                raise
            raise Gone("the event in the calendar") from refused

    def _meeting(self, object_id: str, join_url: str) -> dict[str, Any]:
        only_this = {"$filter": f"JoinWebUrl eq {quoted(join_url)}"}
        found = self._graph.request("GET", object_id, "onlineMeetings", params=only_this)
        meetings: list[dict[str, Any]] = found.get("value") or []
        if not meetings:
            raise NotThereYet("the meeting of a new event")
        return meetings[0]


def account_of(slug: str, accounts: Mapping[str, CentreAccount]) -> CentreAccount:
    """
    Return the account of the centre, or other sender, *slug*.

    Raises:
        Rejected: The setting CENTRE_ACCOUNTS does not have it.
    """
    if slug not in accounts:
        raise Rejected(f"CENTRE_ACCOUNTS has no {slug}")
    return accounts[slug]


def _event(entry: CalendarEntry, officers: tuple[str, ...]) -> dict[str, Any]:
    return {
        **_changeable(entry),
        "transactionId": entry.entry_id,
        "body": {"contentType": "html", "content": entry.html},
        "attendees": [{"emailAddress": {"address": upn}, "type": "required"} for upn in officers],
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "isReminderOn": True,
        "reminderMinutesBeforeStart": entry.reminder_minutes,
        "responseRequested": False,
        "allowNewTimeProposals": False,
        "sensitivity": "private",
        "showAs": "busy",
    }


def _changeable(entry: CalendarEntry) -> dict[str, Any]:
    # Without the body: the link to the meeting is part of it, and a new body loses it.
    return {
        "subject": entry.subject,
        "start": _when(entry.slot.starts_at),
        "end": _when(entry.slot.ends_at),
        "categories": list(entry.categories),
    }


def _made(event: Mapping[str, Any]) -> Event:
    join_url = (event.get("onlineMeeting") or {}).get("joinUrl")
    if not join_url:
        raise NotThereYet("the link of a new event")
    return Event(event["id"], join_url)


def _when(moment: datetime) -> dict[str, str]:
    # In UTC: Athens is not on Microsoft's list of zones, and every calendar shows local time.
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _changes(is_so: Mapping[str, Any], rules: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rules that are not so yet: Graph refuses a PATCH that repeats what is."""
    changes: dict[str, Any] = {}
    for name, rule in rules.items():
        now = is_so.get(name)
        if isinstance(rule, Mapping):
            if inner := _changes(now or {}, rule):
                changes[name] = inner
        elif now != rule:
            changes[name] = rule
    return changes


def _co_organisers(meeting: Mapping[str, Any]) -> set[str]:
    attendees = (meeting.get("participants") or {}).get("attendees") or ()
    return {str(each.get("upn")).lower() for each in attendees if each.get("role") == "coorganizer"}
