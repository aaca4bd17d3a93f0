"""The deployment under examination: its settings, and the ways to what it talks to."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.adapters.clocks import system_clock
from functions.adapters.entra_token import EntraToken
from functions.adapters.graph import Graph, Token
from functions.bootstrap import GRAPH, STORAGE, wire_ports
from functions.domain.catalog import Catalog, Centre
from functions.ports import SERVICE_MAILBOX, Store
from functions.settings import CentreAccount, Settings

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Patient:
    """
    What the probes have in their hands.

    *token* is for Graph, *storage_token* for the queue (None where that asks for none); *web*
    is an `httpx.Client`. *outside* is a mailbox that must not be reachable, or empty.
    """

    settings: Settings
    catalog: Catalog
    graph: Graph
    token: Token
    storage_token: Callable[[], str] | None
    store: Store
    web: Any
    now: Callable[[], datetime]
    outside: str = ""

    def centres(self) -> dict[str, Centre]:
        """Return the centres that still take appointments."""
        today = self.now().date()
        every = self.catalog.centres.items()
        return {slug: one for slug, one in every if not one.closed or today < one.closed.on}

    def accounts(self) -> dict[str, CentreAccount]:
        """Return the accounts of those centres, as far as the settings have them."""
        known: Mapping[str, CentreAccount] = self.settings.centre_accounts
        return {slug: known[slug] for slug in self.centres() if slug in known}

    def mailboxes(self) -> dict[str, CentreAccount]:
        """Return the accounts, that of the service first."""
        service = CentreAccount(self.settings.service_mailbox_id)
        return {SERVICE_MAILBOX: service, **self.accounts()}

    def address(self, slug: str) -> str:
        """Return the address of a centre's mailbox."""
        return f"{slug}@{self.settings.mail_domain}"


@contextmanager
def admit(settings: Settings, catalog: Catalog, outside: str = "") -> Iterator[Patient]:
    """Give the deployment with these *settings*, reached as the functions reach it."""
    import httpx

    token = EntraToken(settings, GRAPH)
    graph = Graph(settings.graph_endpoint, token)
    with httpx.Client(timeout=SECONDS, trust_env=not settings.is_local) as web:
        yield Patient(
            settings=settings,
            catalog=catalog,
            graph=graph,
            token=token,
            storage_token=None if settings.is_local else EntraToken(settings, STORAGE),
            store=wire_ports(settings, catalog).store,
            web=web,
            now=system_clock,
            outside=outside,
        )
    graph.close()
