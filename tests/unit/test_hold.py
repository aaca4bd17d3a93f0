"""A time is kept while a citizen fills in, and by nobody longer than the rules say."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from functions.adapters.sqlite_store import SqliteStore
from functions.domain import keys
from functions.domain.booking import Booking, Status
from functions.domain.booking_request import HoldRequest
from functions.domain.booking_rows import from_row, to_row
from functions.domain.errors import (
    AlreadyBooked,
    HoldGone,
    InterpreterClosed,
    Invalid,
    NotOffered,
    OutsideHours,
    Paused,
    SlotTaken,
    TooMany,
)
from functions.domain.hold import Hold
from functions.ports import Ports, Replace
from functions.use_cases.book import book
from functions.use_cases.hold import current_hold, extend, hold, let_go
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
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
    make_ports,
    references,
)
from tests.unit.test_interpreters import TUESDAY_1830

OTHER = a_citizen(1)
LATER = WEDNESDAY_0900 + timedelta(minutes=20)


def wish(starts_at=WEDNESDAY_0900, centre=ZOGRAFOU, service=BIRTH, interpreter=None) -> HoldRequest:
    return HoldRequest(
        centre=centre, service=service, starts_at=starts_at.isoformat(), interpreter=interpreter
    )


def is_free(ports: Ports, starts_at=WEDNESDAY_0900, own: str = "") -> bool:
    query = SlotQuery(ZOGRAFOU, BIRTH, own=own)
    return starts_at in [slot.starts_at for slot in list_free_slots(query, ports)]


def booked(ports: Ports, citizen=MARIA, key="key", starts_at=WEDNESDAY_0900, **more) -> Booking:
    return book(a_request(starts_at, **more), citizen, key, "el", ports)


def test_what_is_held_is_kept_from_others_and_booked_with_the_same_reference():
    ports = make_ports()

    kept = hold(wish(), MARIA, ports)

    assert kept.until == TUESDAY + timedelta(minutes=10)
    assert not is_free(ports)
    assert is_free(ports, own=kept.reference)
    with pytest.raises(SlotTaken):
        booked(ports, OTHER)
    assert booked(ports, hold=kept.reference).reference == kept.reference


def test_a_hold_ends_by_time_alone():
    clock = Clock()
    ports = make_ports(now=clock)
    kept = hold(wish(), MARIA, ports)
    clock.now = kept.until - timedelta(seconds=1)
    assert not is_free(ports)

    clock.now = kept.until

    assert is_free(ports)
    assert booked(ports, OTHER)


def test_a_confirm_after_the_hold_ended_works_as_long_as_nobody_has_the_time():
    clock = Clock()
    ports = make_ports(now=clock)
    kept = hold(wish(), MARIA, ports)
    clock.forward(minutes=15)

    assert booked(ports, hold=kept.reference).reference == kept.reference


def test_a_confirm_after_another_took_the_time_is_told_so_with_the_nearest_times():
    clock = Clock()
    ports = make_ports(now=clock)
    kept = hold(wish(), MARIA, ports)
    clock.forward(minutes=15)
    booked(ports, OTHER)

    with pytest.raises(SlotTaken) as taken:
        booked(ports, hold=kept.reference)

    assert len(taken.value.alternatives) == 3
    with pytest.raises(HoldGone):
        extend(kept.reference, MARIA, ports)


def test_one_hold_a_citizen_and_the_later_one_stays():
    ports = make_ports()
    hold(wish(), MARIA, ports)

    kept = hold(wish(LATER), MARIA, ports)

    assert is_free(ports)
    assert not is_free(ports, LATER)
    assert current_hold(MARIA, ports) == kept


def test_the_same_wish_again_is_the_same_hold_and_lasts_no_longer():
    clock = Clock()
    ports = make_ports(now=clock)
    kept = hold(wish(), MARIA, ports)
    clock.forward(minutes=3)

    assert hold(wish(), MARIA, ports) == kept


def test_a_hold_is_extended_from_now_on_as_often_as_the_rules_say():
    clock = Clock()
    ports = make_ports(now=clock)
    kept = hold(wish(), MARIA, ports)

    for _ in range(10):
        clock.forward(minutes=9)
        kept = extend(kept.reference, MARIA, ports)
        assert kept.until == clock.now + timedelta(minutes=10)

    with pytest.raises(HoldGone):
        extend(kept.reference, MARIA, ports)


def test_what_is_let_go_is_free_at_once():
    ports = make_ports()
    kept = hold(wish(), MARIA, ports)

    let_go(kept.reference, MARIA, ports)
    let_go(kept.reference, MARIA, ports)

    assert is_free(ports)


@pytest.mark.parametrize("act", [extend, let_go])
def test_a_wrong_and_a_foreign_hold_look_alike(act):
    ports = make_ports()
    kept = hold(wish(), MARIA, ports)

    for reference in (kept.reference, "ZOG-9999-999", ""):
        with pytest.raises(HoldGone):
            act(reference, OTHER, ports)
    assert not is_free(ports)


def test_a_booking_cannot_use_the_hold_of_another_or_for_another_time():
    ports = make_ports()
    kept = hold(wish(), MARIA, ports)

    with pytest.raises(HoldGone):
        booked(ports, OTHER, hold=kept.reference, starts_at=LATER)
    with pytest.raises(HoldGone):
        booked(ports, hold=kept.reference, starts_at=LATER)


def test_a_booking_that_does_not_name_the_hold_uses_it_all_the_same():
    ports = make_ports()
    kept = hold(wish(), MARIA, ports)

    assert booked(ports).reference == kept.reference


def test_the_reference_of_a_booking_is_no_hold_any_more():
    ports = make_ports()
    kept = hold(wish(), MARIA, ports)
    booked(ports)

    with pytest.raises(HoldGone):
        extend(kept.reference, MARIA, ports)
    let_go(kept.reference, MARIA, ports)
    assert not is_free(ports)
    with pytest.raises(AlreadyBooked):
        booked(ports, key="other", notes="κάτι άλλο", starts_at=LATER)


def test_with_an_interpreter_two_slots_are_held():
    ports = make_ports()

    kept = hold(wish(interpreter="sign_language"), MARIA, ports)

    assert not is_free(ports, LATER)
    assert booked(ports, interpreter="sign_language").reference == kept.reference


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (wish(WEDNESDAY_0900 + timedelta(minutes=1)), OutsideHours),
        (wish(centre="kep-nowhere"), Invalid),
        (wish(service="nothing"), Invalid),
        (wish(centre="kep-eke-thessaloniki"), NotOffered),
    ],
)
def test_only_what_can_be_booked_can_be_held(request_, refusal):
    ports = make_ports()

    with pytest.raises(refusal):
        hold(request_, MARIA, ports)

    assert ports.store.rows == {}


def test_after_half_past_six_nothing_is_held_with_an_interpreter_for_the_next_day():
    ports = make_ports(now=Clock(TUESDAY_1830))

    with pytest.raises(InterpreterClosed):
        hold(wish(interpreter="lip_reading"), MARIA, ports)


def test_who_has_as_many_appointments_as_allowed_cannot_hold_another_time():
    ports = make_ports()
    for days in range(3):
        booked(ports, key=str(days), starts_at=WEDNESDAY_0900 + timedelta(days=days))

    with pytest.raises(TooMany):
        hold(wish(WEDNESDAY_0900 + timedelta(days=5)), MARIA, ports)


def missed(ports: Ports, booking: Booking) -> None:
    """Record that nobody came, as the officer does."""
    row = ports.store.get(booking.centre, keys.booking(booking.reference))
    gone = from_row(row.data, ports.vault.unseal).move(Status.MISSED)
    data = to_row(gone, row.data["log_hash"], ports.vault.seal)
    ports.store.commit(booking.centre, [Replace(row.key, data, row.etag)])


def test_after_two_missed_appointments_there_is_a_pause_that_ends():
    clock = Clock()
    ports = make_ports(now=clock)
    first = booked(ports)
    second = booked(ports, centre=PATRA, key="second")
    clock.now = WEDNESDAY_0900 + timedelta(days=1)
    missed(ports, first)
    following = WEDNESDAY_0900 + timedelta(days=5)
    booked(ports, key="third", starts_at=following)
    missed(ports, second)

    for refused in (lambda: hold(wish(following), MARIA, ports), lambda: booked(ports, key="x")):
        with pytest.raises(Paused) as paused:
            refused()
        assert paused.value.until == WEDNESDAY_0900 + timedelta(days=30)
    booked(ports, OTHER, starts_at=following + timedelta(minutes=20))

    clock.now = WEDNESDAY_0900 + timedelta(days=30)
    assert hold(wish(WEDNESDAY_0900 + timedelta(days=33)), MARIA, ports)


class ThreadSafe:
    def __init__(self, make: Callable[[str], str]) -> None:
        from threading import Lock

        self.make, self.lock = make, Lock()

    def __call__(self, code: str) -> str:
        with self.lock:
            return self.make(code)


def test_of_many_who_want_to_hold_one_time_one_gets_it(tmp_path):
    store = SqliteStore(tmp_path / "rows.sqlite3")
    ports = make_ports(store=store, random_reference=ThreadSafe(references()))

    def attempt(number: int) -> Hold | None:
        try:
            return hold(wish(), a_citizen(number), ports)
        except SlotTaken:
            return None

    with ThreadPoolExecutor(12) as pool:
        kept = [each for each in pool.map(attempt, range(24)) if each]

    assert len(kept) == 1
    store.close()


def test_many_tabs_of_one_citizen_end_with_one_hold(tmp_path):
    store = SqliteStore(tmp_path / "rows.sqlite3")
    ports = make_ports(store=store, random_reference=ThreadSafe(references()))
    times = [WEDNESDAY_0900 + timedelta(minutes=20 * n) for n in range(12)]

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda at: hold(wish(at), MARIA, ports), times))

    assert sum(not is_free(ports, at) for at in times) == 1
    assert not is_free(ports, current_hold(MARIA, ports).slot.starts_at)
    store.close()
