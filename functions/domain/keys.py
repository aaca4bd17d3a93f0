"""
Where each row stands in the store: the one module that knows.

The partition is the centre, so that booking, cancelling and moving within a
centre (all that circular R10 allows) are each one transaction. What belongs to a
person over all centres stands in the person's own partition, named by a
pseudonym. Keys hold no personal data; `:` is a character that table keys allow,
and `;` is the one after it, which closes a range.

    slot:2026-11-24:0930         desks, state and who has it; its ETag is the lock
    book:<reference>             the booking and the last hash of its log
    live:2026-11-24:<person>     one live appointment per person, centre and day
    todo:<reference>             the outbox: what reconcile still has to do
    done:<reference>             what reconcile did
    log:<reference>:<version>    who did what, when; append-only

    in the partition of a person:
    once:<hash of the Idempotency-Key>   the body's hash and the reference it got
    mine:<reference>                     the person's own list
    live                                 what counts towards the cap
"""

import hashlib
from datetime import date, datetime

SLOTS = "slot:"
TODO = "todo:"
MINE = "mine:"
LIVE = "live"


def past(prefix: str) -> str:
    """Return the end of the range of keys that start with *prefix* (which ends in `:`)."""
    return prefix.removesuffix(":") + ";"


def slot(starts_at: datetime) -> str:
    """Return the key of the slot at *starts_at* (Athens wall clock)."""
    return f"{SLOTS}{starts_at:%Y-%m-%d:%H%M}"


def slots_of(day: date) -> str:
    """Return the first key that the slots of *day* can have."""
    return f"{SLOTS}{day.isoformat()}"


def booking(reference: str) -> str:
    return f"book:{reference}"


def guard(day: date, person: str) -> str:
    return f"live:{day.isoformat()}:{person}"


def todo(reference: str) -> str:
    return f"{TODO}{reference}"


def done(reference: str) -> str:
    return f"done:{reference}"


def log(reference: str, version: int) -> str:
    return f"log:{reference}:{version:06}"


def person(pseudonym: str) -> str:
    """Return the partition of a person."""
    return f"person:{pseudonym}"


def once(idempotency_key: str) -> str:
    """Return the key for an `Idempotency-Key`, which may be any text."""
    return f"once:{hashlib.sha256(idempotency_key.encode()).hexdigest()}"


def mine(reference: str) -> str:
    return f"{MINE}{reference}"
