"""A Teams meeting as it comes with an event of the calendar, in Graph's own JSON."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from stand_ins.graph_ids import join_address, meeting_id, thread_id
from stand_ins.graph_times import instant_of, offset_time

# The rules that Teams gives to a meeting where no policy says otherwise: all too open for a KEP.
OPEN_RULES: Mapping[str, Any] = {
    "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
    "allowedLobbyAdmitters": "organizerAndCoOrganizersAndPresenters",
    "allowedPresenters": "everyone",
    "allowMeetingChat": "enabled",
    "shareMeetingChatHistoryDefault": "none",
    "allowRecording": True,
    "allowTranscription": True,
    "recordAutomatically": False,
    "allowAttendeeToEnableCamera": True,
    "allowAttendeeToEnableMic": True,
    "allowTeamworkReactions": True,
    "allowParticipantsToChangeName": False,
    "isEntryExitAnnounced": True,
    "isBroadcast": False,
    "audioConferencing": None,
    "externalId": None,
    "videoTeleconferenceId": None,
}


def new_meeting(event: Mapping[str, Any], organizer_id: str, tenant: str) -> dict[str, Any]:
    """Return the meeting of *event*, held by the user with the object id *organizer_id*."""
    thread = thread_id()
    organizer = event["organizer"]["emailAddress"]["address"]
    meeting = {
        **deepcopy(dict(OPEN_RULES)),
        "id": meeting_id(organizer_id, thread),
        "creationDateTime": event["createdDateTime"],
        "joinWebUrl": join_address(tenant, organizer_id, thread),
        "chatInfo": {"threadId": thread, "messageId": "0", "replyChainMessageId": None},
        "participants": {
            "organizer": {
                "upn": organizer,
                "role": "presenter",
                "identity": {"user": {"id": organizer_id, "displayName": None}},
            },
            "attendees": [
                {"upn": each["emailAddress"]["address"], "role": "attendee"}
                for each in event["attendees"]
            ],
        },
    }
    reschedule(meeting, event)
    return meeting


def reschedule(meeting: dict[str, Any], event: Mapping[str, Any]) -> None:
    """Give *meeting* the subject and the times of its *event*."""
    meeting["subject"] = event["subject"]
    meeting["startDateTime"] = offset_time(instant_of(event["start"], "start"))
    meeting["endDateTime"] = offset_time(instant_of(event["end"], "end"))
