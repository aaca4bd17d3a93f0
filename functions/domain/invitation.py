"""
The appointment as a file for a calendar (.ics, RFC 5545).

It is published (`METHOD:PUBLISH`) and not requested: a request asks for an answer, and a
calendar would send it to the KEP's mailbox as from an attendee, which citizens never are.
The organiser is named because RFC 5546 wants one in what is published.

The title that others may see in a shared calendar names the centre, not the service.
"""

from datetime import datetime, timedelta
from typing import Any

from functions.domain.booking import Booking, Language
from functions.domain.catalog import Centre, Service
from functions.domain.slot import ATHENS

PRODUCT = "-//myKEPlive//Appointments//EL"
REMINDER = timedelta(minutes=15)  # circular R3 gives the officer this; the citizen gets the same
WINTER, SUMMER = timedelta(hours=2), timedelta(hours=3)

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


def invitation(
    booking: Booking, service: Service, centre: Centre, join_url: str | None, domain: str
) -> bytes:
    """
    Return the .ics file of *booking*.

    *domain* is that of the KEPs' mailboxes. The UID stays the same for as long as the
    appointment lives, and SEQUENCE tells which version is the newer one.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_time_zone())
    calendar.add_component(_event(booking, service, centre, join_url, domain))
    return bytes(calendar.to_ical())


def _event(
    booking: Booking, service: Service, centre: Centre, join_url: str | None, domain: str
) -> Any:
    from icalendar import Event

    name = centre.name.in_language(booking.language)
    words = WORDS[booking.language]
    summary = words["summary"].format(centre=name)
    event = Event()
    event.add("uid", f"{booking.reference}@{domain}")
    event.add("organizer", f"mailto:{centre.slug}@{domain}", parameters={"cn": name})
    event.add("sequence", booking.version - 1)
    event.add("dtstamp", booking.booked_at)  # not the clock: the same booking gives the same file
    event.add("dtstart", booking.slot.starts_at.astimezone(ATHENS))
    event.add("dtend", booking.slot.ends_at.astimezone(ATHENS))
    event.add("summary", summary)
    event.add("description", _description(booking, service, join_url))
    event.add("status", "CONFIRMED")
    event.add("class", "PRIVATE")
    if join_url is not None:
        _add_link(event, join_url, words["label"])
    event.add_component(_reminder(summary))
    return event


def _description(booking: Booking, service: Service, join_url: str | None) -> str:
    words = WORDS[booking.language]
    lines = [
        words["reference"].format(reference=booking.reference),
        words["service"].format(service=service.title.in_language(booking.language)),
    ]
    if join_url is not None:
        lines.append(words["link"].format(link=join_url))
    return "\n".join(lines)


def _add_link(event: Any, join_url: str, label: str) -> None:
    """Say it three times: calendars differ in which of these they make a button of."""
    event.add("location", join_url)
    event.add("url", join_url)
    features = {"value": "URI", "feature": ["AUDIO", "CHAT", "VIDEO"], "label": label}
    event.add("conference", join_url, parameters=features)  # RFC 7986


def _reminder(text: str) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -REMINDER)
    return alarm


def _time_zone() -> Any:
    """
    Return the clock of Athens by the rule of the European Union since 1996 (now
    Directive 2000/84/EC). A rule, unlike a list of days, has no last year.
    """
    from icalendar import Timezone

    zone = Timezone()
    zone.add("tzid", str(ATHENS))
    zone.add_component(_daylight())
    zone.add_component(_standard())
    return zone


def _daylight() -> Any:
    from icalendar import TimezoneDaylight

    return _half_year(TimezoneDaylight(), "EEST", datetime(1996, 3, 31, 3), (WINTER, SUMMER))  # noqa: DTZ001, a local time by RFC 5545


def _standard() -> Any:
    from icalendar import TimezoneStandard

    return _half_year(TimezoneStandard(), "EET", datetime(1996, 10, 27, 4), (SUMMER, WINTER))  # noqa: DTZ001, a local time by RFC 5545


def _half_year(part: Any, name: str, first: datetime, offsets: tuple[timedelta, timedelta]) -> Any:
    """Fill in one half of the year, which begins on the last Sunday of the month of *first*."""
    before, after = offsets
    part.add("dtstart", first)
    part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
    part.add("tzname", name)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    return part
