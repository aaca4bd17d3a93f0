"""
Whether Graph's metadata allows a body.

Where the variable GRAPH_SCHEMA names a JSON Schema made from Microsoft's metadata, that
decides. Without it the shapes below do: the same names and types, for the objects and
properties that a booking system could want to send.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from stand_ins.graph_errors import bad_request

# A shape is a type, a set of allowed words, a list with the shape of its items, or a
# mapping from the allowed names to their shapes. Null is allowed for all but items.
Shape = Any

EMAIL = {"emailAddress": {"address": str, "name": str}}
MOMENT = {"dateTime": str, "timeZone": str}
HTML_OR_TEXT = {"contentType": {"html", "text"}, "content": str}
EXTENDED = [{"id": str, "value": str}]
ATTACHMENT = {
    "@odata.type": str,
    "name": str,
    "contentType": str,
    "contentBytes": str,
    "contentId": str,
    "isInline": bool,
}
PARTICIPANT = {
    "upn": str,
    "role": {"attendee", "presenter", "producer", "coorganizer"},
    "identity": {"user": {"id": str, "displayName": str}},
}
EVENT = {
    "transactionId": str,
    "subject": str,
    "body": HTML_OR_TEXT,
    "start": MOMENT,
    "end": MOMENT,
    "location": {"displayName": str},
    "attendees": [{**EMAIL, "type": {"required", "optional", "resource"}}],
    "categories": [str],
    "importance": {"low", "normal", "high"},
    "sensitivity": {"normal", "personal", "private", "confidential"},
    "showAs": {"unknown", "free", "tentative", "busy", "oof", "workingElsewhere"},
    "isAllDay": bool,
    "isOnlineMeeting": bool,
    "onlineMeetingProvider": {"unknown", "teamsForBusiness"},
    "isReminderOn": bool,
    "reminderMinutesBeforeStart": int,
    "responseRequested": bool,
    "allowNewTimeProposals": bool,
    "hideAttendees": bool,
    "singleValueExtendedProperties": EXTENDED,
}
MEETING = {
    "subject": str,
    "startDateTime": str,
    "endDateTime": str,
    "lobbyBypassSettings": {
        "scope": {
            "organizer",
            "organization",
            "organizationAndFederated",
            "everyone",
            "invited",
            "organizationExcludingGuests",
        },
        "isDialInBypassEnabled": bool,
    },
    "allowedLobbyAdmitters": {"organizerAndCoOrganizersAndPresenters", "organizerAndCoOrganizers"},
    "allowedPresenters": {"everyone", "organization", "roleIsPresenter", "organizer"},
    "allowMeetingChat": {"enabled", "disabled", "limited"},
    "shareMeetingChatHistoryDefault": {"none", "all"},
    "allowRecording": bool,
    "allowTranscription": bool,
    "recordAutomatically": bool,
    "allowAttendeeToEnableCamera": bool,
    "allowAttendeeToEnableMic": bool,
    "allowTeamworkReactions": bool,
    "isEntryExitAnnounced": bool,
    "participants": {"organizer": PARTICIPANT, "attendees": [PARTICIPANT]},
}
MESSAGE = {
    "subject": str,
    "body": HTML_OR_TEXT,
    "toRecipients": [EMAIL],
    "ccRecipients": [EMAIL],
    "bccRecipients": [EMAIL],
    "replyTo": [EMAIL],
    "from": EMAIL,
    "sender": EMAIL,
    "attachments": [ATTACHMENT],
    "categories": [str],
    "importance": {"low", "normal", "high"},
    "internetMessageHeaders": [{"name": str, "value": str}],
    "singleValueExtendedProperties": EXTENDED,
}
SHAPES: Mapping[str, Shape] = {
    "event": EVENT,
    "onlineMeeting": MEETING,
    "sendMail": {"message": MESSAGE, "saveToSentItems": bool},
    "cancel": {"Comment": str},
}


def check_body(name: str, body: Mapping[str, Any]) -> None:
    """
    Check *body* for the call that *name* stands for.

    Raises:
        GraphError: 400, with the first thing that is wrong.
    """
    file = os.environ.get("GRAPH_SCHEMA")
    if file and _can_use_schemas():
        fault = _by_schema(file, name, body)
    else:
        fault = _first_fault(SHAPES[name], body, name)
    if fault:
        raise bad_request(f"Invalid request body: {fault}")


@cache
def _can_use_schemas() -> bool:
    return find_spec("jsonschema") is not None


def _by_schema(file: str, name: str, body: Mapping[str, Any]) -> str:
    from jsonschema.exceptions import best_match

    error = best_match(_validator(file, name).iter_errors(body))
    return f"{error.json_path}: {error.message}" if error else ""


@cache
def _validator(file: str, name: str) -> Any:
    from jsonschema import Draft202012Validator

    slices = json.loads(Path(file).read_text("utf-8"))
    schema = {"$defs": slices["$defs"], "allOf": [slices["roots"][name]]}
    return Draft202012Validator(schema)


def _first_fault(shape: Shape, value: Any, place: str) -> str:
    """Return what is wrong first, or nothing."""
    if isinstance(shape, list):
        return _fault_in_list(shape[0], value, place)
    if value is None:
        return ""
    if isinstance(shape, Mapping):
        return _fault_in_object(shape, value, place)
    if isinstance(shape, set):
        is_one = isinstance(value, str) and value in shape
        return "" if is_one else f"{place}: {value!r} is none of {sorted(shape)}"
    return "" if type(value) is shape else f"{place}: {value!r} is no {shape.__name__}"


def _fault_in_list(shape: Shape, value: Any, place: str) -> str:
    if not isinstance(value, list):
        return f"{place}: {value!r} is no list"
    if None in value:
        return f"{place}: an item is null"
    faults = (_first_fault(shape, item, place) for item in value)
    return next(filter(None, faults), "")


def _fault_in_object(shape: Mapping[str, Shape], value: Any, place: str) -> str:
    if not isinstance(value, Mapping):
        return f"{place}: {value!r} is no object"
    for name, inner in value.items():
        if name not in shape and name != "@odata.type":
            return f"{place}: there is no property {name!r}"
        fault = _first_fault(shape.get(name, str), inner, f"{place}.{name}")
        if fault:
            return fault
    return ""
