"""
`make run`: the whole service on this machine, on one port of the loopback interface.

From the environment: PORT (4280; 0 is a free one), NOW (ISO time at which the clock
starts; without an offset it is Athens time), DATA (the folder for the store and the
secrets), STORE=azurite (instead of SQLite), LIMITS=off (nobody is slowed down). Prints
one line when it is ready, or what keeps it from starting.
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from azurite import NoAzurite, start_azurite
from clock import StackClock
from environment import (
    MAIL_DOMAIN,
    SMOKE_CENTRE,
    TENANT,
    Place,
    centre_accounts,
    keep_secrets,
    make_environment,
    write_settings,
)
from function_host import CannotHost, load
from host_settings import read_host_settings
from local_store import AzuriteTables, LocalStore, SqliteFile
from loopback import NotLoopback, PortTaken, listen
from options import ROOT, BadOption, Options, read_options
from site_config import UnknownSetting
from stack import Parts, Stack, served
from stand_ins import entra_app, make_ca, people, routes
from world import World

from functions.adapters.catalog_files import CATALOG_DATA, BrokenCatalog, load_catalog
from functions.domain.catalog import Catalog
from functions.domain.smoke_centre import with_smoke_centre
from functions.settings import BadSettings

# What stops a start is said in one sentence each; anything else is a fault of ours.
REASONS = (
    BadOption,
    BadSettings,
    BrokenCatalog,
    CannotHost,
    NoAzurite,
    NotLoopback,
    PortTaken,
    UnknownSetting,
)
KNOWN_TO_THE_PROVIDERS = (
    "GRAPH_CLIENT_ID",
    "GRAPH_CLIENT_SECRET",
    "GSIS_CLIENT_ID",
    "GSIS_CLIENT_SECRET",
    "STAFF_CLIENT_ID",
    "STAFF_CLIENT_SECRET",
    "SMS_KEY",
)


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Serve until interrupted; return the exit code."""
    try:
        options = read_options(arguments, environment)
        _start_log(options)
        asyncio.run(_serve(options))
    except REASONS as reason:
        print(reason, file=sys.stderr)  # noqa: T201 - for whoever started it
        return 1
    return 0


async def _serve(options: Options) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as closing:
        place = await _start(options, closing)
        print(f"myKEPlive: {place.origin}/", flush=True)  # noqa: T201 - the one line
        await stop.wait()


async def _start(options: Options, closing: AsyncExitStack) -> Place:
    """Start everything; *closing* stops it, in the opposite order."""
    sockets, entra_sockets = listen(options.port, options.host), listen(0, options.host)
    catalog = with_smoke_centre(load_catalog(CATALOG_DATA), SMOKE_CENTRE)
    run = Path(closing.enter_context(TemporaryDirectory(prefix="mykeplive-")))
    ca_file, tls = make_ca(run)
    port, entra_port = (found[0].getsockname()[1] for found in (sockets, entra_sockets))
    place = Place(port, entra_port, ca_file, data=options.data, run=run)
    place.data.mkdir(parents=True, exist_ok=True)

    store, connection = _start_store(options, place, closing)
    world = _settle(options, place, catalog, connection)
    await closing.enter_async_context(served(entra_app(world), entra_sockets, tls))
    parts = Parts(
        world=world,
        store=store,
        app=load(options.app),
        settings=read_host_settings(ROOT / "host.json"),
        site=options.site,
        stand_ins=routes(world),
    )
    await closing.enter_async_context(Stack(parts, sockets))
    return place


def _start_store(options: Options, place: Place, closing: AsyncExitStack) -> tuple[LocalStore, str]:
    """Return the store, and its connection string if it is Azurite."""
    if not options.uses_azurite:
        return SqliteFile(place.sqlite_file), ""
    from functions.adapters.table_store import TableStore

    process, connection = start_azurite(options.data / "azurite")
    store = AzuriteTables(process, connection)
    closing.callback(process.wait)
    closing.callback(process.terminate)
    closing.callback(store.release)
    TableStore(connection=connection).create()
    return store, connection


def _settle(options: Options, place: Place, catalog: Catalog, connection: str) -> World:
    """Set the clock and the functions' environment; return the world that goes with them."""
    clock = StackClock(place.clock_file)
    clock.set(options.now or clock.now())
    accounts = centre_accounts(catalog)
    settings = make_environment(
        place,
        keep_secrets(place.data),
        accounts,
        connection,
        limits_on=options.limits_on,
    )
    os.environ.update(settings)
    write_settings(place, settings)
    return World(
        origin=place.origin,
        clock=clock,
        accounts=accounts,
        mail_domain=MAIL_DOMAIN,
        secrets={
            "tenant": TENANT,
            **{name.lower(): settings[name] for name in KNOWN_TO_THE_PROVIDERS},
        },
        people=tuple(people()),
        centre_names={slug: centre.name.el for slug, centre in catalog.centres.items()},
    )


def _start_log(options: Options) -> None:
    if options.log:
        options.log.parent.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        filename=options.log,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for noisy in ("azure", "httpx", "httpcore", "msal"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
