"""
What the staff see of the people in an appointment; see `functions/templates/desk/person.html.j2`.

For an appointment that came from `read_booking_in_full`, and no other.
"""

from typing import Any
from urllib.parse import quote

from functions.domain.booking import Booking, Contact, Language
from functions.domain.staff import Staff
from functions.ports import Ports
from functions.triggers.appointment_views import OTHER, appointment_facts, moment_in_words
from functions.triggers.desk_views import path_of, person_path
from functions.triggers.html import address_of
from functions.use_cases.show_bookings import Appointment


def person(found: Appointment, staff: Staff, language: Language, ports: Ports) -> dict[str, Any]:
    """Return what the page shows: who is in the call, who booked it, how to reach them."""
    booking = found.booking
    return {
        "staff": {"name": staff.name},
        "appointment": appointment_facts(found, language, ports),
        "booking": booking,
        "mailto": _mailto(booking.contact, booking.reference),
        "came_back": _came_back(booking, language),
        "back": address_of(path_of(booking.reference), language),
        "alternate": address_of(person_path(booking.reference), OTHER[language]),
    }


def _mailto(contact: Contact, reference: str) -> str:
    """Return the link that begins a mail; an address may hold what has a meaning in links."""
    return f"mailto:{quote(contact.email, safe='@')}?subject={reference}"


def _came_back(booking: Booking, language: Language) -> str:
    """Return when a mail to the applicant came back, or nothing."""
    return moment_in_words(booking.mail_bounced_at, language) if booking.mail_bounced_at else ""
