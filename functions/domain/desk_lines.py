"""
One appointment as every letter to the interpreters' desk shows it (circular R11).

The mail, the list and the calendar file are three forms of the same lines. Nothing in a line
says who the citizen is: it is made of what the desk is told, never of a booking.
"""

from dataclasses import dataclass
from datetime import timedelta

from functions.domain.catalog import Centre
from functions.domain.interpretation import Told
from functions.domain.words_for_interpreters import KINDS
from functions.domain.words_for_time import day_in_words, hour_in_words

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DeskLine:
    """
    An appointment in words.

    *mailbox* is the KEP's address. *answer_url* is where the desk answers; None where there
    is nothing to answer any more.
    """

    told: Told
    centre: Centre
    service: str
    mailbox: str
    answer_url: str | None

    @property
    def kind(self) -> str:
        return KINDS[self.told.kind]

    @property
    def day(self) -> str:
        return day_in_words(self.told.slot.starts_at.date(), "el")

    @property
    def starts(self) -> str:
        return hour_in_words(self.told.slot.starts_at)

    @property
    def ends(self) -> str:
        return hour_in_words(self.told.slot.ends_at)

    @property
    def minutes(self) -> int:
        return (self.told.slot.ends_at - self.told.slot.starts_at) // MINUTE
