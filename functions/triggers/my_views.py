"""What a citizen sees of the own appointments; see `functions/templates/my/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from functions.domain.booking import Booking, Citizen, Language, Status
from functions.domain.errors import TooLate
from functions.domain.slot import ATHENS
from functions.domain.waiting import WaitingEntry
from functions.ports import Ports
from functions.triggers.appointment_views import HOMES, OTHER, appointment_facts, moment_facts
from functions.triggers.html import address_of, language_from
from functions.triggers.lead_back import errors_of
from functions.triggers.ready_views import to_have_ready
from functions.triggers.waiting_views import waiting_facts
from functions.triggers.web import Web
from functions.use_cases.cancel import refuse_late
from functions.use_cases.show_bookings import Appointment

PATH = "/api/my"
# Early enough to try the link once; before that it is in the mail.
JOIN_FROM = timedelta(minutes=30)
COMING = frozenset({Status.BOOKED, Status.IDENTIFIED})
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Own:
    """An appointment, the citizen whose it is, and what the page is asked with."""

    found: Appointment
    citizen: Citizen
    params: Mapping[str, str]
    web: Web

    @property
    def booking(self) -> Booking:
        return self.found.booking

    @property
    def language(self) -> Language:
        return language_from(self.params)

    @property
    def can_change(self) -> bool:
        return can_change(self.booking, self.web.ports)


def path_of(reference: str) -> str:
    """Return where the page of an appointment is."""
    return f"{PATH}/{reference}"


def own_list(
    found: Sequence[Appointment],
    waiting: Sequence[WaitingEntry],
    citizen: Citizen,
    params: Mapping[str, str],
    ports: Ports,
) -> dict[str, Any]:
    """Return what the list shows: what comes in the order of time, what was the last first."""
    language = language_from(params)
    rows = [own_facts(each, language, ports) for each in found]
    return {
        "citizen": {"name": citizen.person.full_name},
        "coming": [row for row in rows if row["is_coming"]],
        "past": [row for row in reversed(rows) if not row["is_coming"]],
        "waiting": [waiting_facts(entry, language, ports) for entry in waiting],
        "done": params.get("done", ""),
        "errors": errors_of(params, "", language),
        "address": PATH,
        "alternate": address_of(PATH, OTHER[language]),
    }


def appointment(own: Own) -> dict[str, Any]:
    """Return what the page of one appointment shows."""
    booking, language = own.booking, own.language
    service = own.web.ports.catalog.service_named(booking.service)
    return {
        **frame(own, path_of(booking.reference)),
        "back": address_of(PATH, language),
        "booking": booking,
        "documents": to_have_ready(service, language),
        "service_page": f"{HOMES[language]}/services/{service.slug}/",
        "calendar": f"{path_of(booking.reference)}/appointment.ics",
        "done": own.params.get("done", ""),
    }


def cancelling(own: Own) -> dict[str, Any]:
    """Return what the page with the button that cancels shows, or why there is none."""
    return {
        **frame(own, f"{path_of(own.booking.reference)}/cancel"),
        "wrong": own.params.get("wrong", ""),
        "errors": errors_of(own.params, "", own.language),
    }


def frame(own: Own, address: str) -> dict[str, Any]:
    """Return what all pages of one appointment share; *address* is the page's own."""
    language, booking, ports = own.language, own.booking, own.web.ports
    return {
        "citizen": {"name": own.citizen.person.full_name},
        "appointment": own_facts(own.found, language, ports),
        "change": change_facts(booking, language, ports),
        "mailbox": f"{booking.centre}@{own.web.mail_domain}",
        "address": address,
        "alternate": address_of(address, OTHER[language]),
        "back": address_of(path_of(booking.reference), language),
        "list": address_of(PATH, language),
    }


def own_facts(found: Appointment, language: Language, ports: Ports) -> dict[str, Any]:
    """Return what a list and a page say of an appointment; *standing* is its status, or `over`."""
    booking, now = found.booking, ports.now()
    is_coming = booking.status in COMING and booking.slot.ends_at > now
    is_over = booking.status is Status.BOOKED and not is_coming
    opens = booking.slot.starts_at - JOIN_FROM
    return {
        **appointment_facts(found, language, ports),
        "standing": "over" if is_over else booking.status.value,
        "is_coming": is_coming,
        "is_today": is_coming and now.astimezone(ATHENS).date() == booking.slot.starts_at.date(),
        "can_join": is_coming and now >= opens,
        "opens": moment_facts(opens, language),
        "href": address_of(path_of(booking.reference), language),
    }


def can_change(booking: Booking, ports: Ports) -> bool:
    """Tell whether the citizen may still cancel or move it."""
    try:
        refuse_late(booking, ports)
    except TooLate:
        return False
    return True


def change_facts(booking: Booking, language: Language, ports: Ports) -> dict[str, Any]:
    """Return whether it may still be changed, until when, and where."""
    before, path = ports.catalog.rules.change_until, path_of(booking.reference)
    return {
        "can": can_change(booking, ports),
        "until": moment_facts(booking.slot.starts_at - before, language),
        "hours": before // HOUR,
        "move": address_of(f"{path}/move", language),
        "cancel": address_of(f"{path}/cancel", language),
    }
