"""
What the stand-ins know and what left the building: one object for the whole stack.

The stand-ins, the page under `/local/` and the host share it. They all run on the
one event loop, so nothing here is locked; the functions, which run in threads, reach
it over HTTP like everything else outside of them.

Each module of `stand_ins` offers `routes(world) -> list[aiohttp.web.RouteDef]` with
whole paths (`/local/gsis/oauth/authorize`, `/local/graph/v1.0/users/{user}/events`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clock import StackClock
from environment import SERVICE_MAILBOX_ID
from faults import Faults
from rights import Rights

from functions.ports import SERVICE_MAILBOX
from functions.settings import CentreAccount


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with TAXISnet credentials, as GSIS describes people."""

    tax_id: str
    first_name: str
    last_name: str
    father_name: str = ""
    mother_name: str = ""
    birth_year: str = ""


@dataclass(slots=True)
class SentMail:
    """
    A mail that a mailbox sent, and the copy that the mailbox keeps.

    *public* is the entry of `GET /local/mails`, exactly as the contract has it;
    *message* is Graph's own JSON, extended properties included, for look-ups.
    """

    mailbox: str
    public: dict[str, Any]
    message: dict[str, Any]


@dataclass(slots=True)
class CalendarItem:
    """
    An event in a mailbox's calendar with its Teams meeting, both in Graph's own JSON.

    *made_at* is real time (`time.monotonic()`): Teams shows a meeting only some
    moments after its event.
    """

    event: dict[str, Any]
    online_meeting: dict[str, Any]
    made_at: float


@dataclass(slots=True)
class World:
    """
    The world outside of the functions.

    *calendars* is keyed by mailbox address, then by event id; *reports* by mailbox: messages in
    the inbox that say of a mail that it came to nobody. *requests* are entries
    of `GET /local/graph`: `{"method", "path", "body", "status"}`. *accounts* are
    keyed by the centre's slug; a centre's mailbox is `<slug>@<mail_domain>`.
    *secrets* are what the real providers would know of us: `graph_client_id`,
    `graph_client_secret`, `gsis_client_id`, `gsis_client_secret`, `staff_client_id`,
    `staff_client_secret`, `tenant`, `sms_key`. *texts* are entries of `GET /local/texts`,
    by id. *entra_codes* are authorisation codes that nobody
    has redeemed yet.
    """

    origin: str
    clock: StackClock
    accounts: Mapping[str, CentreAccount] = field(default_factory=dict)
    mail_domain: str = "kep.example"
    secrets: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    faults: Faults = field(default_factory=Faults)
    rights: Rights = field(default_factory=Rights)
    mails: list[SentMail] = field(default_factory=list)
    reports: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    calendars: dict[str, dict[str, CalendarItem]] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    centre_names: Mapping[str, str] = field(default_factory=dict)
    entra_codes: dict[str, Any] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return the stack's time, in UTC."""
        return self.clock.now()

    def mailbox(self, sender: str) -> str:
        """Return the address of the mailbox of *sender*, a centre's slug or the service's."""
        return f"{sender}@{self.mail_domain}"

    def mailboxes(self) -> dict[str, CentreAccount]:
        """Return every mailbox that exists, by address: ours, and those of strangers."""
        senders = {**self.accounts, SERVICE_MAILBOX: CentreAccount(SERVICE_MAILBOX_ID)}
        ours = {self.mailbox(sender): account for sender, account in senders.items()}
        others = {address: CentreAccount(known) for address, known in self.rights.strangers}
        missing = self.rights.missing
        return {at: account for at, account in (ours | others).items() if at not in missing}

    def clear(self) -> None:
        """Forget what left the building; clock and faults stay as they are."""
        self.mails.clear()
        self.reports.clear()
        self.calendars.clear()
        self.requests.clear()
        self.texts.clear()
