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
    ask:2026-11-24:<reference>   an interpreter is asked for on that day
    told:<digest>:<reference>:<number>   a correction to a digest; append-only
    remind:20261124T070000:<reference>   a reminder that is due then, in UTC
    look:20261124T071000:<mail>  a mail whose return is looked for then, in UTC
    wait:<entry>                 somebody who waits for a time there
    read:20261124T0700:<reference>:<reader>   the reader saw whose it is within that
                                 minute, in UTC; append-only

    in the partition of the interpreters' desk:
    digest:<digest>              how far a digest has come; its ETag is the lock
    held:<digest>:<attempt>:<reference>   what it holds of an appointment
    log:<digest>:<version>       who did what, when; append-only

    in the partition of the limits:
    count:<kind>:<pseudonym>             what an address or a session has left

    in the partition of a person:
    once:<hash of the Idempotency-Key>   the body's hash and the reference it got
    mine:<reference>                     the person's own list
    live                                 what counts towards the cap
    hold                                 the one time that is held for the person
    waiting:<entry>                      where the person waits for a time
"""

import hashlib
from datetime import UTC, date, datetime

SLOTS = "slot:"
BOOKINGS = "book:"
TODO = "todo:"
MINE = "mine:"
ONCE = "once:"
LIVE = "live"
HOLD = "hold"
ASKS = "ask:"
TOLD = "told:"
HELD = "held:"
REMINDERS = "remind:"
LOOKS = "look:"
WAITS = "wait:"
WAITING = "waiting:"
DIGESTS = "digest:"
COUNTS = "count:"
READS = "read:"

TIME = "%Y%m%dT%H%M%S"  # of what is looked for by time, in UTC

INTERPRETERS = "interpreters"  # the partition of the interpreters' desk
SESSIONS = "sessions"  # the partition of sessions that were ended by signing out
ENDED = "out:"
LIMITS = "limits"  # the partition of what addresses and sessions have left


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
    return f"{BOOKINGS}{reference}"


def guard(day: date, person: str) -> str:
    return f"live:{day.isoformat()}:{person}"


def todo(reference: str) -> str:
    return f"{TODO}{reference}"


def done(reference: str) -> str:
    return f"done:{reference}"


def log(name: str, version: int) -> str:
    """Return the key of an entry in the log of a booking or a digest."""
    return f"{log_of(name)}{version:06}"


def log_of(name: str) -> str:
    """Return how the keys of the log of a booking or a digest begin."""
    return f"log:{name}:"


def ask(day: date, reference: str) -> str:
    return f"{asks_of(day)}:{reference}"


def asks_of(day: date) -> str:
    """Return the first key that the requests for an interpreter on *day* can have."""
    return f"{ASKS}{day.isoformat()}"


def reminder(at: datetime, reference: str) -> str:
    return f"{reminders_at(at)}:{reference}"


def reminders_at(at: datetime) -> str:
    """Return the first key that reminders due at *at* can have."""
    return f"{REMINDERS}{_in_utc(at)}"


def time_of_reminder(key: str) -> datetime:
    """Return when the reminder with *key* is due."""
    text = key.removeprefix(REMINDERS).partition(":")[0]
    return datetime.strptime(text, TIME).replace(tzinfo=UTC)


def look(at: datetime, message_id: str) -> str:
    return f"{looks_at(at)}:{message_id}"


def looks_at(at: datetime) -> str:
    """Return the first key that looks due at *at* can have."""
    return f"{LOOKS}{_in_utc(at)}"


def read(at: datetime, reference: str, reader: str) -> str:
    """Return the key of the entry that *reader* (a pseudonym) saw whose appointment it is."""
    return f"{reads_at(at)}:{reference}:{reader}"


def reads_at(at: datetime) -> str:
    """Return the first key that reads in the minute of *at* can have."""
    return f"{READS}{at.astimezone(UTC):%Y%m%dT%H%M}"


def wait(entry: str) -> str:
    return f"{WAITS}{entry}"


def waiting(entry: str) -> str:
    return f"{WAITING}{entry}"


def told(digest: str, reference: str, number: int) -> str:
    return f"{told_of(digest)}{reference}:{number:03}"


def told_of(digest: str) -> str:
    """Return how the keys of the corrections to *digest* begin."""
    return f"{TOLD}{digest}:"


def digest(name: str) -> str:
    """Return the key of the digest *name*, which is the last day that it covers."""
    return f"{DIGESTS}{name}"


def held(digest: str, attempt: int, reference: str) -> str:
    return f"{held_by(digest, attempt)}{reference}"


def held_by(digest: str, attempt: int) -> str:
    """Return how the keys of what *digest* held in its *attempt* begin."""
    return f"{HELD}{digest}:{attempt:03}:"


def counted(kind: str, pseudonym: str) -> str:
    """Return the key of what an address or a session has left of *kind*."""
    return f"{COUNTS}{kind}:{pseudonym}"


def ended(session: str) -> str:
    return f"{ENDED}{session}"


def person(pseudonym: str) -> str:
    """Return the partition of a person."""
    return f"person:{pseudonym}"


def once(idempotency_key: str) -> str:
    """Return the key for an `Idempotency-Key`, which may be any text."""
    return f"{ONCE}{hashlib.sha256(idempotency_key.encode()).hexdigest()}"


def mine(reference: str) -> str:
    return f"{MINE}{reference}"


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime(TIME)
