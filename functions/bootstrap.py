"""
The composition root: the one place that knows both the ports and the adapters.

Nothing happens at import. The first request connects: it reads the settings and
loads the catalogue, and a broken one stops it with the list of faults.
"""

import os
import secrets
from functools import cache
from pathlib import Path
from time import perf_counter

from functions.adapters.catalog_files import load_catalog
from functions.adapters.clocks import ShiftedClock, system_clock
from functions.adapters.entra_sign_in import EntraSignIn
from functions.adapters.entra_token import EntraToken
from functions.adapters.fernet_vault import FernetVault
from functions.adapters.graph import Graph
from functions.adapters.graph_access import GraphAccess
from functions.adapters.graph_calendar import GraphCalendar
from functions.adapters.graph_mailbox import GraphMailbox
from functions.adapters.gsis_sign_in import GsisSignIn
from functions.adapters.http_texts import HttpTexts, NoTexts
from functions.adapters.letters import Letters
from functions.adapters.log_lines import write_line
from functions.adapters.page_templates import PageTemplates
from functions.adapters.queue_nudge import QueueNudge
from functions.adapters.sqlite_store import SqliteStore
from functions.adapters.table_store import TableStore
from functions.domain.catalog import Catalog
from functions.domain.reference import new_reference
from functions.domain.smoke_centre import with_smoke_centre
from functions.ports import SERVICE_MAILBOX, Ports, Store, Texts
from functions.settings import BadSettings, CentreAccount, Settings, read_settings
from functions.triggers.limits import AddressLimits, NoLimits
from functions.triggers.web import Web

CATALOG = Path(__file__).parents[1] / "catalog_data"
GRAPH = "https://graph.microsoft.com"
STORAGE = "https://storage.azure.com"


@cache
def connect() -> Web:
    """
    Return everything that the triggers need, made once per process.

    Raises:
        BadSettings: A setting is missing or wrong.
        BrokenCatalog: `catalog_data/` has faults; it names them all.
    """
    settings = read_settings(os.environ)
    return wire(settings, full_catalog(settings))


def full_catalog(settings: Settings) -> Catalog:
    """
    Return the catalogue, with the centre of the smoke test where *settings* name one.

    Raises:
        BadSettings: That name is a real centre's, or none at all.
    """
    catalog = load_catalog(CATALOG)
    try:
        return with_smoke_centre(catalog, settings.smoke_centre)
    except ValueError as error:
        raise BadSettings(f"SMOKE_CENTRE: {error}") from error


def wire(settings: Settings, catalog: Catalog) -> Web:
    """Return the triggers' surroundings for *settings*, with the real adapters."""
    return Web(
        ports=wire_ports(settings, catalog),
        origin=settings.public_origin,
        cookies=FernetVault(settings.session_keys, settings.citizen_key),
        sign_in=GsisSignIn(settings),
        staff_sign_in=EntraSignIn(settings),
        pages=PageTemplates(),
        limits=AddressLimits(settings.forwarded_hops) if settings.limits_on else NoLimits(),
        is_local=settings.is_local,
        mail_domain=settings.mail_domain,
    )


def wire_ports(settings: Settings, catalog: Catalog) -> Ports:
    """Return the ports for *settings*; nothing is connected yet."""
    token = EntraToken(settings, GRAPH)
    graph = Graph(settings.graph_endpoint, token, note=write_line)
    queue_token = None if settings.is_local else EntraToken(settings, STORAGE)
    return Ports(
        catalog=catalog,
        store=_store(settings),
        calendar=GraphCalendar(graph, settings.centre_accounts),
        mailbox=_mailbox(graph, settings),
        letters=_letters(settings, catalog),
        texts=_texts(settings),
        vault=FernetVault(settings.data_keys, settings.citizen_key),
        nudge=QueueNudge(settings.queue_endpoint, queue_token),
        now=ShiftedClock(Path(settings.clock_file)) if settings.clock_file else system_clock,
        random_reference=lambda code: new_reference(code, secrets.choice),
        worker=f"{os.getpid()}-{secrets.token_hex(4)}",
        access=GraphAccess(token, settings.secrets_end),
        note=write_line,
        ticks=perf_counter,
    )


def _mailbox(graph: Graph, settings: Settings) -> GraphMailbox:
    service = {SERVICE_MAILBOX: CentreAccount(settings.service_mailbox_id)}
    return GraphMailbox(graph, {**settings.centre_accounts, **service})


def _letters(settings: Settings, catalog: Catalog) -> Letters:
    return Letters(
        catalog,
        settings.public_origin,
        settings.mail_domain,
        settings.interpreter_desk,
        settings.administrators_mail,
    )


def _texts(settings: Settings) -> Texts:
    if not settings.sms_endpoint:
        return NoTexts()
    return HttpTexts(settings.sms_endpoint, settings.sms_key, settings.sms_sender)


def _store(settings: Settings) -> Store:
    if settings.store == "sqlite":
        return SqliteStore(settings.store_path)
    return TableStore(
        settings.tables_endpoint, settings.tables_connection, identity=settings.graph_client_id
    )
