"""
A small world in which citizens want the same few times: two centres, two days, bad luck.

What people and timers do in it are the use cases; the store may be any (`busy_store`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from functions.domain import keys
from functions.domain.booking import Booking, Citizen, Interpreter, Status
from functions.domain.booking_request import (
    BookingRequest,
    HoldRequest,
    RescheduleRequest,
    WaitRequest,
)
from functions.domain.catalog import Catalog
from functions.domain.errors import Refusal, TryAgain
from functions.domain.hold import Hold
from functions.domain.outbox import Todo
from functions.domain.projection import Bounce
from functions.domain.rules import Shift
from functions.domain.slot import ATHENS, Slot
from functions.domain.timetable import DAY, timetable_of
from functions.ports import Ports, Store, StoreBusy
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.change_booking import change_booking
from functions.use_cases.find_bounces import find_bounces
from functions.use_cases.hold import hold
from functions.use_cases.manage_link import cancel_by_link, manage_path
from functions.use_cases.offer_times import offer_times
from functions.use_cases.reconcile import sweep
from functions.use_cases.reschedule import reschedule
from functions.use_cases.send_digest import send_digest
from functions.use_cases.send_reminders import send_reminders
from functions.use_cases.waiting_list import wait
from functions.use_cases.watch_requests import watch_requests
from tests.builders import (
    BIRTH,
    PATRA,
    RULES,
    ZOGRAFOU,
    Clock,
    a_citizen,
    a_request,
    make_catalog,
    make_ports,
)
from tests.unit.busy_store import BusyStore
from tests.unit.interpreter_model import WatchedMailbox

FIRST_DAY = date(2026, 11, 24)  # a Tuesday like any other
CITIZENS = tuple(map(a_citizen, range(5)))
BOUNCING = 4  # the citizen whose address does not work
RELATIVE = {"for": {"first_name": "Ελένη", "last_name": "Παππά"}}  # the same for whoever books
CHANGES: Mapping[str, Any] = {
    "window_days": 2,
    "live_appointments": 2,
    "hold_extensions": 2,
    "offers": 2,
    "waiting_places": 2,
    "waiting_lifetime": timedelta(days=2),
    "missed_within": timedelta(days=4),
}
TIMERS: Mapping[str, Callable[[Ports], object]] = {
    "offers": offer_times,
    "reminders": send_reminders,
    "bounces": find_bounces,
    "digest": send_digest,
    "watch": watch_requests,
    "sweep": sweep,
}
BUSY = (TryAgain, StoreBusy)


def a_small_catalog() -> Catalog:
    """Return two KEPs: three times a day at one desk, and two times a day at two desks."""
    short, late = Shift(time(9), time(9, 40)), Shift(time(17), time(17, 20))
    shifts = dict.fromkeys(range(1, 6), (short, late))
    catalog = make_catalog(RULES.model_copy(update={"shifts": shifts, **CHANGES}))
    only_mornings = {"shifts": dict.fromkeys(range(1, 6), (short,))}
    patra = catalog.centres[PATRA].model_copy(update=only_mornings)
    return replace(catalog, centres={ZOGRAFOU: catalog.centres[ZOGRAFOU], PATRA: patra})


class Mailbox(WatchedMailbox):
    """It also reports mails that could not be delivered, as of now."""

    def bounces(self, sender):
        return [Bounce(each.subject, self.now()) for each in super().bounces(sender)]


@dataclass(slots=True)
class Tab:
    """A tab of a citizen's browser in which a time is held."""

    number: int
    hold: Hold


@dataclass(slots=True)
class Asked:
    """A request for an appointment that was sent, and the reference that it got, if any."""

    number: int
    request: BookingRequest
    key: str
    reference: str | None = None


class World:
    """What people, timers and time do; *ports* hold everything."""

    def __init__(self, store: Store, starts_at: datetime) -> None:
        self.catalog, self.clock, self.store = a_small_catalog(), Clock(starts_at), BusyStore(store)
        self.mailbox = Mailbox(self.catalog.rules.sent_lookup_limit, lambda: self.clock.now)
        self.ports = make_ports(
            catalog=self.catalog, now=self.clock, store=self.store, mailbox=self.mailbox
        )
        self.requests = 0
        self.failed_at = starts_at - DAY  # when the store failed last
        self.cut: set[str] = set()  # moves to another centre that may be half done

    @property
    def now(self) -> datetime:
        return self.clock.now

    def go_to(self, moment: datetime) -> None:
        self.clock.now = max(self.now, moment)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Return what *act* answers: a value, a refusal, or that the store is busy."""
        self.store.has_company = self.store.has_failed = False
        try:
            return act()
        except (Refusal, StoreBusy) as failure:
            if isinstance(failure, BUSY) and not self.store.is_disturbed:
                raise  # nothing is busy
            return failure
        finally:
            if self.store.has_failed:
                self.failed_at = self.now

    def insist(self, act: Callable[[], Any]) -> Any:
        """Return what *act* answers in the end: who is told to try again does so."""
        answer = self.attempt(act)
        if isinstance(answer, BUSY):
            with self.store.left_alone():
                return self.attempt(act)
        return answer

    # What can be had

    def times(self, centre: str, kind: Interpreter | None) -> list[datetime]:
        """Return the times of the days that can be booked, taken or not."""
        timetable = timetable_of(self.catalog.centres[centre], self.catalog.rules)
        first, last = timetable.window(self.now)
        days = (first + n * DAY for n in range((last - first).days + 1))
        count = RULES.slots_with_interpreter if kind else 1
        return [slot.starts_at for day in days for slot in timetable.slots(day, count)]

    def slot(self, centre: str, at: datetime, kind: Interpreter | None) -> Slot:
        """Return the appointment that begins then."""
        count = RULES.slots_with_interpreter if kind else 1
        return Slot(at, at + count * RULES.slot_length)

    # What people do

    def hold(self, number: int, centre: str, at: datetime, kind: Interpreter | None) -> Hold:
        wish = HoldRequest(centre=centre, service=BIRTH, starts_at=at.isoformat(), interpreter=kind)
        return hold(wish, CITIZENS[number], self.ports)

    def ask(self, number: int, centre: str, at: datetime, **more: Any) -> Asked:
        """Return a request with a key of its own."""
        self.requests += 1
        applicant = {"email": email_of(number), "mobile": "6912345678"}
        request = a_request(at, centre=centre, applicant=applicant, **more)
        return Asked(number, request, f"key {self.requests}")

    def book(self, asked: Asked) -> Booking:
        booking = book(asked.request, CITIZENS[asked.number], asked.key, "el", self.ports)
        asked.reference = booking.reference
        return booking

    def move(self, booking: Booking, at: datetime, centre: str | None = None) -> Booking:
        wish = RescheduleRequest(starts_at=at.isoformat(), centre=centre)
        return reschedule(booking.reference, wish, citizen_of(booking), self.ports)

    def cancel(self, booking: Booking, *, by_link: bool = False) -> Booking:
        if not by_link:
            return cancel(booking.reference, citizen_of(booking), self.ports)
        signature = manage_path(booking.reference, self.ports).rpartition("/")[2]
        return cancel_by_link(booking.reference, signature, self.ports)

    def wait(self, number: int, centre: str, kind: Interpreter | None) -> object:
        wish = WaitRequest(centre=centre, service=BIRTH, interpreter=kind, email=email_of(number))
        return wait(wish, CITIZENS[number], "el", self.ports)

    def miss(self, booking: Booking) -> Booking:
        """Record that nobody came, as the officer will."""
        gone = lambda stored: stored.move(Status.MISSED)  # noqa: E731 - one line, one use
        return change_booking(booking.reference, "officer", "missed", gone, self.ports)

    # What timers do

    def fire(self, timer: str) -> None:
        self.attempt(lambda: TIMERS[timer](self.ports))

    def fire_all(self) -> None:
        for timer in TIMERS:
            self.fire(timer)

    def forget_bad_luck(self) -> None:
        for outside in (self.mailbox, self.ports.calendar):
            outside.failures, outside.lost = [], []
        self.mailbox.look_up_failures = []
        self.ports.calendar.not_there_for = 0
        self.store.others_in = self.store.fails_in = 0

    def next_work(self) -> datetime | None:
        """Return when reconcile can do something next; None: all is done."""
        rows = self.store.rows.items()
        todos = [Todo.from_row(row.data) for (_, key), row in rows if key.startswith(keys.TODO)]
        waits = ([each.due_at, each.held_until, self.now] for each in todos)
        return min((max(filter(None, times)) for times in waits), default=None)


def email_of(number: int) -> str:
    return f"citizen{number}@{'bounces.' if number == BOUNCING else ''}example.com"


def citizen_of(booking: Booking) -> Citizen:
    return next(each for each in CITIZENS if each.tax_id == booking.applicant_tax_id)


def next_clock(now: datetime, clock: time) -> datetime:
    """Return when it is next *clock* in Athens."""
    local = now.astimezone(ATHENS)
    moment = datetime.combine(local.date(), clock, ATHENS)
    return moment if moment > now else datetime.combine(local.date() + DAY, clock, ATHENS)
