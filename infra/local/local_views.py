"""What the page `/local/` shows, as plain values for its template."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from clock import ATHENS
from controls import Controls
from faults import ALLOWED
from message_queue import Message
from world import CalendarItem, SentMail

WEEKDAYS = {
    "el": ("Δευτέρα", "Τρίτη", "Τετάρτη", "Πέμπτη", "Παρασκευή", "Σάββατο", "Κυριακή"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "el": (
        *("Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου"),
        *("Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
SHOWN_SETTINGS = (
    "allowedLobbyAdmitters",
    "allowRecording",
    "allowTranscription",
    "recordAutomatically",
    "allowMeetingChat",
)
KILOBYTE = 1024
# Who of the staff is offered, and the page to which signing in leads.
STAFF = (
    ("officer", "officer@zografou", "/api/desk"),
    ("administrator", "administrator@ministry", "/api/ministry/interpreters"),
)


def page_context(controls: Controls, language: str) -> dict[str, Any]:
    """Return everything that the template prints."""
    world = controls.world
    now = world.now().astimezone(ATHENS)
    return {
        "now": _long(now, language),
        "now_time": f"{now:%H:%M}",
        "now_field": f"{now:%Y-%m-%dT%H:%M}",
        "timers": _timers(controls, language),
        "faults": world.faults.as_dict(),
        "allowed_faults": ALLOWED,
        "mails": [_mail(mail, language) for mail in reversed(world.mails)],
        "text_messages": [_text(text, language) for text in reversed(world.texts.values())],
        "calendars": _calendars(world.calendars, language),
        "queues": [_queue(name, queue) for name, queue in controls.queues.queues.items()],
        "people": world.people,
        "staff": _staff(language),
        "requests": len(world.requests),
    }


def _staff(language: str) -> list[dict[str, str]]:
    query = "?lang=en" if language == "en" else ""
    return [
        {"kind": kind, "user": user, "return_path": quote(path + query, safe="")}
        for kind, user, path in STAFF
    ]


def _timers(controls: Controls, language: str) -> list[dict[str, str]]:
    return [
        {"name": name, "next": _long(due_at, language) if due_at else ""}
        for name, due_at in sorted(controls.timers.next_times().items())
    ]


def _mail(mail: SentMail, language: str) -> dict[str, Any]:
    public = mail.public
    address = f"/local/mails/{quote(str(public['id']), safe='')}"
    return {
        **public,
        "to": _addresses(public["to"]),
        "sent": _long(datetime.fromisoformat(public["sent_at"]), language),
        "address": f"{address}.html",
        "files": [
            {
                "name": attachment["name"],
                "type": attachment["content_type"],
                "size": _size(attachment["content"]),
                "address": f"{address}/attachments/{number}",
            }
            for number, attachment in enumerate(public["attachments"])
        ],
    }


def _text(text: Mapping[str, str], language: str) -> dict[str, str]:
    return {**text, "sent": _long(datetime.fromisoformat(text["sent_at"]), language)}


def _addresses(value: object) -> str:
    return value if isinstance(value, str) else ", ".join(str(one) for one in _each(value))


def _each(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else (value,)


def _size(content: str) -> str:
    size = len(base64.b64decode(content))
    return f"{size} B" if size < KILOBYTE else f"{size / KILOBYTE:.1f} KB"


def _calendars(
    calendars: Mapping[str, Mapping[str, CalendarItem]], language: str
) -> list[dict[str, Any]]:
    return [
        {"mailbox": mailbox, "events": [_event(item, language) for item in _by_time(items)]}
        for mailbox, items in sorted(calendars.items())
        if items
    ]


def _by_time(items: Mapping[str, CalendarItem]) -> list[CalendarItem]:
    return sorted(items.values(), key=lambda item: _instant(item.event["start"]))


def _event(item: CalendarItem, language: str) -> dict[str, Any]:
    event = item.event
    starts, ends = _instant(event["start"]), _instant(event["end"])
    attendees = event.get("attendees") or ()
    return {
        "subject": event.get("subject", ""),
        "when": f"{_day(starts, language)}, {starts:%H:%M}–{ends:%H:%M}",
        "body": (event.get("body") or {}).get("content", ""),
        "attendees": [attendee["emailAddress"]["address"] for attendee in attendees],
        "reminder": event.get("reminderMinutesBeforeStart"),
        "categories": event.get("categories") or (),
        "join_url": (event.get("onlineMeeting") or {}).get("joinUrl", ""),
        "settings": _settings(item.online_meeting),
        "organisers": _organisers(item.online_meeting),
    }


def _settings(meeting: Mapping[str, Any]) -> dict[str, Any]:
    lobby = meeting.get("lobbyBypassSettings") or {}
    return {
        "lobbyBypassSettings.scope": lobby.get("scope"),
        **{name: meeting.get(name) for name in SHOWN_SETTINGS},
    }


def _organisers(meeting: Mapping[str, Any]) -> list[str]:
    people = (meeting.get("participants") or {}).get("attendees") or ()
    return [
        person.get("upn", "")
        for person in people
        if str(person.get("role", "")).lower() == "coorganizer"
    ]


def _instant(value: Mapping[str, str]) -> datetime:
    """Return the time of Graph's `dateTimeTimeZone` in Athens, whichever of the two it names."""
    instant = datetime.fromisoformat(value["dateTime"])
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC if value["timeZone"] == "UTC" else ATHENS)
    return instant.astimezone(ATHENS)


def _queue(name: str, queue: Any) -> dict[str, Any]:
    return {
        "name": name,
        "waiting": [_message(message) for message in queue.waiting],
        "poison": [_message(message) for message in queue.poison],
    }


def _message(message: Message) -> dict[str, Any]:
    return {"text": _decoded(message.body), "tries": message.dequeue_count}


def _decoded(body: bytes) -> str:
    try:
        return base64.b64decode(body, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return repr(body)


def _long(instant: datetime, language: str) -> str:
    local = instant.astimezone(ATHENS)
    return f"{_day(local, language)}, {local:%H:%M:%S}"


def _day(local: datetime, language: str) -> str:
    weekday = WEEKDAYS[language][local.weekday()]
    return f"{weekday} {local.day} {MONTHS[language][local.month - 1]} {local.year}"
