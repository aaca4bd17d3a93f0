"""
What leaves the building for an appointment: the calendar entry and the mails.

The store is the truth and Microsoft 365 a projection of it (design: reconcile).
These values are what `reconcile` hands to the ports, and `Done` is its memory.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.domain.interpretation import Told
from functions.domain.slot import Slot


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """
    What stands in the KEP's own calendar (circular R3).

    *entry_id* is the same on every repetition, so that a second request for it
    makes no second event. *subject* names no citizen. *html* is written once: a later
    change of it would lose the Teams link. *categories* carry what may change.
    """

    entry_id: str
    subject: str
    html: str
    slot: Slot
    categories: tuple[str, ...] = ()
    reminder_minutes: int = 15  # circular R3

    @property
    def mark(self) -> str:
        """A short text that differs when anything differs that may change later."""
        changeable = repr((self.subject, self.categories, self.slot))
        return hashlib.sha256(changeable.encode()).hexdigest()[:16]

    def anew(self, number: int) -> "CalendarEntry":
        """Return it for a new event, the *number*-th after one that was deleted."""
        return replace(self, entry_id=f"{self.entry_id}-{number}") if number else self


@dataclass(frozen=True, slots=True)
class Event:
    """The calendar's own id of an entry, and the link to its Teams meeting."""

    event_id: str
    join_url: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """
    A mail to one recipient.

    *message_id* is ours (reference, version, kind) and is kept with the sent
    copy, so that a lost answer can be cleared up. *html* also reads well as the
    text that Exchange derives from it.
    """

    message_id: str
    to: str
    subject: str
    html: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail could not be delivered: its subject holds that of the mail."""

    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """
    What reconcile has done for a booking; all times are aware.

    *event_tried_at* stands before the event does: its answer may be lost. *event_says* is
    the mark of the entry that the calendar has, and *events* counts those that were made
    after somebody had deleted one. *attempted* and *sent* are keyed by `Message.message_id`:
    an attempt without a send is a mail whose answer was lost. *told* is what the last of
    the *corrections* left the interpreters' desk with, at *told_at*.
    """

    event: Event | None = None
    event_at: datetime | None = None
    event_tried_at: datetime | None = None
    event_says: str = ""
    events: int = 0
    secured_at: datetime | None = None
    attempted: dict[str, datetime] = field(default_factory=dict)
    sent: dict[str, datetime] = field(default_factory=dict)
    told: Told | None = None
    told_at: datetime | None = None
    corrections: int = 0

    @property
    def join_url(self) -> str | None:
        """The link to the call, once its meeting lets nobody in unseen (circular R4)."""
        return self.event.join_url if self.event and self.secured_at else None
