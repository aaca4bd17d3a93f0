"""A whole stack in a thread of the test's own process, around a small function app."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from clock import StackClock
from controls import Controls
from function_host import HostedApp, load
from host_settings import HostSettings
from local_store import SqliteFile
from loopback import listen
from stack import Parts, Stack
from world import World

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday, 12:00 in Athens


@dataclass(frozen=True, slots=True)
class InProcess:
    """The running stack: a client of it, its levers, and the module with its functions."""

    client: httpx.Client
    controls: Controls
    functions: Any
    loop: asyncio.AbstractEventLoop

    @property
    def world(self) -> World:
        """Return what the stand-ins would share."""
        return self.controls.world

    def on_the_loop(self, action: Callable[[], Any]) -> Any:
        """Do *action* where the stack runs."""

        async def act() -> Any:
            return action()

        return asyncio.run_coroutine_threadsafe(act(), self.loop).result(10)


@contextmanager
def a_stack(folder: Path, site: Path) -> Iterator[InProcess]:
    """Run a stack whose clock stands at `NOON` and whose data are in *folder*."""
    sockets = listen(0)
    port = sockets[0].getsockname()[1]
    clock = StackClock(folder / "clock.json", real=lambda: NOON)
    parts = Parts(
        world=World(origin=f"http://localhost:{port}", clock=clock),
        store=SqliteFile(folder / "rows.sqlite3"),
        app=_functions(),
        settings=HostSettings(),
        site=site,
    )
    with (
        _on_a_thread(Stack(parts, sockets)) as (controls, loop),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        import an_app  # on the path since `load`

        an_app.forget()
        yield InProcess(client, controls, an_app, loop)


@cache
def _functions() -> HostedApp:
    """Load the app: an app tells its functions once."""
    return load(HERE / "an_app.py")


@contextmanager
def _on_a_thread(stack: Stack) -> Iterator[tuple[Controls, asyncio.AbstractEventLoop]]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        started = asyncio.run_coroutine_threadsafe(stack.__aenter__(), loop)
        yield started.result(10), loop
        asyncio.run_coroutine_threadsafe(stack.__aexit__(None, None, None), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
