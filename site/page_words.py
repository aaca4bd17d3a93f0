"""What the page templates need to put values into words, in Greek or English."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup
from page_text import KEPT, as_json, as_text, circular_text, host

from functions.domain.catalog import Language, Text
from functions.domain.rules import Shift

HERE = Path(__file__).resolve().parent
LOCALES = {"el": "el_GR", "en": "en_GB"}

# Greek words in a row, with what stands between them.
GREEK = re.compile(r"[Ͱ-Ͽ][Ͱ-Ͽ\s,./’΄–-]*[Ͱ-Ͽ΄]")
CITATION = re.compile(r"\bR(\d+)\b")

Shifts = Mapping[int, tuple[Shift, ...]]


class Compiled(BytecodeCache):
    """Templates as they were compiled by this process: nothing is written."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.codes[bucket.key, bucket.checksum] = bucket.code


# By language, since compiling puts constants into words.
COMPILED: Mapping[Language, Compiled] = {"el": Compiled(), "en": Compiled()}


def templates(language: Language) -> Environment:
    """Return the environment of the page templates for one language."""
    words = Words(language)
    environment = Environment(
        loader=FileSystemLoader([HERE / "pages" / language, HERE / "pages", HERE / "templates"]),
        autoescape=True,
        finalize=words.shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=COMPILED[language],
    )
    environment.globals |= {"lang": language, "root": words.root, "t": words.choose}
    environment.filters |= {
        "circular": circular_text,
        "cited": words.cited,
        "count_words": words.counted_purpose,
        "day": words.day,
        "days": words.days,
        "duration": words.duration,
        "euros": words.euros,
        "host": host,
        "hours": words.hours,
        "json": as_json,
        "listed": words.listed,
        "month_day": words.month_day,
        "number": words.number,
        "say": words.say,
    }
    return environment


class Words:
    """Days, durations, sums and lists as readers of one language expect them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.root = "" if language == "el" else "/en"

    def choose(self, el: str, en: str) -> Markup:
        """Return our own words, which may hold Markdown."""
        return Markup(el if self.language == "el" else en)  # noqa: S704 (written in a template)

    def shown(self, value: object) -> object:
        """Make *value* safe; on an English page also mark what is Greek in it."""
        if hasattr(value, "__html__") or self.language == "el":
            return as_text(value)
        return _with_greek(str(value))

    def say(self, text: Text) -> str:
        """Return a text of the catalogue."""
        return text.in_language(self.language)

    def cited(self, text: str) -> Markup:
        """Return *text* with a link behind each rule of the circular that it names."""
        link = rf'<a href="{self.root}/circular/#r\1">R\1</a>'
        return Markup(CITATION.sub(link, str(self.shown(text))))  # noqa: S704 (escaped above)

    def day(self, day: date) -> str:
        """Return for example «24 Νοεμβρίου 2026»."""
        from babel.dates import format_date

        return format_date(day, "d MMMM y", locale=LOCALES[self.language])

    def month_day(self, month_day: str) -> str:
        """Return for example «6 Δεκεμβρίου» for `12-06`."""
        from babel.dates import format_date

        day = date.fromisoformat(f"2000-{month_day}")
        return format_date(day, "d MMMM", locale=LOCALES[self.language])

    def days(self, count: int) -> str:
        """Return for example “5 days”."""
        return self._counted(count, ("ημέρα", "ημέρες"), ("day", "days"))

    def counted_purpose(self, counted: tuple[str, int]) -> str:
        """Return for example “12 for service”."""
        purpose, count = counted
        el, en = {
            "processing": ("προς εξυπηρέτηση", "for service"),
            "information": ("προς ενημέρωση", "for information"),
        }[purpose]
        return f"{count} {el if self.language == 'el' else en}"

    def weekday(self, number: int) -> str:
        """Return the name of an ISO weekday."""
        from babel.dates import get_day_names

        return str(get_day_names("wide", locale=LOCALES[self.language])[number - 1])

    def duration(self, length: timedelta) -> str:
        """Return for example “20 minutes”, or hours or days where they come out even."""
        minutes = length // timedelta(minutes=1)
        if minutes % (24 * 60) == 0 and minutes > 24 * 60:
            return self._counted(minutes // (24 * 60), ("ημέρα", "ημέρες"), ("day", "days"))
        if minutes % 60 == 0:
            return self._counted(minutes // 60, ("ώρα", "ώρες"), ("hour", "hours"))
        return self._counted(minutes, ("λεπτό", "λεπτά"), ("minute", "minutes"))

    def _counted(self, count: int, el: tuple[str, str], en: tuple[str, str]) -> str:
        singular, plural = el if self.language == "el" else en
        return f"{count} {singular if count == 1 else plural}"

    def euros(self, amount: Decimal) -> str:
        """Return for example «8,50 €» or “€8.50”, without cents where there are none."""
        number = f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
        return f"{number.replace('.', ',')} €" if self.language == "el" else f"€{number}"

    def number(self, amount: float, decimals: int | None = None) -> str:
        """Return for example «1.234,5», with as many *decimals* as it needs unless told."""
        from babel.numbers import format_decimal

        places = "######" if decimals is None else "0" * decimals
        return format_decimal(amount, f"#,##0.{places}", locale=LOCALES[self.language])

    def listed(self, items: Iterable[str]) -> str:
        """Join *items* as in speech."""
        *first, last = items
        word = "και" if self.language == "el" else "and"
        return f"{', '.join(first)} {word} {last}" if first else last

    def hours(self, shifts: Shifts) -> list[str]:
        """Return a line for each run of weekdays with the same hours."""
        runs: list[tuple[list[int], tuple[Shift, ...]]] = []
        for weekday, day_shifts in sorted(shifts.items()):
            if not day_shifts:
                continue
            if runs and runs[-1][1] == day_shifts and runs[-1][0][-1] == weekday - 1:
                runs[-1][0].append(weekday)
            else:
                runs.append(([weekday], day_shifts))
        return [f"{self._days(days)}, {self._shifts(shifts)}" for days, shifts in runs]

    def _days(self, weekdays: list[int]) -> str:
        first, last = self.weekday(weekdays[0]), self.weekday(weekdays[-1])
        if len(weekdays) == 1:
            return first
        return f"{first} {'έως' if self.language == 'el' else 'to'} {last}"

    def _shifts(self, shifts: Iterable[Shift]) -> str:
        return self.listed(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in shifts)


@lru_cache(KEPT)
def _with_greek(text: str) -> Markup:
    return Markup(GREEK.sub(r'<span lang="el">\g<0></span>', str(as_text(text))))  # noqa: S704 (escaped above)


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"
