"""
Copy every row of the store into a file, and put such a file into an empty store.

    python -m infra.backup copy    STORE FILE      FILE ends in .jsonl.gz and must not be there yet
    python -m infra.backup restore FILE STORE      STORE must be empty
    python -m infra.backup check   FILE            read it to its end

STORE is an SQLite file of the local stack, or the address of a table service
(https://….table.core.windows.net), to which `az login` gives the rights: Storage Table Data
Reader to copy, Contributor to restore.

Azure's tables have neither soft delete nor restoring to a point in time, so this file is the
only way back. What the application has encrypted (tax and document numbers) stays so, and is worth
nothing without DATA_KEYS and CITIZEN_KEY; names, e-mail addresses and telephone numbers are
readable: the file belongs where the data is. Rows are read one after the other while the system
runs; an appointment made in those seconds may be there in part, so copy at night.
"""

import gzip
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from functions.adapters.sqlite_store import SqliteStore
from functions.adapters.table_store import TABLE, TableStore
from functions.ports import Insert, Store

AT_ONCE = 40  # rows in one commit: of the largest, 4 MB hold more than these
FORMAT = "mykeplive-rows-1"
USAGE = "\n".join((__doc__ or "").splitlines()[3:6])


class CannotDo(Exception):
    """It was not done; the message says why."""


class Kept(NamedTuple):
    """A row as it stands in a file: *data* is the JSON that the store holds."""

    partition: str
    key: str
    data: str


def write_file(rows: Iterable[Kept], file: TextIO) -> int:
    """Write *rows*, and at the end how many there were; return that."""
    file.write(f"{json.dumps({'format': FORMAT})}\n")
    number = 0
    for row in rows:
        file.write(f"{json.dumps(row, ensure_ascii=False)}\n")
        number += 1
    file.write(f"{json.dumps({'rows': number})}\n")
    return number


def read_file(file: TextIO) -> Iterator[Kept]:
    """
    Yield the rows of a file.

    Raises:
        CannotDo: It is another file, or its end is missing; what came before may be right.
    """
    if json.loads(file.readline() or "{}") != {"format": FORMAT}:
        raise CannotDo("this is no copy of the store")
    number = 0
    for line in file:
        content = json.loads(line)
        if isinstance(content, dict):
            if content["rows"] != number:
                raise CannotDo(f"{number} rows instead of {content['rows']}")
            return
        number += 1
        yield Kept(*content)
    raise CannotDo(f"the file ends after {number} rows, before its end")


def fill(store: Store, rows: Iterable[Kept]) -> int:
    """Write *rows*, in the order of their partitions, into an empty *store*; return how many."""
    number = 0
    for partition, group in groupby(rows, attrgetter("partition")):
        writes = [Insert(row.key, json.loads(row.data)) for row in group]
        for first in range(0, len(writes), AT_ONCE):
            store.commit(partition, writes[first : first + AT_ONCE])
        number += len(writes)
    return number


def rows_of_sqlite(path: Path) -> Iterator[Kept]:
    """Yield the rows of an SQLite file, as of one moment."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            found = connection.execute("SELECT partition, key, data FROM rows ORDER BY 1, 2")
        except sqlite3.OperationalError as error:
            raise CannotDo(f"{path} is no store") from error
        yield from (Kept(*row) for row in found)


def rows_of_tables(client: Any) -> Iterator[Kept]:
    """Yield the rows of a `TableClient`."""
    for page in client.list_entities().by_page():
        for row in page:
            yield Kept(row["PartitionKey"], row["RowKey"], row["data"])


class AzureCli:
    """An `azure.core.credentials.TokenCredential` of whoever has done `az login`."""

    def get_token(self, *scopes: str, **_: Any) -> Any:
        from azure.core.credentials import AccessToken

        resource = scopes[0].removesuffix("/.default")
        command = ["az", "account", "get-access-token", "--resource", resource, "-o", "json"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if answer.returncode:
            raise CannotDo(f"az: {answer.stderr.strip()}")
        token: dict[str, Any] = json.loads(answer.stdout)
        return AccessToken(token["accessToken"], int(token.get("expires_on") or time.time() + 300))


def rows_of(store: str) -> Iterator[Kept]:
    """Yield the rows of the store that is named as on the command line."""
    if not store.startswith("https://"):
        if not Path(store).is_file():
            raise CannotDo(f"{store}: there is no such file")
        return rows_of_sqlite(Path(store))
    from azure.data.tables import TableClient

    return rows_of_tables(TableClient(store, TABLE, credential=AzureCli()))


def _empty(store: str) -> Store:
    """Return the store, if there is nothing in it."""
    if store.startswith("https://"):
        if next(rows_of(store), None):
            raise CannotDo(f"{store} is not empty")
        return TableStore(store, credential=AzureCli())
    if Path(store).exists():
        raise CannotDo(f"{store} is there already")
    return SqliteStore(Path(store))


def copy(store: str, file: str) -> int:
    """Copy *store* into *file*; return how many rows that is."""
    target = Path(file)
    if target.exists():
        raise CannotDo(f"{file} is there already")
    partial = target.with_name(f".{target.name}")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)  # it is as personal as the store
    try:
        with gzip.open(partial, "wt", encoding="utf-8") as stream:
            number = write_file(rows_of(store), stream)
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return number


def restore(file: str, store: str) -> int:
    """Put the rows of *file*, which is read to its end first, into the empty *store*."""
    check(file)
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        return fill(_empty(store), read_file(stream))


def check(file: str) -> int:
    """Read *file* to its end; return how many rows it has."""
    try:
        with gzip.open(file, "rt", encoding="utf-8") as stream:
            return sum(1 for _ in read_file(stream))
    except (OSError, EOFError, ValueError) as error:
        raise CannotDo(f"{file}: {error}") from error


ACTS: Mapping[str, tuple[Callable[..., int], int]] = {
    "copy": (copy, 2),
    "restore": (restore, 2),
    "check": (check, 1),
}


def main(arguments: Sequence[str]) -> int:
    """Do what is asked and say how many rows that was; return the exit code."""
    name, *operands = arguments or ("",)
    if name not in ACTS or len(operands) != ACTS[name][1]:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    act, _ = ACTS[name]
    try:
        number = act(*operands)
    except CannotDo as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    sys.stdout.write(f"{number} rows\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
