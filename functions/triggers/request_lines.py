"""One line of the log for each request; the function's name stands for its route."""

from collections.abc import Callable
from http import HTTPStatus

import azure.functions as func

from functions.ports import Ports


def noted(
    name: str, req: func.HttpRequest, ports: Ports, answer: Callable[[], func.HttpResponse]
) -> func.HttpResponse:
    """Return what *answer* returns, and note the request to the function *name*."""
    started, status, reference = ports.ticks(), int(HTTPStatus.INTERNAL_SERVER_ERROR), None
    try:
        response = answer()
        status, reference = response.status_code, _reference(req, response)
    finally:
        ports.note(
            "request",
            function=name,
            method=req.method,
            status=status,
            reference=reference,
            duration_ms=ports.since(started),
        )
    return response


def _reference(req: func.HttpRequest, response: func.HttpResponse) -> str:
    """Return the reference in the path, or that of what has just been made."""
    made = response.headers.get("Location", "").rpartition("/")[2]
    return str(req.route_params.get("reference") or made)
