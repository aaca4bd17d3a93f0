"""Who the citizen is: shown to the staff of the centre, and never without a word in the log."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.domain import keys, log
from functions.domain.errors import NotFound, TryAgain
from functions.domain.slot import ATHENS
from functions.domain.staff import Administrator, Officer
from functions.domain.timetable import DAY
from functions.ports import StoreBusy
from functions.use_cases.my_data import erase_past
from functions.use_cases.read_person import read_booking_in_full
from tests.builders import MARIA, PATRA, WEDNESDAY_0900, ZOGRAFOU, Clock, make_ports
from tests.fake_store import FakeStore
from tests.unit.test_changes import booked

ELENI = Officer("officer@zografou.example", "Ελένη Γεωργίου", (ZOGRAFOU,))
PETROS = Officer("officer@patra.example", "Πέτρος Λάμπρου", (PATRA,))
NIKOS = Administrator("administrator@ministry.example", "Νίκος Ράλλης")


class Stubborn(FakeStore):
    """A store that answers no commit while it `refuses`; one of those it `loses` is written."""

    refuses = loses = False

    def commit(self, partition, operations):
        if self.refuses:
            raise StoreBusy("refused")
        etags = super().commit(partition, operations)
        if self.loses:
            raise StoreBusy("lost")
        return etags


def reads(ports, day=None, centre=ZOGRAFOU):
    """Return what the log holds of reads, of all or of one day."""
    first = datetime.combine(day, datetime.min.time(), ATHENS) if day else None
    begin, end = (keys.reads_at(first), keys.reads_at(first + DAY)) if first else (keys.READS, None)
    return list(ports.store.range(centre, begin, end or keys.past(keys.READS)))


@pytest.mark.parametrize("staff", [ELENI, NIKOS])
def test_a_read_is_logged_and_shows_everything(staff):
    ports = make_ports()
    booking = booked(ports, notes="Γράψτε μου")

    found = read_booking_in_full(booking.reference, staff, ports)

    [row] = reads(ports)
    assert found.booking == booking
    assert (row.data["action"], row.data["actor"]) == ("read", staff.actor)
    assert row.data["at"] == ports.now().isoformat()
    assert row.data["facts"] == {"reference": booking.reference}
    assert row.data["hash"] == log.digest(row.data)


def test_the_log_says_nothing_of_the_citizen_and_its_key_of_nobody():
    ports = make_ports()
    booking = booked(ports)

    read_booking_in_full(booking.reference, ELENI, ports)

    [row] = reads(ports)
    secrets = (MARIA.tax_id, booking.citizen, "Παππά", "maria@", "6912345678", "ΑΒ123456")
    assert [text for text in secrets if text in f"{row.key} {dict(row.data)}"] == []
    assert "officer" not in row.key


def test_nothing_is_shown_that_could_not_be_logged():
    ports = make_ports(store=Stubborn())
    booking = booked(ports)
    ports.store.refuses = True

    with pytest.raises(TryAgain):
        read_booking_in_full(booking.reference, ELENI, ports)

    assert reads(ports) == []


def test_when_the_answer_of_the_store_was_lost_the_next_try_finds_the_entry():
    ports = make_ports(store=Stubborn())
    booking = booked(ports)
    ports.store.loses = True
    with pytest.raises(TryAgain):
        read_booking_in_full(booking.reference, ELENI, ports)
    ports.store.loses = False

    assert read_booking_in_full(booking.reference, ELENI, ports).booking == booking
    assert len(reads(ports)) == 1


def test_an_unknown_and_a_foreign_appointment_look_alike_and_are_not_logged():
    ports = make_ports()
    booking = booked(ports)

    for staff, reference in ((PETROS, booking.reference), (ELENI, "ZOG-9999-999"), (ELENI, "x")):
        with pytest.raises(NotFound):
            read_booking_in_full(reference, staff, ports)

    assert reads(ports) == []


def test_within_a_minute_one_reader_is_logged_once_for_an_appointment():
    clock = Clock()
    ports = make_ports(now=clock)
    first = booked(ports)
    second = booked(ports, WEDNESDAY_0900 + DAY, key="second")
    for staff, booking in ((ELENI, first), (ELENI, first), (NIKOS, first), (ELENI, second)):
        read_booking_in_full(booking.reference, staff, ports)
    assert len(reads(ports)) == 3

    clock.forward(minutes=1)
    read_booking_in_full(first.reference, ELENI, ports)

    assert len(reads(ports)) == 4


@pytest.mark.parametrize("summer", [False, True])
def test_the_reads_of_a_day_in_athens_are_found_by_their_keys(summer):
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    midnight = (
        datetime(2027, 7, 1, tzinfo=ATHENS) if summer else datetime(2027, 1, 1, tzinfo=ATHENS)
    )
    for by in (timedelta(minutes=-1), timedelta(), timedelta(hours=23, minutes=59), DAY):
        clock.now = (midnight + by).astimezone(UTC)
        read_booking_in_full(booking.reference, ELENI, ports)

    found = [row.data["at"] for row in reads(ports, midnight.date())]

    later = midnight + timedelta(hours=23, minutes=59)
    assert found == [at.astimezone(UTC).isoformat() for at in (midnight, later)]


def test_an_erased_appointment_has_nobody_in_it():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    assert not booking.is_erased
    clock.now = WEDNESDAY_0900 + timedelta(hours=1)
    erase_past(MARIA, ports)

    assert read_booking_in_full(booking.reference, ELENI, ports).booking.is_erased
