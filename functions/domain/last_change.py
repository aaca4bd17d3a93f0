"""Until when a citizen may change or cancel an appointment (`rules.yaml`), and its words."""

from datetime import UTC, datetime, time, timedelta

from functions.domain.booking import Booking, Language
from functions.domain.rules import Rules
from functions.domain.slot import ATHENS
from functions.domain.words_for_time import day_in_words, hour_in_words

MIDNIGHT = time()


def last_change(booking: Booking, rules: Rules) -> datetime:
    """Return the last moment at which *booking* may still be changed or cancelled."""
    return booking.slot.starts_at - rules.change_until


def until_in_words(moment: datetime, language: Language) -> str:
    """
    Return the end of a time, for example «Τετάρτη 25 Νοεμβρίου 2026, 24:00».

    At midnight it is the day before that ends: at 00:00 of a day few people know which
    of its nights is meant.
    """
    local = moment.astimezone(UTC).astimezone(ATHENS)  # through UTC: clocks may have skipped it
    if local.time().replace(second=0, microsecond=0) == MIDNIGHT:
        return f"{day_in_words(local.date() - timedelta(days=1), language)}, 24:00"
    return f"{day_in_words(local.date(), language)}, {hour_in_words(local)}"
