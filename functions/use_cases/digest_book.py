"""The rows of digests, read and written; `functions.domain.digest_record` says what they mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from functions.domain import keys, log
from functions.domain.digest import Digest
from functions.domain.digest_record import DigestRecord
from functions.domain.interpretation import Told
from functions.ports import MAX_OPERATIONS, Insert, Operation, Ports, Replace

ACTOR = "mykeplive"


@dataclass(frozen=True, slots=True)
class Stored:
    """A record with the ETag that it had."""

    record: DigestRecord
    etag: str


def stored_digest(name: str, ports: Ports) -> Stored | None:
    """Return what is written down of the digest *name*, the last day that it covers."""
    row = ports.store.get(keys.INTERPRETERS, keys.digest(name))
    return Stored(DigestRecord.from_row(row.data), row.etag) if row else None


def digest_state(digest: Digest, ports: Ports) -> str:
    """Return how far *digest* has come, in a word: none, closing, attempted or closed."""
    stored = stored_digest(digest.name, ports)
    if stored is None:
        return "none"
    if stored.record.is_closed:
        return "closed"
    return "attempted" if stored.record.attempted else "closing"


def digests_from(day: date, ports: Ports) -> Iterator[DigestRecord]:
    """Yield the digests whose last day is *day* or later: two at most, in the order of days."""
    first, past = keys.digest(day.isoformat()), keys.past(keys.DIGESTS)
    for row in ports.store.range(keys.INTERPRETERS, first, past):
        yield DigestRecord.from_row(row.data)


def save(
    before: Stored | None,
    record: DigestRecord,
    ports: Ports,
    action: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Stored:
    """
    Write *record* over *before* (None: for the first time); *action* goes into its log.

    Raises:
        Conflict: Somebody else has written it meanwhile.
    """
    operations: list[Operation] = []
    if action:
        record, entry = _logged(record, action, facts or {}, ports)
        operations.append(Insert(keys.log(record.digest.name, record.log_version), entry))
    key, data = keys.digest(record.digest.name), record.to_row()
    write = Replace(key, data, before.etag) if before else Insert(key, data)
    etag, *_ = ports.store.commit(keys.INTERPRETERS, [write, *operations])
    return Stored(record, etag)


def _logged(
    record: DigestRecord, action: str, facts: Mapping[str, Any], ports: Ports
) -> tuple[DigestRecord, dict[str, Any]]:
    entry = log.entry(action, ACTOR, ports.now(), facts, record.log_hash)
    version = record.log_version + 1
    return replace(record, log_version=version, log_hash=entry["hash"]), entry


def hold(record: DigestRecord, requests: Sequence[Told], ports: Ports) -> None:
    """Write down what *record* will hold; nothing counts before the record itself says so."""
    name = record.digest.name
    writes = [
        Insert(keys.held(name, record.attempt, told.reference), told.to_row()) for told in requests
    ]
    for first in range(0, len(writes), MAX_OPERATIONS):
        ports.store.commit(keys.INTERPRETERS, writes[first : first + MAX_OPERATIONS])


def held_in(record: DigestRecord, ports: Ports) -> Iterator[Told]:
    """Yield what *record* holds."""
    prefix = keys.held_by(record.digest.name, record.attempt)
    for row in ports.store.range(keys.INTERPRETERS, prefix, keys.past(prefix)):
        yield Told.from_row(row.data)


def held_of(record: DigestRecord, reference: str, ports: Ports) -> Told | None:
    """Return what *record* holds of one appointment."""
    key = keys.held(record.digest.name, record.attempt, reference)
    row = ports.store.get(keys.INTERPRETERS, key)
    return Told.from_row(row.data) if row else None
