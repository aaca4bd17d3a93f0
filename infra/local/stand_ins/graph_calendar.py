"""
Calendars of mailboxes: events, and the Teams meeting that comes with one.

Who deletes or changes an event is its organiser; what Exchange then tells the attendees
is not played here. With its event the meeting is gone at once, where Teams may show it
for some time yet.
"""

import time
from typing import Any

from world import CalendarItem, World

from stand_ins.graph_calls import Answer, Asked, Call
from stand_ins.graph_errors import GraphError, bad_request, not_found
from stand_ins.graph_event import add_teams_block, new_event, rewrite, stamp
from stand_ins.graph_meeting import new_meeting, reschedule
from stand_ins.graph_queries import answer_list, refuse_other_options, with_property

READ = frozenset({"Calendars.Read", "Calendars.ReadWrite"})
WRITE = frozenset({"Calendars.ReadWrite"})
CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#users('{user}')/events"
CANNOT_CHANGE = ("transactionId", "isOnlineMeeting", "onlineMeetingProvider")


class GraphCalendars:
    """The calendar calls over the world's calendars."""

    def __init__(self, world: World) -> None:
        self._world = world

    def calls(self) -> list[Call]:
        """Return what Graph offers here."""
        return [
            Call("GET", "calendar", READ, self._whose),
            Call("POST", "events", WRITE, self._create, "event"),
            Call("GET", "events", READ, self._list),
            Call("GET", "events/{event}", READ, self._show),
            Call("PATCH", "events/{event}", WRITE, self._change, "event"),
            Call("DELETE", "events/{event}", WRITE, self._delete),
            Call("POST", "events/{event}/cancel", WRITE, self._cancel, "cancel"),
        ]

    def _whose(self, asked: Asked) -> Answer:
        refuse_other_options(asked.query, "$select")
        context = f"https://graph.microsoft.com/v1.0/$metadata#users('{asked.user}')/calendar"
        owner = {"name": asked.mailbox.partition("@")[0], "address": asked.mailbox}
        return Answer(200, {"@odata.context": context, "id": asked.mailbox, "owner": owner})

    def _create(self, asked: Asked) -> Answer:
        now = self._world.now()
        self._refuse_repeated(asked)
        event = new_event(asked.body, asked.mailbox, now)
        meeting: dict[str, Any] = {}
        if event["isOnlineMeeting"]:
            tenant = self._world.secrets.get("tenant", "")
            meeting = new_meeting(event, asked.account.object_id, tenant)
            add_teams_block(event, meeting["joinWebUrl"])
            stamp(event, now)
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

    def _list(self, asked: Asked) -> Answer:
        refuse_other_options(asked.query, "$filter", "$select", "$top")
        events = with_property((item.event for item in self._items(asked).values()), asked.query)
        return Answer(200, answer_list(CONTEXT.format(user=asked.user), events, asked.query))

    def _show(self, asked: Asked) -> Answer:
        return Answer(200, _shown(asked, self._item(asked).event))

    def _change(self, asked: Asked) -> Answer:
        item, body = self._item(asked), asked.body
        for name in CANNOT_CHANGE:
            if name in body:
                raise bad_request(f"{name} cannot be changed.", "ErrorPropertyValidationFailure")
        rewrite(item.event, body, self._world.now())
        if "body" in body and item.event["isOnlineMeeting"]:
            # The link to the meeting is part of the body: a new one loses it.
            item.event |= {"isOnlineMeeting": False, "onlineMeeting": None}
        if item.online_meeting:
            reschedule(item.online_meeting, item.event)
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


def _shown(asked: Asked, event: dict[str, Any]) -> dict[str, Any]:
    context = CONTEXT.format(user=asked.user) + "/$entity"
    hidden = {"singleValueExtendedProperties"}
    shown = {name: value for name, value in event.items() if name not in hidden}
    return {"@odata.context": context, "@odata.etag": f'W/"{event["changeKey"]}"', **shown}
