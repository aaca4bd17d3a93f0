"""
The link in a citizen's mails, with which an appointment is looked at and cancelled.

It needs no sign-in: whoever has the mail may cancel, as with any booking. It is signed for
this appointment alone, shows nothing of the person, and ends with the appointment.
"""

from secrets import compare_digest

from functions.domain.booking import Booking, Status
from functions.domain.errors import LinkEnded, NotFound
from functions.ports import Ports
from functions.use_cases.cancel import cancel_for
from functions.use_cases.show_bookings import stored_booking

ACTOR = "link"  # how the log names whoever had the mail
LASTS = frozenset({Status.BOOKED, Status.CANCELLED})


def manage_path(reference: str, ports: Ports) -> str:
    """Return where the link of an appointment leads, a path of ours."""
    return f"/api/appointment/{reference}/{_signature(reference, ports)}"


def show_by_link(reference: str, signature: str, ports: Ports) -> Booking:
    """
    Return the appointment that a link leads to; a cancelled one until its time has come.

    Raises:
        NotFound: The link was altered or is none of ours.
        LinkEnded: The appointment is over.
    """
    booking = stored_booking(reference, ports)
    if booking is None or not compare_digest(
        signature.encode(), _signature(reference, ports).encode()
    ):
        raise NotFound(reference)
    if booking.status not in LASTS or booking.slot.starts_at <= ports.now():
        raise LinkEnded(reference)
    return booking


def cancel_by_link(reference: str, signature: str, ports: Ports) -> Booking:
    """
    Cancel the appointment and return it; harmless to repeat.

    Raises:
        NotFound, LinkEnded: As `show_by_link`.
        TooLate, TryAgain: As `functions.use_cases.cancel.cancel`.
    """
    show_by_link(reference, signature, ports)
    return cancel_for(reference, ACTOR, ports)


def _signature(reference: str, ports: Ports) -> str:
    return ports.vault.pseudonym(f"manage:{reference}")
