"""
The reminder as an SMS. It shows on locked screens: no name, no service, no interpreter.

Lower-case Greek is sent as UCS-2, of which 70 characters fit into one message.
"""

from datetime import timedelta

from functions.domain.booking import Booking, Language
from functions.domain.words_for_time import hour_in_words

WORDS: dict[Language, str] = {
    "el": "Ραντεβού ΚΕΠ {near}{day} στις {hour} με βιντεοκλήση. {reference}",
    "en": "KEP appointment {near}{day} at {hour} by video call. {reference}",
}
NEAR: dict[Language, dict[timedelta, str]] = {
    "el": {timedelta(): "σήμερα ", timedelta(days=1): "αύριο "},
    "en": {timedelta(): "today ", timedelta(days=1): "tomorrow "},
}


def reminder_text(booking: Booking, ahead: timedelta) -> str:
    """Return the SMS that is sent *ahead* of the appointment: from there, which day is today?"""
    starts_at, language = booking.slot.starts_at, booking.language
    days = starts_at.date() - (starts_at - ahead).date()
    return WORDS[language].format(
        near=NEAR[language].get(days, ""),
        day=f"{starts_at:%d/%m}",
        hour=hour_in_words(starts_at),
        reference=booking.reference,
    )
