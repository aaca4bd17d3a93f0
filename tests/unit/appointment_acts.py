"""
What citizens and officers do with appointments, and what must come of each act.

Whoever is told that the store is busy may send the same again, at once or much later.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

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
)
from functions.domain.hold import Hold
from functions.use_cases.hold import extend, let_go
from functions.use_cases.my_data import erasable, erase_past
from functions.use_cases.offer_link import take_offer
from functions.use_cases.waiting_list import list_waiting, stop_waiting
from tests.builders import PATRA, ZOGRAFOU
from tests.unit import appointment_model as model
from tests.unit import appointment_promises as promises
from tests.unit.appointment_seen import Watched
from tests.unit.appointment_world import BUSY, CHANGES, CITIZENS, RELATIVE, Asked, citizen_of
from tests.unit.interpreter_model import bookings

NOT_FOR_THEM = (TooMany, Paused, AlreadyBooked, OutsideHours, InterpreterClosed)
A_FEW, CENTRES = st.integers(0, 9), st.sampled_from([ZOGRAFOU, ZOGRAFOU, PATRA])
NUMBERS, KINDS = (
    st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4]),
    st.sampled_from([None, None, Interpreter.LIP_READING]),
)
LUCK = st.one_of(
    st.none(),
    st.tuples(st.sampled_from(["before", "after"]), st.integers(1, 4)),
    st.tuples(st.just("reading"), st.integers(1, 12)),
)

T = TypeVar("T")


def one_of(things: Sequence[T], which: int) -> Sequence[T]:
    """Return one of *things*, if there are any."""
    return [things[which % len(things)]] if things else []


class Acts(Watched):
    """Five citizens and an officer, at two centres with few times."""

    # Holding

    @rule(number=NUMBERS, centre=CENTRES, at=A_FEW, kind=KINDS)
    def somebody_holds(self, number, centre, at, kind):
        for wanted in one_of(self.world.times(centre, kind), at):
            answer = self.world.attempt(partial(self.world.hold, number, centre, wanted, kind))
            self.a_refusal_is_true(answer, number, centre, wanted, kind)
            self.a_tab_is_opened(number, answer)

    @precondition(lambda self: self.tabs)
    @rule(which=A_FEW)
    def somebody_extends(self, which):
        for tab in one_of(self.tabs[::-1], which):
            was_held = self.holds_now(tab)
            act = partial(extend, tab.hold.reference, CITIZENS[tab.number], self.ports)
            answer = self.world.attempt(act)
            if isinstance(answer, Hold):
                assert answer.extensions <= CHANGES["hold_extensions"]
                tab.hold = answer
            elif was_held and not self.store.is_disturbed:
                assert isinstance(answer, HoldGone)
                assert self.last_hold(tab.number).extensions == CHANGES["hold_extensions"]

    @precondition(lambda self: self.tabs)
    @rule(which=A_FEW)
    def somebody_lets_go(self, which):
        for tab in one_of(self.tabs[::-1], which):
            act = partial(let_go, tab.hold.reference, CITIZENS[tab.number], self.ports)
            if self.world.attempt(act) is None and not self.store.is_disturbed:
                assert not promises.is_held(tab.hold, self.ports)

    # Booking

    @precondition(lambda self: self.tabs)
    @rule(which=A_FEW, luck=LUCK)
    def somebody_confirms(self, which, luck):
        """What is held can be booked, unless the citizen may not."""
        self.with_luck(luck)
        for tab in one_of(self.tabs[::-1], which):
            kept, was_held = tab.hold, self.holds_now(tab)
            more = {"interpreter": kept.interpreter, "hold": kept.reference}
            asked = self.world.ask(tab.number, kept.centre, kept.slot.starts_at, **more)
            answer = self.send(asked)
            if isinstance(answer, Booking):
                assert answer.reference == kept.reference
            elif was_held and not self.store.is_disturbed:
                assert isinstance(answer, NOT_FOR_THEM)

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
            before = [e for e in bookings(self.ports) if e.reference == asked.reference]
            answer = self.send(asked)
            if before and not before[0].is_erased and not isinstance(answer, BUSY):
                assert answer.reference == before[0].reference

    def send(self, asked: Asked) -> object:
        request, answer = asked.request, self.world.attempt(partial(self.world.book, asked))
        self.asked = [*(each for each in self.asked if each is not asked), asked][-8:]
        if request.booked_for is None:
            wanted = request.centre, request.starts_at, request.interpreter
            self.a_refusal_is_true(answer, asked.number, *wanted)
        return answer

    # Changing

    @precondition(lambda self: self.store.has_bookings)
    @rule(which=A_FEW, by_link=st.booleans(), luck=LUCK)
    def somebody_cancels(self, which, by_link, luck):
        """What is said to be cancelled is, and nothing else is; the same call tells."""
        self.with_luck(luck)
        for booking in one_of(self.coming(), which):
            is_late = self.is_late(booking)
            act = partial(self.world.cancel, booking, by_link=by_link)
            answer = self.world.insist(act)
            stands = booking.reference in [each.reference for each in self.coming()]
            if is_late:
                assert isinstance(answer, TooLate | LinkEnded)
            else:
                assert answer.status is Status.CANCELLED
            assert stands == is_late

    @precondition(lambda self: self.store.has_bookings)
    @rule(
        which=A_FEW,
        at=A_FEW,
        centre=st.sampled_from([None, None, ZOGRAFOU, PATRA]),
        patient=st.booleans(),
        luck=LUCK,
    )
    def somebody_moves(self, which, at, centre, patient, luck):
        self.with_luck(luck)
        for booking in one_of(self.coming(), which):
            to = centre or booking.centre
            for wanted in one_of(self.world.times(to, booking.interpreter), at):
                self.a_move_loses_nothing(booking, wanted, to, patient=patient)

    @precondition(lambda self: self.moves)
    @rule(which=A_FEW)
    def somebody_moves_it_again(self, which):
        """Be it done, refused, or cancelled meanwhile: nothing new comes of it."""
        for booking, wanted, to in one_of(self.moves[::-1], which):
            now = {each.reference: each for each in self.coming()}
            if booking.reference in now:
                self.a_move_loses_nothing(now[booking.reference], wanted, to, patient=True)
            else:
                self.world.attempt(partial(self.world.move, booking, wanted, to))
                if not self.store.is_disturbed:
                    assert {each.reference for each in self.coming()} <= now.keys()

    def a_move_loses_nothing(
        self, booking: Booking, wanted: datetime, to: str, *, patient: bool
    ) -> None:
        """The appointment stands at the old time or the new one, and the same call tells."""
        mine, is_late = partial(model.coming_of, booking.citizen, self.ports), self.is_late(booking)
        before, act = mine(), partial(self.world.move, booking, wanted, to)
        is_there = (booking.centre, booking.slot.starts_at) == (to, wanted)
        is_half_done = booking.centre != to and model.stands_at(to, wanted, before)
        least = len(before) - is_half_done
        self.moves = [*self.moves[-5:], (booking, wanted, to)]
        answer = self.cut_short(booking, to, act)
        number = CITIZENS.index(citizen_of(booking))
        if not isinstance(answer, TooMany):  # a half done one may be in the way
            self.a_refusal_is_true(answer, number, to, wanted, booking.interpreter)
        if self.store.has_company:
            return
        assert len(mine()) >= least, "the citizen has nothing"
        if isinstance(answer, BUSY):
            if not patient:
                return
            with self.store.left_alone():
                answer = self.cut_short(booking, to, act)
        assert len(mine()) == (least if isinstance(answer, Booking) else len(before))
        if isinstance(answer, Booking):
            assert answer in mine()
            assert (answer.centre, answer.slot.starts_at) == (to, wanted)
        assert not is_late or is_there or is_half_done or isinstance(answer, TooLate)

    def cut_short(self, booking: Booking, to: str, act: Callable[[], object]) -> object:
        """Return what *act*, a move, answers; it may be half done where the store failed."""
        answer, was_cut = self.world.attempt(act), booking.reference in self.world.cut
        if isinstance(answer, Booking):
            self.world.cut.discard(booking.reference)
        elif booking.centre != to and (was_cut or isinstance(answer, BUSY)):
            self.world.cut.add(booking.reference)
        return answer

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
    @rule(which=A_FEW, luck=LUCK)
    def somebody_takes_what_is_offered(self, which, luck):
        """Until the time that was promised the link works, for the one who waits."""
        self.with_luck(luck)
        for _, message in one_of(self.offers()[::-1], which):
            number = int(message.to[len("citizen")])
            link = message.html.split("/")[-3:]
            is_open = [
                each
                for each in promises.entries(self.ports)
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

    @precondition(lambda self: self.store.has_bookings)
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
