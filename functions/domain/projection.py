"""
What leaves the building for an appointment: the calendar entry and the mails.

The store is the truth and Microsoft 365 a projection of it (design: reconcile).
These values are what `reconcile` hands to the ports, and `Done` is its memory.
"""

from dataclasses import dataclass, field
from datetime import datetime

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
class Done:
    """
    What reconcile has done for a booking; all times are aware.

    *attempted* and *sent* are keyed by `Message.message_id`: an attempt without
    a send is a mail whose answer was lost.
    """

    event: Event | None = None
    event_at: datetime | None = None
    secured_at: datetime | None = None
    attempted: dict[str, datetime] = field(default_factory=dict)
    sent: dict[str, datetime] = field(default_factory=dict)
