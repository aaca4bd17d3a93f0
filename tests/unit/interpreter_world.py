"""
A small world in which anything can go wrong: two centres, a few people, bad luck.

It is all fakes: a clock that only goes forward, a store that others use too, and a mailbox
that remembers when each mail came. What people and timers do in it are the use cases.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from functions.domain import keys
from functions.domain.booking import Booking, Citizen, Interpreter
from functions.domain.booking_request import RescheduleRequest
from functions.domain.catalog import Catalog
from functions.domain.errors import Refusal
from functions.domain.outbox import Todo
from functions.domain.rules import Shift
from functions.domain.slot import ATHENS
from functions.domain.timetable import DAY
from functions.ports import Ports, StoreBusy
from functions.use_cases.ask_interpreter import ask_interpreter
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.reconcile import sweep
from functions.use_cases.reschedule import reschedule
from functions.use_cases.send_digest import send_digest
from functions.use_cases.watch_requests import watch_requests
from tests.builders import (
    BIRTH,
    PATRA,
    RULES,
    ZOGRAFOU,
    a_citizen,
    a_request,
    make_catalog,
    make_ports,
)
from tests.fake_store import FakeStore
from tests.unit.interpreter_model import WatchedMailbox, asked, closed_until, works

MOMENT = timedelta(milliseconds=1)  # from one look at the clock to the next
IN_FLIGHT = timedelta(seconds=20)  # a slow worker; every lease is longer
PATRON_DAY = date(2026, 11, 30)  # Saint Andrew's, in Patras alone
CITIZENS = tuple(map(a_citizen, range(4)))
TIMERS: Mapping[str, Callable[[Ports], object]] = {
    "digest": send_digest,
    "watch": watch_requests,
    "sweep": sweep,
}


@dataclass(slots=True)
class Ticking:
    """A clock that never stands still."""

    now: datetime

    def __call__(self) -> datetime:
        now, self.now = self.now, self.now + MOMENT
        return now


class RestlessStore(FakeStore):
    """
    A store that others use too.

    Before its *others_in*-th operation from now, *others* do their work. Its *busy_in*-th
    commit has no answer, whether or not it *has_written*.
    """

    def __init__(self) -> None:
        super().__init__()
        self.others_in = self.busy_in = 0
        self.has_written = False
        self.others: Callable[[], object] = lambda: None

    @property
    def has_bookings(self) -> bool:
        return any(key.startswith("book:") for _, key in self.rows)

    def get(self, partition, key):
        self._let_others()
        return super().get(partition, key)

    def range(self, partition, first, past):
        self._let_others()
        return super().range(partition, first, past)

    def commit(self, partition, operations):
        self._let_others()
        self.busy_in -= 1
        is_busy = self.busy_in == 0
        if is_busy and not self.has_written:
            raise StoreBusy("before")
        etags = super().commit(partition, operations)
        if is_busy:
            raise StoreBusy("after")
        return etags

    @contextmanager
    def left_alone(self) -> Iterator[None]:
        bad_luck = self.others_in, self.busy_in
        self.others_in = self.busy_in = 0
        yield
        self.others_in, self.busy_in = bad_luck

    def _let_others(self) -> None:
        self.others_in -= 1
        if self.others_in == 0:
            with suppress(Refusal, StoreBusy):
                self.others()


def a_catalog(empty: str, *, long_days: bool) -> Catalog:
    """
    Return two KEPs with few times, in the morning and about the closing of a digest.

    One has a holiday of its own, and perhaps *long_days* and Saturdays.
    """
    shifts = _shifts_until(time(19), range(1, 6))
    catalog = make_catalog(RULES.model_copy(update={"digest_when_empty": empty, "shifts": shifts}))
    longer = _shifts_until(time(20), range(1, 7)) if long_days else None
    facts = {"patron_day": f"{PATRON_DAY:%m-%d}", "shifts": longer}
    patra = catalog.centres[PATRA].model_copy(update=facts)
    return replace(catalog, centres={ZOGRAFOU: catalog.centres[ZOGRAFOU], PATRA: patra})


def _shifts_until(end: time, days: Iterable[int]) -> Mapping[int, tuple[Shift, ...]]:
    return {day: (Shift(time(8), time(9, 20)), Shift(time(18), end)) for day in days}


class World:
    """What people, timers and time do; *ports* hold everything."""

    def __init__(self, starts_at: datetime, catalog: Catalog) -> None:
        self.clock, self.store = Ticking(starts_at.astimezone(UTC)), RestlessStore()
        self.mailbox = WatchedMailbox(catalog.rules.sent_lookup_limit, lambda: self.clock.now)
        self.ports = make_ports(
            catalog=catalog, now=self.clock, store=self.store, mailbox=self.mailbox
        )
        self.calendar, self.catalog = self.ports.calendar, catalog
        self.deleted: set[str] = set()
        self.requests = 0

    @property
    def now(self) -> datetime:
        return self.clock.now

    def go_to(self, moment: datetime) -> None:
        self.clock.now = max(self.now, moment.astimezone(UTC))

    # What can be had

    def offered(self, centre: str, kind: Interpreter | None) -> list[datetime]:
        """Return some times of the next days, most of them on the first one."""
        last = closed_until(self.now, self.catalog)
        query = SlotQuery(centre, BIRTH, last=last + 8 * DAY, interpreter=kind)
        with self.store.left_alone():
            slots = list_free_slots(query, self.ports)
        assert all(slot.starts_at.date() > last for slot in slots if kind)
        days = [list(group) for _, group in groupby(slots, key=lambda s: s.starts_at.date())]
        some = [each.starts_at for day in days for each in (day[0], day[len(day) // 2], day[-1])]
        return some[:3] * 2 + some[3:6]

    def closed(self, centre: str) -> list[datetime]:
        """Return the times that can be had without an interpreter only."""
        last = closed_until(self.now, self.catalog)
        with self.store.left_alone():
            slots = list_free_slots(SlotQuery(centre, BIRTH, last=last), self.ports)
        return [slot.starts_at for slot in slots]

    # What people do

    def book(self, at: datetime, number: int, kind: Interpreter | None, centre: str) -> Booking:
        self.requests += 1
        request = a_request(at, interpreter=kind, centre=centre)
        return book(request, CITIZENS[number], f"key {self.requests}", "el", self.ports)

    def move(self, booking: Booking, at: datetime, centre: str | None = None) -> Booking:
        wish = RescheduleRequest(starts_at=at.isoformat(), centre=centre)
        return reschedule(booking.reference, wish, citizen_of(booking), self.ports)

    def cancel(self, booking: Booking) -> None:
        cancel(booking.reference, citizen_of(booking), self.ports)

    def ask(self, booking: Booking, kind: Interpreter | None) -> None:
        ask_interpreter(booking.reference, kind, "officer", self.ports)

    def fire(self, timer: str, worker: str = "worker-1") -> None:
        with suppress(StoreBusy):
            TIMERS[timer](replace(self.ports, worker=worker))

    def fire_all(self) -> None:
        for timer in TIMERS:
            self.fire(timer)

    def others_do(self, what: str) -> None:
        """Do *what*, one thing after the other, in the midst of what is going on."""
        changes: Mapping[str, Callable[[Booking], object]] = {
            "cancel": self.cancel,
            "withdraw": lambda each: self.ask(each, None),
            "exchange": lambda each: self.ask(each, other_than(each.interpreter)),
            "move": lambda each: self.move(each, self.offered(each.centre, each.interpreter)[-1]),
        }
        for thing in what.split():
            if thing == "later":
                self.go_to(self.now + IN_FLIGHT)
            elif thing in TIMERS:
                self.fire(thing, "another worker")
            for booking in asked(self.ports)[:1]:
                changes.get(thing, lambda each: None)(booking)

    def forget_bad_luck(self) -> None:
        for outside in (self.mailbox, self.calendar):
            outside.failures, outside.lost = [], []
        self.mailbox.look_up_failures = []
        self.calendar.not_there_for = 0
        self.store.others_in = self.store.busy_in = 0

    # What time brings

    def evening(self, later: timedelta) -> datetime:
        """Return the opening of the first digest for which *later* is still to come."""
        day = self.now.astimezone(ATHENS).date()
        while True:
            moment = datetime.combine(day, RULES.digest_opens, ATHENS)
            if works(day, self.catalog) and moment + later > self.now:
                return moment
            day += DAY

    def next_call(self) -> datetime:
        starts = [each.slot.starts_at for each in asked(self.ports)]
        return min((at for at in starts if at > self.now), default=self.now)

    def next_work(self) -> datetime | None:
        """Return when something can be done next, as the rows say; None: all is done."""
        return min((at or self.now for at in self._waits()), default=None)

    def _waits(self) -> Iterator[datetime | None]:
        for (_, key), row in self.store.rows.items():
            if key.startswith(keys.TODO):
                todo = Todo.from_row(row.data)
                yield max(filter(None, (todo.due_at, todo.held_until)), default=None)
            if key.startswith(keys.DIGESTS) and not row.data["closed_at"]:
                held_until, last = row.data["held_until"], date.fromisoformat(row.data["last"])
                if last >= self.now.astimezone(ATHENS).date():
                    yield datetime.fromisoformat(held_until) if held_until else None


def citizen_of(booking: Booking) -> Citizen:
    return next(each for each in CITIZENS if each.tax_id == booking.applicant_tax_id)


def other_than(kind: Interpreter | None) -> Interpreter:
    return next(each for each in Interpreter if each != kind)
