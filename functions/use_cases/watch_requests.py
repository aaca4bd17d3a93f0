"""
Look after the requests for interpreters that are near (circular R11).

Time alone changes two things: an answer is overdue, and a digest that never went leaves
appointments that nobody has told of. Neither is a change of a booking, so nothing would
give reconcile work. This does, and finds as well whatever else the desk should know.
"""

from functions.domain import keys
from functions.domain.booking import Status
from functions.domain.errors import NotThereYet
from functions.domain.slot import ATHENS
from functions.ports import Conflict, Ports
from functions.use_cases.change_booking import work_for
from functions.use_cases.interpreter_requests import requests_between
from functions.use_cases.list_free_slots import digest_now
from functions.use_cases.show_bookings import Appointment
from functions.use_cases.tell_desk import due_correction, needs_notice


def watch_requests(ports: Ports) -> int:
    """
    Give reconcile the requests that need it; return how many there were.

    Raises:
        StoreBusy: The store did not answer; the next call goes on.
    """
    today = ports.now().astimezone(ATHENS).date()
    near = requests_between(today, digest_now(ports).last, ports)
    return sum(_give(each, ports) for each in near if _needs_work(each, ports))


def _needs_work(appointment: Appointment, ports: Ports) -> bool:
    booking = appointment.booking
    if booking.status is not Status.BOOKED or booking.slot.ends_at <= ports.now():
        return False
    if needs_notice(booking, ports):
        notice = ports.letters.notice_to_centre(booking)
        if notice.message_id not in appointment.done.sent:
            return True
    try:
        return due_correction(appointment, ports) is not None
    except NotThereYet:
        return False  # the digest is on its way


def _give(appointment: Appointment, ports: Ports) -> bool:
    booking = appointment.booking
    if ports.store.get(booking.centre, keys.todo(booking.reference)):
        return False  # reconcile has it already
    try:
        ports.store.commit(booking.centre, [work_for(booking, ports)])
    except Conflict:
        return False
    ports.nudge(booking.reference)
    return True
