"""
An appointment on the pages of the interpreters' desk, the officers and the administrators.

Nothing here says who the citizen is: that is read by way of `functions.use_cases.read_person`,
which logs it (circular R13).
"""

from datetime import datetime, timedelta
from typing import Any

from functions.domain.booking import Booking, InterpreterAnswer, Language
from functions.domain.slot import ATHENS, Slot
from functions.domain.words_for_time import day_in_words, hour_in_words
from functions.ports import Ports
from functions.use_cases.show_bookings import Appointment

HOMES: dict[Language, str] = {"el": "", "en": "/en"}
OTHER: dict[Language, Language] = {"el": "en", "en": "el"}
MINUTE = timedelta(minutes=1)


def appointment_facts(found: Appointment, language: Language, ports: Ports) -> dict[str, Any]:
    """Return what everybody may know who has to do with an appointment."""
    booking = found.booking
    return {
        "reference": booking.reference,
        "status": booking.status.value,
        "centre": centre_facts(booking.centre, language, ports),
        "service": ports.catalog.service_named(booking.service).title.in_language(language),
        **slot_facts(booking.slot, language),
        **interpreter_facts(booking, language),
        "join_url": found.done.join_url or "",
    }


def slot_facts(slot: Slot, language: Language) -> dict[str, Any]:
    """Return the day, the hours and the length in minutes."""
    return {
        "day": day_in_words(slot.starts_at.date(), language),
        "starts": hour_in_words(slot.starts_at),
        "ends": hour_in_words(slot.ends_at),
        "minutes": (slot.ends_at - slot.starts_at) // MINUTE,
    }


def interpreter_facts(booking: Booking, language: Language) -> dict[str, Any]:
    """Return what was asked for and how far it has come; empty texts where nothing was."""
    return {
        "kind": booking.interpreter or "",
        "stands": booking.interpreter_status or "",
        "camera_stays_on": booking.camera_stays_on,
        "answer": answer_facts(booking.answer, language) if booking.answer else None,
    }


def answer_facts(answer: InterpreterAnswer, language: Language) -> dict[str, str]:
    return {
        "status": answer.status.value,
        "name": answer.name or "",
        "at": moment_in_words(answer.at, language),
    }


def centre_facts(slug: str, language: Language, ports: Ports) -> dict[str, str]:
    centre = ports.catalog.centres[slug]
    return {
        "slug": slug,
        "name": centre.name.in_language(language),
        "telephone": centre.telephone or "",
        "href": f"{HOMES[language]}/centres/{slug}/",
    }


def moment_facts(at: datetime, language: Language) -> dict[str, str]:
    """Return the day and the hour in Athens."""
    local = at.astimezone(ATHENS)
    return {"day": day_in_words(local.date(), language), "hour": hour_in_words(local)}


def moment_in_words(at: datetime, language: Language) -> str:
    """Return the day and the hour in Athens, in one piece."""
    return ", ".join(moment_facts(at, language).values())
