"""HTTP: `/api/health`, whether the system does its work."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

import azure.functions as func

from functions.ports import Ports, StoreBusy
from functions.triggers.web import Connect, Web, api, json_response
from functions.use_cases.reconcile import oldest_todo

FRESH_FOR = timedelta(seconds=30)
OUTBOX_LIMIT = timedelta(minutes=15)  # older work than this means that somebody waits for a link


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the health route."""
    bp = func.Blueprint()
    latest = Latest()

    @bp.route(route="health", methods=["GET"])
    @api(connect)
    def show_health(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        red = latest.red_parts(web.ports)
        return json_response({"status": "red" if red else "green", "red": red}, 503 if red else 200)

    return bp


class Latest:
    """The red parts, found out at most every thirty seconds however often they are asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._at: datetime | None = None
        self._red: list[str] = []

    def red_parts(self, ports: Ports) -> list[str]:
        """Return the names of the parts that do not work."""
        with self._lock:
            now = ports.now()
            if self._at is None or not timedelta() <= now - self._at < FRESH_FOR:
                self._red = [name for name, is_well in PARTS.items() if not is_well(ports)]
                self._at = now
            return self._red


def _store_answers(ports: Ports) -> bool:
    try:
        ports.store.get("health", "health")
    except StoreBusy:
        return False
    return True


def _outbox_moves(ports: Ports) -> bool:
    try:
        oldest = oldest_todo(ports)
    except StoreBusy:
        return False
    return oldest is None or ports.now() - oldest < OUTBOX_LIMIT


PARTS: dict[str, Callable[[Ports], bool]] = {"store": _store_answers, "outbox": _outbox_moves}
