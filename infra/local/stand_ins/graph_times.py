"""Graph's `dateTimeTimeZone`: a wall-clock time and the zone in which it is meant."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stand_ins.graph_errors import bad_request

WINDOWS_NAMES = {"GTB Standard Time": "Europe/Athens"}


def instant_of(value: Mapping[str, Any] | None, name: str) -> datetime:
    """
    Return the instant that *value* (the property *name*) means, in UTC.

    Raises:
        GraphError: 400: it is missing, or its time or zone is none.
    """
    if not value or not value.get("dateTime") or not value.get("timeZone"):
        raise bad_request(f"{name}: dateTime and timeZone are needed.", "ErrorInvalidArgument")
    zone = _zone(value["timeZone"])
    try:
        local = datetime.fromisoformat(value["dateTime"])
    except ValueError as error:
        raise bad_request(f"{name}: '{value['dateTime']}' is no time.") from error
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def in_utc(instant: datetime) -> dict[str, str]:
    """Return *instant* as Graph answers when it is not asked for another zone."""
    return {"dateTime": f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def offset_time(instant: datetime) -> str:
    """Return *instant* as Graph writes a `DateTimeOffset`."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(WINDOWS_NAMES.get(name, name))
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = f"The following TimeZone value is not supported: '{name}'."
        raise bad_request(message, "TimeZoneNotSupportedException") from error
