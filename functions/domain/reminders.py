"""When a citizen is reminded of an appointment (`rules.yaml`: a day and two hours before)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from functions.domain.booking import Booking, Status
from functions.domain.rules import Rules


def reminder_times(booking: Booking, rules: Rules) -> Mapping[timedelta, datetime]:
    """
    Return the reminders that *booking* gets: how long before, and when that is.

    Whoever has just booked or changed it needs none within the hour.
    """
    known_since = booking.changed_at or booking.booked_at
    times = {ahead: booking.slot.starts_at - ahead for ahead in rules.reminders}
    earliest = known_since + rules.reminders_not_within
    return {ahead: at for ahead, at in times.items() if at >= earliest}


def due_reminder(booking: Booking, rules: Rules, now: datetime) -> timedelta | None:
    """
    Return which reminder is due at *now*, by how long before the appointment it comes.

    After an outage several may be due: the last one says all. None is due for what was
    cancelled, or has begun.
    """
    if booking.status is not Status.BOOKED or booking.slot.starts_at <= now:
        return None
    times = reminder_times(booking, rules)
    return min((ahead for ahead, at in times.items() if at <= now), default=None)
