"""
Letters to the interpreters' desk (circular R11): the digest, and corrections after it.

Nothing in them says who the citizen is: the desk gets the reference, and what an interpreter
needs to be in the call.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from math import ceil

from functions.adapters.letter_paper import LetterPaper
from functions.domain.calendar_file import Method, content_type
from functions.domain.desk_calendar import desk_calendar
from functions.domain.desk_lines import DeskLine
from functions.domain.desk_table import desk_table
from functions.domain.digest import Digest, digest_of, works_in
from functions.domain.interpretation import Change, Correction, Request, Told
from functions.domain.projection import Attachment, Message
from functions.domain.words_for_interpreters import CHANGES
from functions.domain.words_for_time import days_in_words

# Graph takes 4 MB. A digest that would come near goes without its attachments: they hold
# nothing that the mail does not.
LARGEST_DIGEST = 3_000_000
CSV_TYPE = "text/csv; charset=utf-8"


class DeskLetters(LetterPaper):
    """The part of :class:`functions.ports.Letters` that the interpreters' desk reads."""

    def digest(self, digest: Digest, requests: Sequence[Request], *, again: bool) -> Message:
        lines = [self._request_line(request) for request in requests]
        files = self._files(digest, lines) if lines else ()
        html = self._digest(digest, lines, files, again=again)
        if _weight(html, files) > LARGEST_DIGEST:
            files = ()
            html = self._digest(digest, lines, files, again=again)
        return Message(
            message_id=f"digest.{digest.name}",
            to=self._interpreter_desk,
            subject=f"Διερμηνεία: {_how_many(len(lines))} {_days(digest)}",
            html=html,
            attachments=files,
        )

    def correction(self, correction: Correction) -> Message:
        words = [CHANGES[change] for change in correction.changes]
        titles = ", ".join(each.title for each in words)
        return Message(
            message_id=correction.message_id,
            to=self._interpreter_desk,
            subject=f"Διόρθωση: {correction.reference} – {titles}",
            html=self._correction(correction, [each.sentence for each in words]),
            attachments=(self._correction_file(correction),),
        )

    def _digest(
        self,
        digest: Digest,
        lines: Sequence[DeskLine],
        files: Sequence[Attachment],
        *,
        again: bool,
    ) -> str:
        by_centre = groupby(lines, key=lambda line: line.centre.name.el)
        return self._render(
            "mail/digest.html.j2",
            days=_days(digest),
            how_many=_how_many(len(lines)),
            centres=[(name, list(group)) for name, group in by_centre],
            files=[file.name for file in files],
            again=again,
            answer_until=f"{self._catalog.rules.interpreter_answer_until:%H:%M}",
        )

    def _files(self, digest: Digest, lines: Sequence[DeskLine]) -> tuple[Attachment, ...]:
        name = f"diermineia-{digest.name}"
        calendar = desk_calendar("PUBLISH", lines, digest.opens_at, self._mail_domain)
        return (
            Attachment(f"{name}.csv", CSV_TYPE, desk_table(lines)),
            Attachment(f"{name}.ics", content_type("PUBLISH"), calendar),
        )

    def _correction(self, correction: Correction, sentences: Sequence[str]) -> str:
        was, now, moved_to = correction.told, correction.request, correction.moved_to
        elsewhere = replace(_newest(correction), slot=moved_to) if moved_to else None
        return self._render(
            "mail/correction.html.j2",
            reference=correction.reference,
            sentences=sentences,
            links_are_void=_links_are_void(correction),
            was=self._line(correction, was) if was else None,
            now=self._request_line(now) if now else None,
            elsewhere=self._line(correction, elsewhere) if elsewhere else None,
        )

    def _correction_file(self, correction: Correction) -> Attachment:
        """Return what puts the appointment into a calendar, or takes it out."""
        now, told = correction.request, _newest(correction)
        method: Method = "PUBLISH" if now else "CANCEL"
        line = self._line(
            correction,
            replace(told, sequence=correction.sequence),
            now.answer_path if now else None,
        )
        stamped_at = self._opened_at(told) + timedelta(seconds=correction.number)
        content = desk_calendar(method, [line], stamped_at, self._mail_domain)
        return Attachment(f"{correction.reference}.ics", content_type(method), content)

    def _opened_at(self, told: Told) -> datetime:
        """
        Return when the digest that has *told* opened. Counted on from there, a correction's
        file is newer than the digest's, and the same whenever it is written again.
        """
        opens, works = self._catalog.rules.digest_opens, works_in(self._catalog)
        return digest_of(told.slot.starts_at.date(), opens, works).opens_at

    def _request_line(self, request: Request) -> DeskLine:
        return self._line(request, request.told, request.answer_path)

    def _line(
        self, about: Request | Correction, told: Told, answer_path: str | None = None
    ) -> DeskLine:
        return DeskLine(
            told=told,
            centre=self._catalog.centres[about.centre],
            service=self._catalog.service_named(about.service).title.el,
            mailbox=self._mailbox(about.centre),
            answer_url=f"{self._origin}{answer_path}" if answer_path else None,
        )


def _newest(correction: Correction) -> Told:
    """Return what holds now, or else what did: a correction is about one of them."""
    told = correction.request.told if correction.request else correction.told
    if told is None:
        raise ValueError(f"{correction.message_id}: about nothing")
    return told


def _links_are_void(correction: Correction) -> bool:
    """Tell whether the desk has links that it must not use any more."""
    had_a_link = correction.told is not None and correction.told.join_url is not None
    renewed = Change.LINK in correction.changes and had_a_link
    return renewed or any(CHANGES[change].voids for change in correction.changes)


def _days(digest: Digest) -> str:
    return days_in_words(digest.first, digest.last)


def _how_many(count: int) -> str:
    return {0: "κανένα αίτημα", 1: "1 αίτημα"}.get(count, f"{count} αιτήματα")


def _weight(html: str, files: Sequence[Attachment]) -> int:
    """Return how many bytes the mail has in a request to Graph, but for its envelope."""
    encoded = sum(4 * ceil(len(file.content) / 3) for file in files)  # base64
    return len(json.dumps(html, ensure_ascii=False).encode()) + encoded
