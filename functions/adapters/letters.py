"""
Words for an appointment, from the templates in `functions/templates/mail` and `…/calendar`.

A mail's subject names neither the citizen nor the service: it shows on locked screens
and in lists. The subject of the KEP's event is also the title of the Teams meeting; it
names the service, and whether the camera stays on (circular R7), but never for whom or why.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from functions.domain.booking import Booking, Interpreter, Language
from functions.domain.catalog import Catalog, Item, Service
from functions.domain.invitation import invitation
from functions.domain.projection import Attachment, CalendarEntry, Event, Message
from functions.domain.words_for_time import day_in_words, hour_in_words

TEMPLATES = Path(__file__).parents[1] / "templates"
HOMES: dict[Language, str] = {"el": "", "en": "/en"}
ICS_NAMES: dict[Language, str] = {"el": "rantevou.ics", "en": "appointment.ics"}
ICS_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
SUBJECTS: dict[Language, str] = {
    "el": "Ραντεβού ΚΕΠ: {day}, {hour} – {reference}",
    "en": "KEP appointment: {day}, {hour} – {reference}",
}

CAMERA_ON = "Κάμερα ανοιχτή"
ASKED_FOR = {Interpreter.SIGN_LANGUAGE: "Διερμηνέας ΕΝΓ", Interpreter.LIP_READING: "Χειλεανάγνωση"}
LONGEST_SUBJECT = 255  # in Exchange

# How the catalogue ends its general item for the identity document. The mail names the kind
# of document that was entered instead.
SHOWN_TO_CAMERA = "για να το δείξετε στην κάμερα"


class Letters:
    """
    A :class:`functions.ports.Letters`.

    *origin* is the public address of the site; a KEP's mailbox is `<slug>@<mail_domain>`.
    """

    def __init__(self, catalog: Catalog, origin: str, mail_domain: str) -> None:
        self._catalog = catalog
        self._origin = origin.rstrip("/")
        self._mail_domain = mail_domain

    def calendar_entry(self, booking: Booking) -> CalendarEntry:
        service = self._catalog.services[booking.service]
        html = self._render("calendar/entry.html.j2", booking, "el", camera_on=CAMERA_ON)
        return CalendarEntry(
            entry_id=str(uuid5(NAMESPACE_URL, f"mykeplive:{booking.reference}")),
            subject=_event_subject(booking, service),
            html=html,
            slot=booking.slot,
            categories=_categories(booking),
        )

    def confirmation(self, booking: Booking, event: Event) -> Message:
        language, starts_at = booking.language, booking.slot.starts_at
        name = ICS_NAMES[language]
        return Message(
            message_id=f"{booking.reference}.{booking.version}.confirmation",
            to=booking.contact.email,
            subject=SUBJECTS[language].format(
                day=day_in_words(starts_at.date(), language),
                hour=hour_in_words(starts_at),
                reference=booking.reference,
            ),
            html=self._render(
                "mail/confirmation.html.j2", booking, language, join_url=event.join_url, file=name
            ),
            attachments=(Attachment(name, ICS_TYPE, self.invitation(booking, event.join_url)),),
        )

    def invitation(self, booking: Booking, join_url: str | None) -> bytes:
        return invitation(
            booking,
            self._catalog.services[booking.service],
            self._catalog.centres[booking.centre],
            join_url,
            self._mail_domain,
        )

    @cached_property
    def _environment(self) -> Any:
        import jinja2

        return jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,  # a mail with a hole in it must not leave
            auto_reload=False,
        )

    def _render(self, template: str, booking: Booking, language: Language, **more: str) -> str:
        service = self._catalog.services[booking.service]
        home = f"{self._origin}{HOMES[language]}"
        context = {
            "lang": language,
            "booking": booking,
            "service": service,
            "centre": self._catalog.centres[booking.centre],
            "informs": service.purpose == "information",
            "day": day_in_words(booking.slot.starts_at.date(), language),
            "starts": hour_in_words(booking.slot.starts_at),
            "ends": hour_in_words(booking.slot.ends_at),
            "service_page": f"{home}/services/{service.slug}/",
            "privacy_page": f"{home}/privacy/",
            **_to_have_ready(service, language),
        }
        return str(self._environment.get_template(template).render(context, **more))


def _event_subject(booking: Booking, service: Service) -> str:
    mark = f"[{CAMERA_ON}] " if booking.camera_stays_on else ""
    subject = f"{booking.reference} – {mark}{service.title.el}"
    return subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…"


def _categories(booking: Booking) -> tuple[str, ...]:
    """Return what the calendar shows as coloured labels (circular R7); no commas in them."""
    if booking.interpreter is None:
        return ()
    return CAMERA_ON, ASKED_FOR[booking.interpreter]


def _to_have_ready(service: Service, language: Language) -> dict[str, list[str]]:
    """Return what a source lists, and apart from it what is our own reading."""
    documents = [item for item in service.documents if not item.el.endswith(SHOWN_TO_CAMERA)]
    asked = service.information_needed
    ours = [item for item in (*documents, *asked) if item.reconstructed]
    return {
        "documents": _found(documents, language),
        "asked": _found(asked, language),
        "perhaps": [item.in_language(language) for item in ours],
    }


def _found(items: Iterable[Item], language: Language) -> list[str]:
    return [item.in_language(language) for item in items if not item.reconstructed]
