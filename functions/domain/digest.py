"""
Which days the interpreters' desk is told of, and when (circular R11).

«Κάθε ημέρα, προ της λήξης της απογευματινής βάρδιας (19:00μ.μ), ο εκάστοτε χρήστης του
mykeplive συγκεντρώνει και διαβιβάζει τα αιτήματα των πολιτών με αναπηρία της επόμενης μέρας
στο προαναφερθέν e-mail του Εθνικού Ιδρύματος Κωφών.»

The next day may be a Sunday or a holiday, on which nobody would collect the requests of
the day after it. So a digest covers every day up to and including the next one on which any
centre works, and each day of the calendar belongs to exactly one digest. A digest is named
by the last day that it covers.

    Thu 29 April 2027, 18:30 ──▶ Fri 30 … Tue 4 May (holidays) and Wed 5 May

It opens some time before the deadline (`rules.yaml`), by the wall clock in Athens. From that
moment its days are no longer offered with an interpreter, whether the mail has gone or not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from functions.domain.catalog import Catalog
from functions.domain.slot import ATHENS
from functions.domain.timetable import DAY, timetable_of

DEADLINE = time(19, 0)  # circular R11: the end of the afternoon shift
ALARM = time(18, 40)  # ten tries have failed, and there is time left to telephone
OVERDUE = time(18, 55)  # a digest that has not gone by now makes health red

Works = Callable[[date], bool]


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """One mail to the interpreters' desk: the days from *first* to *last*, both covered."""

    last: date
    first: date
    opens_at: datetime

    @property
    def name(self) -> str:
        return self.last.isoformat()

    @property
    def deadline(self) -> datetime:
        """When the mail must have gone (circular R11)."""
        return datetime.combine(self.opens_at.date(), DEADLINE, ATHENS)

    @property
    def alarm_at(self) -> datetime:
        """From when operators are told that it has not gone."""
        return datetime.combine(self.opens_at.date(), ALARM, ATHENS)

    @property
    def overdue_at(self) -> datetime:
        return datetime.combine(self.opens_at.date(), OVERDUE, ATHENS)

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


def digest_of(day: date, opens: time, works: Works) -> Digest:
    """
    Return the digest that covers *day*.

    *opens* is the time at which a digest opens; *works* tells whether any centre
    works on a day.
    """
    last = day
    while not works(last):
        last += DAY
    before = last - DAY
    while not works(before):
        before -= DAY
    return Digest(last, before + DAY, datetime.combine(before, opens, ATHENS))


def opened_digest(now: datetime, opens: time, works: Works) -> Digest:
    """Return the digest that opened last, at *now* or before (circular R11)."""
    local = now.astimezone(ATHENS)
    has_opened = local.time() >= opens
    return digest_of(local.date() + (DAY if has_opened else timedelta()), opens, works)


def works_in(catalog: Catalog) -> Works:
    """Return the function that tells whether any centre of *catalog* works on a day."""
    timetables = [timetable_of(centre, catalog.rules) for centre in catalog.centres.values()]
    return lambda day: any(timetable.is_open(day) for timetable in timetables)
