"""
The outside world on free loopback ports: Graph, Entra (TLS) and GSIS, for one test module.

The adapters of production speak to it unchanged.
"""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from clock import StackClock
from environment import (
    GRAPH_CLIENT_ID,
    GSIS_CLIENT_ID,
    SERVICE_MAILBOX_ID,
    STAFF_CLIENT_ID,
    TENANT,
)
from front import BODY_LIMIT_BYTES
from loopback import listen
from stack import served
from stand_ins import entra_app, entra_sign_in, graph, gsis, make_ca, sms
from world import World

from functions.adapters.entra_token import EntraToken
from functions.adapters.graph import Graph
from functions.ports import SERVICE_MAILBOX
from functions.settings import CentreAccount, Settings, read_settings

NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)
OFFICERS = ("officer@zografou.example", "second.officer@zografou.example")
ACCOUNTS = {
    "kep-zografou": CentreAccount("11111111-1111-5111-8111-111111111111", OFFICERS),
    "kep-patra": CentreAccount("22222222-2222-5222-8222-222222222222"),
}
SENDERS = {**ACCOUNTS, SERVICE_MAILBOX: CentreAccount(SERVICE_MAILBOX_ID)}
SECRETS = {
    "graph_client_id": GRAPH_CLIENT_ID,
    "graph_client_secret": "graph-secret",
    "gsis_client_id": GSIS_CLIENT_ID,
    "gsis_client_secret": "gsis-secret",
    "staff_client_id": STAFF_CLIENT_ID,
    "staff_client_secret": "staff-secret",
    "tenant": TENANT,
    "sms_key": "sms-key",
}


@dataclass(slots=True)
class Outside:
    """The running stand-ins, their world, and the settings that lead to them."""

    world: World
    settings: Settings

    def graph(self, answer_seconds: float = 5.0) -> Graph:
        """Return a new client of Graph, with its own token."""
        token = EntraToken(self.settings, "https://graph.microsoft.com")
        return Graph(self.settings.graph_endpoint, token, answer_seconds)

    def calm(self) -> None:
        """Forget everything, and let nothing be wrong."""
        self.world.clear()
        self.world.rights.reset()
        self.world.faults.change({"graph": "ok", "gsis": "ok"})
        self.world.clock.set(NOON)


@contextmanager
def the_outside(folder: Path, lag: float = 0.0, latency: float = 0.0) -> Iterator[Outside]:
    """Run the stand-ins meanwhile; *lag* and *latency* are those of Graph, in seconds."""
    sockets, entra_sockets = listen(0), listen(0)
    origin = f"http://localhost:{sockets[0].getsockname()[1]}"
    ca_file, tls = make_ca(folder)
    clock = StackClock(folder / "clock.json", real=lambda: NOON)
    world = World(origin=origin, clock=clock, accounts=ACCOUNTS, secrets=SECRETS)
    app = web.Application(client_max_size=BODY_LIMIT_BYTES)
    app.add_routes([*graph.routes(world, lag=lag, latency=latency), *gsis.routes(world)])
    app.add_routes([*entra_sign_in.routes(world), *sms.routes(world)])
    with ExitStack() as running:
        running.enter_context(_on_a_thread(app, sockets, None))
        running.enter_context(_on_a_thread(entra_app(world), entra_sockets, tls))
        entra = f"https://localhost:{entra_sockets[0].getsockname()[1]}/{TENANT}"
        yield Outside(world, _settings(origin, entra, ca_file))


@contextmanager
def serving(routes: Iterable[web.RouteDef]) -> Iterator[str]:
    """Serve *routes* meanwhile; the value is their origin."""
    sockets = listen(0)
    app = web.Application()
    app.add_routes(routes)
    with _on_a_thread(app, sockets, None):
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"


@contextmanager
def _on_a_thread(
    app: web.Application, sockets: list[socket.socket], tls: ssl.SSLContext | None
) -> Iterator[None]:
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        stop = asyncio.Event()
        async with served(app, sockets, tls):
            started.set_result((asyncio.get_running_loop(), stop))
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    loop, stop = started.result(10)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


def _settings(origin: str, entra: str, ca_file: Path) -> Settings:
    return read_settings(
        {
            "PUBLIC_ORIGIN": origin,
            "STORE": "sqlite",
            "STORE_PATH": "unused",
            "QUEUE_ENDPOINT": f"{origin}/local/queue",
            "GRAPH_ENDPOINT": f"{origin}/local/graph/v1.0",
            "ENTRA_AUTHORITY": entra,
            "ENTRA_CA_FILE": str(ca_file),
            "GRAPH_CLIENT_ID": GRAPH_CLIENT_ID,
            "GRAPH_CLIENT_SECRET": SECRETS["graph_client_secret"],
            "GSIS_ENDPOINT": f"{origin}/local/gsis",
            "GSIS_CLIENT_ID": GSIS_CLIENT_ID,
            "GSIS_CLIENT_SECRET": SECRETS["gsis_client_secret"],
            "STAFF_CLIENT_ID": STAFF_CLIENT_ID,
            "STAFF_CLIENT_SECRET": SECRETS["staff_client_secret"],
            "SESSION_KEYS": "unused",
            "DATA_KEYS": "unused",
            "CITIZEN_KEY": "unused",
            "MAIL_DOMAIN": "kep.example",
            "SERVICE_MAILBOX_ID": SERVICE_MAILBOX_ID,
            "ADMINISTRATORS_MAIL": "administrators@ministry.example",
            "SMS_ENDPOINT": f"{origin}{sms.PATH}",
            "SMS_KEY": SECRETS["sms_key"],
            "SMS_SENDER": "myKEPlive",
        }
    )
