"""
What the use cases need from outside, as protocols, and `Ports`, their bundle.

Adapters implement these; `functions.bootstrap` wires them; `tests/fakes.py`
has a stand-in for each, held to the same contract suite.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from functions.domain.catalog import Catalog
from functions.ports.letters import Letters
from functions.ports.notes import Access, Note
from functions.ports.outside import SERVICE_MAILBOX, Calendar, Mailbox, Nudge, Texts
from functions.ports.store import (
    MAX_OPERATIONS,
    MAX_ROW_CHARS,
    Conflict,
    Delete,
    Insert,
    Operation,
    Replace,
    Row,
    Store,
    StoreBusy,
)
from functions.ports.web import CitizenSignIn, Pages, StaffSignIn, Vault

__all__ = [
    "MAX_OPERATIONS",
    "MAX_ROW_CHARS",
    "SERVICE_MAILBOX",
    "Access",
    "Calendar",
    "CitizenSignIn",
    "Conflict",
    "Delete",
    "Insert",
    "Letters",
    "Mailbox",
    "Note",
    "Nudge",
    "Operation",
    "Pages",
    "Ports",
    "Replace",
    "Row",
    "StaffSignIn",
    "Store",
    "StoreBusy",
    "Texts",
    "Vault",
]


@dataclass(frozen=True, slots=True)
class Ports:
    """
    The one argument that every use case takes besides its request.

    *ticks* are seconds since some moment, for durations: the clock *now* may be set.
    """

    catalog: Catalog
    store: Store
    calendar: Calendar
    mailbox: Mailbox
    letters: Letters
    texts: Texts
    vault: Vault
    nudge: Nudge
    now: Callable[[], datetime]
    random_reference: Callable[[str], str]
    worker: str
    access: Access
    note: Note
    ticks: Callable[[], float]

    def since(self, started: float) -> int:
        """Return how many milliseconds ago *started* is, a time that `ticks` gave."""
        return round((self.ticks() - started) * 1000)
