"""HTTP: `/api/v1/centres/{centre}/slots`, the availability list (circular R2)."""

from datetime import date
from typing import Any

import azure.functions as func

from functions.domain.booking import Interpreter
from functions.domain.errors import FieldError, Invalid
from functions.triggers.documents import slot_document
from functions.triggers.web import Connect, Web, api, json_response
from functions.use_cases.list_free_slots import SlotQuery, interpreter_from
from functions.use_cases.list_free_slots import list_free_slots as free_slots


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the availability route."""
    bp = func.Blueprint()

    @bp.route(route="v1/centres/{centre}/slots", methods=["GET"])
    @api(connect)
    def list_free_slots(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        web.limits.reading(req, web)
        query = _query(req)
        slots = free_slots(query, web.ports)
        document: dict[str, Any] = {
            "centre": query.centre,
            "service": query.service,
            "time_zone": "Europe/Athens",
            "slots": [slot_document(slot) for slot in slots],
        }
        if query.interpreter:  # earlier days are with the interpreters' desk already
            document["interpreter_opens_on"] = interpreter_from(web.ports).isoformat()
        return json_response(document)

    return bp


def _query(req: func.HttpRequest) -> SlotQuery:
    """Read the query; every parameter that cannot be used is named at once."""
    errors: list[FieldError] = []
    first, last = (_day(req, name, errors) for name in ("from", "to"))
    interpreter = _interpreter(req, errors)
    if not req.params.get("service"):
        errors.append(FieldError("service", "required"))
    if errors:
        raise Invalid(errors)
    return SlotQuery(req.route_params["centre"], req.params["service"], first, last, interpreter)


def _day(req: func.HttpRequest, name: str, errors: list[FieldError]) -> date | None:
    text = req.params.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        errors.append(FieldError(name, "invalid_day"))
        return None


def _interpreter(req: func.HttpRequest, errors: list[FieldError]) -> Interpreter | None:
    text = req.params.get("interpreter")
    try:
        return Interpreter(text) if text else None
    except ValueError:
        errors.append(FieldError("interpreter", "not_a_choice"))
        return None
