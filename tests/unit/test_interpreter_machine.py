"""
Every appointment with an interpreter is found exactly once, whatever happens (circular R11).

Citizens, officers and the interpreters' desk do what they can do; timers fire, or do not;
everything outside fails, workers die and get in each other's way. After every step the rows
and the mails agree with each other, and once all is calm, the desk knows what is so.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from functions.domain import keys
from functions.domain.booking import Interpreter
from functions.domain.booking_request import AnswerRequest
from functions.domain.digest_record import DigestRecord
from functions.domain.errors import LinkEnded, Refusal, Unreachable
from functions.domain.slot import ATHENS
from functions.ports import StoreBusy
from functions.use_cases.answer_request import answer_request
from tests.builders import PATRA, ZOGRAFOU
from tests.unit.interpreter_model import (
    Desk,
    asked,
    bookings,
    broken_logs,
    closed_until,
    crowded,
    done_for,
    doubles,
    due_since,
    entries_for,
    entries_of,
    line_for,
    live,
    rows_of,
    taken,
    to_know,
    to_tell_citizen,
    told_citizen,
)
from tests.unit.interpreter_world import TIMERS, World, a_catalog

DOWN = Unreachable("down")
STARTS = (
    date(2026, 11, 24),  # a Tuesday like any other
    date(2026, 11, 27),  # a Friday, before a Monday on which one centre has a holiday
    date(2026, 10, 23),  # on Sunday the clocks go back
    date(2026, 3, 27),  # on Sunday the clocks go forward
    date(2026, 10, 27),  # tomorrow is a holiday
    date(2027, 4, 29),  # Easter and 1 May: six days
    date(2026, 12, 24),
    date(2028, 8, 14),
)
HOURS = (
    *(("evening", timedelta(milliseconds=ms)) for ms in (-1000, -15, 0)),
    *(("evening", timedelta(minutes=minutes)) for minutes in (28, 31)),
    *(("call", timedelta(minutes=minutes)) for minutes in (-490, -5, 1)),
)
OUTSIDE = (
    *(("mailbox", kind) for kind in ("failures", "lost", "lost", "look_up_failures")),
    *(("calendar", kind) for kind in ("failures", "lost")),
)
MEANWHILE = (
    *(*TIMERS, "later", "later digest", "later sweep"),
    *("cancel", "withdraw", "exchange", "move"),
    *("cancel sweep", "withdraw sweep", "exchange sweep", "move sweep"),
)
A_FEW, CENTRES = st.integers(0, 9), st.sampled_from([ZOGRAFOU, PATRA])
KINDS = st.sampled_from([*Interpreter, *Interpreter, None])
SOME_TIMERS = st.lists(st.sampled_from(sorted(TIMERS)), max_size=4)

T = TypeVar("T")


def one_of(things: Sequence[T], which: int) -> Sequence[T]:
    """Return one of *things*, if there are any."""
    return [things[which % len(things)]] if things else []


class Interpreters(RuleBasedStateMachine):
    """Two centres, four citizens, an officer, the desk, three timers, and bad luck."""

    has_begun = False
    checked: object = None

    @initialize(
        day=st.sampled_from(STARTS),
        already=st.integers(0, 4),
        phase=st.sampled_from(["morning", "closing", "closed", "closed"]),
        empty=st.sampled_from(["line", "nothing"]),
        long_days=st.booleans(),
    )
    def begin(self, day, already, phase, empty, long_days):
        starts_at = datetime.combine(day, time(10), ATHENS)
        self.world = World(starts_at, a_catalog(empty, long_days=long_days))
        self.ports, self.store = self.world.ports, self.world.store
        self.has_begun, self.calmed_at = True, starts_at
        for number in range(already):
            kind = None if number == 3 else Interpreter.SIGN_LANGUAGE
            self.somebody_books([ZOGRAFOU, PATRA][number % 2], number, kind, number)
        if phase != "morning":
            self.world.fire("sweep")
            self.an_hour_comes(("evening", timedelta()), ["digest"] if phase == "closed" else [])

    # What people do

    @rule(centre=CENTRES, number=st.integers(0, 3), kind=KINDS, at=A_FEW)
    def somebody_books(self, centre, number, kind, at):
        for wanted in one_of(self.world.offered(centre, kind), at):
            with suppress(Refusal, StoreBusy):
                self.world.book(wanted, number, kind, centre)

    @rule(centre=CENTRES, number=st.integers(0, 3), kind=st.sampled_from(Interpreter), at=A_FEW)
    def nobody_books_an_interpreter_for_a_closed_day(self, centre, number, kind, at):
        for wanted in one_of(self.world.closed(centre), at):
            with pytest.raises((Refusal, StoreBusy)):
                self.world.book(wanted, number, kind, centre)

    @precondition(lambda self: self.store.has_bookings)
    @rule(which=A_FEW, at=A_FEW, centre=st.sampled_from([ZOGRAFOU, PATRA, None]))
    def somebody_moves(self, which, at, centre):
        for booking in one_of(live(self.ports), which):
            times = self.world.offered(centre or booking.centre, booking.interpreter)
            for wanted in one_of(times, at):
                with suppress(Refusal, StoreBusy):
                    self.world.move(booking, wanted, centre)

    @precondition(lambda self: self.store.has_bookings)
    @rule(which=A_FEW, at=A_FEW)
    def nobody_moves_to_a_closed_day(self, which, at):
        for booking in one_of(asked(self.ports), which):
            times = set(self.world.closed(booking.centre)) - {booking.slot.starts_at}
            for wanted in one_of(sorted(times), at):
                with suppress(Refusal, StoreBusy):
                    # Somebody may have found out meanwhile that nobody needs one.
                    assert self.world.move(booking, wanted).interpreter is None

    @precondition(lambda self: self.store.has_bookings)
    @rule(which=A_FEW)
    def somebody_cancels(self, which):
        for booking in one_of(live(self.ports), which):
            with suppress(Refusal, StoreBusy):
                self.world.cancel(booking)

    @precondition(lambda self: self.store.has_bookings)
    @rule(which=A_FEW, kind=KINDS)
    def the_officer_asks_for(self, which, kind):
        for booking in one_of(live(self.ports), which):
            with suppress(Refusal, StoreBusy):
                self.world.ask(booking, kind)

    @precondition(lambda self: self.world.mailbox.to_desk())
    @rule(which=A_FEW, answer=st.sampled_from(["acknowledged", "unavailable"]))
    def the_desk_follows_a_link(self, which, answer):
        """It leads to the appointment as it was told of, and to no later state of it."""
        for line in one_of(self.desk().lines[::-1], which):
            now = {each.reference: each for each in asked(self.ports)}.get(line.reference)
            is_good = now and now.sequence == line.sequence and now.slot.ends_at > self.world.now
            args = (line.reference, line.signature, AnswerRequest(answer=answer), self.ports)
            with self.store.left_alone():
                if is_good:
                    assert answer_request(*args).interpreter_status == answer
                else:
                    with pytest.raises(LinkEnded):
                        answer_request(*args)

    # What goes wrong

    @rule(what=st.sampled_from(OUTSIDE), count=st.sampled_from([1, 2, 50]))
    def something_is_down(self, what, count):
        outside, kind = what
        getattr(getattr(self.ports, outside), kind).extend([DOWN] * count)

    @rule(count=st.integers(1, 3))
    def new_meetings_are_not_there_yet(self, count):
        self.world.calendar.not_there_for = count

    @precondition(lambda self: self.world.calendar.entries)
    @rule(which=A_FEW)
    def somebody_deletes_an_event(self, which):
        for name in one_of(sorted(self.world.calendar.entries), which):
            del self.world.calendar.entries[name]
            self.world.deleted.add(f"event-{name}")

    @rule(commit=st.integers(1, 8), has_written=st.booleans())
    def a_worker_will_die(self, commit, has_written):
        self.store.busy_in, self.store.has_written = commit, has_written

    @rule(operation=st.integers(1, 40), what=st.sampled_from(MEANWHILE))
    def others_will_come_between(self, operation, what):
        self.store.others_in = operation
        self.store.others = lambda: self.world.others_do(what)

    # What time brings

    @rule(timers=SOME_TIMERS, worker=A_FEW)
    def timers_fire(self, timers, worker):
        for timer in timers:
            self.world.fire(timer, f"worker-{worker % 3}")

    @rule(minutes=st.sampled_from([0.5, 1, 2, 5, 30]), timers=SOME_TIMERS)
    def time_passes(self, minutes, timers):
        self.go_to(self.world.now + timedelta(minutes=minutes))
        self.timers_fire(timers, 0)

    @rule(hour=st.sampled_from(HOURS), timers=SOME_TIMERS)
    def an_hour_comes(self, hour, timers):
        what, later = hour
        from_then = self.world.evening(later) if what == "evening" else self.world.next_call()
        self.go_to(from_then + later)
        self.timers_fire(timers, 0)

    @rule(calendar_works=st.booleans())
    def all_is_calm(self, calendar_works):
        """Everything works, but for the calendar perhaps; timers fire until all is done."""
        self.world.forget_bad_luck()
        if not calendar_works:
            self.world.calendar.failures = [DOWN] * 10_000
        # No wait is longer than an hour; for an event that somebody deleted there are two.
        until = self.world.now + timedelta(minutes=130 if calendar_works else 65)
        self.world.fire_all()
        while self.world.now < until and (due := self.world.next_work()):
            self.go_to(max(due, self.world.now + timedelta(minutes=1)))
            self.world.fire_all()
        self.go_to(self.world.now + timedelta(seconds=30))
        self.world.fire_all()
        self.calmed_at = self.world.now
        self.the_desk_knows_what_is_so()
        self.every_digest_is_closed()
        if calendar_works:
            self.calendars_and_citizens_know_what_is_so()
            assert self.world.next_work() is None
        self.world.forget_bad_luck()

    def go_to(self, moment: datetime) -> None:
        before = self.world.now
        self.world.go_to(moment)
        self.nobody_of_whom_was_told_is_forgotten(before)

    def teardown(self):
        if self.has_begun:
            self.all_is_calm(calendar_works=True)
            self.what_is_always_so()

    # What is always so

    @invariant()
    def what_is_always_so(self):
        written = (self.store.commits, len(self.world.mailbox.kept)) if self.has_begun else None
        if written != self.checked:
            self.checked = written
            self.no_desk_is_taken_twice_and_the_rows_agree()
            self.every_log_is_whole()
            self.nothing_is_told_as_new_twice_and_nothing_puzzles_the_desk()
            self.no_link_is_told_before_its_meeting_is_safe()
            self.no_mail_goes_twice()
            self.every_digest_goes_in_its_time()

    def no_desk_is_taken_twice_and_the_rows_agree(self):
        assert rows_of(self.ports) == taken(self.ports)
        assert crowded(self.ports) == []

    def every_log_is_whole(self):
        assert broken_logs(self.ports) == []

    def nothing_is_told_as_new_twice_and_nothing_puzzles_the_desk(self):
        assert self.desk().puzzles == []

    def no_link_is_told_before_its_meeting_is_safe(self):
        safe = {meeting.removeprefix("event-") for meeting in self.world.calendar.secured}
        links = {line.join_url for line in self.desk().lines} - {"None"}
        assert {link.rpartition("/")[2] for link in links} <= safe

    def no_mail_goes_twice(self):
        assert doubles(self.world.mailbox) == []

    def every_digest_goes_in_its_time(self):
        for name, at in self.desk().digests.items():
            times = (at - timedelta(minutes=1), at)  # it takes a moment
            assert name in {closed_until(each, self.ports.catalog).isoformat() for each in times}

    # What is so when all is calm

    def the_desk_knows_what_is_so(self):
        now, knows = self.world.now, self.desk().knows
        ahead = {name: line for name, line in knows.items() if line.starts_at > now}
        assert ahead == to_know(now, self.ports)

    def every_digest_is_closed(self):
        name = closed_until(self.world.now, self.ports.catalog).isoformat()
        row = self.store.rows[keys.INTERPRETERS, keys.digest(name)]
        assert DigestRecord.from_row(row.data).is_closed

    def calendars_and_citizens_know_what_is_so(self):
        for booking in bookings(self.ports):
            if booking.slot.ends_at > self.world.now:
                event = done_for(booking, self.ports).event
                if event is None or event.event_id not in self.world.deleted:
                    assert entries_of(booking, self.ports) == entries_for(booking, self.ports)
                told = told_citizen(booking, self.ports)
                assert to_tell_citizen(booking) <= set(told)
                assert told[-1] in to_tell_citizen(booking)

    def nobody_of_whom_was_told_is_forgotten(self, before: datetime) -> None:
        """What begins now was told of, if all was calm after its digest and its last change."""
        knows = self.desk().knows
        for booking in asked(self.ports):
            was_calm = due_since(booking, self.ports.catalog) < self.calmed_at
            if was_calm and before < booking.slot.starts_at <= self.world.now:
                known, wanted = knows[booking.reference], line_for(booking, self.ports)
                assert replace(known, join_url=wanted.join_url) == wanted

    def desk(self) -> Desk:
        return Desk.of(self.world.mailbox)


TestInterpreters = Interpreters.TestCase
TestInterpreters.settings = settings(max_examples=200, stateful_step_count=30)
