"""How much one address or session may ask for in a minute."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain import keys
from functions.domain.errors import SlowDown, TryAgain
from functions.domain.limits import MINUTE, Bucket
from functions.ports import Conflict, Insert, Ports
from functions.use_cases.apply_retention import apply_retention
from functions.use_cases.limit import TRIES, forget_idle, limit_reading, limit_writing
from tests.builders import RULES, TUESDAY, Clock, make_catalog, make_ports
from tests.fake_store import FakeStore

HERE, THERE = "198.51.100.7", "203.0.113.9"
FEW = make_catalog(
    RULES.model_copy(
        update={"reads_per_minute": 4, "writes_per_minute": 3, "writes_per_session_minute": 2}
    )
)
pauses = st.lists(st.timedeltas(timedelta(), timedelta(seconds=90)), max_size=60)


class Racing(FakeStore):
    """A store in which somebody else is always a little faster."""

    def commit(self, partition, operations):
        self.commits += 1
        raise Conflict(0)


@pytest.fixture
def ports() -> Ports:
    return make_ports(catalog=FEW)


def write(ports: Ports, address: str = HERE, session: str | None = None, times: int = 1) -> None:
    for _ in range(times):
        limit_writing(address, session, ports)


def rows_of(ports: Ports) -> dict:
    return {key: row for (at, key), row in ports.store.rows.items() if at == keys.LIMITS}


def wait_told(bucket: Bucket, a_minute: int, now: datetime) -> timedelta:
    try:
        bucket.take(a_minute, now)
    except SlowDown as refused:
        return refused.retry_after
    return timedelta()


def taken(a_minute: int, waits: list[timedelta]) -> list:
    """Return when something was let through, asked for after each of *waits*."""
    bucket, now, times = Bucket(TUESDAY), TUESDAY, []
    for wait in waits:
        now += wait
        try:
            bucket = bucket.take(a_minute, now)
        except SlowDown:
            continue
        times.append(now)
    return times


@given(a_minute=st.integers(1, 30), waits=pauses)
def test_no_minute_sees_more_than_a_full_bucket_and_what_drips_in(a_minute, waits):
    times = taken(a_minute, waits)

    for first in times:
        within = [each for each in times if first <= each < first + MINUTE]
        assert len(within) <= 2 * a_minute


@given(a_minute=st.integers(1, 30), waits=pauses)
def test_over_any_time_no_more_goes_through_than_drips_in(a_minute, waits):
    times = taken(a_minute, waits)

    if times:
        minutes = (times[-1] - times[0]) / MINUTE
        assert len(times) <= a_minute + minutes * a_minute + 1e-3


@given(a_minute=st.integers(1, 2000))
def test_a_full_bucket_takes_a_rush_of_exactly_what_a_minute_allows(a_minute):
    bucket = Bucket(TUESDAY)
    for _ in range(a_minute):
        bucket = bucket.take(a_minute, TUESDAY)

    with pytest.raises(SlowDown) as refused:
        bucket.take(a_minute, TUESDAY)

    drip = MINUTE / a_minute
    assert abs(refused.value.retry_after - drip) < timedelta(milliseconds=3)


@given(a_minute=st.integers(1, 30), waits=pauses)
def test_whoever_waits_as_long_as_was_said_is_let_through(a_minute, waits):
    bucket, now = Bucket(TUESDAY), TUESDAY
    for wait in waits:
        now += wait
        told = wait_told(bucket, a_minute, now)
        assert timedelta() <= told <= MINUTE
        now += told
        bucket = bucket.take(a_minute, now)


@given(waits=pauses, back=st.timedeltas(3 * MINUTE, timedelta(days=400)))
def test_a_clock_that_was_set_back_locks_nobody_out(waits, back):
    bucket = Bucket(TUESDAY)
    for _ in waits[:5]:
        bucket = bucket.take(5, TUESDAY)

    assert bucket.take(5, TUESDAY - back).full_at == TUESDAY - back + MINUTE / 5


@pytest.mark.parametrize("skew", [timedelta(seconds=1), timedelta(seconds=50)])
def test_another_workers_slower_clock_does_not_fill_an_empty_bucket(skew):
    bucket = Bucket(TUESDAY + MINUTE)

    with pytest.raises(SlowDown):
        bucket.take(5, TUESDAY - skew)


def test_a_bucket_comes_back_from_its_row_as_it_was():
    bucket = Bucket(TUESDAY).take(7, TUESDAY)

    assert Bucket.from_row(bucket.to_row()) == bucket


def test_too_many_writes_from_one_address_are_refused_and_others_go_on(ports):
    write(ports, HERE, times=3)

    with pytest.raises(SlowDown) as refused:
        write(ports, HERE)
    write(ports, THERE)

    assert refused.value.retry_after == timedelta(seconds=20)


def test_after_the_wait_there_is_room_for_one(ports):
    write(ports, times=3)
    ports.now.forward(seconds=20)

    write(ports)
    with pytest.raises(SlowDown):
        write(ports)


def test_reading_and_writing_are_counted_apart(ports):
    for _ in range(4):
        assert limit_reading(HERE, ports)

    with pytest.raises(SlowDown):
        limit_reading(HERE, ports)
    write(ports, times=3)


def test_one_session_over_its_limit_takes_nothing_from_its_neighbours(ports):
    write(ports, session="maria", times=2)
    for _ in range(10):
        with pytest.raises(SlowDown):
            write(ports, session="maria")

    write(ports, session="eleni")
    with pytest.raises(SlowDown):  # three from the address by now
        write(ports, session="eleni")


def test_a_session_is_counted_wherever_it_writes_from(ports):
    write(ports, HERE, "maria")
    write(ports, THERE, "maria")

    with pytest.raises(SlowDown):
        write(ports, "192.0.2.1", "maria")


def test_neither_an_address_nor_a_session_stands_in_the_store(ports):
    write(ports, HERE, "session-id")
    limit_reading(HERE, ports)

    stored = repr(rows_of(ports))
    assert len(rows_of(ports)) == 3
    assert HERE not in stored
    assert "session-id" not in stored


def test_a_request_that_loses_every_race_goes_through():
    ports = make_ports(catalog=FEW, store=Racing())

    write(ports, times=20)

    assert ports.store.commits == 20 * TRIES


def test_without_the_store_writing_is_closed_and_reading_open(ports):
    ports.store.is_busy = True

    with pytest.raises(TryAgain):
        write(ports)
    assert not limit_reading(HERE, ports)


def test_who_was_quiet_for_a_minute_is_forgotten_and_nobody_else(ports):
    write(ports, HERE)
    ports.now.forward(seconds=50)
    write(ports, THERE)
    [quiet, *_] = rows_of(ports)

    forget_idle(ports)

    assert len(rows_of(ports)) == 1
    assert quiet not in rows_of(ports)


def test_many_who_were_quiet_are_forgotten_at_once(ports):
    for number in range(250):
        write(ports, f"10.0.0.{number}")
    ports.now.forward(minutes=1)

    forget_idle(ports)

    assert rows_of(ports) == {}


def test_who_comes_back_while_the_quiet_are_forgotten_is_not(ports):
    write(ports)
    ports.now.forward(minutes=1)

    class Returning(FakeStore):
        def commit(self, partition, operations):
            raise Conflict(0)

    store = Returning()
    store.rows = ports.store.rows

    forget_idle(replace(ports, store=store))

    assert len(rows_of(ports)) == 1


def test_what_is_over_is_forgotten_and_the_rest_stays():
    clock = Clock()
    ports = make_ports(now=clock)
    limit_writing("203.0.113.7", "session", ports)
    for name, hours in (("old", -1), ("new", 1)):
        ends_at = (clock.now + timedelta(hours=hours)).isoformat()
        ports.store.commit(keys.SESSIONS, [Insert(keys.ended(name), {"ends_at": ends_at})])
    apply_retention(ports)
    assert len(ports.store.rows) == 3

    clock.forward(minutes=2)
    apply_retention(ports)

    assert list(ports.store.rows) == [(keys.SESSIONS, keys.ended("new"))]
