"""An event as Exchange makes it from what it was sent, in Graph's own JSON."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any
from uuid import uuid4

from stand_ins.graph_errors import bad_request
from stand_ins.graph_ids import change_key, item_id
from stand_ins.graph_times import in_utc, instant_of, offset_time
from stand_ins.html_text import html_to_text

PREVIEW = 255  # characters
NEVER = "0001-01-01T00:00:00Z"
TEAMS_BLOCK = (
    "<div><hr><p><b>Συνάντηση στο Microsoft Teams</b><br>"
    '<a href="{address}">Συμμετοχή</a></p></div>'
)
DEFAULTS: Mapping[str, Any] = {
    "transactionId": None,
    "subject": "",
    "categories": [],
    "importance": "normal",
    "sensitivity": "normal",
    "showAs": "busy",
    "type": "singleInstance",
    "isAllDay": False,
    "isCancelled": False,
    "isDraft": False,
    "isOrganizer": True,
    "isOnlineMeeting": False,
    "isReminderOn": True,
    "reminderMinutesBeforeStart": 15,
    "responseRequested": True,
    "allowNewTimeProposals": True,
    "hideAttendees": False,
    "hasAttachments": False,
    "onlineMeeting": None,
    "onlineMeetingProvider": "unknown",
    "onlineMeetingUrl": None,
    "recurrence": None,
    "seriesMasterId": None,
    "responseStatus": {"response": "organizer", "time": NEVER},
}


def new_event(body: Mapping[str, Any], mailbox: str, now: datetime) -> dict[str, Any]:
    """
    Return the event that *body* asks for in *mailbox*, without a meeting.

    Raises:
        GraphError: 400: the times or an attendee cannot be used.
    """
    event = {
        **DEFAULTS,
        **body,
        "id": item_id(),
        "iCalUId": f"040000008200E00074C5B7101A82E008{uuid4().hex.upper()}",
        "createdDateTime": offset_time(now),
        "organizer": {"emailAddress": {"name": mailbox, "address": mailbox}},
        "originalStartTimeZone": (body.get("start") or {}).get("timeZone"),
        "originalEndTimeZone": (body.get("end") or {}).get("timeZone"),
    }
    rewrite(event, {"body": {}, "attendees": [], **body}, now)
    return event


def rewrite(event: dict[str, Any], changes: Mapping[str, Any], now: datetime) -> None:
    """
    Write *changes* into *event*, in the form in which Exchange keeps them.

    Raises:
        GraphError: 400: the times or an attendee cannot be used; nothing was changed.
    """
    draft = {**event, **changes}
    starts_at, ends_at = (instant_of(draft.get(name), name) for name in ("start", "end"))
    if ends_at < starts_at:
        raise bad_request("The event ends before it starts.", "ErrorPropertyValidationFailure")
    draft |= {"start": in_utc(starts_at), "end": in_utc(ends_at)}
    if "body" in changes:
        draft["body"] = {"contentType": "html", "content": _html(changes["body"] or {})}
    if "attendees" in changes:
        draft["attendees"] = [_attendee(each) for each in changes["attendees"] or ()]
    event |= draft
    stamp(event, now)


def add_teams_block(event: dict[str, Any], address: str) -> None:
    """Give *event* the meeting behind *address*, in its body too."""
    event["isOnlineMeeting"] = True
    event["onlineMeetingProvider"] = "teamsForBusiness"
    event["onlineMeeting"] = {"joinUrl": address}
    event["body"]["content"] += TEAMS_BLOCK.format(address=escape(address))


def stamp(event: dict[str, Any], now: datetime) -> None:
    """Mark a new version of *event*."""
    event["bodyPreview"] = html_to_text(event["body"]["content"])[:PREVIEW]
    event["lastModifiedDateTime"] = offset_time(now)
    event["changeKey"] = change_key()


def _html(body: Mapping[str, Any]) -> str:
    content = str(body.get("content") or "")
    if body.get("contentType") == "text":
        return f'<div class="PlainText">{escape(content)}</div>'
    return content


def _attendee(attendee: Mapping[str, Any]) -> dict[str, Any]:
    address = attendee.get("emailAddress") or {}
    if not address.get("address"):
        raise bad_request("An attendee has no address.", "ErrorInvalidRecipients")
    return {
        "type": attendee.get("type") or "required",
        "status": {"response": "none", "time": NEVER},
        "emailAddress": {"name": address.get("name") or address["address"], **address},
    }
