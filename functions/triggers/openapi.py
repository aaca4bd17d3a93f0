"""HTTP: `/api/v1/openapi.json`, the API as OpenAPI 3.1, made from the same models and tables."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import azure.functions as func

from functions.domain.booking import Interpreter, Status
from functions.domain.booking_request import BookingRequest
from functions.messages import TITLES
from functions.triggers.problems import STATUSES
from functions.triggers.web import Connect, Web, api, json_response

VERSION = "1.0.0"
REF = "#/components/schemas/{model}"
TIME = {"type": "string", "format": "date-time"}
MAYBE_TIME = {"type": ["string", "null"], "format": "date-time"}
SIGN_IN: list[dict[str, list[str]]] = [{"session": []}]
BUSY = ("try_again",)


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the route of the description."""
    bp = func.Blueprint()

    @bp.route(route="v1/openapi.json", methods=["GET"])
    @api(connect)
    def show_openapi(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return json_response(description())

    return bp


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "myKEPlive",
            "version": VERSION,
            "summary": "Appointments by video call with the Greek Citizen Service Centres (KEP)",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/api"}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Secure-mykeplive"}
            },
        },
    }


def _paths() -> dict[str, Any]:
    booking = {"$ref": "#/components/schemas/Booking"}
    return {
        "/health": {
            "get": _call("show_health", "Whether the system works", _object({"red": _strings()}))
            | {"security": []}
        },
        "/v1/centres/{centre}/slots": {
            "get": _call(
                "list_free_slots",
                "What can be booked now",
                {"$ref": "#/components/schemas/Slots"},
                ("not_found", "invalid", "not_offered", *BUSY),
            )
            | {"parameters": _slot_parameters(), "security": []}
        },
        "/v1/bookings": {
            "get": _call(
                "list_bookings",
                "The citizen's own appointments",
                _object({"bookings": {"type": "array", "items": booking}}),
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
    }


def _create_booking(booking: Mapping[str, Any]) -> dict[str, Any]:
    refusals = tuple(code for code in STATUSES if code != "not_found")
    call = _call("create_booking", "Book an appointment", booking, refusals, status=201)
    body = {"$ref": "#/components/schemas/BookingRequest"}
    return call | {
        "parameters": [_parameter("Idempotency-Key", "header")],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
    }


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


def _schemas() -> dict[str, Any]:
    request = BookingRequest.model_json_schema(ref_template=REF, by_alias=True)
    parts = request.pop("$defs")
    return {**parts, "BookingRequest": request, **_answers()}


def _answers() -> dict[str, Any]:
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    slot = _object({"starts_at": TIME, "ends_at": TIME})
    error = _object({"field": text, "code": text, "detail": text})
    return {
        "Slots": _object(
            {
                "centre": text,
                "service": text,
                "time_zone": {"const": "Europe/Athens"},
                "slots": {"type": "array", "items": slot},
            }
        ),
        "Booking": _object(
            {
                "reference": text,
                "status": {"type": "string", "enum": list(Status)},
                "centre": text,
                "service": text,
                "starts_at": TIME,
                "ends_at": TIME,
                "interpreter": {"enum": [*Interpreter, None]},
                "interpreter_status": {"enum": ["asked", "acknowledged", "unavailable", None]},
                "join_url": maybe,
                "notified": _object({"event": MAYBE_TIME, "mail": MAYBE_TIME}),
            }
        ),
        "Problem": _object(
            {
                "type": text,
                "title": text,
                "status": {"type": "integer"},
                "detail": text,
                "code": {"type": "string", "enum": list(STATUSES)},
            },
            errors={"type": "array", "items": error},
            alternatives={"type": "array", "items": slot},
        ),
    }


def _object(properties: Mapping[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**properties, **optional},
        "required": list(properties),
    }


def _strings() -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}}
