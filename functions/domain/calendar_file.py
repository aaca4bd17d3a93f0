"""
Files for calendars (.ics, RFC 5545): what the citizen's and the interpreters' desk's share.

They are published (`METHOD:PUBLISH`) or cancelled, never requested: a request asks for an
answer, and a calendar would send it to the KEP's mailbox as from an attendee, which neither
citizens nor interpreters ever are. The organiser is named because RFC 5546 wants one.

Nothing here reads the clock: the same appointment gives the same file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from functions.domain.slot import ATHENS, Slot

Method = Literal["PUBLISH", "CANCEL"]

PRODUCT = "-//myKEPlive//Appointments//EL"
STATUSES: dict[Method, str] = {"PUBLISH": "CONFIRMED", "CANCEL": "CANCELLED"}
WINTER, SUMMER = timedelta(hours=2), timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """
    One appointment of a file.

    *uid* stays the same for as long as the appointment lives. Of two versions the one with
    the higher *sequence* is the newer, and with equal ones that with the later *stamped_at*.
    *organizer* is the name and the address of the KEP's mailbox.
    """

    uid: str
    sequence: int
    stamped_at: datetime
    slot: Slot
    organizer: tuple[str, str]
    summary: str
    description: tuple[str, ...]
    join_url: str | None
    join_label: str


def content_type(method: Method) -> str:
    """Return the MIME type of a file with *method*; calendars look for it there too."""
    return f"text/calendar; charset=utf-8; method={method}"


def calendar_file(method: Method, events: Iterable[Any]) -> bytes:
    """Return the file with *events*, which `calendar_event` made for the same *method*."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_time_zone())
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def calendar_event(method: Method, item: CalendarItem) -> Any:
    """Return *item* as a VEVENT, to which its reader may add what only that one needs."""
    from icalendar import Event

    name, address = item.organizer
    event = Event()
    event.add("uid", item.uid)
    event.add("organizer", f"mailto:{address}", parameters={"cn": name})
    event.add("sequence", item.sequence)
    event.add("dtstamp", item.stamped_at)
    event.add("last-modified", item.stamped_at)
    event.add("dtstart", item.slot.starts_at.astimezone(ATHENS))
    event.add("dtend", item.slot.ends_at.astimezone(ATHENS))
    event.add("summary", item.summary)
    event.add("description", "\n".join(item.description))
    event.add("status", STATUSES[method])
    if method == "PUBLISH" and item.join_url is not None:
        _add_link(event, item.join_url, item.join_label)
    return event


def _add_link(event: Any, join_url: str, label: str) -> None:
    """Say it three times: calendars differ in which of these they make a button of."""
    event.add("location", join_url)
    event.add("url", join_url)
    features = {"value": "URI", "feature": ["AUDIO", "CHAT", "VIDEO"], "label": label}
    event.add("conference", join_url, parameters=features)  # RFC 7986


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
