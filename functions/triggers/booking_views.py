"""What the pages of a booking show: contexts for the templates in `functions/templates/book/`."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from functions.domain.booking import Citizen, Language
from functions.domain.catalog import Centre, Service
from functions.domain.errors import NotFound
from functions.domain.slot import Slot
from functions.domain.words_for_time import day_in_words, hour_in_words
from functions.messages import wording_of_error
from functions.ports import Ports
from functions.triggers.booking_steps import Step, free_times, steps_for
from functions.triggers.drafts import Draft
from functions.triggers.html import language_from, sign_in_address
from functions.triggers.web import Web
from functions.use_cases.show_bookings import Appointment

LONGEST_ANSWER = 600
HOMES = {"el": "", "en": "/en"}


def start(params: Mapping[str, str], citizen: Citizen | None, web: Web) -> dict[str, Any]:
    """
    Return what the first page shows.

    Raises:
        NotFound: There is no such service.
    """
    language = language_from(params)
    service = web.ports.catalog.services.get(params.get("service", ""))
    if service is None:
        raise NotFound("service")
    centre = params.get("centre", "")
    offered = web.ports.catalog.offers(centre, service.slug)
    here = {"service": service.slug} | ({"centre": centre} if offered else {})
    return {
        "service": _service(service, language),
        "centre": web.ports.catalog.centres[centre].name.in_language(language) if offered else "",
        "fields": here,
        "citizen": _citizen(citizen),
        "minutes": _minutes(web.ports),
        "sign_in": sign_in_address(f"/api/book?{urlencode(here | {'lang': language})}", language),
        "alternate": f"/api/book?{urlencode(here | {'lang': _other(language)})}",
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
        "when": _when(datetime.fromisoformat(draft.answer("time")), draft.language),
    }


def done(draft: Draft, found: Appointment, web: Web) -> dict[str, Any]:
    """Return what stands at the end: the reference and what happens next."""
    booking = found.booking
    centre = web.ports.catalog.centres[booking.centre]
    return {
        **_frame(draft, "done", Citizen("", booking.applicant), web),
        "back": "",
        "booking": booking,
        "centre": _centre(centre, draft.language),
        "when": _when(booking.slot.starts_at, draft.language),
        "ends": hour_in_words(booking.slot.ends_at),
        "join_url": found.done.event.join_url if found.done.event else "",
        "mail_sent": bool(found.done.sent),
        "calendar": f"/api/book/{draft.id}/appointment.ics",
        "documents": [
            item.in_language(draft.language)
            for item in web.ports.catalog.services[booking.service].documents
        ],
    }


def _frame(draft: Draft, name: str, citizen: Citizen, web: Web) -> dict[str, Any]:
    """Return what every page of the way shares."""
    names = [each.name for each in steps_for(draft, web.ports)] + ["check"]
    place = names.index(name) if name in names else len(names) - 1
    first = f"/api/book?{urlencode({'service': draft.service, 'lang': draft.language})}"
    return {
        "service": _service(web.ports.catalog.services[draft.service], draft.language),
        "citizen": _citizen(citizen),
        "draft": draft.id,
        "minutes": _minutes(web.ports),
        "number": place + 1,
        "total": len(names),
        "back": _address(draft, names[place - 1]) if place else first,
        "alternate": f"{_address(draft, name)}?lang={_other(draft.language)}",
        "address": _address(draft, name),
    }


def _errors(name: str, draft: Draft) -> dict[str, Any]:
    """Return the errors of a step twice: for the summary, and by field."""
    if draft.error_step != name:
        return {"errors": [], "wrong": {}}
    nearest = [_when(datetime.fromisoformat(text), draft.language) for text in draft.nearest]
    errors = [
        {"field": field, "text": wording_of_error(field, code).in_language(draft.language)}
        for field, code in draft.errors
    ]
    return {
        "errors": errors,
        "wrong": {error["field"]: error["text"] for error in errors},
        "nearest": nearest,
    }


def _centres(draft: Draft, web: Web) -> dict[str, Any]:
    """Return the centres to choose from, by region."""
    catalog, language = web.ports.catalog, draft.language
    offering = catalog.centres_offering(draft.service)

    def region(centre: Centre) -> str:
        return catalog.municipalities[centre.municipality].region.in_language(language)

    ordered = sorted(offering, key=lambda c: (region(c), c.name.in_language(language)))
    items: list[dict[str, str]] = []
    for group, centres in groupby(ordered, key=region):
        items.append({"group": group})
        items.extend(
            {"value": each.slug, "label": each.name.in_language(language)} for each in centres
        )
    return {"centres": items}


def _times(draft: Draft, web: Web) -> dict[str, Any]:
    """Return the free times, by day."""
    slots = free_times(draft, web.ports)
    days = [
        {"label": day_in_words(day, draft.language), "slots": [_hour(slot) for slot in of_day]}
        for day, of_day in groupby(slots, key=lambda slot: slot.starts_at.date())
    ]
    centre = web.ports.catalog.centres[draft.answer("centre")]
    return {
        "days": days,
        "centre": _centre(centre, draft.language),
        "length": _length(slots),
        "interpreter": draft.answer("interpreter"),
    }


def _document(draft: Draft, web: Web) -> dict[str, Any]:
    return {"for_other": draft.answer("who") == "other"}


EXTRAS = {"centre": _centres, "time": _times, "document": _document}


def _hour(slot: Slot) -> dict[str, str]:
    return {"value": slot.starts_at.isoformat(), "label": hour_in_words(slot.starts_at)}


def _length(slots: list[Slot]) -> int:
    """Return how many minutes an appointment takes; 0 where none is free."""
    return int((slots[0].ends_at - slots[0].starts_at).total_seconds() // 60) if slots else 0


def _when(moment: datetime, language: Language) -> dict[str, str]:
    return {
        "value": moment.isoformat(),
        "day": day_in_words(moment.date(), language),
        "hour": hour_in_words(moment),
    }


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
        for name in ("draft_lifetime", "slot_length", "session_lifetime")
    }


def _other(language: Language) -> Language:
    return "en" if language == "el" else "el"


def _address(draft: Draft, name: str) -> str:
    return f"/api/book/{draft.id}/{name}"
