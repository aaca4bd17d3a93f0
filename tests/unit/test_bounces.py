"""An e-mail address that does not work is told to the officer, once."""

from datetime import timedelta

from functions.domain.errors import Unreachable
from functions.ports import Ports
from functions.use_cases.find_bounces import find_bounces
from functions.use_cases.reconcile import sweep
from functions.use_cases.show_bookings import stored_booking
from tests.builders import WEDNESDAY_0900, Clock, make_ports
from tests.unit.test_changes import booked

NOWHERE = {"email": "maria@bounces.example", "mobile": "6912345678"}


def with_a_bounce() -> tuple[Ports, Clock, str]:
    clock = Clock()
    ports = make_ports(now=clock)
    reference = booked(ports, applicant=NOWHERE).reference
    sweep(ports)
    clock.forward(minutes=10)
    ports.mailbox.now = clock.now
    return ports, clock, reference


def notices(ports: Ports) -> list[str]:
    return [m.message_id for _, m in ports.mailbox.kept if m.message_id.endswith(".bounced")]


def test_the_officer_is_told_once_that_the_mail_came_back():
    ports, clock, reference = with_a_bounce()

    assert find_bounces(ports) == 1
    for _ in range(3):
        assert find_bounces(ports) == 0
        sweep(ports)
        clock.forward(minutes=10)

    assert notices(ports) == [f"{reference}.0.bounced"]
    assert stored_booking(reference, ports).mail_bounced_at


def test_an_address_that_works_bounces_nothing():
    ports = make_ports()
    booked(ports)
    sweep(ports)

    assert find_bounces(ports) == 0


def test_a_mailbox_that_cannot_be_looked_into_is_looked_into_again():
    ports, _, _ = with_a_bounce()
    ports.mailbox.failures.append(Unreachable("down"))
    assert find_bounces(ports) == 0

    assert find_bounces(ports) == 1


def test_of_an_appointment_that_is_over_nobody_is_told():
    ports, clock, _ = with_a_bounce()
    clock.now = WEDNESDAY_0900 + timedelta(hours=1)

    assert find_bounces(ports) == 0
