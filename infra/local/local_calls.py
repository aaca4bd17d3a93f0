"""
The calls under `/local/` that the contract names: JSON in, JSON out.

A form of the page may post to the same addresses; it is led back to the page.
"""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from aiohttp import web
from clock import read_instant
from controls import Controls
from faults import UnknownFault
from timer_functions import TimerFailed, UnknownTimer

FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
LONGEST_FORWARD_SECONDS = 366 * 24 * 3600


class BadCall(Exception):
    """A call cannot be used; the message says why, *code* which words the page has for it."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code


class LocalCalls:
    """The handlers of the calls."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._world = controls.world

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of all calls."""
        return [
            web.get("/local/mails", self._mails),
            web.get("/local/events", self._events),
            web.get("/local/graph", self._graph),
            web.get("/local/texts", self._texts),
            web.get("/local/clock", self._clock),
            web.post("/local/clock", _answered(self._set_clock, "clock")),
            web.get("/local/faults", self._faults),
            web.post("/local/faults", _answered(self._set_faults, "faults")),
            web.post("/local/timers/{function}", _answered(self._fire, "timers")),
            web.delete("/local/data", _answered(self._delete_data, "data")),
            web.post("/local/data/delete", _answered(self._delete_data, "data")),
        ]

    async def _mails(self, _: web.Request) -> web.Response:
        return web.json_response([mail.public for mail in self._world.mails])

    async def _events(self, _: web.Request) -> web.Response:
        return web.json_response(
            [
                {"mailbox": mailbox, "event": item.event, "online_meeting": item.online_meeting}
                for mailbox, calendar in self._world.calendars.items()
                for item in calendar.values()
            ]
        )

    async def _graph(self, _: web.Request) -> web.Response:
        return web.json_response(self._world.requests)

    async def _texts(self, _: web.Request) -> web.Response:
        return web.json_response(list(self._world.texts.values()))

    async def _clock(self, _: web.Request) -> web.Response:
        return web.json_response(self._now())

    async def _faults(self, _: web.Request) -> web.Response:
        return web.json_response(self._world.faults.as_dict())

    async def _set_clock(self, _: web.Request, values: dict[str, Any]) -> web.Response:
        if "forward" in values:  # the page's buttons: seconds
            await self._controls.forward(_seconds(values["forward"]))
            return web.json_response(self._now())
        try:
            instant = read_instant(values.get("now", ""))
        except (ValueError, TypeError) as error:
            raise BadCall(422, "bad_time", "now: an ISO 8601 time is expected") from error
        await self._controls.set_clock(instant)
        return web.json_response(self._now())

    async def _set_faults(self, _: web.Request, values: dict[str, Any]) -> web.Response:
        try:
            faults = self._controls.set_faults(values)
        except UnknownFault as error:
            raise BadCall(422, "bad_fault", str(error)) from error
        return web.json_response(faults.as_dict())

    async def _fire(self, request: web.Request, _: dict[str, Any]) -> web.Response:
        name = request.match_info["function"]
        try:
            await self._controls.timers.fire(name)
        except UnknownTimer as error:
            raise BadCall(404, "no_timer", f"no timer is called {name}") from error
        except TimerFailed as error:
            raise BadCall(500, "timer_failed", f"{name} raised; the log says why") from error
        return web.Response(status=202)

    async def _delete_data(self, _: web.Request, __: dict[str, Any]) -> web.Response:
        self._controls.delete_data()
        return web.Response(status=204)

    def _now(self) -> dict[str, str]:
        return {"now": self._world.now().isoformat()}


Call = Callable[[web.Request, dict[str, Any]], Awaitable[web.Response]]


def _answered(call: Call, section: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Wrap *call*: its body parsed before; afterwards a form goes back to *section* of the page."""

    async def answer(request: web.Request) -> web.Response:
        is_form = await _is_form(request)
        try:
            response = await call(request, await _values(request, is_form=is_form))
            query = f"?done={section}"
        except BadCall as refused:
            response = _problem(refused)
            query = f"?refused={refused.code}"
        if not is_form:
            return response
        page = "/local/en/" if request.query.get("lang") == "en" else "/local/"
        return web.Response(status=303, headers={"Location": f"{page}{query}#{section}"})

    return answer


async def _is_form(request: web.Request) -> bool:
    # A command-line client that sends JSON often leaves the type of a form on it.
    body = await request.read()
    return request.content_type in FORM_TYPES and not body.lstrip().startswith(b"{")


async def _values(request: web.Request, *, is_form: bool) -> dict[str, Any]:
    if is_form:
        return dict(await request.post())
    if not await request.read():
        return {}
    try:
        values = json.loads(await request.read())
    except ValueError as error:
        raise BadCall(400, "not_json", "the body is not JSON") from error
    if not isinstance(values, dict):
        raise BadCall(422, "not_object", "a JSON object is expected")
    return values


def _seconds(text: object) -> timedelta:
    if not isinstance(text, str) or not text.isdecimal() or int(text) > LONGEST_FORWARD_SECONDS:
        raise BadCall(422, "bad_time", "forward: a number of seconds, a year at most")
    return timedelta(seconds=int(text))


def _problem(refused: BadCall) -> web.Response:
    return web.json_response(
        {"status": refused.status, "code": refused.code, "detail": str(refused)},
        status=refused.status,
        content_type="application/problem+json",
    )
