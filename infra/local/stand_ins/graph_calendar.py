"""Calendars of mailboxes: events, and the Teams meeting that comes with one."""

import time
from html import escape
from typing import Any

from world import CalendarItem, World

from stand_ins.graph_calls import Answer, Asked, Call
from stand_ins.graph_errors import GraphError, bad_request, not_found
from stand_ins.graph_ids import change_key, item_id, join_address, meeting_id, thread_id
from stand_ins.graph_queries import answer_list, refuse_other_options, with_property
from stand_ins.graph_times import in_utc, instant_of, offset_time

PERMISSION = frozenset({"Calendars.ReadWrite"})
CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#users('{user}')/events"
CANNOT_CHANGE = ("transactionId", "isOnlineMeeting", "onlineMeetingProvider")
TEAMS_BLOCK = (
    "<div><hr><p><b>Συνάντηση στο Microsoft Teams</b><br>"
    '<a href="{address}">Συμμετοχή</a></p></div>'
)


class GraphCalendars:
    """The calendar calls over the world's calendars."""

    def __init__(self, world: World) -> None:
        self._world = world

    def calls(self) -> list[Call]:
        """Return what Graph offers here."""
        return [
            Call("POST", "events", PERMISSION, self._create, "event"),
            Call("GET", "events", PERMISSION, self._list),
            Call("GET", "events/{event}", PERMISSION, self._show),
            Call("PATCH", "events/{event}", PERMISSION, self._change, "event"),
            Call("DELETE", "events/{event}", PERMISSION, self._delete),
            Call("POST", "events/{event}/cancel", PERMISSION, self._cancel, "cancel"),
        ]

    def _create(self, asked: Asked) -> Answer:
        body = asked.body
        starts_at = instant_of(body.get("start"), "start")
        ends_at = instant_of(body.get("end"), "end")
        if ends_at < starts_at:
            raise bad_request("The event ends before it starts.", "ErrorPropertyValidationFailure")
        self._refuse_repeated(asked)
        self._refuse_strangers(body)
        event = _new_event(asked, {"start": in_utc(starts_at), "end": in_utc(ends_at)})
        meeting: dict[str, Any] = {}
        if body.get("isOnlineMeeting"):
            meeting = self._new_meeting(asked, event, (starts_at, ends_at))
        item = CalendarItem(event, meeting, time.monotonic())
        self._world.calendars.setdefault(asked.mailbox, {})[event["id"]] = item
        return Answer(201, _shown(asked, event))

    def _refuse_repeated(self, asked: Asked) -> None:
        wanted = asked.body.get("transactionId")
        for event_id, item in self._items(asked).items():
            if wanted and item.event["transactionId"] == wanted:
                raise GraphError(
                    400,
                    "ErrorDuplicateTransactionId",
                    "Your request can't be completed: the transaction id was used before.",
                    more={"@event.existingEventId": event_id},
                )

    def _refuse_strangers(self, body: dict[str, Any]) -> None:
        for attendee in body.get("attendees") or ():
            if not (attendee.get("emailAddress") or {}).get("address"):
                raise bad_request("An attendee has no address.", "ErrorInvalidRecipients")

    def _new_meeting(self, asked: Asked, event: dict[str, Any], times: Any) -> dict[str, Any]:
        organizer, thread = asked.account.object_id, thread_id()
        address = join_address(self._world.secrets.get("tenant", ""), organizer, thread)
        event["isOnlineMeeting"] = True
        event["onlineMeetingProvider"] = "teamsForBusiness"
        event["onlineMeeting"] = {"joinUrl": address}
        event["body"]["content"] += TEAMS_BLOCK.format(address=escape(address))
        return {
            **_defaults(),
            "id": meeting_id(organizer, thread),
            "subject": event["subject"],
            "joinWebUrl": address,
            "startDateTime": offset_time(times[0]),
            "endDateTime": offset_time(times[1]),
            "chatInfo": {"threadId": thread, "messageId": "0"},
            "participants": {
                "organizer": {"upn": asked.mailbox, "role": "presenter"},
                "attendees": [
                    {"upn": each["emailAddress"]["address"], "role": "attendee"}
                    for each in event["attendees"]
                ],
            },
        }

    def _list(self, asked: Asked) -> Answer:
        refuse_other_options(asked.query, "$filter", "$select", "$top")
        events = with_property((item.event for item in self._items(asked).values()), asked.query)
        return Answer(200, answer_list(CONTEXT.format(user=asked.user), events, asked.query))

    def _show(self, asked: Asked) -> Answer:
        return Answer(200, _shown(asked, self._item(asked).event))

    def _change(self, asked: Asked) -> Answer:
        item, body = self._item(asked), dict(asked.body)
        for name in CANNOT_CHANGE:
            if name in body:
                raise bad_request(f"{name} cannot be changed.", "ErrorPropertyValidationFailure")
        for name in ("start", "end"):
            if name in body:
                body[name] = in_utc(instant_of(body[name], name))
        if "body" in body and item.event.get("onlineMeeting"):
            # The link to the meeting is part of the body: a new one loses it.
            item.event |= {"isOnlineMeeting": False, "onlineMeeting": None}
        item.event |= body | {"changeKey": change_key()}
        return Answer(200, _shown(asked, item.event))

    def _delete(self, asked: Asked) -> Answer:
        del self._items(asked)[self._item(asked).event["id"]]
        return Answer(204)

    def _cancel(self, asked: Asked) -> Answer:
        self._delete(asked)
        return Answer(202)

    def _items(self, asked: Asked) -> dict[str, CalendarItem]:
        return self._world.calendars.get(asked.mailbox, {})

    def _item(self, asked: Asked) -> CalendarItem:
        item = self._items(asked).get(asked.keys["event"])
        if item is None:
            raise not_found()
        return item


def _new_event(asked: Asked, times: dict[str, Any]) -> dict[str, Any]:
    body = asked.body
    content = body.get("body") or {"contentType": "html", "content": ""}
    organizer = {"emailAddress": {"name": asked.mailbox, "address": asked.mailbox}}
    event: dict[str, Any] = {
        "id": item_id(),
        "changeKey": change_key(),
        "transactionId": None,
        "subject": "",
        "categories": [],
        "attendees": [],
        "isReminderOn": True,
        "reminderMinutesBeforeStart": 15,
        "isOnlineMeeting": False,
        "onlineMeeting": None,
        "isCancelled": False,
        "isOrganizer": True,
        "organizer": organizer,
        "sensitivity": "normal",
        "showAs": "busy",
    }
    return event | body | times | {"body": dict(content)}


def _shown(asked: Asked, event: dict[str, Any]) -> dict[str, Any]:
    context = CONTEXT.format(user=asked.user) + "/$entity"
    hidden = {"singleValueExtendedProperties"}
    shown = {name: value for name, value in event.items() if name not in hidden}
    return {"@odata.context": context, "@odata.etag": f'W/"{event["changeKey"]}"', **shown}


def _defaults() -> dict[str, Any]:
    """Return the rules that Teams gives a meeting of the calendar: all too open for a KEP."""
    return {
        "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
        "allowedLobbyAdmitters": "organizerAndCoOrganizersAndPresenters",
        "allowedPresenters": "everyone",
        "allowMeetingChat": "enabled",
        "allowRecording": True,
        "allowTranscription": True,
        "recordAutomatically": False,
        "allowAttendeeToEnableCamera": True,
        "allowAttendeeToEnableMic": True,
        "isEntryExitAnnounced": True,
    }
