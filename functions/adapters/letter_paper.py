"""What all letters are written on: the templates, the catalogue, and the addresses they name."""

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from functions.domain.booking import Booking, Language
from functions.domain.catalog import Catalog
from functions.domain.slot import Slot
from functions.domain.words_for_time import day_in_words, hour_in_words

TEMPLATES = Path(__file__).parents[1] / "templates"
HOMES: dict[Language, str] = {"el": "", "en": "/en"}
QUERIES: dict[Language, str] = {"el": "", "en": "?lang=en"}


class LetterPaper:
    """
    The base of the letters.

    *origin* is the public address of the site; a KEP's mailbox is `<slug>@<mail_domain>`.
    *interpreter_desk* and *administrators_mail* are the addresses of those who get letters
    and are no citizens.
    """

    def __init__(
        self,
        catalog: Catalog,
        origin: str,
        mail_domain: str,
        interpreter_desk: str,
        administrators_mail: str,
    ) -> None:
        self._catalog = catalog
        self._origin = origin.rstrip("/")
        self._mail_domain = mail_domain
        self._interpreter_desk = interpreter_desk
        self._administrators_mail = administrators_mail

    def _mailbox(self, centre: str) -> str:
        return f"{centre}@{self._mail_domain}"

    def _page(self, path: str, language: Language) -> str:
        """Return the address of a page of the functions, at *path*."""
        return f"{self._origin}{path}{QUERIES[language]}"

    @cached_property
    def _environment(self) -> Any:
        import jinja2

        return jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,  # a mail with a hole in it must not leave
            auto_reload=False,
        )

    def _render(self, template: str, **context: Any) -> str:
        """Return *template* filled in; Greek unless *context* has another `lang`."""
        return str(self._environment.get_template(template).render({"lang": "el", **context}))

    def _letter(self, template: str, booking: Booking, language: Language, **more: Any) -> str:
        """Return *template* filled in for an appointment."""
        facts = self._facts(booking.centre, booking.service, booking.slot, language)
        return self._render(template, **facts, booking=booking, **more)

    def _facts(self, centre: str, service: str, slot: Slot, language: Language) -> dict[str, Any]:
        """Return what the letters about a time at a centre have in common."""
        home, offered = f"{self._origin}{HOMES[language]}", self._catalog.service_named(service)
        return {
            "lang": language,
            "service": offered,
            "centre": self._catalog.centres[centre],
            "informs": offered.purpose == "information",
            "day": day_in_words(slot.starts_at.date(), language),
            "starts": hour_in_words(slot.starts_at),
            "ends": hour_in_words(slot.ends_at),
            "service_page": f"{home}/services/{offered.slug}/",
            "privacy_page": f"{home}/privacy/",
            "call_test_page": f"{home}/call-test/",
        }


def in_an_id(moment: datetime) -> str:
    """Return *moment* as it stands in a message's id, in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}"
