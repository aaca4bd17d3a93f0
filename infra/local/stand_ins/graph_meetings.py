"""Online meetings: found by their join link, and changed by those who know them."""

import time
from collections.abc import Mapping
from typing import Any

from world import CalendarItem, World

from stand_ins.graph_calls import Answer, Asked, Call
from stand_ins.graph_errors import GraphError, bad_request
from stand_ins.graph_queries import BY_JOIN_ADDRESS, refuse_other_options, unquoted

READ = frozenset({"OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All"})
WRITE = frozenset({"OnlineMeetings.ReadWrite.All"})
CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#users('{user}')/onlineMeetings"
# https://learn.microsoft.com/graph/api/onlinemeeting-update
CAN_CHANGE = {
    "allowAttendeeToEnableCamera",
    "allowAttendeeToEnableMic",
    "allowBreakoutRooms",
    "allowCopyingAndSharingMeetingContent",
    "allowLiveShare",
    "allowMeetingChat",
    "allowPowerPointSharing",
    "allowRecording",
    "allowTeamworkReactions",
    "allowTranscription",
    "allowWhiteboard",
    "allowedLobbyAdmitters",
    "allowedPresenters",
    "endDateTime",
    "isEntryExitAnnounced",
    "lobbyBypassSettings",
    "participants",
    "recordAutomatically",
    "startDateTime",
    "subject",
    "watermarkProtection",
}
TIMES = {"startDateTime", "endDateTime"}
LAG_SECONDS = 1.0  # so long Teams does not show the meeting of a new event


class GraphMeetings:
    """The meeting calls over the world's calendars; *lag* is that of a new meeting, in seconds."""

    def __init__(self, world: World, lag: float) -> None:
        self._world = world
        self._lag = lag

    def calls(self) -> list[Call]:
        """Return what Graph offers here."""
        return [
            Call("GET", "onlineMeetings", READ, self._find),
            Call("GET", "onlineMeetings/{meeting}", READ, self._show),
            Call("PATCH", "onlineMeetings/{meeting}", WRITE, self._change, "onlineMeeting"),
        ]

    def _find(self, asked: Asked) -> Answer:
        _refuse_names(asked)
        refuse_other_options(asked.query, "$filter")
        found = BY_JOIN_ADDRESS.fullmatch(asked.query.get("$filter", "").strip())
        if not found:
            raise bad_request("Meetings can be listed by a filter on joinWebUrl only.")
        address = unquoted(found[1])
        meetings = [
            item.online_meeting
            for item in self._visible(asked)
            if item.online_meeting["joinWebUrl"] == address
        ]
        return Answer(200, {"@odata.context": CONTEXT.format(user=asked.user), "value": meetings})

    def _show(self, asked: Asked) -> Answer:
        return Answer(200, self._meeting(asked))

    def _change(self, asked: Asked) -> Answer:
        meeting, body = self._meeting(asked), asked.body
        if not CAN_CHANGE.issuperset(body):
            raise bad_request("One or more properties do not support updating.", "InvalidArgument")
        if TIMES & set(body) not in (set(), TIMES):
            raise bad_request("startDateTime and endDateTime come together.", "InvalidArgument")
        if "participants" in body:
            self._change_participants(meeting, body)
        else:
            _refuse_repeated(meeting, body)
            meeting |= {name: _merged(meeting.get(name), value) for name, value in body.items()}
        return Answer(200, meeting)

    def _change_participants(self, meeting: dict[str, Any], body: Mapping[str, Any]) -> None:
        """Take the whole new list of attendees; nothing else may come with it."""
        participants = body["participants"] or {}
        if set(body) != {"participants"} or set(participants) != {"attendees"}:
            raise bad_request("participants.attendees can only be changed alone.")
        attendees = participants["attendees"] or []
        for upn in (attendee.get("upn") for attendee in attendees):
            if str(upn).lower() not in self._users():
                raise bad_request(f"{upn} is not in the tenant.")
        if attendees == meeting["participants"]["attendees"]:
            raise bad_request("participants are so already.")
        meeting["participants"] = {**meeting["participants"], "attendees": attendees}

    def _users(self) -> set[str]:
        """Return the names of everybody in the tenant: officers, and the mailboxes themselves."""
        officers = (name for each in self._world.accounts.values() for name in each.officers)
        return {name.lower() for name in (*officers, *self._world.mailboxes())}

    def _meeting(self, asked: Asked) -> dict[str, Any]:
        _refuse_names(asked)
        for item in self._visible(asked):
            if item.online_meeting["id"] == asked.keys["meeting"]:
                return item.online_meeting
        raise GraphError(404, "NotFound", "There is no such meeting.")

    def _visible(self, asked: Asked) -> list[CalendarItem]:
        items = self._world.calendars.get(asked.mailbox, {}).values()
        now = time.monotonic()
        return [item for item in items if item.online_meeting and now - item.made_at >= self._lag]


def _refuse_names(asked: Asked) -> None:
    """Meetings of a user are known by the user's object id alone."""
    if asked.user.lower() != asked.account.object_id.lower():
        raise GraphError(404, "UnknownError", f"The user '{asked.user}' was not found.")


def _refuse_repeated(now: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Refuse what is so already, inside of a complex property too."""
    for name, value in wanted.items():
        if isinstance(value, Mapping):
            _refuse_repeated(now.get(name) or {}, value)
        elif name in now and now[name] == value:
            raise bad_request(f"{name} is so already.", "InvalidArgument")


def _merged(now: Any, wanted: Any) -> Any:
    """A PATCH of a complex property leaves those parts of it alone that it does not name."""
    return {**(now or {}), **wanted} if isinstance(wanted, Mapping) else wanted
