"""A copy of the store: whole, unreadable where the store is, and put back only where nothing is."""

import gzip
import io
import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.fernet_vault import FernetVault
from functions.adapters.sqlite_store import SqliteStore
from functions.use_cases.book import book
from functions.use_cases.reconcile import reconcile
from functions.use_cases.show_bookings import list_bookings
from infra.backup import CannotDo, Kept, check, copy, fill, main, read_file, restore, write_file
from tests.builders import MARIA, a_request, make_ports
from tests.fake_store import FakeStore

VAULT = FernetVault([Fernet.generate_key().decode()], "key")
ROWS = st.lists(
    st.builds(
        Kept,
        st.sampled_from(["kep-a", "kep-b", "person:x"]),
        st.text("abc:0123", min_size=1, max_size=8),
        st.dictionaries(st.text(max_size=5), st.text(max_size=40)).map(json.dumps),
    ),
    unique_by=lambda row: (row.partition, row.key),
    max_size=200,
)


@pytest.fixture
def booked(tmp_path: Path) -> Path:
    """A store with one appointment of which everything is done."""
    path = tmp_path / "rows.sqlite3"
    store = SqliteStore(path)
    ports = make_ports(store=store, vault=VAULT)
    reconcile(book(a_request(), MARIA, "key", "el", ports).reference, ports)
    store.close()
    return path


def test_what_is_put_back_is_what_was_there(booked, tmp_path):
    file, again = tmp_path / "copy.jsonl.gz", tmp_path / "again.sqlite3"

    copied = copy(str(booked), str(file))

    assert restore(str(file), str(again)) == copied == check(str(file)) > 5
    store = SqliteStore(again)
    [appointment] = list_bookings(MARIA, make_ports(store=store, vault=VAULT))
    store.close()
    assert appointment.done.event
    second = tmp_path / "second.jsonl.gz"
    copy(str(again), str(second))
    assert gzip.decompress(second.read_bytes()) == gzip.decompress(file.read_bytes())


def test_what_the_application_encrypted_stays_encrypted(booked, tmp_path):
    file = tmp_path / "copy.jsonl.gz"
    copy(str(booked), str(file))

    text = gzip.decompress(file.read_bytes()).decode()

    assert MARIA.tax_id not in text
    assert "123456" not in text.replace("6912345678", "")  # the document's number


@given(ROWS)
def test_any_rows_come_back_as_they_were(rows):
    rows.sort()
    file = io.StringIO()
    write_file(rows, file)
    file.seek(0)
    store = FakeStore()

    assert fill(store, read_file(file)) == len(rows)
    kept = {at: row.data for at, row in store.rows.items()}
    assert kept == {(row.partition, row.key): json.loads(row.data) for row in rows}


def test_a_file_that_was_cut_off_is_not_put_back(booked, tmp_path):
    file, cut = tmp_path / "copy.jsonl.gz", tmp_path / "cut.jsonl.gz"
    copy(str(booked), str(file))
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    cut.write_bytes(gzip.compress(b"".join(lines[:-2])))

    for broken in (cut, booked):
        with pytest.raises(CannotDo):
            restore(str(broken), str(tmp_path / "again.sqlite3"))
    cut.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(CannotDo):
        restore(str(cut), str(tmp_path / "again.sqlite3"))
    assert not (tmp_path / "again.sqlite3").exists()


def test_a_copy_is_for_its_owner_alone_and_a_failed_one_leaves_nothing(booked, tmp_path):
    file = tmp_path / "copy.gz"
    copy(str(booked), str(file))

    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CannotDo):
        copy(str(tmp_path / "no-such.sqlite3"), str(tmp_path / "other.gz"))
    assert {path.name for path in tmp_path.glob("*gz")} | {
        path.name for path in tmp_path.glob(".*")
    } == {"copy.gz"}


def test_nothing_is_written_over(booked, tmp_path, capsys):
    file = tmp_path / "copy.jsonl.gz"
    assert main(["copy", str(booked), str(file)]) == 0

    assert main(["copy", str(booked), str(file)]) == 1
    assert main(["restore", str(file), str(booked)]) == 1
    assert main(["copy", str(tmp_path / "nothing.sqlite3"), str(tmp_path / "x")]) == 1
    assert main([]) == 2
    assert "is there already" in capsys.readouterr().err
