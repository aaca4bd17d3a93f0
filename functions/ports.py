"""
What the use cases need from outside, as protocols, and `Ports`, their bundle.

Adapters implement these; `functions.bootstrap` wires them; `tests/fakes.py`
has a stand-in for each, held to the same contract suite.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from functions.domain.booking import Booking, Citizen
from functions.domain.catalog import Catalog
from functions.domain.digest import Digest
from functions.domain.interpretation import Correction, Request
from functions.domain.projection import Bounce, CalendarEntry, Event, Message
from functions.domain.staff import Staff
from functions.domain.waiting import WaitingEntry


@dataclass(frozen=True, slots=True)
class Row:
    """
    A stored row: its key in the partition, its JSON document, and its ETag.

    The ETag changes with every write and is never used twice for a key.
    """

    key: str
    data: Mapping[str, Any]
    etag: str


@dataclass(frozen=True, slots=True)
class Insert:
    """Write a row that must not be there yet."""

    key: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Replace:
    """Write a row over the one with this *etag*, and over no other."""

    key: str
    data: Mapping[str, Any]
    etag: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove the row with this *etag*, and no other."""

    key: str
    etag: str


Operation = Insert | Replace | Delete

MAX_OPERATIONS = 100
MAX_ROW_CHARS = 30_000


class Conflict(Exception):
    """
    A condition of a commit did not hold, and nothing of it was written.

    *index* is the place of the first operation that failed.
    """

    def __init__(self, index: int) -> None:
        super().__init__(f"operation {index}")
        self.index = index


class StoreBusy(Exception):
    """
    The store did not answer in time.

    A read can be repeated. A commit may or may not have been written: look
    before you repeat it.
    """


class Store(Protocol):
    """Rows in partitions, sorted by key; atomic commits within a partition."""

    def get(self, partition: str, key: str) -> Row | None:
        """
        Return one row, or None.

        Raises:
            StoreBusy: No answer in time.
        """
        ...

    def range(self, partition: str, first: str, past: str) -> Iterable[Row]:
        """
        Yield the rows with *first* <= key < *past*, in the order of their keys.

        Raises:
            StoreBusy: No answer in time.
        """
        ...

    def commit(self, partition: str, operations: Sequence[Operation]) -> list[str]:
        """
        Write all *operations* or none. Each names another key.

        Returns:
            The new ETag of each row, in order; empty for a deleted one.

        Raises:
            Conflict: A row was there, was gone or had another ETag.
            StoreBusy: No answer in time; whether it was written is not known.
            ValueError: More than `MAX_OPERATIONS`, a key twice, a key that table
                storage does not allow, or a document over `MAX_ROW_CHARS`.
        """
        ...


class Calendar(Protocol):
    """The KEPs' calendars and Teams meetings (Microsoft Graph)."""

    def create(self, centre: str, entry: CalendarEntry) -> Event:
        """
        Put *entry* into the calendar of *centre*, with a Teams meeting.

        Repeating it with the same `entry_id` returns the event that is there.

        Raises:
            Unreachable: No usable answer; it may have been created.
            NotThereYet: It stands there, but its meeting has no link yet.
            Gone: It was made once and then deleted; another `entry_id` makes a new one.
            Rejected: The calendar refused it.
        """
        ...

    def secure(self, centre: str, event: Event) -> None:
        """
        Give the meeting its rules; harmless to repeat.

        Everybody but the centre's officers waits in the lobby (circular R4),
        recording and transcription are off (R6), chat is on (R9).

        Raises:
            NotThereYet: Teams does not show the meeting yet.
            Unreachable, Rejected: As above.
        """
        ...

    def change(self, centre: str, event: Event, entry: CalendarEntry) -> None:
        """
        Give *event* the time, subject and categories of *entry*; harmless to repeat.

        Its body stays as it was first written, and its meeting keeps its link.

        Raises:
            Gone: Somebody has deleted it.
            Unreachable, Rejected: As above.
        """
        ...

    def remove(self, centre: str, event: Event) -> None:
        """
        Take *event* out of the calendar and those of the officers, if it is still there.

        Raises:
            Unreachable, Rejected: As above.
        """
        ...


SERVICE_MAILBOX = "mykeplive"  # sends what comes from no centre: the digest, notices


class Mailbox(Protocol):
    """The mailboxes: *sender* is the slug of a centre, or `SERVICE_MAILBOX`."""

    def send(self, sender: str, message: Message) -> None:
        """
        Send *message* from the mailbox of *sender* and keep a copy there.

        Raises:
            Unreachable: No usable answer; it may have been sent.
            Rejected: The mailbox refused it, as it does anything over 4 MB.
        """
        ...

    def sent(self, sender: str, message_id: str) -> bool:
        """
        Tell whether a copy with this id is in the mailbox of *sender*.

        Raises:
            Unreachable, Rejected: The look-up failed; nothing is known.
        """
        ...

    def bounces(self, sender: str) -> Sequence[Bounce]:
        """
        Return the latest reports that a mail of *sender* could not be delivered.

        Raises:
            Unreachable, Rejected: The look-up failed.
        """
        ...


class Texts(Protocol):
    """Text messages (SMS) to mobile telephones."""

    @property
    def is_on(self) -> bool:
        """Whether there is a gateway; without one `send` does nothing."""
        ...

    def send(self, message_id: str, to: str, text: str) -> None:
        """
        Send *text* to the number *to* (E.164: `+306912345678`).

        Repeating a *message_id* sends nothing a second time.

        Raises:
            Unreachable: No usable answer; it may have been sent.
            Rejected: The gateway refused it.
        """
        ...


class Letters(Protocol):
    """Words for appointments: what the calendar, the citizen, the desk and the KEP read."""

    def calendar_entry(self, booking: Booking) -> CalendarEntry:
        """
        Return the entry for the KEP's calendar; no name in its subject.

        Subject and categories say how far a request for an interpreter has come, and that
        the camera stays on (circular R7).
        """
        ...

    def confirmation(self, booking: Booking, event: Event, manage: str) -> Message:
        """
        Return the mail to the applicant that it is booked, or what changed, with the .ics.

        *manage* is the path of the signed link with which it is looked at and cancelled.
        """
        ...

    def cancellation(self, booking: Booking) -> Message:
        """Return the mail to the applicant that it is cancelled, with the .ics that says so."""
        ...

    def interpreter_answer(self, booking: Booking, event: Event, manage: str) -> Message:
        """Return the mail to the applicant with what the interpreters' desk answered."""
        ...

    def reminder(self, booking: Booking, event: Event, ahead: timedelta, manage: str) -> Message:
        """Return the mail that reminds the applicant, *ahead* of the appointment."""
        ...

    def reminder_text(self, booking: Booking, ahead: timedelta) -> str:
        """Return the same as an SMS: no name, no service, and short enough for one message."""
        ...

    def offer(self, entry: WaitingEntry, path: str) -> Message:
        """Return the mail that offers a time to somebody who waits; *path* is the signed link."""
        ...

    def invitation(self, booking: Booking, join_url: str | None) -> bytes:
        """Return the .ics file of the appointment (RFC 5545)."""
        ...

    def digest(self, digest: Digest, requests: Sequence[Request], *, again: bool) -> Message:
        """
        Return the mail to the interpreters' desk (circular R11).

        *requests* are in the order of centre and time; *again* says that an earlier attempt
        may have arrived too. No name, tax number or document of a citizen is in it.
        """
        ...

    def correction(self, correction: Correction) -> Message:
        """Return the mail to the interpreters' desk about one appointment after its digest."""
        ...

    def notice_to_centre(self, booking: Booking) -> Message:
        """Return the mail to the KEP: nobody has answered yet, or there is no interpreter."""
        ...

    def notice_of_bounce(self, booking: Booking, at: datetime) -> Message:
        """
        Return the mail to the KEP that the citizen's e-mail address does not take our mail.

        *at* is when that became known. The citizen's telephone number is not in it.
        """
        ...

    def notice_of_late_digest(self, digest: Digest, sent_at: datetime | None) -> Message:
        """Return the mail to the administrators; *sent_at* is None while it has not gone."""
        ...


class CitizenSignIn(Protocol):
    """TAXISnet (GSIS OAuth 2)."""

    def address(self, state: str, verifier: str, login_hint: str | None) -> str:
        """Return where the browser goes to sign in; *verifier* is the PKCE secret."""
        ...

    def citizen(self, code: str, verifier: str) -> Citizen:
        """
        Exchange the *code* of the call-back for the person.

        Raises:
            SignInFailed: `down`, `no_tax_id` or `garbled`.
        """
        ...


class StaffSignIn(Protocol):
    """Microsoft Entra ID, for the officers and administrators."""

    def start(self, login_hint: str | None) -> tuple[str, dict[str, Any]]:
        """
        Return where the browser goes to sign in, and what `staff` needs afterwards.

        The latter can be written as JSON and is secret: only this browser may bring
        it back.

        Raises:
            SignInFailed: `down`.
        """
        ...

    def staff(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> Staff:
        """
        Return who came back; *answer* is the query of the call-back.

        Raises:
            SignInFailed: `expired` (also an answer that is not to this *flow*),
                `denied`, `no_role`, `down` or `garbled`.
        """
        ...


class Pages(Protocol):
    """The templates of the pages that the functions render."""

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """Return a whole page; everything in *context* is escaped."""
        ...


class Vault(Protocol):
    """Secrets at work. Nobody else sees a key."""

    def seal(self, text: str) -> str:
        """Encrypt *text* for the store."""
        ...

    def unseal(self, sealed: str) -> str:
        """
        Return what `seal` was given.

        Raises:
            ValueError: It was altered, or no key of ours opens it.
        """
        ...

    def pseudonym(self, text: str) -> str:
        """Return a stable, one-way name (HMAC) for *text*: safe in a row key."""
        ...


class Nudge(Protocol):
    """A pointer that saves waiting: somebody reconciles *reference* soon."""

    def __call__(self, reference: str, delay: timedelta = timedelta()) -> None:
        """Post it. Never raises: a failure is logged, and the sweep finds the work."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The one argument that every use case takes besides its request."""

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
