"""
What the interpreters' desk answers: somebody will be in the call, or nobody can (circular R11).

The desk has no account. The link in its mail carries a signature over the reference and
the booking's sequence, so it is good for this appointment at this time only and ends with it.
"""

from secrets import compare_digest

from functions.domain.booking import (
    Booking,
    InterpreterAnswer,
    InterpreterStatus,
    Status,
)
from functions.domain.booking_request import AnswerRequest
from functions.domain.errors import LinkEnded, NotFound
from functions.ports import Ports
from functions.use_cases.change_booking import change_booking
from functions.use_cases.show_bookings import stored_booking


def answer_path(reference: str, sequence: int, ports: Ports) -> str:
    """Return where the desk answers for an appointment as it is in *sequence*."""
    return f"/api/interpreter/{reference}/{_signature(reference, sequence, ports)}"


def show_request(reference: str, signature: str, ports: Ports) -> Booking:
    """
    Return the booking that a link leads to.

    Raises:
        NotFound: The link was altered or is none of ours.
        LinkEnded: The appointment was moved, cancelled or changed since, or is over.
    """
    booking = stored_booking(reference, ports)
    if booking is None:
        raise NotFound(reference)
    _refuse_other_links(booking, signature, ports)
    return booking


def answer_request(reference: str, signature: str, request: AnswerRequest, ports: Ports) -> Booking:
    """
    Store the answer and return the booking.

    The same answer again changes nothing; another one replaces it while the call is ahead.

    Raises:
        NotFound, LinkEnded: As `show_request`.
        TryAgain: The store is busy.
    """
    status = InterpreterStatus(request.answer)

    def alter(booking: Booking) -> Booking:
        _refuse_other_links(booking, signature, ports)
        before = booking.answer
        if before and (before.status, before.name) == (status, request.name):
            return booking
        return booking.answered(InterpreterAnswer(status, ports.now(), request.name))

    return change_booking(reference, "interpreters", f"interpreter_{status}", alter, ports)


def _signature(reference: str, sequence: int, ports: Ports) -> str:
    return ports.vault.pseudonym(f"interpreter-answer:{reference}:{sequence}")


def _refuse_other_links(booking: Booking, signature: str, ports: Ports) -> None:
    sequence = next(
        (n for n in range(booking.sequence + 1) if _is(signature, booking, n, ports)), -1
    )
    if sequence < 0:
        raise NotFound(booking.reference)
    is_over = booking.status is not Status.BOOKED or booking.slot.ends_at <= ports.now()
    if sequence < booking.sequence or is_over or booking.interpreter is None:
        raise LinkEnded(booking.reference)


def _is(signature: str, booking: Booking, sequence: int, ports: Ports) -> bool:
    right = _signature(booking.reference, sequence, ports)
    return compare_digest(signature.encode(), right.encode())
