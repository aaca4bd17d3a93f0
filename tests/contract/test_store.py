"""What every store promises: the fake, SQLite and Azure Tables (Azurite)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.adapters.sqlite_store import SqliteStore
from functions.adapters.table_store import TableStore
from functions.ports import (
    MAX_OPERATIONS,
    MAX_ROW_CHARS,
    Conflict,
    Delete,
    Insert,
    Replace,
    Store,
    StoreBusy,
)
from tests.fake_store import FakeStore

HERE = "kep-zografou"


@pytest.fixture(params=["fake", "sqlite", "tables"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "fake":
        yield FakeStore()
    elif request.param == "sqlite":
        yield SqliteStore(tmp_path / "rows.sqlite3")
    else:
        tables = TableStore(
            connection=request.getfixturevalue("azurite"), table=f"t{uuid4().hex[:20]}"
        )
        tables.create()
        yield tables


def test_a_row_comes_back_as_it_was_written(store):
    data = {"text": "Αθήνα «ψ»\n", "number": 7, "nothing": None, "list": [1, {"a": True}]}

    [etag] = store.commit(HERE, [Insert("book:1", data)])

    row = store.get(HERE, "book:1")
    assert (row.key, row.data, row.etag) == ("book:1", data, etag)


def test_what_is_not_there_is_none(store):
    assert store.get(HERE, "book:1") is None
    assert list(store.range(HERE, "a", "z")) == []


def test_a_row_is_inserted_only_once(store):
    store.commit(HERE, [Insert("k", {"v": 1})])

    with pytest.raises(Conflict) as conflict:
        store.commit(HERE, [Insert("k", {"v": 2})])

    assert conflict.value.index == 0
    assert store.get(HERE, "k").data == {"v": 1}


def test_only_the_row_that_was_read_is_replaced(store):
    [old] = store.commit(HERE, [Insert("k", {"v": 1})])
    [new] = store.commit(HERE, [Replace("k", {"v": 2}, old)])

    with pytest.raises(Conflict):
        store.commit(HERE, [Replace("k", {"v": 3}, old)])

    assert new != old
    assert store.get(HERE, "k").data == {"v": 2}


def test_only_the_row_that_was_read_is_deleted(store):
    [old] = store.commit(HERE, [Insert("k", {"v": 1})])
    [new] = store.commit(HERE, [Replace("k", {"v": 2}, old)])

    with pytest.raises(Conflict):
        store.commit(HERE, [Delete("k", old)])
    store.commit(HERE, [Delete("k", new)])

    assert store.get(HERE, "k") is None


def test_a_row_that_is_gone_can_be_neither_replaced_nor_deleted(store):
    [etag] = store.commit(HERE, [Insert("k", {})])
    store.commit(HERE, [Delete("k", etag)])

    for operation in (Replace("k", {}, etag), Delete("k", etag)):
        with pytest.raises(Conflict):
            store.commit(HERE, [operation])


def test_a_row_made_anew_does_not_answer_to_the_old_etag(store):
    [old] = store.commit(HERE, [Insert("k", {"v": 1})])
    store.commit(HERE, [Delete("k", old)])
    store.commit(HERE, [Insert("k", {"v": 1})])

    with pytest.raises(Conflict):
        store.commit(HERE, [Replace("k", {"v": 2}, old)])


def test_a_commit_writes_all_or_nothing_and_names_what_failed(store):
    store.commit(HERE, [Insert("b", {"v": 1})])

    with pytest.raises(Conflict) as conflict:
        store.commit(HERE, [Insert("a", {}), Insert("b", {}), Insert("c", {})])

    assert conflict.value.index == 1
    assert [row.key for row in store.range(HERE, "a", "z")] == ["b"]


def test_partitions_do_not_see_each_other(store):
    store.commit(HERE, [Insert("k", {"v": 1})])
    store.commit("kep-patra", [Insert("k", {"v": 2})])

    assert store.get(HERE, "k").data == {"v": 1}
    assert [row.data["v"] for row in store.range("kep-patra", "a", "z")] == [2]


def test_a_range_includes_its_first_key_and_not_its_last(store):
    store.commit(HERE, [Insert(key, {}) for key in ("slot:1", "slot:2", "slot:3", "todo:1")])

    assert [row.key for row in store.range(HERE, "slot:1", "slot:3")] == ["slot:1", "slot:2"]
    assert [row.key for row in store.range(HERE, "slot:", "slot;")] == [
        "slot:1",
        "slot:2",
        "slot:3",
    ]


def test_a_range_of_more_than_a_page_is_whole(store):
    for hundred in range(12):
        store.commit(HERE, [Insert(f"r:{hundred:02}{n:02}", {}) for n in range(100)])

    assert len(list(store.range(HERE, "r:", "r;"))) == 1200


def test_a_commit_has_at_most_a_hundred_operations_on_as_many_rows(store):
    with pytest.raises(ValueError, match="101 operations"):
        store.commit(HERE, [Insert(f"k{n}", {}) for n in range(MAX_OPERATIONS + 1)])
    with pytest.raises(ValueError, match="twice"):
        store.commit(HERE, [Insert("k", {}), Insert("k", {})])
    with pytest.raises(ValueError, match="0 operations"):
        store.commit(HERE, [])


def test_what_table_storage_cannot_hold_is_refused_everywhere(store):
    with pytest.raises(ValueError, match="too large"):
        store.commit(HERE, [Insert("k", {"v": "α" * MAX_ROW_CHARS})])
    for key in ("a/b", "a\\b", "a#b", "a?b", "a\nb", "", "k" * 513):
        with pytest.raises(ValueError, match="not a key"):
            store.commit(HERE, [Insert(key, {})])


def test_of_many_that_replace_one_row_at_once_exactly_one_succeeds(store):
    [etag] = store.commit(HERE, [Insert("k", {"v": 0})])

    def replace(n: int) -> bool:
        try:
            store.commit(HERE, [Replace("k", {"v": n}, etag), Insert(f"mine:{n}", {})])
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        won = list(pool.map(replace, range(1, 13)))

    assert sum(won) == 1
    assert store.get(HERE, "k").data == {"v": won.index(True) + 1}
    assert [row.key for row in store.range(HERE, "mine:", "mine;")] == [
        f"mine:{won.index(True) + 1}"
    ]


def test_a_busy_sqlite_file_is_said_to_be_busy_and_nothing_is_written(tmp_path):
    store = SqliteStore(tmp_path / "rows.sqlite3", wait_seconds=0.01)
    store.commit(HERE, [Insert("k", {"v": 1})])

    with SqliteStore(tmp_path / "rows.sqlite3")._connection() as other:  # noqa: SLF001
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy):
            store.commit(HERE, [Insert("l", {})])
        other.execute("ROLLBACK")

    assert store.get(HERE, "l") is None


@given(
    documents=st.dictionaries(
        st.text("abc:-019", min_size=1, max_size=6),
        st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers(-9, 9), max_size=3),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_rows_come_back_in_the_order_of_their_keys(tmp_path, documents):
    store, partition = SqliteStore(tmp_path / "rows.sqlite3"), uuid4().hex
    store.commit(partition, [Insert(key, data) for key, data in documents.items()])

    found = list(store.range(partition, "\x20", "\x7e"))

    assert [(row.key, row.data) for row in found] == sorted(documents.items())


def test_a_new_file_is_opened_by_many_at_once(tmp_path):
    """Who makes it a write-ahead log locks it, and SQLite lets nobody wait for that."""
    for number in range(8):
        store = SqliteStore(tmp_path / f"{number}.sqlite3")
        with ThreadPoolExecutor(24) as pool:
            assert list(pool.map(partial(store.get, "p"), "abcdefgh" * 3)) == [None] * 24
        store.close()
