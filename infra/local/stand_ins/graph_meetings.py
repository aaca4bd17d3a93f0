"""Online meetings: found by their join link, and changed by those who know them."""

import time
from collections.abc import Mapping
from typing import Any

from world import CalendarItem, World

from stand_ins.graph_calls import Answer, Asked, Call
from stand_ins.graph_errors import GraphError, bad_request
from stand_ins.graph_queries import BY_JOIN_ADDRESS, refuse_other_options, unquoted

PERMISSION = frozenset({"OnlineMeetings.ReadWrite.All"})
CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#users('{user}')/onlineMeetings"
CANNOT_CHANGE = ("id", "joinWebUrl", "chatInfo")
LAG_SECONDS = 1.0  # so long Teams does not show the meeting of a new event


class GraphMeetings:
    """The meeting calls over the world's calendars; *lag* is that of a new meeting, in seconds."""

    def __init__(self, world: World, lag: float) -> None:
        self._world = world
        self._lag = lag

    def calls(self) -> list[Call]:
        """Return what Graph offers here."""
        return [
            Call("GET", "onlineMeetings", PERMISSION, self._find),
            Call("GET", "onlineMeetings/{meeting}", PERMISSION, self._show),
            Call("PATCH", "onlineMeetings/{meeting}", PERMISSION, self._change, "onlineMeeting"),
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
        for name, value in body.items():
            if name in CANNOT_CHANGE:
                raise bad_request(f"{name} cannot be changed.")
            if name != "participants" and _is_so(meeting.get(name), value):
                raise bad_request(f"{name} is so already.")
        if "participants" in body:
            self._change_participants(meeting, body)
        else:
            meeting |= body
        return Answer(200, meeting)

    def _change_participants(self, meeting: dict[str, Any], body: Mapping[str, Any]) -> None:
        """Take the whole new list of attendees; nothing else may come with it."""
        participants = body["participants"]
        if set(body) != {"participants"} or set(participants) != {"attendees"}:
            raise bad_request("participants.attendees can only be changed alone.")
        known = {
            name.lower() for account in self._world.accounts.values() for name in account.officers
        }
        for attendee in participants["attendees"]:
            if str(attendee.get("upn")).lower() not in known:
                raise bad_request(f"{attendee.get('upn')} is not in the tenant.")
        if participants["attendees"] == meeting["participants"]["attendees"]:
            raise bad_request("participants are so already.")
        meeting["participants"] = {**meeting["participants"], **participants}

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


def _is_so(now: Any, wanted: Any) -> bool:
    if isinstance(now, Mapping) and isinstance(wanted, Mapping):
        return all(now.get(name) == value for name, value in wanted.items())
    return bool(now == wanted)
