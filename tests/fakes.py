"""
A stand-in in memory for each port but the store (`tests/fake_store.py`).

They behave like the outside: `failures` is what the next calls raise, one each.
"""

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass, field
from datetime import timedelta

from functions.domain.booking import Booking, Citizen, Person
from functions.domain.errors import NotThereYet, SignInFailed
from functions.domain.projection import CalendarEntry, Event, Message


@dataclass(slots=True)
class Failing:
    """
    Calls that fail first: each of *failures* is raised once, in order.

    One in *lost* is raised after the work was done: its answer was lost.
    """

    failures: list[Exception] = field(default_factory=list)
    lost: list[Exception] = field(default_factory=list)

    def fail_before(self) -> None:
        if self.failures:
            raise self.failures.pop(0)

    def fail_after(self) -> None:
        if self.lost:
            raise self.lost.pop(0)


@dataclass(slots=True)
class FakeCalendar(Failing):
    """A :class:`functions.ports.Calendar`. *entries* stand in it; *secured* have their rules."""

    entries: dict[str, tuple[str, CalendarEntry]] = field(default_factory=dict)
    secured: list[str] = field(default_factory=list)
    not_there_for: int = 0  # how often a new meeting is looked for in vain

    def create(self, centre: str, entry: CalendarEntry) -> Event:
        self.fail_before()
        self.entries.setdefault(entry.entry_id, (centre, entry))
        self.fail_after()
        return Event(f"event-{entry.entry_id}", f"https://teams.example/{entry.entry_id}")

    def secure(self, centre: str, event: Event) -> None:
        self.fail_before()
        if self.not_there_for:
            self.not_there_for -= 1
            raise NotThereYet(event.join_url)
        self.secured.append(event.event_id)


@dataclass(slots=True)
class FakeMailbox(Failing):
    """A :class:`functions.ports.Mailbox`. *kept* are the copies in the mailboxes."""

    kept: list[tuple[str, Message]] = field(default_factory=list)
    look_up_failures: list[Exception] = field(default_factory=list)

    def send(self, centre: str, message: Message) -> None:
        self.fail_before()
        self.kept.append((centre, message))
        self.fail_after()

    def sent(self, centre: str, message_id: str) -> bool:
        if self.look_up_failures:
            raise self.look_up_failures.pop(0)
        return any(at == centre and message.message_id == message_id for at, message in self.kept)


class FakeLetters:
    """A :class:`functions.ports.Letters` with the fewest words."""

    def calendar_entry(self, booking: Booking) -> CalendarEntry:
        return CalendarEntry(booking.reference, booking.reference, "<p>…</p>", booking.slot)

    def confirmation(self, booking: Booking, event: Event) -> Message:
        name = f"{booking.reference}.{booking.version}.confirmation"
        return Message(name, booking.contact.email, booking.reference, event.join_url)

    def invitation(self, booking: Booking, join_url: str | None) -> bytes:
        return f"BEGIN:VCALENDAR {booking.reference} {join_url}".encode()


class FakeVault:
    """A :class:`functions.ports.Vault` that anybody could open, and that notices changes."""

    def seal(self, text: str) -> str:
        content = json.dumps([self.pseudonym(text), text]).encode()
        return base64.urlsafe_b64encode(zlib.compress(content)).decode()

    def unseal(self, sealed: str) -> str:
        try:
            content = zlib.decompress(base64.urlsafe_b64decode(sealed))
            mark, text = json.loads(content)
        except (TypeError, ValueError, zlib.error) as error:
            raise ValueError("not sealed here") from error
        if mark != self.pseudonym(text):
            raise ValueError("altered")
        return str(text)

    def pseudonym(self, text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(slots=True)
class FakeNudge:
    """A :class:`functions.ports.Nudge`. *posted* are the references, *delays* their waits."""

    posted: list[str] = field(default_factory=list)
    delays: list[timedelta] = field(default_factory=list)

    def __call__(self, reference: str, delay: timedelta = timedelta()) -> None:
        self.posted.append(reference)
        self.delays.append(delay)


@dataclass(slots=True)
class FakeSignIn:
    """A :class:`functions.ports.CitizenSignIn` that knows one person."""

    person: Citizen = field(default_factory=lambda: Citizen("123456783", Person("Μαρία", "Παππά")))
    fails_with: str = ""

    def address(self, state: str, verifier: str, login_hint: str | None) -> str:
        hint = f"&login_hint={login_hint}" if login_hint else ""
        return f"https://taxis.example/authorize?state={state}{hint}"

    def citizen(self, code: str, verifier: str) -> Citizen:
        if self.fails_with:
            raise SignInFailed(self.fails_with)  # type: ignore[arg-type]
        return self.person
