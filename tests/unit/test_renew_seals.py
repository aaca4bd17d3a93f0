"""After a night nothing is under the old key, and nothing else has changed."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import chain, repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.adapters.fernet_vault import FernetVault
from functions.adapters.sqlite_store import SqliteStore
from functions.adapters.table_store import TableStore
from functions.domain import keys
from functions.domain.booking import Booking
from functions.ports import Conflict, Delete, Insert, Ports, Replace, Row, Store
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.change_booking import erase_booking
from functions.use_cases.reconcile import sweep
from functions.use_cases.renew_seals import (
    BATCH,
    LONGEST,
    Renewal,
    Seal,
    renew_seals,
    seal_of,
    sealed_rows,
)
from functions.use_cases.show_bookings import list_bookings, show_booking, stored_booking
from tests.builders import (
    PATRA,
    ZOGRAFOU,
    Clock,
    a_citizen,
    a_request,
    make_catalog,
    make_ports,
    references,
)
from tests.fake_store import FakeStore
from tests.unit.busy_store import BusyStore
from tests.unit.test_changes import assert_the_log_is_whole

OLD, OLDER, NEW = (Fernet.generate_key().decode() for _ in range(3))


def vault(*keys: str) -> FernetVault:
    return FernetVault(keys, "key")


def ports_with(store: Store, *keys: str, **more) -> Ports:
    """Return ports whose vault has *keys*, and desks for everybody."""
    fakes = {"vault": vault(*keys), "catalog": make_catalog(desks=200)}
    return make_ports(store=store, **fakes | more)


@pytest.fixture(params=["fake", "sqlite", "tables"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "fake":
        yield FakeStore()
    elif request.param == "sqlite":
        with closing(SqliteStore(tmp_path / "rows.sqlite3")) as sqlite:
            yield sqlite
    else:
        connection = request.getfixturevalue("azurite")
        tables = TableStore(connection=connection, table=f"t{uuid4().hex[:20]}")
        tables.create()
        yield tables


def under(key: str, count: int, store: Store, first: int = 0) -> list[Booking]:
    """Make *count* appointments whose rows *key* seals, the *first* citizen's and on."""
    make = references()
    for _ in range(first):
        make("ZOG")
    ports = ports_with(store, key, random_reference=make)
    centres = {number: PATRA if number in {1, 3} else ZOGRAFOU for number in range(first + count)}
    return [
        book(a_request(centre=centres[number]), a_citizen(number), "k", "el", ports)
        for number in range(first, first + count)
    ]


def rows_of(store: Store) -> dict[str, Row]:
    return {row.key: row for centre in (ZOGRAFOU, PATRA) for row in sealed_rows(centre, store)}


def seals(store: Store, *keys: str) -> list[Seal]:
    return [seal_of(row, vault(*keys)) for row in rows_of(store).values()]


def plain(row: Row, *keys: str) -> dict:
    return {**row.data, "sealed": vault(*keys).unseal(row.data["sealed"])}


def copy_of(booking: Booking, key: str, store: Store, count: int) -> None:
    """Put *count* more rows there that *key* has sealed."""
    row = store.get(booking.centre, keys.booking(booking.reference))
    sealed = vault(key).seal("text")
    for first in range(0, count, 100):
        store.commit(booking.centre, [
            Insert(keys.booking(f"ZOG-{number:04}-222"), {**row.data, "sealed": sealed})
            for number in range(first, min(first + 100, count))
        ])  # fmt: skip


@given(
    changes=st.lists(st.sampled_from(["stands", "cancelled", "erased", "newer"]), max_size=6),
    older=st.integers(1, 2),
)
@settings(max_examples=40)
def test_all_is_under_the_newest_key_and_nothing_else_has_changed(changes, older):
    store, former = FakeStore(), [OLD, OLDER][:older]
    for number, change in enumerate(changes):
        key = NEW if change == "newer" else former[number % older]
        [booking], ports = under(key, 1, store, number), ports_with(store, key)
        if change == "cancelled":
            cancel(booking.reference, a_citizen(number), ports)
        if change == "erased":
            erase_booking(booking.reference, "me", ports)
    before = dict(store.rows)

    done = renew_seals(ports_with(store, NEW, *former))

    assert done == Renewal(renewed=len(changes) - changes.count("newer"))
    assert set(seals(store, NEW)) <= {Seal.NEWEST}
    assert store.rows.keys() == before.keys()
    for at, row in store.rows.items():
        is_sealed = row.key.startswith(keys.BOOKINGS)
        if is_sealed and seal_of(before[at], vault(NEW)) is not Seal.NEWEST:
            assert plain(row, NEW) == plain(before[at], *former)
        else:
            assert row == before[at]


def test_then_the_old_key_can_go_and_everybody_finds_their_appointment(store):
    bookings = under(OLD, 4, store)

    renew_seals(ports_with(store, NEW, OLD))

    ports = ports_with(store, NEW)
    for number, booking in enumerate(bookings):
        assert [each.booking for each in list_bookings(a_citizen(number), ports)] == [booking]
        assert_the_log_is_whole(ports, booking)


def test_repeating_it_writes_nothing(store):
    under(OLD, 3, store)
    ports = ports_with(store, NEW, OLD)
    first = renew_seals(ports)
    after = rows_of(store)

    again = renew_seals(ports)

    assert (first, again) == (Renewal(renewed=3), Renewal())
    assert rows_of(store) == after


@pytest.mark.parametrize("only", [(NEW,), (NEW, NEW)])
def test_with_one_key_the_store_is_not_even_read(only):
    store = FakeStore()
    store.is_busy = True

    assert renew_seals(ports_with(store, *only)) == Renewal()


def test_a_row_that_no_key_opens_is_left_alone_and_counted(store):
    under(OLD, 2, store)
    [lost] = under(OLDER, 1, store, 2)
    before = rows_of(store)

    done = renew_seals(ports_with(store, NEW, OLD))

    assert done == Renewal(renewed=2, unopened=1)
    key = keys.booking(lost.reference)
    assert rows_of(store)[key] == before[key]


def test_many_rows_take_several_commits(store):
    [booking] = under(OLD, 1, store)
    copy_of(booking, OLD, store, 2 * BATCH + 3)
    counting = BusyStore(store)

    assert renew_seals(ports_with(counting, NEW, OLD)).renewed == 2 * BATCH + 4
    assert counting.commits == 3
    assert set(seals(store, NEW)) == {Seal.NEWEST}


class SomebodyIsFaster(BusyStore):
    """A store where, before each batch is written, somebody changes or removes the rows *taken*."""

    taken: tuple[str, ...] = ()

    def commit(self, partition, operations):
        for key in self.taken:
            row = self.inner.get(partition, key)
            if row:
                theirs = Replace(key, {**row.data, "notes": "theirs"}, row.etag)
                [etag] = self.inner.commit(partition, [theirs])
                if key == self.taken[0]:
                    self.inner.commit(partition, [Delete(key, etag)])
        return super().commit(partition, operations)


def test_what_somebody_changed_meanwhile_is_theirs_and_the_rest_is_renewed(store):
    [booking] = under(OLD, 1, store)
    copy_of(booking, OLD, store, 20)
    faster = SomebodyIsFaster(store)
    faster.taken = tuple(keys.booking(f"ZOG-{number:04}-222") for number in (3, 7, 19))

    done = renew_seals(ports_with(faster, NEW, OLD))

    assert done == Renewal(renewed=21 - 3)
    gone, *kept = faster.taken
    rows = rows_of(store)
    assert gone not in rows
    assert {rows[key].data["notes"] for key in kept} == {"theirs"}
    assert renew_seals(ports_with(store, NEW, OLD)) == Renewal(renewed=2)
    assert {rows_of(store)[key].data["notes"] for key in kept} == {"theirs"}


@pytest.mark.parametrize("operation", range(1, 8))
def test_a_citizen_whose_row_is_sealed_anew_meanwhile_loses_nothing(store, operation):
    busy = BusyStore(store)
    [booking] = under(OLD, 1, store)
    ports = ports_with(busy, NEW, OLD)
    busy.others_in = operation
    busy.others = lambda: renew_seals(ports_with(store, NEW, OLD))

    cancelled = cancel(booking.reference, a_citizen(0), ports)

    stored = show_booking(booking.reference, a_citizen(0), ports_with(store, NEW, OLD)).booking
    assert stored == cancelled
    assert (stored.status, stored.version, stored.sequence) == ("cancelled", 2, 1)
    assert_the_log_is_whole(ports, stored)


def test_a_write_under_the_etag_from_before_fails_as_it_must(store):
    [booking] = under(OLD, 1, store)
    [row] = rows_of(store).values()
    renew_seals(ports_with(store, NEW, OLD))

    with pytest.raises(Conflict):
        store.commit(booking.centre, [Replace(row.key, row.data, row.etag)])


@pytest.mark.parametrize("operation", range(1, 12))
def test_reconcile_goes_on_while_rows_are_sealed_anew(store, operation):
    busy = BusyStore(store)
    [booking] = under(OLD, 1, store)
    ports = ports_with(busy, NEW, OLD)
    busy.others_in = operation
    busy.others = lambda: renew_seals(ports_with(store, NEW, OLD))

    sweep(ports)

    assert store.get(booking.centre, keys.todo(booking.reference)) is None
    assert len(ports.calendar.entries) == len(ports.mailbox.kept) == 1
    assert stored_booking(booking.reference, ports) == booking


@given(
    fails=st.sampled_from(["reading", "before", "after"]),
    operation=st.integers(1, 5),
    others_in=st.integers(0, 6),
    is_real=st.booleans(),
)
@settings(max_examples=60)
def test_after_any_failure_the_next_nights_finish_it(fails, operation, others_in, is_real):
    """The store fails before or after its work, and a citizen cancels in between."""
    with TemporaryDirectory() as folder:
        inner = SqliteStore(Path(folder) / "rows.sqlite3") if is_real else FakeStore()
        bookings = under(OLD, 4, inner)
        busy, ports = BusyStore(inner), ports_with(inner, NEW, OLD)
        busy.will_fail(fails, operation)
        busy.others_in = others_in
        busy.others = lambda: cancel(bookings[0].reference, a_citizen(0), ports)

        first = renew_seals(ports_with(busy, NEW, OLD))

        assert first.is_whole is not busy.has_failed
        renew_seals(ports)
        assert renew_seals(ports) == Renewal()
        assert set(seals(inner, NEW)) == {Seal.NEWEST}
        for number, booking in enumerate(bookings):
            stored = show_booking(booking.reference, a_citizen(number), ports).booking
            was_cancelled = number == 0 and busy.has_company
            assert (stored.version, stored.status) == (
                (2, "cancelled") if was_cancelled else (1, "booked")
            )
            assert_the_log_is_whole(ports, stored)
        if is_real:
            inner.close()


def test_a_store_that_is_busy_is_left_in_peace_until_the_next_night():
    store = FakeStore()
    under(OLD, 2, store)
    store.is_busy = True

    assert renew_seals(ports_with(store, NEW, OLD)) == Renewal(is_whole=False)


def test_it_ends_before_the_host_would_end_it_and_later_nights_do_the_rest():
    clock, store, nights = Clock(), FakeStore(), []
    in_zografou, _ = under(OLD, 2, store)
    copy_of(in_zografou, OLD, store, BATCH)

    for _ in range(20):
        clock.forward(days=1)
        slow = chain([0.0, 1.0], repeat(200.0))  # seconds: after one batch the time is up
        ports = ports_with(store, NEW, OLD, now=clock, ticks=slow.__next__)
        nights.append(renew_seals(ports))

    assert max(night.renewed for night in nights) <= BATCH
    assert sum(night.renewed for night in nights) == BATCH + 2
    assert set(seals(store, NEW)) == {Seal.NEWEST}


def test_the_host_gives_more_time_than_it_takes():
    host = json.loads((Path(__file__).parents[2] / "host.json").read_text("utf-8"))

    given_minutes = int(host["functionTimeout"].split(":")[1])
    assert timedelta(minutes=given_minutes) >= LONGEST + timedelta(minutes=2)
