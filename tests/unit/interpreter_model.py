"""
What the interpreters' desk knows, and what it should know (circular R11).

It knows what its mails say, read in order, and nothing else. What it should know is worked
out from the stored bookings and the days on which centres work, by other means than those
of the use cases.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from functions.domain import keys, log
from functions.domain.booking import Booking, Status
from functions.domain.booking_rows import from_row
from functions.domain.catalog import Catalog
from functions.domain.errors import OutsideFailure
from functions.domain.outbox import done_from_row
from functions.domain.projection import Done, Message
from functions.domain.slot import ATHENS, Slot
from functions.domain.timetable import DAY, timetable_of
from functions.ports import Ports
from functions.use_cases.answer_request import answer_path
from tests.fakes import DESK, FakeMailbox

# The days


def works(day: date, catalog: Catalog) -> bool:
    centres = catalog.centres.values()
    return any(timetable_of(each, catalog.rules).is_open(day) for each in centres)


def closed_until(now: datetime, catalog: Catalog) -> date:
    """Return the last day that a digest has opened for."""
    local = now.astimezone(ATHENS)
    day = local.date() + (DAY if local.time() >= catalog.rules.digest_opens else timedelta())
    while not works(day, catalog):
        day += DAY
    return day


def opening(day: date, catalog: Catalog) -> datetime:
    """Return when the digest for *day* opens."""
    before = day - DAY
    while not works(before, catalog):
        before -= DAY
    return datetime.combine(before, catalog.rules.digest_opens, ATHENS)


# What the desk knows


@dataclass(frozen=True, slots=True)
class Line:
    """All that a mail says of one request."""

    reference: str
    join_url: str
    answer_path: str
    sequence: int
    kind: str
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, text: str) -> "Line":
        reference, join_url, path, sequence, kind, *times = text.split()
        starts_at, ends_at = map(datetime.fromisoformat, times)
        return cls(reference, join_url, path, int(sequence), kind, starts_at, ends_at)

    @property
    def signature(self) -> str:
        return self.answer_path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Copy:
    """A mail that came; *name* is the same for all attempts at it."""

    name: str
    message: Message
    at: datetime
    is_first: bool


class WatchedMailbox(FakeMailbox):
    """
    It writes down what came when.

    It has *lost_sight_of* what came, but could not be looked for as long as `rules.yaml` says:
    two copies are better than none, so that may be told again.
    """

    def __init__(self, patience: timedelta, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.patience, self.now = patience, now
        self.copies: list[Copy] = []
        self.lost_sight_of: set[str] = set()

    def send(self, sender, message):
        count, name = len(self.kept), name_of(message.message_id)
        try:
            super().send(sender, message)
        finally:
            if len(self.kept) > count:
                self.copies.append(Copy(name, message, self.now(), not self._times(name)))

    def sent(self, sender, message_id):
        try:
            return super().sent(sender, message_id)
        except OutsideFailure:
            times = self._times(name_of(message_id))
            if times and self.now() - times[-1] >= self.patience - timedelta(minutes=1):
                self.lost_sight_of.add(name_of(message_id))
            raise

    def to_desk(self) -> list[Copy]:
        return [copy for copy in self.copies if copy.message.to == DESK]

    def _times(self, name: str) -> list[datetime]:
        return [copy.at for copy in self.copies if copy.name == name]


def name_of(message_id: str) -> str:
    """Return the id without the number of a digest's attempt."""
    return re.sub(r"^(digest\.[0-9-]+)\.[0-9]+$", r"\1", message_id)


@dataclass(slots=True)
class Desk:
    """The reader of the mails: what it *knows*, every line it got, and what puzzles it."""

    knows: dict[str, Line] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    digests: dict[str, datetime] = field(default_factory=dict)
    puzzles: list[str] = field(default_factory=list)
    may_hear_again: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, mailbox: WatchedMailbox) -> "Desk":
        desk = cls()
        for copy in mailbox.to_desk():
            lines = [Line.of(text) for text in copy.message.html.splitlines()]
            desk._read(copy, lines)
            if copy.name in mailbox.lost_sight_of:
                desk.may_hear_again |= {line.reference for line in lines}
        return desk

    def _read(self, copy: Copy, lines: list[Line]) -> None:
        about, *words = copy.message.subject.split()
        if copy.name.startswith("digest."):
            self.digests.setdefault(about, copy.at)
            self._hear_anew(lines)
        else:
            self._hear_correction(about, words, lines, copy.at)
            self._forget(about, int(copy.name.split(".")[1]))
        self.knows |= {line.reference: line for line in lines}
        self.lines.extend(lines)

    def _hear_anew(self, lines: list[Line]) -> None:
        heard = {(line.reference, line.sequence) for line in self.lines}
        twice = {each.reference for each in lines if (each.reference, each.sequence) in heard}
        if twice - self.may_hear_again:
            self.puzzles.append(f"{twice} told as new twice")

    def _hear_correction(
        self, about: str, words: list[str], lines: list[Line], at: datetime
    ) -> None:
        if about in self.may_hear_again:
            return
        if "added" not in words:
            if all(line.reference != about for line in self.lines):
                self.puzzles.append(f"{about} {words}, but was never told of")
        elif about in self.knows and self.knows[about].ends_at > at:
            self.puzzles.append(f"{about} added, but it is known")
        else:
            self._hear_anew(lines)

    def _forget(self, about: str, sequence: int) -> None:
        """A correction ends what it names; a digest that overtook it has the later one."""
        if about in self.knows and self.knows[about].sequence < sequence:
            del self.knows[about]


# What is so


def bookings(ports: Ports) -> list[Booking]:
    """Return all that are stored, in the order of time."""
    rows = [row for (_, key), row in ports.store.rows.items() if key.startswith("book:")]
    return sorted((from_row(row.data, ports.vault.unseal) for row in rows), key=lambda b: b.slot)


def live(ports: Ports) -> list[Booking]:
    return [each for each in bookings(ports) if each.status is Status.BOOKED]


def asked(ports: Ports) -> list[Booking]:
    """Return the appointments with an interpreter that stand."""
    return [each for each in live(ports) if each.interpreter]


def done_for(booking: Booking, ports: Ports) -> Done:
    row = ports.store.rows.get((booking.centre, keys.done(booking.reference)))
    return done_from_row(row.data) if row else Done()


def line_for(booking: Booking, ports: Ports) -> Line:
    slot, join_url = booking.slot, done_for(booking, ports).join_url
    path = answer_path(booking.reference, booking.sequence, ports)
    kind = str(booking.interpreter)
    times = (slot.starts_at, slot.ends_at)
    return Line(booking.reference, str(join_url), path, booking.sequence, kind, *times)


def to_know(now: datetime, ports: Ports) -> dict[str, Line]:
    """Return what the desk should know of the calls that are ahead and have been collected."""
    last = closed_until(now, ports.catalog)
    return {
        booking.reference: line_for(booking, ports)
        for booking in asked(ports)
        if booking.slot.starts_at > now and booking.slot.starts_at.date() <= last
    }


def due_since(booking: Booking, catalog: Catalog) -> datetime:
    """Return from when on the desk should have been told of *booking* as it is."""
    opened_at = opening(booking.slot.starts_at.date(), catalog)
    return max(opened_at, booking.changed_at or booking.booked_at)


# What calendars and citizens know


def doubles(mailbox: WatchedMailbox) -> list[str]:
    """Return the mails, to whomever, that came twice."""
    again = (copy.name for copy in mailbox.copies if not copy.is_first)
    return [name for name in again if name not in mailbox.lost_sight_of]


def entries_of(booking: Booking, ports: Ports) -> list[tuple[Slot, tuple[str, ...]]]:
    """Return what stands in the calendars of *booking*."""
    return [
        (entry.slot, entry.categories)
        for _, entry in ports.calendar.entries.values()
        if entry.subject == booking.reference
    ]


def entries_for(booking: Booking, ports: Ports) -> list[tuple[Slot, tuple[str, ...]]]:
    """Return what should stand in the calendars of *booking*."""
    entry = ports.letters.calendar_entry(booking)
    return [(entry.slot, entry.categories)] if booking.status is Status.BOOKED else []


def told_citizen(booking: Booking, ports: Ports) -> list[str]:
    """Return what was said of the time of *booking*, and of the desk's answer, in order."""
    names = [message.message_id for _, message in ports.mailbox.kept]
    about = re.compile(rf"{booking.reference}\.(.+\.(?:confirmation|cancellation|answer))")
    return [match[1] for match in map(about.match, names) if match]


def to_tell_citizen(booking: Booking) -> set[str]:
    """Return what the citizen should have been told."""
    is_over = booking.status is Status.CANCELLED
    said = {f"{booking.sequence}.{'cancellation' if is_over else 'confirmation'}"}
    if booking.answer and not is_over:
        said.add(f"{booking.answer.at.isoformat()}.answer")
    return said


# What the rows say


def taken(ports: Ports) -> dict[str, set[str]]:
    """Return the kind of row, and for each the places that bookings should take up."""
    found: dict[str, set[str]] = {"slot": set(), "live": set(), "ask": set()}
    for each in live(ports):
        centre, day = ports.catalog.centres[each.centre], each.slot.starts_at.date()
        parts = timetable_of(centre, ports.catalog.rules).parts(each.slot)
        found["slot"] |= {f"{each.centre} {keys.slot(at)} {each.reference}" for at in parts}
        found["live"] |= {
            f"{each.centre} {keys.guard(day, person)} {each.reference}" for person in each.people
        }
        if each.interpreter:
            found["ask"].add(f"{each.centre} {keys.ask(day, each.reference)} {each.reference}")
    return found


def rows_of(ports: Ports) -> dict[str, set[str]]:
    """Return the same as `taken`, as the rows say it."""
    found: dict[str, set[str]] = {"slot": set(), "live": set(), "ask": set()}
    for (partition, key), row in ports.store.rows.items():
        kind = key.partition(":")[0]
        if kind in found and not partition.startswith("person:"):
            references = row.data.get("references", [row.data.get("reference")])
            found[kind] |= {f"{partition} {key} {reference}" for reference in references}
    return found


def crowded(ports: Ports) -> list[str]:
    """Return the slots that more appointments have than there are desks."""
    catalog = ports.catalog
    return [
        f"{partition} {key}"
        for (partition, key), row in ports.store.rows.items()
        if key.startswith(keys.SLOTS)
        and len(row.data["references"])
        > timetable_of(catalog.centres[partition], catalog.rules).desks
    ]


def broken_logs(ports: Ports) -> list[str]:
    """Return whose log is not whole, of the bookings and the digests."""
    rows = {
        (partition, key): row.data
        for (partition, key), row in ports.store.rows.items()
        if key.startswith(("book:", "digest:"))
    }
    return [
        f"{partition} {key}"
        for (partition, key), data in rows.items()
        if _last_hash(partition, key.partition(":")[2], ports) != data["log_hash"]
    ]


def _last_hash(partition: str, name: str, ports: Ports) -> str | None:
    """Return the hash of the last entry; None where the chain is broken."""
    prefix = f"log:{name}:"
    follows = log.START
    entries = sorted((k, r) for (p, k), r in ports.store.rows.items() if p == partition)
    for key, row in entries:
        if key.startswith(prefix):
            if row.data["follows"] != follows or log.digest(row.data) != row.data["hash"]:
                return None
            follows = row.data["hash"]
    return follows
