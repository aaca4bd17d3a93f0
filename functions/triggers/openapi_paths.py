"""The calls of the API, for its description: what they take, answer and refuse."""

from collections.abc import Mapping
from typing import Any

from functions.domain.booking import Interpreter
from functions.messages import TITLES
from functions.triggers.openapi_schemas import REF, TIME, array_of, object_of
from functions.triggers.problems import STATUSES

SIGN_IN: list[dict[str, list[str]]] = [{"session": []}]
BUSY = ("try_again",)
LIMITED = ("slow_down", *BUSY)
OWN = ("sign_in_required", "forbidden", "not_found")
BODY = ("not_json", "invalid")
TIMES_REFUSED = ("slot_taken", "outside_hours", "interpreter_closed")
REFUSED_TIMES = ("slot_taken", "already_booked", "outside_hours", "interpreter_closed")


def paths() -> dict[str, Any]:
    """Return every path with its calls."""
    booking = {"$ref": "#/components/schemas/Booking"}
    return {
        "/health": {
            "get": _call("show_health", "Whether the system works", _health()) | {"security": []}
        },
        "/v1/centres/{centre}/slots": {
            "get": _call(
                "list_free_slots",
                "What can be booked now",
                {"$ref": "#/components/schemas/Slots"},
                ("not_found", "invalid", "not_offered", *LIMITED),
            )
            | {"parameters": _slot_parameters(), "security": []}
        },
        "/v1/bookings": {
            "get": _call(
                "list_bookings",
                "The citizen's own appointments",
                object_of({"bookings": {"type": "array", "items": booking}}),
                ("sign_in_required", *BUSY),
            ),
            "post": _create_booking(booking),
        },
        "/v1/bookings/{reference}": {
            "get": _call(
                "show_booking",
                "One of the citizen's own appointments",
                booking,
                ("sign_in_required", "not_found", *BUSY),
            )
            | {"parameters": [_parameter("reference", "path")]}
        },
        "/v1/bookings/{reference}/cancel": {
            "post": _call(
                "cancel_booking",
                "Cancel one of the citizen's own appointments",
                booking,
                (*OWN, "too_late", *LIMITED),
            )
            | {"parameters": [_parameter("reference", "path")]}
        },
        "/v1/bookings/{reference}/reschedule": {
            "post": _call(
                "reschedule_booking",
                "Move it; at another centre the answer is a new appointment",
                booking,
                (*OWN, "too_late", *REFUSED_TIMES, "not_json", "invalid", "not_offered", *LIMITED),
            )
            | {"parameters": [_parameter("reference", "path")]}
            | _body("RescheduleRequest")
        },
        **_hold_paths(),
        **_officer_paths(booking),
    }


def _hold_paths() -> dict[str, Any]:
    kept = object_of({"hold": {"type": "string"}, "expires_at": TIME})
    gone = (*OWN[:2], "hold_gone", *LIMITED)
    one = {"parameters": [_parameter("hold", "path")]}
    return {
        "/v1/holds": {
            "post": _call(
                "create_hold",
                "Keep a time while the citizen fills in; it replaces the citizen's last hold",
                kept,
                (*OWN[:2], *TIMES_REFUSED, "too_many", "paused", *BODY, "not_offered", *LIMITED),
                status=201,
            )
            | _body("HoldRequest")
        },
        "/v1/holds/{hold}/extend": {
            "post": _call("extend_hold", "Keep it for as long again, from now", kept, gone) | one
        },
        "/v1/holds/{hold}": {
            "delete": _call("delete_hold", "Give the time back", {}, gone, status=204) | one
        },
    }


def _officer_paths(booking: Mapping[str, Any]) -> dict[str, Any]:
    days = [
        _parameter("centre", "query"),
        _parameter("day", "query", required=False, schema={"type": "string", "format": "date"}),
    ]
    return {
        "/v1/officer/bookings": {
            "get": _call(
                "list_officer_bookings",
                "The appointments of a day at the officer's centre; today without a day",
                object_of({"bookings": {"type": "array", "items": booking}}),
                ("sign_in_required", "forbidden", "not_found", "invalid", *BUSY),
            )
            | {"parameters": days}
        },
        "/v1/officer/bookings/{reference}": {
            "get": _call(
                "show_officer_booking",
                "One appointment in full, with the people in it; each read of it is logged",
                {"$ref": "#/components/schemas/FullBooking"},
                ("sign_in_required", "not_found", *BUSY),
            )
            | {"parameters": [_parameter("reference", "path")]}
        },
        "/v1/officer/bookings/{reference}/interpreter": {
            "post": _call(
                "ask_for_interpreter",
                "Ask for an interpreter, for another kind, or for none any more",
                booking,
                (*OWN, "too_late", "not_json", "invalid", *LIMITED),
            )
            | {"parameters": [_parameter("reference", "path")]}
            | _body("InterpreterRequest")
        },
    }


def _health() -> dict[str, Any]:
    colour = {"enum": ["green", "red"]}
    part = object_of(
        {
            "status": colour,
            "age_seconds": {"type": ["integer", "null"]},
            "error": {"type": ["string", "null"]},
        }
    )
    parts = {"type": "object", "additionalProperties": part, "description": "For staff only."}
    return object_of({"status": colour, "red": array_of({"type": "string"})}, parts=parts)


def _create_booking(booking: Mapping[str, Any]) -> dict[str, Any]:
    refusals = tuple(
        code for code in STATUSES if code not in {"not_found", "too_late", "link_ended"}
    )
    call = _call("create_booking", "Book an appointment", booking, refusals, status=201)
    return (
        call | {"parameters": [_parameter("Idempotency-Key", "header")]} | _body("BookingRequest")
    )


def _body(model: str) -> dict[str, Any]:
    schema = {"$ref": REF.format(model=model)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _call(
    name: str,
    summary: str,
    schema: Mapping[str, Any],
    refusals: tuple[str, ...] = BUSY,
    status: int = 200,
) -> dict[str, Any]:
    """Return one operation with its answer and its refusals, grouped by HTTP status."""
    answers: dict[str, Any] = {
        str(status): {"description": summary, "content": {"application/json": {"schema": schema}}}
    }
    for code in refusals:
        answer = answers.setdefault(
            str(STATUSES[code]),
            {
                "description": "",
                "content": {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                },
            },
        )
        said = f"`{code}`: {TITLES[code].en}"
        answer["description"] = f"{answer['description']}; {said}".removeprefix("; ")
    return {"operationId": name, "summary": summary, "security": SIGN_IN, "responses": answers}


def _parameter(
    name: str, where: str, *, required: bool = True, schema: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {"name": name, "in": where, "required": required, "schema": schema or {"type": "string"}}


def _slot_parameters() -> list[dict[str, Any]]:
    day = {"type": "string", "format": "date"}
    kinds = {"type": "string", "enum": list(Interpreter)}
    return [
        _parameter("centre", "path"),
        _parameter("service", "query"),
        _parameter("from", "query", required=False, schema=day),
        _parameter("to", "query", required=False, schema=day),
        _parameter("interpreter", "query", required=False, schema=kinds),
    ]
