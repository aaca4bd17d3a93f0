"""
What the interpreters' desk knows of an appointment, and what it has to be told (circular R11).

`Told` is one line of a digest or of a correction. Comparing what the desk was told with what
is so now gives the corrections: there is no other source of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from functions.domain.booking import Booking, Interpreter, Status
from functions.domain.row_times import slot_in, slot_to_row
from functions.domain.slot import Slot


@dataclass(frozen=True, slots=True)
class Told:
    """
    One request as the desk knows it.

    *sequence* is the booking's: the desk's link for an answer is good for this one only.
    *join_url* is None where the meeting did not exist yet.
    """

    reference: str
    sequence: int
    kind: Interpreter
    slot: Slot
    join_url: str | None

    def to_row(self) -> dict[str, Any]:
        return {
            "reference": self.reference,
            "sequence": self.sequence,
            "kind": self.kind.value,
            **slot_to_row(self.slot),
            "join_url": self.join_url,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Told":
        return cls(
            row["reference"],
            row["sequence"],
            Interpreter(row["kind"]),
            slot_in(row),
            row["join_url"],
        )


@dataclass(frozen=True, slots=True)
class Request:
    """
    A request as a letter to the desk needs it: nothing in it says who the citizen is.

    *answer_path* is where the desk answers, a path of ours that is good for this *told* only.
    """

    told: Told
    centre: str
    service: str
    answer_path: str


class Change(StrEnum):
    """What a correction says of a request."""

    ADDED = "added"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"  # the appointment stands, without an interpreter
    MOVED = "moved"
    MOVED_AWAY = "moved_away"  # to a day whose digest is still to come and will have it
    KIND = "kind"
    LINK = "link"  # the link to the call, which was not there before
    RENEWED = "renewed"  # as it was, but it was changed in between: the answer starts anew


def request_of(booking: Booking, join_url: str | None) -> Told | None:
    """Return what the desk should know of *booking*; None where nobody is to interpret."""
    if booking.interpreter is None or booking.status is Status.CANCELLED:
        return None
    return Told(booking.reference, booking.sequence, booking.interpreter, booking.slot, join_url)


def changes(told: Told | None, now: Told | None, booking: Booking) -> tuple[Change, ...]:
    """
    Return what the desk has to be told, in the order of weight; nothing where it knows.

    *told* is what it was told last and *now* what it should know; *booking* says why
    something is no longer so.
    """
    if told == now:
        return ()
    if told is None:
        return (Change.ADDED,)
    if now is None:
        return (_end(booking),)
    found = {
        Change.MOVED: told.slot != now.slot,
        Change.KIND: told.kind != now.kind,
        Change.LINK: told.join_url != now.join_url,
    }
    return tuple(change for change, is_so in found.items() if is_so) or (Change.RENEWED,)


def _end(booking: Booking) -> Change:
    if booking.status is Status.CANCELLED:
        return Change.CANCELLED
    return Change.WITHDRAWN if booking.interpreter is None else Change.MOVED_AWAY


@dataclass(frozen=True, slots=True)
class Correction:
    """
    What the desk is told of one appointment after its digest.

    *told* is what it was told last; *request* is what holds now, or None. *moved_to* is the
    new time of an appointment that a later digest will have. *number* counts the corrections
    of the appointment, from one.
    """

    reference: str
    sequence: int
    centre: str
    service: str
    changes: tuple[Change, ...]
    told: Told | None
    request: Request | None
    moved_to: Slot | None
    number: int

    @property
    def message_id(self) -> str:
        """The same for the same correction, whenever it is tried again."""
        return f"{self.reference}.{self.sequence}.{'-'.join(self.changes)}.{self.number}"
