"""
The stack's clock: real time and an offset that a tester can set.

The offset lies in a file that the functions read too (setting `CLOCK_FILE`), so
that one jump is a jump for everybody.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ATHENS = ZoneInfo("Europe/Athens")


def real_time() -> datetime:
    """Return the time of the machine."""
    return datetime.now(UTC)


class StackClock:
    """What time it is on the local stack. It runs on from wherever it was set."""

    def __init__(self, file: Path, real: Callable[[], datetime] = real_time) -> None:
        self._file = file
        self._real = real
        self._offset = timedelta()

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return self._real().astimezone(UTC) + self._offset

    def set(self, instant: datetime) -> None:
        """Make it *instant* (aware) now, for the functions too."""
        self._offset = instant - self._real()
        self._write()

    def _write(self) -> None:
        # Whoever reads meanwhile must find the old text or the new one, whole.
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps({"offset_seconds": self._offset.total_seconds()}))
        draft.replace(self._file)


def read_instant(text: str) -> datetime:
    """
    Return the instant that *text* names (ISO 8601); without an offset it is Athens time.

    Raises:
        ValueError: It is no such text.
    """
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=ATHENS)
