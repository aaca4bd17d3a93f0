"""Days and hours as people read them, in Greek and English; always Athens time."""

from datetime import date, datetime

from functions.domain.booking import Language
from functions.domain.slot import ATHENS

LOCALES = {"el": "el_GR", "en": "en_GB"}


def day_in_words(day: date, language: Language) -> str:
    """Return for example «Τετάρτη 25 Νοεμβρίου 2026» or “Wednesday 25 November 2026”."""
    from babel.dates import format_date

    return format_date(day, "EEEE d MMMM y", locale=LOCALES[language])


def days_in_words(first: date, last: date) -> str:
    """Return for example «για Τετάρτη 25 …» or «από Σάββατο 26 έως Δευτέρα 28 Νοεμβρίου 2026»."""
    from babel.dates import format_date

    if first == last:
        return f"για {day_in_words(last, 'el')}"
    start = format_date(first, _start(first, last), locale=LOCALES["el"])
    return f"από {start} έως {day_in_words(last, 'el')}"


def _start(first: date, last: date) -> str:
    """Return the pattern of the first day, without what the last one says as well."""
    if first.year != last.year:
        return "EEEE d MMMM y"
    return "EEEE d" if first.month == last.month else "EEEE d MMMM"


def hour_in_words(moment: datetime) -> str:
    """Return the wall clock in Athens, for example `09:20`."""
    return f"{moment.astimezone(ATHENS):%H:%M}"
