"""What the pages of a booking show: contexts for the templates in `functions/templates/book/`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from functions.domain.booking import Citizen, Language
from functions.domain.catalog import Centre, Service
from functions.domain.words_for_time import hour_in_words
from functions.messages import wording_of_error
from functions.ports import Ports
from functions.triggers.appointment_views import HOMES, OTHER, moment_facts
from functions.triggers.booking_holds import held_time
from functions.triggers.booking_steps import Step, asked_for, free_times, steps_for
from functions.triggers.drafts import Draft, step_address
from functions.triggers.html import address_of, language_from, sign_in_address
from functions.triggers.ready_views import to_have_ready
from functions.triggers.time_views import (
    centres_by_region,
    closed_days,
    days_to_choose,
    minutes_of,
    when,
)
from functions.triggers.web import Web
from functions.use_cases.list_free_slots import offers_now, service_to_book
from functions.use_cases.show_bookings import Appointment


def start(params: Mapping[str, str], citizen: Citizen | None, web: Web) -> dict[str, Any]:
    """
    Return what the first page shows.

    Raises:
        NotFound, NotOffered: There is no such service, or it is retired.
    """
    language = language_from(params)
    service = service_to_book(params.get("service", ""), web.ports)
    centre = params.get("centre", "")
    offered = offers_now(centre, service.slug, web.ports)
    here = {"service": service.slug} | ({"centre": centre} if offered else {})
    return {
        "service": _service(service, language),
        "centre": web.ports.catalog.centres[centre].name.in_language(language) if offered else "",
        "fields": here,
        "citizen": _citizen(citizen),
        "minutes": _minutes(web.ports),
        "sign_in": sign_in_address(f"/api/book?{urlencode(here | {'lang': language})}", language),
        "alternate": f"/api/book?{urlencode(here | {'lang': OTHER[language]})}",
        "back": f"{HOMES[language]}/services/{service.slug}/",
    }


def step(step: Step, draft: Draft, citizen: Citizen, web: Web) -> dict[str, Any]:
    """Return what the page of one question shows."""
    shown = {name: draft.answer(step.name, name) for name in step.fields}
    extra = EXTRAS.get(step.name)
    return {
        **_frame(draft, step.name, citizen, web),
        "values": shown,
        **_errors(step.name, draft),
        **(extra(draft, web) if extra else {}),
    }


def check(draft: Draft, citizen: Citizen, web: Web) -> dict[str, Any]:
    """Return what the citizen reads once more before booking."""
    return {
        **_frame(draft, "check", citizen, web),
        **_errors("check", draft),
        "answers": {name: dict(given) for name, given in draft.answers.items()},
        "asked": [each.name for each in steps_for(draft, web.ports)],
        "centre": _centre(web.ports.catalog.centres[draft.answer("centre")], draft.language),
        "when": when(datetime.fromisoformat(draft.answer("time")), draft.language),
    }


def done(draft: Draft, found: Appointment, web: Web) -> dict[str, Any]:
    """Return what stands at the end: the reference and what happens next."""
    booking = found.booking
    centre = web.ports.catalog.centres[booking.centre]
    service = web.ports.catalog.service_named(booking.service)
    return {
        **_frame(draft, "done", Citizen("", booking.applicant), web),
        "back": "",
        "booking": booking,
        "centre": _centre(centre, draft.language),
        "when": when(booking.slot.starts_at, draft.language),
        "ends": hour_in_words(booking.slot.ends_at),
        "join_url": found.done.event.join_url if found.done.event else "",
        "mail_sent": bool(found.done.sent),
        "calendar": f"/api/book/{draft.id}/appointment.ics",
        "mine": address_of(f"/api/my/{booking.reference}", draft.language),
        "documents": to_have_ready(service, draft.language),
    }


def _frame(draft: Draft, name: str, citizen: Citizen, web: Web) -> dict[str, Any]:
    """Return what every page of the way shares."""
    names = [each.name for each in steps_for(draft, web.ports)] + ["check"]
    place = names.index(name) if name in names else len(names) - 1
    first = f"/api/book?{urlencode({'service': draft.service, 'lang': draft.language})}"
    return {
        "service": _service(web.ports.catalog.service_named(draft.service), draft.language),
        "citizen": _citizen(citizen),
        "draft": draft.id,
        "step": name,
        "minutes": _minutes(web.ports),
        "held": held_time(draft, citizen, web.ports) if _comes_after_time(name, names) else None,
        "number": place + 1,
        "total": len(names),
        "back": step_address(draft, names[place - 1]) if place else first,
        "alternate": f"{step_address(draft, name)}?lang={OTHER[draft.language]}",
        "address": step_address(draft, name),
    }


def _comes_after_time(name: str, names: list[str]) -> bool:
    return name in names and names.index(name) > names.index("time")


def _errors(name: str, draft: Draft) -> dict[str, Any]:
    """Return the errors of a step twice: for the summary, and by field."""
    if draft.error_step != name:
        return {"errors": [], "wrong": {}, "nearest": [], "paused_until": None}
    nearest = [when(datetime.fromisoformat(text), draft.language) for text in draft.nearest]
    errors = [
        {"field": field, "text": wording_of_error(field, code).in_language(draft.language)}
        for field, code in draft.errors
    ]
    return {
        "errors": errors,
        "wrong": {error["field"]: error["text"] for error in errors},
        "nearest": nearest,
        "paused_until": moment_facts(datetime.fromisoformat(draft.until), draft.language)
        if draft.until
        else None,
    }


def _centres(draft: Draft, web: Web) -> dict[str, Any]:
    return {"centres": centres_by_region(draft.service, draft.language, web.ports)}


def _times(draft: Draft, web: Web) -> dict[str, Any]:
    """Return the free times, by day."""
    slots, language = free_times(draft, web.ports), draft.language
    centre = web.ports.catalog.centres[draft.answer("centre")]
    return {
        "days": days_to_choose(slots, language),
        "centre": _centre(centre, language),
        "length": minutes_of(slots),
        "interpreter": draft.answer("interpreter"),
        "closed": closed_days(centre, asked_for(draft), language, web.ports),
    }


def _document(draft: Draft, web: Web) -> dict[str, Any]:
    return {"for_other": draft.answer("who") == "other"}


EXTRAS = {"centre": _centres, "time": _times, "document": _document}


def _service(service: Service, language: Language) -> dict[str, Any]:
    return {
        "slug": service.slug,
        "title": service.title.in_language(language),
        "purpose": service.purpose,
        "audience": service.audience,
        "href": f"{HOMES[language]}/services/{service.slug}/",
    }


def _centre(centre: Centre, language: Language) -> dict[str, Any]:
    return {
        "name": centre.name.in_language(language),
        "href": f"{HOMES[language]}/centres/{centre.slug}/",
        "telephone": centre.telephone or "",
    }


def _citizen(citizen: Citizen | None) -> dict[str, str] | None:
    return {"name": citizen.person.full_name} if citizen else None


def _minutes(ports: Ports) -> dict[str, int]:
    rules = ports.catalog.rules
    return {
        name: int(getattr(rules, name).total_seconds() // 60)
        for name in ("draft_lifetime", "slot_length", "session_lifetime", "hold_lifetime")
    }
