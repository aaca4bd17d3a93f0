"""
A citizen's appointment is in the citizen's hands, whatever happens.

Five citizens hold, book, move, cancel, wait and take what is offered, in two tabs, twice and
too late; timers fire, or do not; the store, the mail and the calendar fail, and others come
between. After every step the rows agree with each other, and once all is calm, so do the
calendars and the mails.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TypeVar
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from functions.adapters.sqlite_store import SqliteStore
from functions.adapters.table_store import TableStore
from functions.domain.booking import Booking, Interpreter, Status
from functions.domain.errors import (
    AlreadyBooked,
    HoldGone,
    InterpreterClosed,
    LinkEnded,
    NotFound,
    OutsideHours,
    Paused,
    TooLate,
    TooMany,
    Unreachable,
)
from functions.domain.hold import Hold
from functions.domain.slot import ATHENS
from functions.domain.waiting import is_quiet
from functions.ports import Store
from functions.use_cases.hold import current_hold, extend, let_go
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.my_data import erasable, erase_past
from functions.use_cases.offer_link import take_offer
from functions.use_cases.waiting_list import list_waiting, stop_waiting
from tests.builders import BIRTH, PATRA, ZOGRAFOU
from tests.fake_store import FakeStore
from tests.unit import appointment_model as model
from tests.unit.appointment_world import (
    BUSY,
    CITIZENS,
    RELATIVE,
    TIMERS,
    Asked,
    Tab,
    World,
    next_clock,
)
from tests.unit.interpreter_model import broken_logs, doubles

DOWN = Unreachable("down")
STARTS = (
    date(2026, 11, 24),  # a Tuesday like any other
    date(2026, 11, 27),  # a Friday
    date(2026, 10, 23),  # on Sunday the clocks go back
    date(2026, 3, 27),  # on Sunday the clocks go forward
)
NOT_FOR_HIM = (TooMany, Paused, AlreadyBooked, OutsideHours, InterpreterClosed)
OUTSIDE = (
    *(("mailbox", kind) for kind in ("failures", "lost", "look_up_failures")),
    *(("calendar", kind) for kind in ("failures", "lost")),
)
MEANWHILE = (*TIMERS, "cancel", "move", "hold", "rival", "again")
HOURS = (*map(time, (8, 10, 21)), time(18, 30), time(9, 5))
A_FEW, CENTRES = st.integers(0, 9), st.sampled_from([ZOGRAFOU, ZOGRAFOU, PATRA])
NUMBERS, KINDS = st.integers(0, 4), st.sampled_from([None, None, Interpreter.LIP_READING])
SOME_TIMERS = st.lists(st.sampled_from(sorted(TIMERS)), max_size=3)

T = TypeVar("T")


def one_of(things: Sequence[T], which: int) -> Sequence[T]:
    """Return one of *things*, if there are any."""
    return [things[which % len(things)]] if things else []


class Appointments(RuleBasedStateMachine):
    """Two centres with few times, five citizens, an officer, six timers, and bad luck."""

    def __init__(self, open_store: Callable[[], Store] = FakeStore) -> None:
        super().__init__()
        self.opened = open_store()
        self.world = World(self.opened, datetime.combine(STARTS[0], time(10), ATHENS))
        self.ports, self.store = self.world.ports, self.world.store
        self.tabs: list[Tab] = []
        self.asked: list[Asked] = []
        self.moves: list[tuple[Booking, datetime, str]] = []
        self.mails = 0  # how many of them were looked at
        self.checked: object = None

    @precondition(lambda self: not self.store.commits)
    @rule(day=st.sampled_from(STARTS[1:]), hour=st.integers(8, 20))
    def it_is_another_day(self, day, hour):
        self.world.clock.now = datetime.combine(day, time(hour), ATHENS)

    # Holding

    @rule(number=NUMBERS, centre=CENTRES, at=A_FEW, kind=KINDS)
    def somebody_holds(self, number, centre, at, kind):
        for wanted in one_of(self.world.times(centre, kind), at):
            act = partial(self.world.hold, number, centre, wanted, kind)
            self.a_tab_is_opened(number, self.world.attempt(act))

    @precondition(lambda self: self.tabs)
    @rule(which=A_FEW)
    def somebody_extends(self, which):
        for tab in one_of(self.tabs[::-1], which):
            was_held = self.holds_now(tab)
            act = partial(extend, tab.hold.reference, CITIZENS[tab.number], self.ports)
            answer = self.world.attempt(act)
            if isinstance(answer, Hold):
                tab.hold = answer
            elif was_held and not self.store.is_disturbed:
                assert isinstance(answer, HoldGone)
                extensions = current_hold(CITIZENS[tab.number], self.ports).extensions
                assert extensions == self.ports.catalog.rules.hold_extensions

    @precondition(lambda self: self.tabs)
    @rule(which=A_FEW)
    def somebody_lets_go(self, which):
        for tab in one_of(self.tabs[::-1], which):
            act = partial(let_go, tab.hold.reference, CITIZENS[tab.number], self.ports)
            if self.world.attempt(act) is None and not self.store.is_disturbed:
                assert not model.is_held(tab.hold, self.ports)

    # Booking

    @precondition(lambda self: self.tabs)
    @rule(which=A_FEW)
    def somebody_confirms(self, which):
        """What is held can be booked, unless the citizen may not."""
        for tab in one_of(self.tabs[::-1], which):
            kept, was_held = tab.hold, self.holds_now(tab)
            more = {"interpreter": kept.interpreter, "hold": kept.reference}
            asked = self.world.ask(tab.number, kept.centre, kept.slot.starts_at, **more)
            answer = self.send(asked)
            if isinstance(answer, Booking):
                assert answer.reference == kept.reference
            elif was_held and not self.store.is_disturbed:
                assert isinstance(answer, NOT_FOR_HIM)

    @rule(number=NUMBERS, centre=CENTRES, at=A_FEW, kind=KINDS, for_other=st.booleans())
    def somebody_books_at_once(self, number, centre, at, kind, *, for_other):
        for wanted in one_of(self.world.times(centre, kind), at):
            other = RELATIVE if for_other else {}
            self.send(self.world.ask(number, centre, wanted, interpreter=kind, **other))

    @precondition(lambda self: self.asked)
    @rule(which=A_FEW)
    def somebody_sends_it_again(self, which):
        """The same request has the same answer, for as long as it is not erased."""
        for asked in one_of(self.asked[::-1], which):
            before = [e for e in model.bookings(self.ports) if e.reference == asked.reference]
            answer = self.send(asked)
            if before and not before[0].is_erased and not isinstance(answer, BUSY):
                assert answer.reference == before[0].reference

    def send(self, asked: Asked) -> object:
        if asked not in self.asked:
            self.asked.append(asked)
        answer = self.world.attempt(partial(self.world.book, asked))
        self.too_many_is_true(CITIZENS[asked.number].tax_id, answer, asked.request.booked_for)
        return answer

    # Changing

    @precondition(lambda self: self.coming())
    @rule(which=A_FEW, by_link=st.booleans())
    def somebody_cancels(self, which, by_link):
        """What is said to be cancelled is, and nothing else is; the same call tells."""
        for booking in one_of(self.coming(), which):
            is_late = self.is_late(booking)
            given_up = set(self.world.given_up)
            act = partial(self.world.cancel, booking, by_link=by_link)
            answer = self.world.insist(act)
            stands = booking.reference in [each.reference for each in self.coming()]
            if is_late:
                self.world.given_up = given_up
                assert isinstance(answer, TooLate | LinkEnded)
            else:
                assert answer.status is Status.CANCELLED
            assert stands == is_late

    @precondition(lambda self: self.coming())
    @rule(which=A_FEW, at=A_FEW, centre=st.sampled_from([None, None, ZOGRAFOU, PATRA]))
    def somebody_moves(self, which, at, centre):
        for booking in one_of(self.coming(), which):
            to = centre or booking.centre
            for wanted in one_of(self.world.times(to, booking.interpreter), at):
                self.a_move_loses_nothing(booking, wanted, to)

    @precondition(lambda self: self.moves)
    @rule(which=A_FEW)
    def somebody_moves_it_again(self, which):
        """Be it done, refused, or cancelled meanwhile: nothing new comes of it."""
        for booking, wanted, to in one_of(self.moves[::-1], which):
            now = {each.reference: each for each in self.coming()}
            if booking.reference in now:
                self.a_move_loses_nothing(now[booking.reference], wanted, to)
            else:
                self.world.attempt(partial(self.world.move, booking, wanted, to))
                if not self.store.is_disturbed:
                    assert {each.reference for each in self.coming()} <= now.keys()

    def a_move_loses_nothing(self, booking: Booking, wanted: datetime, to: str) -> None:
        """The appointment stands at the old time or the new one, and the same call tells."""
        mine, is_late = partial(model.coming_of, booking.citizen, self.ports), self.is_late(booking)
        before, act = mine(), partial(self.world.move, booking, wanted, to)
        stays = booking.centre == to and booking.slot.starts_at == wanted
        self.moves = [*self.moves[-5:], (booking, wanted, to)]
        if to != booking.centre:
            self.world.cut.add(booking.reference)
        answer = self.world.attempt(act)
        if booking.reference not in self.world.given_up:
            assert len(mine()) >= len(before), "the citizen has nothing"
        if isinstance(answer, BUSY):
            with self.store.left_alone():
                answer = self.world.attempt(act)
        else:
            self.world.cut.discard(booking.reference)
        if isinstance(answer, Booking) and answer.reference not in self.world.given_up:
            assert answer in mine()
            assert (answer.centre, answer.slot.starts_at) == (to, wanted)
            assert booking.reference == answer.reference or booking not in mine()
            self.world.cut.discard(booking.reference)
        elif booking.reference not in self.world.given_up:
            assert len(mine()) >= len(before)
            assert not isinstance(answer, TooLate) or len(mine()) == len(before)
        assert not is_late or stays or isinstance(answer, TooLate)

    # Waiting

    @rule(number=NUMBERS, centre=CENTRES, kind=KINDS)
    def somebody_waits(self, number, centre, kind):
        self.world.attempt(partial(self.world.wait, number, centre, kind))

    @rule(number=NUMBERS)
    def somebody_stops_waiting(self, number):
        with self.store.left_alone():
            waiting = list_waiting(CITIZENS[number], self.ports)
        for entry in waiting[:1]:
            self.world.attempt(partial(stop_waiting, entry.id, CITIZENS[number], self.ports))

    @precondition(lambda self: self.offers())
    @rule(which=A_FEW)
    def somebody_takes_what_is_offered(self, which):
        """Until the time that was promised the link works, for the one who waits."""
        for _, message in one_of(self.offers()[::-1], which):
            number = int(message.to[len("citizen")])
            link = message.html.split("/")[-3:]
            is_open = [
                each
                for each in model.entries(self.ports)
                if each.offer and f"{each.offer.reference}.offer" == message.message_id
                if each.offer.is_open(self.world.now) and not each.offer.taken
            ]
            foreign = partial(take_offer, *link, CITIZENS[number - 1], self.ports)
            with self.store.left_alone():
                assert isinstance(self.world.attempt(foreign), NotFound | LinkEnded)
            take = partial(take_offer, *link, CITIZENS[number], self.ports)
            answer = self.world.attempt(take)
            self.a_tab_is_opened(number, answer)
            if is_open and not self.store.is_disturbed:
                assert isinstance(answer, Hold)
                self.world.go_to(self.world.now + timedelta(seconds=1))
                assert self.world.attempt(take) == answer or self.store.is_disturbed

    # The past

    @precondition(lambda self: self.over())
    @rule(which=A_FEW)
    def the_officer_waits_in_vain(self, which):
        for booking in one_of(self.over(), which):
            self.world.attempt(partial(self.world.miss, booking))

    @rule(number=NUMBERS)
    def somebody_has_the_past_erased(self, number):
        answer = self.world.insist(partial(erase_past, CITIZENS[number], self.ports))
        assert isinstance(answer, int)
        with self.store.left_alone():
            assert erasable(CITIZENS[number], self.ports) == 0

    # What goes wrong

    @rule(what=st.sampled_from(OUTSIDE), count=st.sampled_from([1, 2, 50]))
    def something_is_down(self, what, count):
        outside, kind = what
        getattr(getattr(self.ports, outside), kind).extend([DOWN] * count)

    @rule(operation=st.integers(1, 8), fails=st.sampled_from(["reading", "before", "after"]))
    def the_store_will_be_busy(self, operation, fails):
        self.store.fails_in, self.store.fails = operation, fails

    @rule(operation=st.integers(1, 30), what=st.sampled_from(MEANWHILE), which=A_FEW)
    def others_will_come_between(self, operation, what, which):
        self.store.others_in = operation
        self.store.others = partial(self.others_do, what, which)

    def others_do(self, what: str, which: int) -> None:
        acts = {
            "cancel": lambda: [self.world.cancel(e) for e in one_of(self.coming(), which)],
            "move": lambda: [self.others_move(each) for each in one_of(self.coming(), which)],
            "hold": lambda: self.somebody_holds(which % 5, ZOGRAFOU, which, None),
            "rival": lambda: self.somebody_holds((which + 1) % 5, ZOGRAFOU, which, None),
            "again": lambda: [self.world.book(each) for each in self.asked[-1:]],
        }
        acts.get(what, lambda: self.world.fire(what))()

    def others_move(self, booking: Booking) -> None:
        self.world.given_up.add(booking.reference)
        self.world.move(booking, self.world.times(PATRA, booking.interpreter)[0], PATRA)

    # What time brings

    @rule(timers=SOME_TIMERS)
    def timers_fire(self, timers):
        for timer in timers:
            self.world.fire(timer)

    @rule(minutes=st.sampled_from([1, 3, 9, 10, 11, 30, 61]), timers=SOME_TIMERS)
    def time_passes(self, minutes, timers):
        self.world.go_to(self.world.now + timedelta(minutes=minutes))
        self.timers_fire(timers)

    @rule(clock=st.sampled_from(HOURS), timers=SOME_TIMERS)
    def an_hour_comes(self, clock, timers):
        self.world.go_to(next_clock(self.world.now, clock))
        self.timers_fire(timers)

    @precondition(lambda self: self.coming())
    @rule(hours=st.sampled_from([24, 8, 7, 2, 0]), timers=SOME_TIMERS)
    def an_appointment_comes_near(self, hours, timers):
        self.world.go_to(self.coming()[0].slot.starts_at - timedelta(hours=hours))
        self.timers_fire(timers)

    @rule()
    def all_is_calm(self):
        """Everything works, and timers fire until all is done."""
        self.world.forget_bad_luck()
        until = self.world.now + timedelta(minutes=65)  # no wait is longer than an hour
        self.world.fire_all()
        while self.world.now < until and (due := self.world.next_work()):
            self.world.go_to(max(due, self.world.now + timedelta(minutes=1)))
            self.world.fire_all()
        self.world.fire("offers")  # the first run may have found that a time had gone
        assert self.world.next_work() is None
        self.calendars_hold_what_is_booked_and_nothing_else()
        self.citizens_were_told_last_what_is_so()
        self.nobody_waits_for_a_reminder_or_a_time()

    def teardown(self):
        self.all_is_calm()
        self.what_is_always_so()
        self.the_store_holds_what_was_committed()

    # What is always so

    @invariant()
    def what_is_always_so(self):
        self.no_desk_has_two()
        now = (self.store.commits, len(self.world.mailbox.kept), self.world.now)
        if now != self.checked:
            self.checked = now
            self.each_appointment_has_exactly_its_rows()
            self.each_citizen_has_one_hold()
            self.what_is_offered_is_held_for_one_and_at_a_decent_hour()
            self.nobody_has_more_than_allowed()
            self.nobody_is_reminded_for_nothing()
            self.every_log_is_whole()
            self.no_mail_goes_twice()
            self.mails = len(self.world.mailbox.kept)

    def no_desk_has_two(self):
        assert model.crowded(self.ports) == []

    def each_appointment_has_exactly_its_rows(self):
        assert model.rows_of(self.ports) == model.rows_for(self.ports)

    def each_citizen_has_one_hold(self):
        assert model.held_for_nobody(self.world.failed_at, self.ports) == []

    def what_is_offered_is_held_for_one_and_at_a_decent_hour(self):
        assert model.broken_promises(self.ports) == []
        assert model.offered_twice(self.ports) == []
        rules, by_offer = self.ports.catalog.rules, {}
        for entry in model.entries(self.ports):
            if entry.offer:
                by_offer[f"{entry.offer.reference}.offer"] = entry
        for sender, message in model.mails_of(".offer", self.ports, self.mails):
            assert not is_quiet(self.world.now, rules)
            for entry in filter(None, [by_offer.get(message.message_id)]):
                slot = entry.offer.slot
                assert slot.starts_at > self.world.now
                assert (sender, message.to) == (entry.centre, entry.email)
                assert slot.starts_at in self.world.times(entry.centre, entry.interpreter)

    def nobody_has_more_than_allowed(self):
        assert model.over_the_cap(self.world.cut, self.ports) == []
        assert model.uncounted(self.ports) == []
        assert model.two_on_one_day(self.ports) == []

    def nobody_is_reminded_for_nothing(self):
        known = {each.reference: each for each in model.bookings(self.ports)}
        for _, message in model.mails_of(".reminder-", self.ports, self.mails):
            booking = known[message.message_id.split(".")[0]]
            is_due = message.message_id == model.last_reminder(booking, self.ports)
            assert is_due or self.store.is_disturbed

    def every_log_is_whole(self):
        assert broken_logs(self.ports) == model.gaps_in_logs(self.ports) == []

    def no_mail_goes_twice(self):
        assert doubles(self.world.mailbox) == []

    def the_store_holds_what_was_committed(self):
        for partition in {partition for partition, _ in self.store.rows}:
            rows = {row.key: row for row in self.opened.range(partition, " ", "~")}
            assert rows == {k: r for (p, k), r in self.store.rows.items() if p == partition}

    # What is so when all is calm

    def calendars_hold_what_is_booked_and_nothing_else(self):
        assert model.wrong_calendars(self.ports) == []

    def citizens_were_told_last_what_is_so(self):
        assert model.wrongly_told(self.ports) == []

    def nobody_waits_for_a_reminder_or_a_time(self):
        assert model.not_reminded(self.ports) == []
        if not is_quiet(self.world.now, self.ports.catalog.rules):
            for entry in model.entries(self.ports):
                query = SlotQuery(entry.centre, BIRTH, interpreter=entry.interpreter)
                free = {slot.starts_at for slot in list_free_slots(query, self.ports)}
                assert model.is_asked(entry, self.ports) or free <= set(entry.offered)

    # What can be seen

    def coming(self) -> list[Booking]:
        return model.coming(self.ports)

    def over(self) -> list[Booking]:
        stand = [e for e in model.bookings(self.ports) if e.status is Status.BOOKED]
        return [e for e in stand if e.slot.starts_at <= self.world.now and not e.is_erased]

    def offers(self) -> list:
        return model.mails_of(".offer", self.ports, 0)

    def is_late(self, booking: Booking) -> bool:
        last = booking.slot.starts_at - self.ports.catalog.rules.change_until
        return self.world.now > last

    def holds_now(self, tab: Tab) -> bool:
        """Tell whether the time of *tab* is what its citizen holds now."""
        with self.store.left_alone():
            kept = current_hold(CITIZENS[tab.number], self.ports)
        is_last = kept is not None and kept.reference == tab.hold.reference
        return is_last and model.is_held(tab.hold, self.ports)

    def a_tab_is_opened(self, number: int, answer: object) -> None:
        self.too_many_is_true(CITIZENS[number].tax_id, answer)
        if isinstance(answer, Hold):
            self.tabs = [*self.tabs[-5:], Tab(number, answer)]
            if not self.store.is_disturbed:
                assert self.holds_now(self.tabs[-1])

    def too_many_is_true(self, tax_id: str, answer: object, other: object = None) -> None:
        """Nobody is refused for appointments that do not stand."""
        if isinstance(answer, TooMany) and not self.store.is_disturbed and not other:
            person, limit = self.ports.vault.pseudonym(tax_id), 2
            assert model.counts(person, self.ports) >= limit


def machine_on(open_store: Callable[[], Store], examples: int, steps: int = 40) -> None:
    run_state_machine_as_test(
        partial(Appointments, open_store),
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None),
    )


def test_on_the_store_in_memory():
    machine_on(FakeStore, 80)


def test_on_sqlite(tmp_path):
    machine_on(lambda: SqliteStore(tmp_path / f"{uuid4().hex}.sqlite3"), 15)


def test_on_azure_tables(azurite):
    def a_table() -> Store:
        store = TableStore(connection=azurite, table=f"t{uuid4().hex[:20]}")
        store.create()
        return store

    machine_on(a_table, 5)
