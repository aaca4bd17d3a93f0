"""Mails to those who wait for a time. Like the others they name nobody and no service outside."""

from functions.adapters.letter_paper import LetterPaper
from functions.domain.booking import Language
from functions.domain.last_change import until_in_words
from functions.domain.projection import Message
from functions.domain.waiting import WaitingEntry
from functions.domain.words_for_time import day_in_words, hour_in_words

SUBJECTS: dict[Language, str] = {
    "el": "Ελεύθερη ώρα στο ΚΕΠ: {day}, {hour} – την κρατάμε έως τις {until}",
    "en": "Free time at the KEP: {day}, {hour} – kept until {until}",
}


class WaitingLetters(LetterPaper):
    """The part of :class:`functions.ports.Letters` that those who wait read."""

    def offer(self, entry: WaitingEntry, path: str) -> Message:
        offer, language = entry.offer, entry.language
        if offer is None:
            raise ValueError(f"{entry.id}: nothing is offered")
        until = hour_in_words(offer.until)
        return Message(
            message_id=f"{offer.reference}.offer",
            to=entry.email,
            subject=SUBJECTS[language].format(
                day=day_in_words(offer.slot.starts_at.date(), language),
                hour=hour_in_words(offer.slot.starts_at),
                until=until,
            ),
            html=self._render(
                "mail/offer.html.j2",
                **self._facts(entry.centre, entry.service, offer.slot, language),
                interpreter=entry.interpreter,
                until=until,
                kept_until=until_in_words(offer.until, language),
                waits_until=until_in_words(entry.until, language),
                offer_page=self._page(path, language),
                my_page=self._page("/api/my", language),
            ),
        )
