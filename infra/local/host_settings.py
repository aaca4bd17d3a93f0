"""What the local host takes from `host.json`, the file that Azure's host reads too."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class HostSettings:
    """
    The settings that matter here; the defaults are Azure's own.

    A message of a queue is tried *max_dequeue_count* times, *visibility_timeout*
    apart, and *batch_size* messages run at once.
    """

    route_prefix: str = "api"
    max_dequeue_count: int = 5
    visibility_timeout: timedelta = timedelta()
    batch_size: int = 16


def read_host_settings(file: Path) -> HostSettings:
    """Return the settings in *file*."""
    extensions: dict[str, dict[str, Any]] = json.loads(file.read_text())["extensions"]
    queues = extensions.get("queues", {})
    return HostSettings(
        route_prefix=extensions.get("http", {}).get("routePrefix", "api"),
        max_dequeue_count=queues.get("maxDequeueCount", 5),
        visibility_timeout=_duration(queues.get("visibilityTimeout", "00:00:00")),
        batch_size=queues.get("batchSize", 16),
    )


def _duration(text: str) -> timedelta:
    hours, minutes, seconds = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
