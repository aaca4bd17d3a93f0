"""
What the service refuses, and what can go wrong outside of it.

    Refusal                     an answer to the caller; nothing was stored
    ├── SignInRequired
    ├── Forbidden
    ├── NotFound                an unknown, a wrong and a foreign thing look alike
    ├── Invalid                 one entry for each field that is wrong
    │   └── NotJson, TooLarge
    ├── NotOffered              this centre does not offer this service
    ├── OutsideHours            not a time of the timetable and window
    ├── IdempotencyMismatch     a key that was used with another body
    ├── SlotTaken               with the nearest free times
    ├── AlreadyBooked           the person has an appointment there on that day
    ├── TooMany                 the person has as many appointments as allowed
    ├── HoldGone                it was never given, or somebody else has the time now
    ├── Paused                  too many appointments were missed lately
    ├── InterpreterClosed       the desk has been told of that day's requests (circular R11)
    ├── TooLate                 it is too close to the appointment, or over
    ├── LinkEnded               a signed link whose appointment has changed or ended
    ├── SlowDown                too much was asked for within a minute
    └── TryAgain                we are busy; nothing is known to be wrong

    OutsideFailure              Microsoft 365, GSIS or the queue did not do its part
    ├── Unreachable             down, slow or throttling: try again, perhaps it was done
    ├── NotThereYet             made a moment ago and not visible yet: try again soon
    ├── Gone                    was there, and somebody has deleted it: make a new one
    └── Rejected                it said no, and will say no again

    SignInFailed                TAXISnet or Entra did not tell us who it is

The code of a refusal is part of the contract; its wording in Greek and English
stands in `functions.messages`, its HTTP status in `functions.triggers.problems`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Literal

from functions.domain.service import Service
from functions.domain.slot import Slot


class Refusal(Exception):
    """The request cannot be granted. Subclasses name the reason."""

    code: ClassVar[str]


class SignInRequired(Refusal):
    """Nobody is signed in, or the session has ended."""

    code = "sign_in_required"


class Forbidden(Refusal):
    """The request did not come from one of our own pages, or is not theirs to make."""

    code = "forbidden"


class NotFound(Refusal):
    """There is no such thing, or not for this person."""

    code = "not_found"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: its path in the body (`applicant.email`) and what is wrong with it."""

    field: str
    code: str


class Invalid(Refusal):
    """One or more fields cannot be used as they are."""

    code = "invalid"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(f"{error.field}: {error.code}" for error in errors))
        self.errors = tuple(errors)


class NotJson(Refusal):
    """The body is not a JSON document."""

    code = "not_json"


class TooLarge(Refusal):
    """The body is larger than 64 KB."""

    code = "too_large"


class NotOffered(Refusal):
    """
    The centre does not offer the service (circular R1), or has closed.

    *retired* is the service where no centre offers it any more.
    """

    code = "not_offered"

    def __init__(self, what: str, retired: Service | None = None) -> None:
        super().__init__(what)
        self.retired = retired


class OutsideHours(Refusal):
    """The time is off the grid, in the past, beyond the window or on a closed day."""

    code = "outside_hours"


class IdempotencyMismatch(Refusal):
    """The key was used before, with another body."""

    code = "idempotency_mismatch"


class SlotTaken(Refusal):
    """Every desk is taken at that time; `alternatives` are the nearest free times."""

    code = "slot_taken"

    def __init__(self, alternatives: Sequence[Slot] = ()) -> None:
        super().__init__(self.code)
        self.alternatives = tuple(alternatives)


class AlreadyBooked(Refusal):
    """The person already has an appointment at this centre on this day."""

    code = "already_booked"


class TooMany(Refusal):
    """The person already has as many coming appointments as the rules allow."""

    code = "too_many"


class HoldGone(Refusal):
    """It was never given, it was another's, or somebody else has the time by now."""

    code = "hold_gone"


class Paused(Refusal):
    """The person has missed too many appointments lately; *until* is when it ends."""

    code = "paused"

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class InterpreterClosed(Refusal):
    """
    The requests for interpreters on that day have been collected (circular R11).

    *first_day* is the first that can be had with an interpreter; *alternatives* are the
    next times at which that is so.
    """

    code = "interpreter_closed"

    def __init__(self, first_day: date, alternatives: Sequence[Slot] = ()) -> None:
        super().__init__(first_day.isoformat())
        self.first_day = first_day
        self.alternatives = tuple(alternatives)


class TooLate(Refusal):
    """The appointment begins too soon to be changed, or it no longer stands."""

    code = "too_late"


class LinkEnded(Refusal):
    """The link was ours, but the appointment has changed or ended since."""

    code = "link_ended"


class SlowDown(Refusal):
    """Too much came from one address or session; after *retry_after* there is room again."""

    code = "slow_down"

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"for {retry_after.total_seconds():.1f} s")
        self.retry_after = retry_after


class TryAgain(Refusal):
    """The store is busy. Nothing was stored; the same request may be sent again."""

    code = "try_again"


class OutsideFailure(Exception):
    """A system outside of ours did not do what it was asked."""


class Unreachable(OutsideFailure):
    """
    No usable answer came: down, slow, throttling, or the answer was lost.

    What was asked may or may not have been done. *retry_after* is set when the
    other side said how long to wait.
    """

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class NotThereYet(OutsideFailure):
    """
    It was made a moment ago and cannot be seen yet; look again within seconds.

    *look_again* is set where it may take longer, and looking costs little.
    """

    def __init__(self, reason: str, look_again: timedelta | None = None) -> None:
        super().__init__(reason)
        self.look_again = look_again


class Gone(OutsideFailure):
    """It was there, and somebody has deleted it since; what is needed is a new one."""


class Rejected(OutsideFailure):
    """The other side understood and said no; the same request will be refused again."""


class SignInFailed(Exception):
    """
    TAXISnet or Microsoft Entra ID did not tell us who the person is.

    `no_role` is for the staff: somebody whom Entra knows, but who is neither an
    administrator nor an officer of a centre.
    """

    def __init__(
        self, reason: Literal["denied", "down", "no_tax_id", "no_role", "garbled", "expired"]
    ) -> None:
        super().__init__(reason)
        self.reason = reason
