"""Days and hours as people read them, in Greek and English; always Athens time."""

from datetime import date, datetime

from functions.domain.booking import Language
from functions.domain.slot import ATHENS

LOCALES = {"el": "el_GR", "en": "en_GB"}


def day_in_words(day: date, language: Language) -> str:
    """Return for example «Τετάρτη 25 Νοεμβρίου 2026» or “Wednesday 25 November 2026”."""
    from babel.dates import format_date

    return format_date(day, "EEEE d MMMM y", locale=LOCALES[language])


def hour_in_words(moment: datetime) -> str:
    """Return the wall clock in Athens, for example `09:20`."""
    return f"{moment.astimezone(ATHENS):%H:%M}"
