"""
A citizen's appointment is in the citizen's hands, whatever happens.

Five citizens hold, book, move, cancel, wait and take what is offered, in two tabs, twice and
too late; timers fire, or do not; the store, the mail and the calendar fail, and others come
between. After every step the rows agree with each other, and once all is calm, so do the
calendars and the mails.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from functions.adapters.sqlite_store import SqliteStore
from functions.adapters.table_store import TableStore
from functions.domain.booking import Booking
from functions.domain.errors import Unreachable
from functions.domain.slot import ATHENS
from functions.domain.waiting import is_quiet
from functions.ports import Store
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from tests.builders import BIRTH, PATRA, ZOGRAFOU
from tests.fake_store import FakeStore
from tests.unit import appointment_model as model
from tests.unit import appointment_promises as promises
from tests.unit.appointment_acts import A_FEW, Acts, one_of
from tests.unit.appointment_world import TIMERS, next_clock
from tests.unit.interpreter_model import bookings, broken_logs, doubles

DOWN = Unreachable("down")
OTHER_DAYS = (
    date(2026, 11, 27),  # a Friday
    date(2026, 10, 23),  # on Sunday the clocks go back
    date(2026, 3, 27),  # on Sunday the clocks go forward
)
OUTSIDE = (
    *(("mailbox", kind) for kind in ("failures", "lost", "look_up_failures")),
    *(("calendar", kind) for kind in ("failures", "lost")),
)
MEANWHILE = (*TIMERS, "cancel", "move", "hold", "rival", "again")
HOURS = (*map(time, (8, 10, 21)), time(18, 30), time(9, 5))
SOME_TIMERS = st.lists(st.sampled_from(sorted(TIMERS)), max_size=3)


class Appointments(Acts):
    """What people do, six timers, and bad luck; what is so after each step, and in the end."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        super().__init__(open_store())
        self.mails = self.visits = 0  # how many of them were looked at
        self.checked: object = None

    @precondition(lambda self: not self.store.commits)
    @rule(day=st.sampled_from(OTHER_DAYS), hour=st.integers(8, 20))
    def it_is_another_day(self, day, hour):
        self.world.clock.now = datetime.combine(day, time(hour), ATHENS)

    # What goes wrong

    @rule(what=st.sampled_from(OUTSIDE), count=st.sampled_from([1, 2, 50]))
    def something_is_down(self, what, count):
        outside, kind = what
        getattr(getattr(self.ports, outside), kind).extend([DOWN] * count)

    @rule(operation=st.integers(1, 8), fails=st.sampled_from(["reading", "before", "after"]))
    def the_store_will_be_busy(self, operation, fails):
        self.store.will_fail(fails, operation)

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
        self.world.cut.add(booking.reference)
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

    @precondition(lambda self: self.store.has_bookings)
    @rule(hours=st.sampled_from([24, 8, 7, 2, 0]), timers=SOME_TIMERS)
    def an_appointment_comes_near(self, hours, timers):
        for booking in self.coming()[:1]:
            self.world.go_to(booking.slot.starts_at - timedelta(hours=hours))
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
        if isinstance(self.opened, SqliteStore):
            self.opened.close()

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
            self.mails, self.visits = len(self.world.mailbox.kept), self.store.visits

    def no_desk_has_two(self):
        assert promises.crowded(self.ports) == []

    def each_appointment_has_exactly_its_rows(self):
        assert model.rows_of(self.ports) == model.rows_for(self.ports)

    def each_citizen_has_one_hold(self):
        assert promises.held_for_nobody(self.world.failed_at, self.ports) == []

    def what_is_offered_is_held_for_one_and_at_a_decent_hour(self):
        assert promises.broken_promises(self.ports) == []
        assert promises.offered_twice(self.ports) == []
        rules, by_offer = self.ports.catalog.rules, {}
        for entry in promises.entries(self.ports):
            if entry.offer:
                by_offer[f"{entry.offer.reference}.offer"] = entry
        for sender, message in promises.mails_of(".offer", self.ports, self.mails):
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
        known = {each.reference: each for each in bookings(self.ports)}
        for _, message in promises.mails_of(".reminder-", self.ports, self.mails):
            booking = known[message.message_id.split(".")[0]]
            is_due = message.message_id == promises.last_reminder(booking, self.ports)
            assert is_due or self.store.visits > self.visits  # it changed while the mail went

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
        assert promises.wrong_calendars(self.ports) == []

    def citizens_were_told_last_what_is_so(self):
        assert promises.wrongly_told(self.ports) == []

    def nobody_waits_for_a_reminder_or_a_time(self):
        assert promises.not_reminded(self.ports) == []
        if not is_quiet(self.world.now, self.ports.catalog.rules):
            for entry in promises.entries(self.ports):
                query = SlotQuery(entry.centre, BIRTH, interpreter=entry.interpreter)
                free = {slot.starts_at for slot in list_free_slots(query, self.ports)}
                assert promises.is_asked(entry, self.ports) or free <= set(entry.offered)


def machine_on(open_store: Callable[[], Store], examples: int, steps: int = 40) -> None:
    run_state_machine_as_test(
        partial(Appointments, open_store),
        settings=settings(max_examples=examples, stateful_step_count=steps),
    )


def test_on_the_store_in_memory():
    machine_on(FakeStore, 100)


def test_on_sqlite(tmp_path):
    machine_on(lambda: SqliteStore(tmp_path / f"{uuid4().hex}.sqlite3"), 15)


def test_on_azure_tables(azurite):
    def a_table() -> Store:
        store = TableStore(connection=azurite, table=f"t{uuid4().hex[:20]}")
        store.create()
        return store

    machine_on(a_table, 4, steps=30)
