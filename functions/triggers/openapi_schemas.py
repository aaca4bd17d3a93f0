"""The shapes of the API, for its description, from the models that parse it."""

from collections.abc import Mapping
from typing import Any

from functions.domain.booking import DocumentKind, Interpreter, InterpreterStatus, Status
from functions.domain.booking_request import (
    BookingRequest,
    HoldRequest,
    InterpreterRequest,
    RescheduleRequest,
)
from functions.triggers.problems import STATUSES

REF = "#/components/schemas/{model}"
TIME = {"type": "string", "format": "date-time"}
MAYBE_TIME = {"type": ["string", "null"], "format": "date-time"}


def schemas() -> dict[str, Any]:
    """Return every shape by name."""
    found: dict[str, Any] = {}
    for model in (BookingRequest, HoldRequest, RescheduleRequest, InterpreterRequest):
        schema = model.model_json_schema(ref_template=REF, by_alias=True)
        found |= {**schema.pop("$defs", {}), model.__name__: schema}
    return found | _answers()


def _answers() -> dict[str, Any]:
    text = {"type": "string"}
    slot = object_of({"starts_at": TIME, "ends_at": TIME})
    day = {
        "type": "string",
        "format": "date",
        "description": "The first day for which an interpreter can still be asked for.",
    }
    error = object_of({"field": text, "code": text, "detail": text})
    return {
        "Slots": object_of(
            {
                "centre": text,
                "service": text,
                "time_zone": {"const": "Europe/Athens"},
                "slots": {"type": "array", "items": slot},
            },
            interpreter_opens_on=day,
        ),
        "Booking": object_of(_booking()),
        "FullBooking": object_of({**_booking(), **_people()}),
        "Problem": object_of(
            {
                "type": text,
                "title": text,
                "status": {"type": "integer"},
                "detail": text,
                "code": {"type": "string", "enum": list(STATUSES)},
            },
            errors={"type": "array", "items": error},
            alternatives={"type": "array", "items": slot},
            interpreter_opens_on=day,
            retired_on={
                "type": "string",
                "format": "date",
                "description": "With not_offered: the service is offered nowhere from this day on.",
            },
            replaced_by={
                "type": ["string", "null"],
                "description": "The service that took its place, if there is one.",
            },
        ),
    }


def _booking() -> dict[str, Any]:
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    return {
        "reference": text,
        "status": {"type": "string", "enum": list(Status)},
        "centre": text,
        "service": text,
        "starts_at": TIME,
        "ends_at": TIME,
        "interpreter": {"enum": [*Interpreter, None]},
        "interpreter_status": {"enum": [*InterpreterStatus, None]},
        "join_url": maybe,
        "notified": object_of({"event": MAYBE_TIME, "mail": MAYBE_TIME}),
    }


def _people() -> dict[str, Any]:
    """Return what the staff see of the people in an appointment; null where it was erased."""
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    name = {"first_name": text, "last_name": text}
    kinds = {"type": "string", "enum": list(DocumentKind)}
    return {
        "applicant": _maybe(object_of({**name, "email": text, "mobile": text, "address": maybe})),
        "for": _maybe(object_of(name)),
        "identity_document": _maybe(object_of({"kind": kinds, "number": text})),
        "business": _maybe(object_of({"name": text, "tax_id": text, "capacity": text})),
        "notes": text,
        "mail_bounced_at": MAYBE_TIME,
    }


def _maybe(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]}


def object_of(properties: Mapping[str, Any], **optional: Any) -> dict[str, Any]:
    """Return the shape of an object that has all *properties* and may have the *optional* ones."""
    return {
        "type": "object",
        "properties": {**properties, **optional},
        "required": list(properties),
    }


def array_of(items: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shape of a list of *items*."""
    return {"type": "array", "items": items}
