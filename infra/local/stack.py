"""The local stack on one event loop: site, functions, stand-ins and `/local/`, on one port."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import queue_wire
from aiohttp import web
from controls import Controls
from front import BODY_LIMIT_BYTES, Front
from function_host import HostedApp
from host_settings import HostSettings
from http_functions import HttpFunctions
from local_calls import LocalCalls
from local_guard import local_guard
from local_page import LocalPage
from local_store import LocalStore
from queue_functions import QueueFunctions
from site_config import read_site_config
from site_files import SiteFiles
from static_site import StaticSite
from timer_functions import TimerFunctions
from world import World

HTTP_THREADS = 16
# Apart from those for HTTP: slow background work must not keep a citizen waiting.
BACKGROUND_THREADS = 12
STOP_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What a stack is made of. *site* is the built site; *stand_ins* are their routes."""

    world: World
    store: LocalStore
    app: HostedApp
    settings: HostSettings
    site: Path
    stand_ins: Iterable[web.RouteDef] = ()


@dataclass(slots=True)
class Stack:
    """A running stack. Use as an async context manager around `listen`'s sockets."""

    parts: Parts
    sockets: list[socket.socket]
    _closing: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def __aenter__(self) -> Controls:
        controls, web_app = self._assemble()
        for work in (controls.queues.run(), controls.timers.run()):
            self._closing.push_async_callback(_cancel, asyncio.create_task(work))
        await self._closing.enter_async_context(served(web_app, self.sockets))
        return controls

    async def __aexit__(self, *_: object) -> None:
        await self._closing.aclose()

    def _assemble(self) -> tuple[Controls, web.Application]:
        parts = self.parts
        http_pool, background_pool = self._pool(HTTP_THREADS), self._pool(BACKGROUND_THREADS)
        controls = Controls(
            world=parts.world,
            store=parts.store,
            queues=QueueFunctions(parts.app.queues, parts.settings, background_pool),
            timers=TimerFunctions(parts.app.timers, parts.world.now, background_pool),
        )
        front = Front(HttpFunctions(parts.app.http, http_pool), parts.settings.route_prefix)
        config = read_site_config(parts.site)
        site = StaticSite(SiteFiles(parts.site, config.mime_types), config)
        return controls, make_web_app(controls, front, parts.stand_ins, site)

    def _pool(self, threads: int) -> ThreadPoolExecutor:
        pool = ThreadPoolExecutor(threads)
        self._closing.callback(pool.shutdown, wait=False, cancel_futures=True)
        return pool


def make_web_app(
    controls: Controls, front: Front, stand_ins: Iterable[web.RouteDef], site: StaticSite
) -> web.Application:
    """Return the one web application; the site comes last, since its route takes everything."""
    app = web.Application(middlewares=[local_guard], client_max_size=BODY_LIMIT_BYTES)
    app.add_routes(front.routes())
    app.add_routes(queue_wire.routes(controls.queues))
    app.add_routes(LocalCalls(controls).routes())
    app.add_routes(LocalPage(controls).routes())
    app.add_routes(stand_ins)
    app.add_routes([web.route("*", "/local/{path:.*}", _nothing_local)])
    app.add_routes(site.routes())
    return app


@contextlib.asynccontextmanager
async def served(
    app: web.Application, sockets: list[socket.socket], tls: ssl.SSLContext | None = None
) -> AsyncIterator[None]:
    """Serve *app* on *sockets* meanwhile."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        for one in sockets:
            await web.SockSite(runner, one, ssl_context=tls).start()
        yield
    finally:
        await runner.cleanup()


async def _nothing_local(_: web.Request) -> web.Response:
    raise web.HTTPNotFound


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
