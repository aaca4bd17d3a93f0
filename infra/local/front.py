"""
What Static Web Apps does to `/api/*` between the browser and the functions.

The functions see a foreign `Host` and a foreign `Authorization`, the client's address
at the end of `X-Forwarded-For`, and the address that the browser asked for in
`x-ms-original-url`; they have 45 seconds. Answers get no header from
`staticwebapp.config.json` and lose some of their cookies.
"""

import asyncio
import logging
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookies import CookieError, Morsel, SimpleCookie

from aiohttp import web
from http_functions import Answer, HttpFunctions, Request
from multidict import CIMultiDict

log = logging.getLogger("front")

TIME_LIMIT_SECONDS = 45.0
FUNCTIONS_HOST = "functions.example"
FOREIGN_AUTHORIZATION = "Bearer of-the-front-not-of-the-caller"
BODY_LIMIT_BYTES = 30 * 1024 * 1024


class Front:
    """The way in to the functions."""

    def __init__(
        self, functions: HttpFunctions, prefix: str, time_limit: float = TIME_LIMIT_SECONDS
    ) -> None:
        self._functions = functions
        self._prefix = f"/{prefix.strip('/')}/"
        self._time_limit = time_limit

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of everything under the prefix."""
        return [web.route("*", f"{self._prefix}{{path:.*}}", self._handle)]

    async def _handle(self, request: web.Request) -> web.Response:
        began = time.perf_counter()
        answer = await self._answer(await _forwarded(request, self._prefix))
        spent = (time.perf_counter() - began) * 1000
        log.info("%s %s %d %.1f ms", request.method, request.path, answer.status, spent)
        return web.Response(
            status=answer.status, headers=_returned(answer.headers), body=answer.body
        )

    async def _answer(self, request: Request) -> Answer:
        # The function is not stopped at the limit: there, too, it goes on unheard.
        running = asyncio.ensure_future(self._functions.answer(request))
        try:
            return await asyncio.wait_for(asyncio.shield(running), self._time_limit)
        except TimeoutError:
            log.warning("%s took longer than %s s", request.path, self._time_limit)
            headers = CIMultiDict({"Content-Type": "text/plain; charset=utf-8"})
            return Answer(500, headers, b"Backend call failure")


async def _forwarded(request: web.Request, prefix: str) -> Request:
    headers = CIMultiDict(request.headers)
    headers["Host"] = FUNCTIONS_HOST
    headers["Authorization"] = FOREIGN_AUTHORIZATION
    headers["x-ms-original-url"] = str(request.url)
    chain = [*request.headers.getall("X-Forwarded-For", ()), _address(request)]
    headers["X-Forwarded-For"] = ", ".join(chain)
    return Request(
        method=request.method,
        url=f"https://{FUNCTIONS_HOST}{request.rel_url}",
        path=request.rel_url.raw_path.removeprefix(prefix),
        headers=headers,
        query=request.rel_url.query,
        body=await request.read(),
    )


def _address(request: web.Request) -> str:
    """Return the caller's address with its port, as Azure writes it."""
    peer = request.transport and request.transport.get_extra_info("peername")
    if not peer:
        return "unknown"
    host, port = peer[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _returned(headers: CIMultiDict[str]) -> CIMultiDict[str]:
    """Return the headers that reach the browser, without those that belong to the connection."""
    returned = CIMultiDict(headers)
    for name in ("Set-Cookie", "Content-Length", "Transfer-Encoding", "Connection", "Date"):
        returned.popall(name, None)
    for cookie in kept_cookies(headers.getall("Set-Cookie", ()), datetime.now(UTC)):
        returned.add("Set-Cookie", cookie)
    return returned


def kept_cookies(cookies: Iterable[str], now: datetime) -> list[str]:
    """
    Return the `Set-Cookie` values that still work behind Static Web Apps.

    It gives each cookie a `Domain`, and browsers refuse a `__Host-` cookie that has
    one. `localhost` has no dot and browsers refuse it as a `Domain`, so here the
    attribute is left out and its visible consequence, the lost cookie, is not.
    """
    return [cookie for cookie in cookies if _survives(cookie, now)]


def _survives(cookie: str, now: datetime) -> bool:
    try:
        morsels = list(SimpleCookie(cookie).values())
    except CookieError:
        return False
    return bool(morsels) and all(_morsel_survives(morsel, now) for morsel in morsels)


def _morsel_survives(morsel: "Morsel[str]", now: datetime) -> bool:
    return (
        not morsel.key.lower().startswith("__host-")
        and morsel["path"] in ("", "/")
        and not _has_passed(morsel["expires"], now)
    )


def _has_passed(expires: str, now: datetime) -> bool:
    if not expires:
        return False
    try:
        instant = parsedate_to_datetime(expires.replace("-", " "))
    except ValueError:
        return True
    return instant.replace(tzinfo=instant.tzinfo or UTC) <= now
