"""What the pages show on which a citizen moves an appointment; see `functions/templates/move/`."""

from typing import Any

from functions.domain.booking import Booking
from functions.domain.booking_request import RescheduleRequest, parse
from functions.domain.errors import InterpreterClosed, Invalid, SlotTaken
from functions.domain.slot import Slot
from functions.ports import Ports
from functions.triggers.appointment_views import MINUTE, OTHER, centre_facts, slot_facts
from functions.triggers.html import address_of
from functions.triggers.lead_back import errors_of
from functions.triggers.my_views import Own, frame, path_of
from functions.triggers.time_views import (
    centres_by_region,
    closed_days,
    days_to_choose,
    minutes_of,
    when,
)
from functions.use_cases.alternatives import nearest_free
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots, list_free_slots_at

WITH_NEAREST = frozenset({SlotTaken.code, InterpreterClosed.code})


def move_path(reference: str, page: str = "") -> str:
    """Return where the time is chosen, or another *page* of a move."""
    return f"{path_of(reference)}/move{page and '/'}{page}"


def choosing_time(own: Own, centre: str) -> dict[str, Any]:
    """Return what the page shows on which a time at *centre* is chosen."""
    booking, language, ports = own.booking, own.language, own.web.ports
    slots, place = _free(booking, centre, ports), ports.catalog.centres[centre]
    errors = errors_of(own.params, "time", language, "not_a_choice")
    return {
        **_frame(own, ""),
        "new_centre": centre_facts(centre, language, ports),
        "is_elsewhere": centre != booking.centre,
        "days": days_to_choose(slots, language),
        "length": minutes_of(slots),
        "slot_length": ports.catalog.rules.slot_length // MINUTE,
        "closed": closed_days(place, booking.interpreter, language, ports),
        "other_centre": address_of(move_path(booking.reference, "centre"), language),
        "has_others": len(ports.catalog.centres_offering(booking.service)) > 1,  # none if retired
        "errors": errors,
        "wrong_time": errors[0]["text"] if errors else "",
        "nearest": _nearest(own, centre),
    }


def choosing_centre(own: Own) -> dict[str, Any]:
    """Return what the page shows on which another centre is chosen."""
    errors = errors_of(own.params, "centre", own.language, "not_a_choice")
    return {
        **_frame(own, "centre"),
        "centres": centres_by_region(own.booking.service, own.language, own.web.ports),
        "back": address_of(move_path(own.booking.reference), own.language),
        "errors": errors,
        "wrong_centre": errors[0]["text"] if errors else "",
    }


def checking(own: Own, centre: str, slot: Slot) -> dict[str, Any]:
    """Return what the page shows on which the move is confirmed: before and after."""
    language, reference = own.language, own.booking.reference
    elsewhere = centre if centre != own.booking.centre else ""
    return {
        **_frame(own, "check"),
        "new": slot_facts(slot, language),
        "new_centre": centre_facts(centre, language, own.web.ports),
        "is_elsewhere": bool(elsewhere),
        "fields": {"centre": centre, "time": slot.starts_at.isoformat()},
        "back": address_of(move_path(reference), language, centre=elsewhere),
        "errors": errors_of(own.params, "", language),
    }


def _frame(own: Own, page: str) -> dict[str, Any]:
    """Return what all pages of a move share; in the other language they are asked the same."""
    address = move_path(own.booking.reference, page)
    asked = {name: own.params.get(name, "") for name in ("centre", "time", "wrong")}
    return {
        **frame(own, address),
        "alternate": address_of(address, OTHER[own.language], **asked),
    }


def _free(booking: Booking, centre: str, ports: Ports) -> list[Slot]:
    """Return the times to choose from; at the same centre the appointment is not in its own way."""
    is_here = centre == booking.centre
    query = SlotQuery(
        centre,
        booking.service,
        interpreter=booking.interpreter,
        own=booking.reference if is_here else "",
    )
    place = ports.catalog.centres[centre]
    free = list_free_slots_at(place, query, ports) if is_here else list_free_slots(query, ports)
    return [slot for slot in free if not (is_here and slot.starts_at == booking.slot.starts_at)]


def _nearest(own: Own, centre: str) -> list[dict[str, str]]:
    """Return the free times nearest to the one that could not be had."""
    if own.params.get("wrong") not in WITH_NEAREST:
        return []
    try:
        wish = parse(RescheduleRequest, {"starts_at": own.params.get("time", "")})
    except Invalid:
        return []
    ports, interpreter = own.web.ports, own.booking.interpreter
    slots = nearest_free(ports.catalog.centres[centre], wish.starts_at, interpreter, ports)
    return [when(slot.starts_at, own.language) for slot in slots]
