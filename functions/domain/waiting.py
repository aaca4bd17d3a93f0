"""Somebody who waits for a time at a centre, and the time that is offered to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from functions.domain.booking import Interpreter, Language
from functions.domain.hold import Hold
from functions.domain.row_times import athens, slot_in, slot_to_row
from functions.domain.rules import Rules
from functions.domain.slot import ATHENS, Slot


@dataclass(frozen=True, slots=True)
class Offer:
    """
    A time that is held for one who waits, until *until*.

    *reference* is the one that the booking will get. *taken* is set once it has become
    the person's own hold.
    """

    reference: str
    slot: Slot
    until: datetime
    taken: bool = False

    def is_open(self, now: datetime) -> bool:
        return now < self.until


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """
    One place on the waiting list of a centre; all times are aware.

    *person* is a pseudonym. *id* begins with the time of entry, so that entries sort by it.
    *offered* are the starts that were offered before, none of them twice; *attempted* and
    *sent* are keyed by the id of the mail.
    """

    id: str
    person: str
    centre: str
    service: str
    interpreter: Interpreter | None
    language: Language
    email: str
    since: datetime
    until: datetime
    offer: Offer | None = None
    offered: tuple[datetime, ...] = ()
    attempted: Mapping[str, datetime] = field(default_factory=dict)
    sent: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def turn(self) -> tuple[int, str]:
        """Who comes first: whoever was asked less often, then whoever waits longer."""
        return len(self.offered), self.id

    def with_offer(self, offer: Offer) -> "WaitingEntry":
        return replace(self, offer=offer, offered=(*self.offered, offer.slot.starts_at))

    def without_offer(self) -> "WaitingEntry":
        """Return it as it was before the present offer, of which nobody was told."""
        return replace(self, offer=None, offered=self.offered[:-1])

    def to_row(self) -> dict[str, Any]:
        offer = self.offer
        return {
            **{name: getattr(self, name) for name in PLAIN},
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "offered": [at.isoformat() for at in self.offered],
            "offer": offer
            and {
                "reference": offer.reference,
                **slot_to_row(offer.slot),
                "until": offer.until.isoformat(),
                "taken": offer.taken,
            },
            "attempted": _texts(self.attempted),
            "sent": _texts(self.sent),
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "WaitingEntry":
        plain = {name: row[name] for name in PLAIN} | {
            "interpreter": Interpreter(row["interpreter"]) if row["interpreter"] else None
        }
        return cls(
            **plain,
            since=athens(row["since"]),
            until=athens(row["until"]),
            offered=tuple(athens(text) for text in row["offered"]),
            offer=_offer(row["offer"]) if row["offer"] else None,
            attempted={name: athens(at) for name, at in row["attempted"].items()},
            sent={name: athens(at) for name, at in row["sent"].items()},
        )


PLAIN = ("id", "person", "centre", "service", "interpreter", "language", "email")


def held_by(entry: WaitingEntry, offer: Offer) -> Hold:
    """Return *offer* as the hold that it is."""
    return Hold(
        reference=offer.reference,
        centre=entry.centre,
        service=entry.service,
        slot=offer.slot,
        interpreter=entry.interpreter,
        until=offer.until,
    )


def is_quiet(now: datetime, rules: Rules) -> bool:
    """Tell whether nobody is asked at *now*; the hours may go past midnight."""
    clock, begins, ends = now.astimezone(ATHENS).time(), rules.quiet_from, rules.quiet_until
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends


def _offer(row: Mapping[str, Any]) -> Offer:
    return Offer(row["reference"], slot_in(row), athens(row["until"]), row["taken"])


def _texts(times: Mapping[str, datetime]) -> dict[str, str]:
    return {name: at.isoformat() for name, at in times.items()}
