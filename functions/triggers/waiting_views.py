"""What the pages about waiting for a time show; see `functions/templates/waiting/`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from functions.domain.booking import Citizen, Language
from functions.domain.waiting import WaitingEntry
from functions.messages import wording_of_error
from functions.ports import Ports
from functions.triggers.appointment_views import (
    MINUTE,
    OTHER,
    centre_facts,
    moment_facts,
    slot_facts,
)
from functions.triggers.drafts import Draft, step_address
from functions.triggers.html import address_of, language_from, sign_in_address
from functions.triggers.lead_back import errors_of
from functions.use_cases.offer_link import offer_path

STEP = "wait"
NOT_YOURS = "not_yours"
DAY = timedelta(days=1)


def waiting(
    draft: Draft, entry: WaitingEntry | None, citizen: Citizen, ports: Ports
) -> dict[str, Any]:
    """Return what the form shows, or that somebody waits: *entry*."""
    language, address = draft.language, step_address(draft, STEP)
    errors = _errors(draft)
    typed = draft.answer(STEP, "email") or draft.answer("contact", "email")
    return {
        "citizen": {"name": citizen.person.full_name},
        "centre": centre_facts(draft.answer("centre"), language, ports),
        "service": ports.catalog.service_named(draft.service).title.in_language(language),
        "kind": draft.answer("interpreter"),
        "entry": waiting_facts(entry, language, ports) if entry else None,
        "rules": _rules(ports),
        "email": typed,
        "errors": errors,
        "wrong_email": next((e["text"] for e in errors if e["field"] == "email"), ""),
        "address": address,
        "alternate": f"{address}?lang={OTHER[language]}",  # the draft remembers the last one
        "other": step_address(draft, "centre"),
        "back": step_address(draft, "time"),
    }


def _errors(draft: Draft) -> list[dict[str, str]]:
    pairs = draft.errors if draft.error_step == STEP else ()
    return [
        {
            "field": field,
            "code": code,
            "text": wording_of_error(field, code).in_language(draft.language),
        }
        for field, code in pairs
    ]


def _rules(ports: Ports) -> dict[str, Any]:
    """Return what holds for everybody who waits (`rules.yaml`)."""
    rules = ports.catalog.rules
    return {
        "minutes": rules.offer_lifetime // MINUTE,
        "days": rules.waiting_lifetime // DAY,
        "places": rules.waiting_places,
        "offers": rules.offers,
        "quiet_from": f"{rules.quiet_from:%H:%M}",
        "quiet_to": f"{rules.quiet_until:%H:%M}",
    }


def offered(
    entry: WaitingEntry,
    citizen: Citizen | None,
    address: str,
    params: Mapping[str, str],
    ports: Ports,
) -> dict[str, Any]:
    """Return what the page of an offer shows; who waits is not named to whoever has the link."""
    language = language_from(params)
    return {
        "citizen": {"name": citizen.person.full_name} if citizen else None,
        "entry": waiting_facts(entry, language, ports),
        "wrong": params.get("wrong", ""),
        "errors": errors_of(params, "", language),
        "hold_minutes": ports.catalog.rules.hold_lifetime // MINUTE,
        "sign_in": sign_in_address(address_of(address, language), language),
        "address": address,
        "alternate": address_of(address, OTHER[language]),
    }


def waiting_facts(entry: WaitingEntry, language: Language, ports: Ports) -> dict[str, Any]:
    """Return what somebody waits for, since and until when, and the offer that is open now."""
    return {
        "id": entry.id,
        "centre": centre_facts(entry.centre, language, ports),
        "service": ports.catalog.service_named(entry.service).title.in_language(language),
        "kind": entry.interpreter or "",
        "email": entry.email,
        "since": moment_facts(entry.since, language),
        "until": moment_facts(entry.until, language),
        "offer": offer_facts(entry, language, ports),
    }


def offer_facts(entry: WaitingEntry, language: Language, ports: Ports) -> dict[str, Any] | None:
    """Return the time that is offered and until when it is kept; None where there is none."""
    offer = entry.offer
    if offer is None or not offer.is_open(ports.now()):
        return None
    return {
        **slot_facts(offer.slot, language),
        "until": moment_facts(offer.until, language),
        "href": address_of(offer_path(entry, ports), language),
    }
