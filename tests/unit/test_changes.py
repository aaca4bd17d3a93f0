"""A citizen cancels and moves an appointment; nothing is half done."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain import keys, log
from functions.domain.booking import Booking, Interpreter, Status
from functions.domain.booking_request import RescheduleRequest
from functions.domain.errors import (
    AlreadyBooked,
    Invalid,
    NotFound,
    NotOffered,
    OutsideHours,
    SlotTaken,
    TooLate,
    TooMany,
    TryAgain,
)
from functions.ports import Ports, StoreBusy
from functions.use_cases.ask_interpreter import ask_interpreter
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.reconcile import sweep
from functions.use_cases.reschedule import reschedule
from functions.use_cases.show_bookings import list_bookings, show_booking
from tests.builders import (
    BIRTH,
    MARIA,
    PATRA,
    TUESDAY,
    WEDNESDAY_0900,
    ZOGRAFOU,
    Clock,
    a_citizen,
    a_request,
    make_catalog,
    make_ports,
)
from tests.fake_store import FakeStore

THURSDAY_0900 = WEDNESDAY_0900 + timedelta(days=1)


def booked(
    ports: Ports, at: datetime = WEDNESDAY_0900, citizen=MARIA, key="key", **more
) -> Booking:
    return book(a_request(at, **more), citizen, key, "el", ports)


def to(starts_at: datetime, centre: str | None = None) -> RescheduleRequest:
    return RescheduleRequest(starts_at=starts_at.isoformat(), centre=centre)


def free(ports: Ports, centre: str = ZOGRAFOU) -> list[datetime]:
    return [slot.starts_at for slot in list_free_slots(SlotQuery(centre, BIRTH), ports)]


def keys_at(ports: Ports, centre: str, *prefixes: str) -> list[str]:
    return sorted(key for at, key in ports.store.rows if at == centre and key.startswith(prefixes))


def assert_the_log_is_whole(ports: Ports, booking: Booking) -> None:
    prefix = f"log:{booking.reference}:"
    entries = [row.data for row in ports.store.range(booking.centre, prefix, keys.past(prefix))]
    assert [entry["hash"] for entry in entries] == [log.digest(entry) for entry in entries]
    assert [e["follows"] for e in entries] == ["", *(entry["hash"] for entry in entries[:-1])]
    assert len(entries) == booking.version


def test_a_cancelled_appointment_gives_back_all_that_it_took():
    ports = make_ports()
    before = free(ports)
    booking = booked(ports, interpreter="sign_language")

    cancelled = cancel(booking.reference, MARIA, ports)

    assert (cancelled.status, cancelled.sequence, cancelled.version) == ("cancelled", 1, 2)
    assert free(ports) == before
    assert keys_at(ports, ZOGRAFOU, "live:", "ask:") == []
    assert show_booking(booking.reference, MARIA, ports).booking == cancelled
    assert_the_log_is_whole(ports, cancelled)
    assert ports.nudge.posted == [booking.reference] * 2


def test_cancelling_again_changes_nothing():
    ports = make_ports()
    booking = booked(ports)

    first = cancel(booking.reference, MARIA, ports)

    assert cancel(booking.reference, MARIA, ports) == first


def test_what_was_cancelled_stays_on_the_list_and_does_not_count():
    ports = make_ports()
    for number in range(5):
        booking = booked(ports, WEDNESDAY_0900 + timedelta(minutes=20 * number), key=str(number))
        cancel(booking.reference, MARIA, ports)

    assert len(list_bookings(MARIA, ports)) == 5
    booked(ports, key="again")


@pytest.mark.parametrize(
    ("hours", "is_possible"), [(8.0, True), (7.99, False), (0.1, False), (-1, False)]
)
def test_a_citizen_changes_until_eight_hours_before(hours, is_possible):
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    clock.now = WEDNESDAY_0900 - timedelta(hours=hours)

    for change in (
        lambda: cancel(booking.reference, MARIA, ports),
        lambda: reschedule(booking.reference, to(THURSDAY_0900), MARIA, ports),
        lambda: reschedule(booking.reference, to(THURSDAY_0900, PATRA), MARIA, ports),
    ):
        if is_possible:
            assert change()
            return
        with pytest.raises(TooLate):
            change()
    assert show_booking(booking.reference, MARIA, ports).booking == booking


@pytest.mark.parametrize("reference", ["ZOG-2222-222", "ZOG-9999-999", "nonsense"])
def test_a_foreign_and_a_wrong_reference_look_alike(reference):
    ports = make_ports()
    booked(ports)

    with pytest.raises(NotFound):
        cancel(reference, a_citizen(7), ports)
    with pytest.raises(NotFound):
        reschedule(reference, to(THURSDAY_0900), a_citizen(7), ports)


def test_a_moved_appointment_has_the_new_time_and_gives_back_the_old_one():
    ports = make_ports()
    booking = booked(ports)

    moved = reschedule(booking.reference, to(THURSDAY_0900), MARIA, ports)

    assert (moved.reference, moved.slot.starts_at) == (booking.reference, THURSDAY_0900)
    assert (moved.sequence, moved.changed_at) == (1, TUESDAY)
    assert WEDNESDAY_0900 in free(ports)
    assert THURSDAY_0900 not in free(ports)
    assert keys_at(ports, ZOGRAFOU, "live:") == [
        keys.guard(THURSDAY_0900.date(), booking.citizen),
    ]
    assert_the_log_is_whole(ports, moved)


def test_two_slots_can_be_moved_by_one():
    ports = make_ports()
    booking = booked(ports, interpreter="lip_reading")

    later = WEDNESDAY_0900 + timedelta(minutes=20)
    moved = reschedule(booking.reference, to(later), MARIA, ports)

    assert moved.slot.ends_at - moved.slot.starts_at == timedelta(minutes=40)
    assert WEDNESDAY_0900 in free(ports)
    assert later not in free(ports)
    assert later + timedelta(minutes=20) not in free(ports)
    assert later + timedelta(minutes=40) in free(ports)


def test_moving_to_where_it_is_changes_nothing():
    ports = make_ports()
    booking = booked(ports)

    assert reschedule(booking.reference, to(WEDNESDAY_0900), MARIA, ports) == booking


def test_a_time_that_another_has_cannot_be_had_and_others_are_named():
    ports = make_ports()
    booking = booked(ports)
    booked(ports, THURSDAY_0900, a_citizen(1))

    with pytest.raises(SlotTaken) as taken:
        reschedule(booking.reference, to(THURSDAY_0900), MARIA, ports)

    assert len(taken.value.alternatives) == 3
    assert show_booking(booking.reference, MARIA, ports).booking == booking


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (to(WEDNESDAY_0900 + timedelta(minutes=1)), OutsideHours),
        (to(WEDNESDAY_0900 + timedelta(days=300)), OutsideHours),
        (to(datetime(9999, 12, 31, 23, 59, tzinfo=WEDNESDAY_0900.tzinfo)), OutsideHours),
        (to(THURSDAY_0900, "kep-nowhere"), Invalid),
        (to(THURSDAY_0900, "kep-eke-thessaloniki"), NotOffered),
    ],
)
def test_only_what_can_be_booked_can_be_moved_to(wish, refusal):
    ports = make_ports()
    booking = booked(ports)

    with pytest.raises(refusal):
        reschedule(booking.reference, wish, MARIA, ports)

    assert show_booking(booking.reference, MARIA, ports).booking == booking


def test_a_second_appointment_on_the_new_day_is_refused():
    ports = make_ports()
    booking = booked(ports)
    booked(ports, THURSDAY_0900, key="other")

    with pytest.raises(AlreadyBooked):
        reschedule(booking.reference, to(THURSDAY_0900 + timedelta(hours=1)), MARIA, ports)


def test_what_was_moved_to_a_later_day_counts_until_then():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    reschedule(booking.reference, to(WEDNESDAY_0900 + timedelta(days=7)), MARIA, ports)
    clock.now = THURSDAY_0900

    for days in (1, 4):
        booked(ports, THURSDAY_0900 + timedelta(days=days), key=str(days))
    with pytest.raises(TooMany):
        booked(ports, THURSDAY_0900 + timedelta(days=5), key="one too many")


def test_at_another_centre_it_is_a_new_appointment_and_the_old_one_is_cancelled():
    ports = make_ports()
    booking = booked(ports, interpreter="sign_language", notes="Γράψτε μου")

    new = reschedule(booking.reference, to(THURSDAY_0900, PATRA), MARIA, ports)

    assert new.reference != booking.reference
    assert (new.centre, new.slot.starts_at, new.status) == (PATRA, THURSDAY_0900, "booked")
    assert (new.contact, new.notes, new.interpreter) == (
        booking.contact,
        booking.notes,
        Interpreter.SIGN_LANGUAGE,
    )
    assert show_booking(booking.reference, MARIA, ports).booking.status == "cancelled"


def test_the_same_move_to_another_centre_again_is_the_same_appointment():
    ports = make_ports()
    booking = booked(ports)
    first = reschedule(booking.reference, to(THURSDAY_0900, PATRA), MARIA, ports)

    assert reschedule(booking.reference, to(THURSDAY_0900, PATRA), MARIA, ports) == first


def test_who_has_as_many_as_allowed_can_still_move_to_another_centre():
    ports = make_ports()
    bookings = [booked(ports, WEDNESDAY_0900 + timedelta(days=n), key=str(n)) for n in (0, 1, 2)]

    new = reschedule(bookings[0].reference, to(THURSDAY_0900, PATRA), MARIA, ports)

    assert new.status == "booked"
    with pytest.raises(TooMany):
        booked(ports, WEDNESDAY_0900 + timedelta(days=6), key="fourth")


def test_nothing_is_lost_when_the_other_centre_is_full():
    ports = make_ports()
    booking = booked(ports)
    for number in (1, 2):
        booked(ports, THURSDAY_0900, a_citizen(number), centre=PATRA)

    with pytest.raises(SlotTaken):
        reschedule(booking.reference, to(THURSDAY_0900, PATRA), MARIA, ports)

    assert show_booking(booking.reference, MARIA, ports).booking == booking


class Dies(FakeStore):
    """A store that stops answering at one of its commits, before or after it has written."""

    def __init__(self) -> None:
        super().__init__()
        self.countdown, self.has_written = 1_000_000, False

    def commit(self, partition, operations):
        self.countdown -= 1
        if self.countdown == 0 and not self.has_written:
            raise StoreBusy("before")
        etags = super().commit(partition, operations)
        if self.countdown == 0:
            raise StoreBusy("after")
        return etags


@given(
    dies_at=st.integers(1, 8),
    has_written=st.booleans(),
    what=st.sampled_from(["cancel", "move", "other centre"]),
)
def test_whatever_dies_in_between_the_citizen_never_has_nothing(dies_at, has_written, what):
    """The same call again brings it to its end, and what is said to be cancelled is."""
    ports = make_ports(store=Dies())
    booking = booked(ports)
    calls = {
        "cancel": lambda: cancel(booking.reference, MARIA, ports),
        "move": lambda: reschedule(booking.reference, to(THURSDAY_0900), MARIA, ports),
        "other centre": lambda: reschedule(
            booking.reference, to(THURSDAY_0900, PATRA), MARIA, ports
        ),
    }
    ports.store.countdown, ports.store.has_written = dies_at, has_written

    try:
        result = calls[what]()
    except (TryAgain, StoreBusy):
        if what != "cancel":
            assert live(ports), "the citizen has nothing"
        result = calls[what]()

    assert len(live(ports)) == (what != "cancel")
    expected = {"cancel": ("cancelled", WEDNESDAY_0900)}.get(what, ("booked", THURSDAY_0900))
    assert (result.status, result.slot.starts_at) == expected
    assert len(free(ports)) == len(free(make_ports())) - (what == "move")


def live(ports: Ports) -> list[Booking]:
    everything = (each.booking for each in list_bookings(MARIA, ports))
    return [booking for booking in everything if booking.status is Status.BOOKED]


def test_the_calendar_and_the_mails_follow():
    ports = make_ports()
    booking = booked(ports)
    sweep(ports)
    reschedule(booking.reference, to(THURSDAY_0900), MARIA, ports)
    sweep(ports)

    [(_, entry)] = ports.calendar.entries.values()
    assert entry.slot.starts_at == THURSDAY_0900
    cancel(booking.reference, MARIA, ports)
    sweep(ports)

    assert ports.calendar.entries == {}
    assert [message.message_id for _, message in ports.mailbox.kept] == [
        f"{booking.reference}.0.confirmation",
        f"{booking.reference}.1.confirmation",
        f"{booking.reference}.2.cancellation",
    ]


def test_an_event_whose_making_had_no_answer_is_taken_away_when_it_is_cancelled():
    from tests.unit.test_reconcile import DOWN

    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    ports.calendar.lost.append(DOWN)
    sweep(ports)
    assert len(ports.calendar.entries) == 1
    cancel(booking.reference, MARIA, ports)
    clock.forward(minutes=5)

    sweep(ports)

    assert ports.calendar.entries == {}


def test_an_event_that_somebody_deleted_is_made_anew_and_the_citizen_gets_the_new_link():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    sweep(ports)
    ports.calendar.entries.clear()
    reschedule(booking.reference, to(THURSDAY_0900), MARIA, ports)

    sweep(ports)
    clock.forward(minutes=5)
    sweep(ports)

    assert list(ports.calendar.entries) == [f"{booking.reference}-1"]
    assert ports.mailbox.kept[-1][1].html.endswith(f"{booking.reference}-1")


def test_an_officer_asks_for_an_interpreter_and_the_appointment_takes_longer():
    ports = make_ports()
    booking = booked(ports)

    asked = ask_interpreter(booking.reference, Interpreter.SIGN_LANGUAGE, "officer", ports)

    assert asked.slot.ends_at == WEDNESDAY_0900 + timedelta(minutes=40)
    assert keys_at(ports, ZOGRAFOU, "ask:") == [keys.ask(WEDNESDAY_0900.date(), booking.reference)]
    back = ask_interpreter(booking.reference, None, "officer", ports)
    assert back.slot == booking.slot
    assert keys_at(ports, ZOGRAFOU, "ask:") == []
    assert_the_log_is_whole(ports, back)


@pytest.mark.parametrize("reason", ["the next slot is taken", "the shift ends"])
def test_where_there_is_no_more_time_it_keeps_its_length(reason):
    ports = make_ports()
    at = WEDNESDAY_0900.replace(hour=18, minute=40) if "shift" in reason else WEDNESDAY_0900
    booking = booked(ports, at)
    if "taken" in reason:
        booked(ports, at + timedelta(minutes=20), a_citizen(1))

    asked = ask_interpreter(booking.reference, Interpreter.LIP_READING, "officer", ports)

    assert (asked.slot, asked.interpreter) == (booking.slot, Interpreter.LIP_READING)


def test_with_more_desks_a_longer_appointment_fits_beside_another():
    ports = make_ports(catalog=make_catalog(desks=2))
    booking = booked(ports)
    booked(ports, WEDNESDAY_0900 + timedelta(minutes=20), a_citizen(1))

    asked = ask_interpreter(booking.reference, Interpreter.LIP_READING, "officer", ports)

    assert asked.slot.ends_at == WEDNESDAY_0900 + timedelta(minutes=40)


def test_once_the_call_has_begun_nobody_can_be_asked_for():
    clock = Clock()
    ports = make_ports(now=clock)
    booking = booked(ports)
    clock.now = WEDNESDAY_0900

    with pytest.raises(TooLate):
        ask_interpreter(booking.reference, Interpreter.SIGN_LANGUAGE, "officer", ports)
