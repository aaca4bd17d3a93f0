"""What the officers' pages show: contexts for the templates in `functions/templates/desk/`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from functions.domain.booking import Booking, InterpreterStatus, Language, Status
from functions.domain.interpretation import Change
from functions.domain.staff import Administrator, Staff
from functions.domain.timetable import DAY
from functions.domain.words_for_time import day_in_words
from functions.ports import Ports
from functions.triggers.appointment_views import (
    OTHER,
    appointment_facts,
    centre_facts,
    moment_facts,
    moment_in_words,
)
from functions.triggers.html import address_of, language_from
from functions.triggers.staff_access import FIRST_DAY, LAST_DAY, centres_of, today
from functions.use_cases.list_free_slots import digest_now
from functions.use_cases.show_bookings import Appointment
from functions.use_cases.show_told import show_told

PATH = "/api/desk"
PROOF = "/api/ministry/interpreters"
WRONGS = frozenset({"choice", "too_late", "try_again"})
# What somebody has to do something about, as the words of the pages name it.
ATTENTION = frozenset({"unavailable", "unanswered", "bounced"})
# Part of a mail's id → how the history names it; a correction's is made of its changes.
MAILS: Mapping[str, str] = {
    "confirmation": "confirmation",
    "cancellation": "cancellation",
    "answer": "answer_mail",
    "reminder": "reminder",
    "sms": "sms",
    "unanswered": "notice",
    "unavailable": "notice",
    "bounced": "notice",
    **dict.fromkeys(Change, "correction"),
}


def path_of(reference: str) -> str:
    """Return where the page of an appointment is."""
    return f"{PATH}/{reference}"


def person_path(reference: str) -> str:
    """Return where it stands who the citizen is; each read of that page is logged."""
    return f"{path_of(reference)}/person"


def list_of_day(  # noqa: PLR0913, PLR0917 - which day, of whom, for whom
    centre: str,
    day: date,
    found: Sequence[Appointment],
    staff: Staff,
    language: Language,
    ports: Ports,
) -> dict[str, Any]:
    """Return what the list of a day at *centre* shows."""

    def link(slug: str, on: date) -> str:
        return address_of(PATH, language, centre=slug, day=on.isoformat())

    is_open = day <= digest_now(ports).last
    return {
        "staff": {"name": staff.name},
        "centre": centre_facts(centre, language, ports),
        "centres": [
            {**centre_facts(slug, language, ports), "href": link(slug, day)}
            for slug in centres_of(staff, ports)
        ],
        "day": {"value": day.isoformat(), "label": day_in_words(day, language)},
        "is_today": day == today(ports),
        "previous": link(centre, day - DAY) if day > FIRST_DAY else "",
        "following": link(centre, day + DAY) if day < LAST_DAY else "",
        "today": link(centre, today(ports)),
        "proof": address_of(PROOF, language) if isinstance(staff, Administrator) else "",
        "rows": [_row(each, language, ports, is_open=is_open) for each in found],
        "missing": _missing([each.booking for each in found], ports, is_open=is_open),
        "digest_opens": f"{ports.catalog.rules.digest_opens:%H:%M}",
        "alternate": address_of(PATH, OTHER[language], centre=centre, day=day.isoformat()),
    }


def _row(found: Appointment, language: Language, ports: Ports, *, is_open: bool) -> dict[str, Any]:
    booking = found.booking
    wants = _wants(booking, ports, is_open=is_open)
    return appointment_facts(found, language, ports) | {
        "href": address_of(path_of(booking.reference), language),
        "is_bounced": "bounced" in wants,
        "attention": bool(wants & ATTENTION),
    }


def _missing(bookings: Sequence[Booking], ports: Ports, *, is_open: bool) -> dict[str, int]:
    """Count the calls ahead by what they want, and those that want the officer's `attention`."""
    wanted = [_wants(each, ports, is_open=is_open) for each in bookings]
    kinds = Counter(kind for wants in wanted for kind in wants)
    return {**kinds, "attention": sum(1 for wants in wanted if wants & ATTENTION)}


def _wants(booking: Booking, ports: Ports, *, is_open: bool) -> frozenset[str]:
    """
    Return what a call that is still to come lacks.

    While its digest is still to come, the interpreters' desk does not know of a request: it is
    `waiting`, and nobody has to do anything.
    """
    if booking.status is not Status.BOOKED or booking.slot.ends_at <= ports.now():
        return frozenset()
    lacks: Mapping[InterpreterStatus | None, str] = {
        InterpreterStatus.ASKED: "unanswered" if is_open else "waiting",
        InterpreterStatus.UNAVAILABLE: "unavailable",
    }
    bounced = "bounced" if booking.mail_bounced_at else None
    return frozenset(filter(None, (lacks.get(booking.interpreter_status), bounced)))


def appointment(
    found: Appointment, staff: Staff, params: Mapping[str, str], ports: Ports
) -> dict[str, Any]:
    """Return what the page of one appointment shows; *params* are what it was asked with."""
    booking, language = found.booking, language_from(params)
    path, wrong = path_of(booking.reference), params.get("wrong", "")
    desk = _desk(booking, language, ports)
    day = booking.slot.starts_at.date().isoformat()
    return {
        "staff": {"name": staff.name},
        "appointment": appointment_facts(found, language, ports),
        "person": address_of(person_path(booking.reference), language),
        "wants": _wants(booking, ports, is_open=desk["is_told"]),
        "desk": desk,
        "history": _history(found, language, ports),
        "can_change": booking.status is Status.BOOKED and booking.slot.starts_at > ports.now(),
        "chosen": booking.interpreter or "none",
        "wrong": wrong if wrong in WRONGS else "",
        "done": params.get("done", ""),
        "address": f"{path}/interpreter",
        "back": address_of(PATH, language, centre=booking.centre, day=day),
        "alternate": address_of(path, OTHER[language]),
    }


def _desk(booking: Booking, language: Language, ports: Ports) -> dict[str, Any]:
    """Return when the interpreters' desk hears of it, or that it is told of changes at once."""
    news = show_told(booking, ports)
    return {
        "is_told": news.is_open,
        "opens": moment_in_words(news.digest.opens_at, language),
    }


def _history(found: Appointment, language: Language, ports: Ports) -> list[dict[str, str]]:
    """Return what was done, the latest last."""
    moments = sorted(_moments(found, ports), key=lambda moment: moment[0])
    return [{**moment_facts(at, language), "what": what} for at, what in moments]


def _moments(found: Appointment, ports: Ports) -> Iterator[tuple[datetime, str]]:
    booking, done = found.booking, found.done
    known = {
        "booked": booking.booked_at,
        "changed": booking.changed_at,
        "event": done.event_at,
        "secured": done.secured_at,
        "digest": show_told(booking, ports).held_at,
        "answered": booking.answer.at if booking.answer else None,
        "bounced": booking.mail_bounced_at,
    }
    yield from ((at, what) for what, at in known.items() if at)
    yield from ((at, _mail(message_id)) for message_id, at in done.sent.items())


def _mail(message_id: str) -> str:
    parts = message_id.replace("-", ".").split(".")
    return next((MAILS[part] for part in reversed(parts) if part in MAILS), "mail")
