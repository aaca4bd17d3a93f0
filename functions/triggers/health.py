"""HTTP: `/api/health`, whether the system does its work."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import azure.functions as func

from functions.ports import Ports, StoreBusy
from functions.triggers.sessions import signed_in_staff
from functions.triggers.web import Connect, Web, api, json_response
from functions.use_cases.check_health import Part, check_health

FRESH_FOR = timedelta(seconds=30)


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the health route."""
    bp = func.Blueprint()
    latest = Latest()

    @bp.route(route="health", methods=["GET"])
    @api(connect)
    def show_health(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        parts = latest.parts(web.ports)
        red = [name for name, part in parts.items() if not part.is_well]
        document: dict[str, Any] = {"status": "red" if red else "green", "red": red}
        if _is_staff(req, web):
            document["parts"] = {name: _shown(part, web) for name, part in parts.items()}
        return json_response(document, 503 if red else 200)

    return bp


class Latest:
    """The parts, looked at most every thirty seconds however often they are asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._at: datetime | None = None
        self._parts: Mapping[str, Part] = {}

    def parts(self, ports: Ports) -> Mapping[str, Part]:
        """Return the state of each part by name."""
        with self._lock:
            now = ports.now()
            if self._at is None or not timedelta() <= now - self._at < FRESH_FOR:
                self._parts = check_health(ports)
                self._at = now
            return self._parts


def _is_staff(req: func.HttpRequest, web: Web) -> bool:
    try:
        return signed_in_staff(req, web) is not None
    except StoreBusy:  # whether the session has ended cannot be known
        return False


def _shown(part: Part, web: Web) -> dict[str, Any]:
    age = web.ports.now() - part.since if part.since else None
    return {
        "status": "green" if part.is_well else "red",
        "age_seconds": int(age.total_seconds()) if age is not None else None,
        "error": part.error,
    }
