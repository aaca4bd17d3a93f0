"""
A stand-in in memory for each port but the store (`tests/fake_store.py`).

They behave like the outside: `failures` is what the next calls raise, one each.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from functions.domain.booking import Booking, Citizen, Person
from functions.domain.digest import Digest
from functions.domain.errors import Gone, NotThereYet, SignInFailed
from functions.domain.interpretation import Correction, Request
from functions.domain.log_line import EventName, Fact, log_line
from functions.domain.projection import Bounce, CalendarEntry, Event, Message
from functions.domain.staff import Officer, Staff
from functions.domain.waiting import WaitingEntry

DESK, ADMINISTRATORS = "desk@interpreters.example", "administrators@ministry.example"


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

    def change(self, centre: str, event: Event, entry: CalendarEntry) -> None:
        self.fail_before()
        changed = {name: getattr(entry, name) for name in ("slot", "subject", "categories")}
        first = self._found(centre, event)
        self.entries[first.entry_id] = (centre, replace(first, **changed))
        self.fail_after()

    def remove(self, centre: str, event: Event) -> None:
        self.fail_before()
        with suppress(Gone):
            del self.entries[self._found(centre, event).entry_id]
        self.fail_after()

    def _found(self, centre: str, event: Event) -> CalendarEntry:
        at, entry = self.entries.get(event.event_id.removeprefix("event-"), ("", None))
        if entry is None or at != centre:
            raise Gone(event.event_id)
        return entry


@dataclass(slots=True)
class FakeMailbox(Failing):
    """A :class:`functions.ports.Mailbox`. *kept* are the copies in the mailboxes."""

    kept: list[tuple[str, Message]] = field(default_factory=list)
    look_up_failures: list[Exception] = field(default_factory=list)
    now: datetime = datetime(2026, 11, 24, 10, tzinfo=UTC)  # when reports arrive

    def bounces(self, sender: str) -> list[Bounce]:
        self.fail_before()
        return [
            Bounce(f"Undeliverable: {message.subject}", self.now)
            for at, message in self.kept
            if at == sender and message.to.endswith("@bounces.example")
        ]

    def send(self, sender: str, message: Message) -> None:
        self.fail_before()
        self.kept.append((sender, message))
        self.fail_after()

    def sent(self, sender: str, message_id: str) -> bool:
        if self.look_up_failures:
            raise self.look_up_failures.pop(0)
        return any(at == sender and message.message_id == message_id for at, message in self.kept)


@dataclass(slots=True)
class FakeTexts(Failing):
    """A :class:`functions.ports.Texts`. *kept* is what arrived: id → number and text."""

    kept: dict[str, tuple[str, str]] = field(default_factory=dict)
    is_on: bool = True

    def send(self, message_id: str, to: str, text: str) -> None:
        self.fail_before()
        if self.is_on:
            self.kept.setdefault(message_id, (to, text))
        self.fail_after()


class FakeLetters:
    """A :class:`functions.ports.Letters` with the fewest words."""

    def calendar_entry(self, booking: Booking) -> CalendarEntry:
        status = booking.interpreter_status
        categories = (booking.interpreter, status) if booking.interpreter and status else ()
        return CalendarEntry(
            booking.reference, booking.reference, "<p>…</p>", booking.slot, categories
        )

    def confirmation(self, booking: Booking, event: Event, manage: str) -> Message:
        name = f"{booking.reference}.{booking.sequence}.confirmation"
        return Message(name, booking.contact.email, booking.reference, event.join_url)

    def cancellation(self, booking: Booking) -> Message:
        name = f"{booking.reference}.{booking.sequence}.cancellation"
        return Message(name, booking.contact.email, booking.reference, "")

    def interpreter_answer(self, booking: Booking, event: Event, manage: str) -> Message:
        assert booking.answer is not None
        name = f"{booking.reference}.{booking.answer.at.isoformat()}.answer"
        return Message(name, booking.contact.email, booking.answer.status, event.join_url)

    def reminder(self, booking: Booking, event: Event, ahead: timedelta, manage: str) -> Message:
        hours = int(ahead.total_seconds() // 3600)
        name = f"{booking.reference}.{booking.sequence}.reminder-{hours}h"
        return Message(name, booking.contact.email, f"{booking.reference} in {hours} h", manage)

    def reminder_text(self, booking: Booking, ahead: timedelta) -> str:
        return f"{booking.reference} {booking.slot.starts_at:%H:%M}"

    def offer(self, entry: WaitingEntry, path: str) -> Message:
        assert entry.offer is not None
        name = f"{entry.offer.reference}.offer"
        return Message(name, entry.email, f"{entry.offer.slot.starts_at:%d %H:%M}", path)

    def invitation(self, booking: Booking, join_url: str | None) -> bytes:
        return f"BEGIN:VCALENDAR {booking.reference} {join_url}".encode()

    def digest(self, digest: Digest, requests: Sequence[Request], *, again: bool) -> Message:
        html = "\n".join(map(_line, requests))
        return Message(f"digest.{digest.name}", DESK, f"{digest.name} {again}", html)

    def correction(self, correction: Correction) -> Message:
        html = _line(correction.request) if correction.request else ""
        subject = f"{correction.reference} {' '.join(correction.changes)}"
        return Message(correction.message_id, DESK, subject, html)

    def notice_to_centre(self, booking: Booking) -> Message:
        at = booking.answer.at.isoformat() if booking.answer else booking.sequence
        name = f"{booking.reference}.{at}.{booking.interpreter_status}"
        return Message(name, f"{booking.centre}@kep.example", booking.reference, "")

    def notice_of_bounce(self, booking: Booking, at: datetime) -> Message:
        name = f"{booking.reference}.{booking.sequence}.bounced"
        return Message(name, f"{booking.centre}@kep.example", booking.reference, at.isoformat())

    def notice_of_late_digest(self, digest: Digest, sent_at: datetime | None) -> Message:
        name = f"digest.{digest.name}.{'sent-late' if sent_at else 'late'}"
        return Message(name, ADMINISTRATORS, digest.name, "")


def _line(request: Request) -> str:
    """Return all that the desk is told of a request, as words without spaces."""
    told, slot = request.told, request.told.slot
    times = f"{slot.starts_at.isoformat()} {slot.ends_at.isoformat()}"
    link = f"{told.join_url} {request.answer_path}"
    return f"{told.reference} {link} {told.sequence} {told.kind.value} {times}"


class FakeVault:
    """
    A :class:`functions.ports.Vault` that anybody could open, and that notices changes.

    *keys* are any words, the newest first.
    """

    def __init__(self, *keys: str) -> None:
        self._keys = keys or ("key",)

    @property
    def has_older_keys(self) -> bool:
        return len(set(self._keys)) > 1

    def seal(self, text: str) -> str:
        content = json.dumps([self._mark(self._keys[0], text), text]).encode()
        return base64.urlsafe_b64encode(zlib.compress(content)).decode()

    def is_newest(self, sealed: str) -> bool:
        return self.seal(self.unseal(sealed)) == sealed

    def unseal(self, sealed: str) -> str:
        try:
            content = zlib.decompress(base64.urlsafe_b64decode(sealed))
            mark, text = json.loads(content)
        except (TypeError, ValueError, zlib.error) as error:
            raise ValueError("not sealed here") from error
        if mark not in [self._mark(key, text) for key in self._keys]:
            raise ValueError("altered")
        return str(text)

    def _mark(self, key: str, text: str) -> str:
        return self.pseudonym(f"{key}:{text}")

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
class FakeAccess(Failing):
    """A :class:`functions.ports.Access`."""

    ends_on: date | None = None

    def check(self) -> None:
        self.fail_before()


@dataclass(slots=True)
class FakeNote:
    """A :class:`functions.ports.Note`. *lines* is what it wrote."""

    lines: list[dict[str, object]] = field(default_factory=list)

    def __call__(self, event: EventName, **facts: Fact) -> None:
        self.lines.append(log_line(event, facts))

    def of(self, event: EventName) -> list[dict[str, object]]:
        return [line for line in self.lines if line["event"] == event]


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


@dataclass(slots=True)
class FakeStaffSignIn:
    """A :class:`functions.ports.StaffSignIn` that knows one person."""

    person: Staff = field(
        default_factory=lambda: Officer(
            "officer@zografou.example", "Ελένη Γεωργίου", ("kep-zografou",)
        )
    )
    fails_with: str = ""
    started: int = 0

    def start(self, login_hint: str | None) -> tuple[str, dict[str, Any]]:
        if self.fails_with == "down":
            raise SignInFailed("down")
        self.started += 1
        state = f"state-{self.started}"
        hint = f"&login_hint={login_hint}" if login_hint else ""
        return f"https://login.example/authorize?state={state}{hint}", {"state": state}

    def staff(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> Staff:
        if answer.get("state") != flow["state"]:
            raise SignInFailed("expired")
        if "code" not in answer:
            raise SignInFailed("denied" if answer.get("error") == "access_denied" else "down")
        if self.fails_with:
            raise SignInFailed(self.fails_with)  # type: ignore[arg-type]
        return self.person
