"""
Timer triggers, by the stack's clock.

As in Azure: schedules are in UTC, one run of a timer at a time, no second try after a
failure, and a timer that was due several times meanwhile (the clock jumped) fires once.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta

from azure.functions.timer import TimerRequest
from function_host import TimerFunction
from ncrontab import Schedule

log = logging.getLogger("host.timer")

TICK_SECONDS = 0.5
PAST_DUE_AFTER = timedelta(minutes=1)
# How long a jump of the clock waits for the timers that it made due.
JUMP_WAIT_SECONDS = 4.0


class UnknownTimer(LookupError):
    """No function of this name has a timer trigger."""


class TimerFailed(Exception):
    """The function raised; the log has the reason."""


@dataclass(slots=True)
class Alarm:
    """When a schedule is due next, seen from a clock that may jump."""

    schedule: Schedule
    seen: datetime
    due_at: datetime | None = None

    def __post_init__(self) -> None:
        self.due_at = self.schedule.next_after(self.seen)

    def ring(self, now: datetime) -> timedelta | None:
        """Return how late it is if the schedule is due, else None. However late, it rings once."""
        due_at = self.due_at
        rings = due_at is not None and due_at <= now
        if rings or now < self.seen:
            self.due_at = self.schedule.next_after(now)
        self.seen = now
        return now - due_at if rings and due_at else None


class TimerFunctions:
    """The timers of an app."""

    def __init__(
        self, functions: Iterable[TimerFunction], now: Callable[[], datetime], pool: Executor
    ) -> None:
        self._functions = {function.name: function for function in functions}
        self._now = now
        self._pool = pool
        self._alarms = {name: Alarm(f.schedule, now()) for name, f in self._functions.items()}
        self._one_at_a_time = {name: asyncio.Lock() for name in self._functions}
        self._running: set[asyncio.Task[None]] = set()

    def next_times(self) -> dict[str, datetime | None]:
        """Return when each timer is due next, by name."""
        return {name: alarm.due_at for name, alarm in self._alarms.items()}

    async def fire(self, name: str, *, past_due: bool = False) -> None:
        """
        Run a timer's function now and wait for its end.

        Raises:
            UnknownTimer: There is no such timer.
            TimerFailed: The function raised.
        """
        if name not in self._functions:
            raise UnknownTimer(name)
        loop = asyncio.get_running_loop()
        request = TimerRequest(past_due=past_due)
        async with self._one_at_a_time[name]:
            try:
                await loop.run_in_executor(self._pool, self._functions[name].call, request)
            except Exception as error:
                log.exception("%s raised", name)
                raise TimerFailed(name) from error

    async def clock_jumped(self) -> None:
        """Fire what is due by now, and wait a moment for it to end."""
        started = self._fire_due()
        if started:
            await asyncio.wait(started, timeout=JUMP_WAIT_SECONDS)

    async def run(self) -> None:
        """Fire timers until cancelled."""
        while True:
            self._fire_due()
            await asyncio.sleep(TICK_SECONDS)

    def _fire_due(self) -> list[asyncio.Task[None]]:
        now = self._now()
        rung = {name: alarm.ring(now) for name, alarm in self._alarms.items()}
        return [self._start(name, late) for name, late in rung.items() if late is not None]

    def _start(self, name: str, late: timedelta) -> asyncio.Task[None]:
        task = asyncio.create_task(self._fire_quietly(name, past_due=late > PAST_DUE_AFTER))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _fire_quietly(self, name: str, *, past_due: bool) -> None:
        try:
            await self.fire(name, past_due=past_due)
        except TimerFailed:
            log.info("%s is not tried again before it is due again", name)
