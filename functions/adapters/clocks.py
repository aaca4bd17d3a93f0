"""The clock: the machine's, or on the local stack one that can be set."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path


def system_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


class ShiftedClock:
    """
    The machine's clock, moved by `offset_seconds` in the JSON file at *path*.

    The local stack writes that file when somebody sets the clock; it is read again
    only when it has changed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = 0
        self._offset = timedelta()

    def __call__(self) -> datetime:
        changed_at = self._path.stat().st_mtime_ns
        if changed_at != self._read_at:
            content = json.loads(self._path.read_text("utf-8"))
            self._offset = timedelta(seconds=content["offset_seconds"])
            self._read_at = changed_at
        return system_clock() + self._offset
