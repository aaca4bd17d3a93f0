"""What the calls and the page under `/local/` have in their hands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from faults import Faults
from local_store import LocalStore
from queue_functions import QueueFunctions
from timer_functions import TimerFunctions
from world import World


@dataclass(frozen=True, slots=True)
class Controls:
    """The stack's levers: each changes the world, the store and the host together."""

    world: World
    store: LocalStore
    queues: QueueFunctions
    timers: TimerFunctions

    async def set_clock(self, instant: datetime) -> None:
        """Make it *instant*, and wait a moment for the timers that this makes due."""
        self.world.clock.set(instant)
        await self.timers.clock_jumped()

    async def forward(self, time: timedelta) -> None:
        """Put the clock forward."""
        await self.set_clock(self.world.now() + time)

    def set_faults(self, wanted: dict[str, object]) -> Faults:
        """
        Set the faults that *wanted* names.

        Raises:
            UnknownFault: Nothing was changed.
        """
        faults = self.world.faults
        faults.change(wanted)
        if faults.store == "busy":
            self.store.hold()
        else:
            self.store.release()
        return faults

    def delete_data(self) -> None:
        """Empty the store and forget what left the building; clock and faults stay."""
        self.store.empty()
        self.queues.clear()
        self.world.clear()
