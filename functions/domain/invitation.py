"""
The citizen's appointment as a file for a calendar: to add, to change or, once it is
cancelled, to take out.

The title that others may see in a shared calendar names the centre, not the service.
"""

from datetime import timedelta
from typing import Any

from functions.domain.booking import Booking, Language, Status
from functions.domain.calendar_file import CalendarItem, Method, calendar_event, calendar_file
from functions.domain.catalog import Centre, Service

REMINDER = timedelta(minutes=15)  # circular R3 gives the officer this; the citizen gets the same

WORDS: dict[Language, dict[str, str]] = {
    "el": {
        "summary": "Βιντεοκλήση: {centre}",
        "reference": "Κωδικός ραντεβού: {reference}",
        "service": "Υπηρεσία: {service}",
        "link": "Σύνδεσμος της βιντεοκλήσης: {link}",
        "label": "Βιντεοκλήση (Microsoft Teams)",
    },
    "en": {
        "summary": "Video call: {centre}",
        "reference": "Reference: {reference}",
        "service": "Service: {service}",
        "link": "Link to the video call: {link}",
        "label": "Video call (Microsoft Teams)",
    },
}


def method_of(booking: Booking) -> Method:
    """Return what a calendar is to do with *booking*."""
    return "CANCEL" if booking.status is Status.CANCELLED else "PUBLISH"


def invitation(
    booking: Booking, service: Service, centre: Centre, join_url: str | None, domain: str
) -> bytes:
    """Return the .ics file of *booking*; *domain* is that of the KEPs' mailboxes."""
    method = method_of(booking)
    link = join_url if method == "PUBLISH" else None
    item = _item(booking, service, centre, link, domain)
    event = calendar_event(method, item)
    event.add("class", "PRIVATE")
    if method == "PUBLISH":  # RFC 5546, 3.2.5: what is cancelled reminds nobody
        event.add_component(_reminder(item.summary))
    return calendar_file(method, [event])


def _item(
    booking: Booking, service: Service, centre: Centre, join_url: str | None, domain: str
) -> CalendarItem:
    name = centre.name.in_language(booking.language)
    words = WORDS[booking.language]
    return CalendarItem(
        uid=f"{booking.reference}@{domain}",
        sequence=booking.sequence,
        stamped_at=booking.changed_at or booking.booked_at,
        slot=booking.slot,
        organizer=(name, f"{centre.slug}@{domain}"),
        summary=words["summary"].format(centre=name),
        description=_description(booking, service, join_url),
        join_url=join_url,
        join_label=words["label"],
    )


def _description(booking: Booking, service: Service, join_url: str | None) -> tuple[str, ...]:
    words = WORDS[booking.language]
    lines = (
        words["reference"].format(reference=booking.reference),
        words["service"].format(service=service.title.in_language(booking.language)),
    )
    return lines if join_url is None else (*lines, words["link"].format(link=join_url))


def _reminder(text: str) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -REMINDER)
    return alarm
