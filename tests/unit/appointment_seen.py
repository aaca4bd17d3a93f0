"""What can be seen of a small world of appointments, and whether its refusals are true."""

from datetime import datetime, time
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from functions.domain.booking import Booking, Interpreter, Status
from functions.domain.errors import SlotTaken, TooMany
from functions.domain.hold import Hold
from functions.domain.projection import Message
from functions.domain.slot import ATHENS
from functions.ports import Store
from functions.use_cases.hold import current_hold
from tests.unit import appointment_model as model
from tests.unit import appointment_promises as promises
from tests.unit.appointment_world import CHANGES, CITIZENS, FIRST_DAY, Asked, Tab, World
from tests.unit.interpreter_model import bookings

Luck = tuple[str, int] | None  # at which operation the store will fail, and how


class Watched(RuleBasedStateMachine):
    """The world, the tabs that are open, and what was asked before."""

    def __init__(self, opened: Store) -> None:
        super().__init__()
        self.opened = opened
        self.world = World(opened, datetime.combine(FIRST_DAY, time(10), ATHENS))
        self.ports, self.store = self.world.ports, self.world.store
        self.tabs: list[Tab] = []
        self.asked: list[Asked] = []
        self.moves: list[tuple[Booking, datetime, str]] = []

    def with_luck(self, luck: Luck) -> None:
        if luck:
            self.store.will_fail(*luck)

    def coming(self) -> list[Booking]:
        return model.coming(self.ports)

    def over(self) -> list[Booking]:
        stand = [e for e in bookings(self.ports) if e.status is Status.BOOKED]
        return [e for e in stand if e.slot.starts_at <= self.world.now and not e.is_erased]

    def offers(self) -> list[tuple[str, Message]]:
        return promises.mails_of(".offer", self.ports, 0)

    def is_late(self, booking: Booking) -> bool:
        last = booking.slot.starts_at - self.ports.catalog.rules.change_until
        return self.world.now > last

    def last_hold(self, number: int) -> Hold | None:
        with self.store.left_alone():
            return current_hold(CITIZENS[number], self.ports)

    def holds_now(self, tab: Tab) -> bool:
        """Tell whether the time of *tab* is what its citizen holds now."""
        kept = self.last_hold(tab.number)
        is_last = kept is not None and kept.reference == tab.hold.reference
        return is_last and promises.is_held(tab.hold, self.ports)

    def a_tab_is_opened(self, number: int, answer: object) -> None:
        if isinstance(answer, Hold):
            self.tabs = [*self.tabs[-5:], Tab(number, answer)]
            if not self.store.is_disturbed:
                assert self.holds_now(self.tabs[-1])

    def a_refusal_is_true(
        self, answer: Any, number: int, centre: str, at: datetime, kind: Interpreter | None
    ) -> None:
        """Nobody is refused for what does not stand, or for a time that is free."""
        if self.store.is_disturbed:
            return
        if isinstance(answer, TooMany):
            person = self.ports.vault.pseudonym(CITIZENS[number].tax_id)
            assert model.counts(person, self.ports) >= CHANGES["live_appointments"]
        if isinstance(answer, SlotTaken):
            assert not promises.is_free(centre, self.world.slot(centre, at, kind), self.ports)
            assert all(promises.is_free(centre, slot, self.ports) for slot in answer.alternatives)
