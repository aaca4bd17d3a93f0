"""Whether the system does its work, part by part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.domain.digest import digest_of, works_in
from functions.domain.slot import ATHENS
from functions.domain.timetable import DAY
from functions.ports import Ports, StoreBusy
from functions.use_cases.digest_book import stored_digest
from functions.use_cases.list_free_slots import digest_now
from functions.use_cases.reconcile import oldest_todo

OUTBOX_LIMIT = timedelta(minutes=15)  # older work than this means that somebody waits for a link


@dataclass(frozen=True, slots=True)
class Part:
    """One part: whether it works, since when something waits in it, and what went wrong."""

    is_well: bool
    since: datetime | None = None
    error: str | None = None


def check_health(ports: Ports) -> dict[str, Part]:
    """Return the state of every part by name; never raises."""
    return {name: _checked(check, ports) for name, check in CHECKS.items()}


def _checked(check: Callable[[Ports], Part], ports: Ports) -> Part:
    try:
        return check(ports)
    except StoreBusy:
        return Part(is_well=False, error="the store does not answer")


def _store(ports: Ports) -> Part:
    ports.store.get("health", "health")
    return Part(is_well=True)


def _outbox(ports: Ports) -> Part:
    oldest = oldest_todo(ports)
    return Part(oldest is None or ports.now() - oldest < OUTBOX_LIMIT, since=oldest)


def _digest(ports: Ports) -> Part:
    """Red when the digest that opened last has not gone shortly before its time (circular R11)."""
    digest, now = digest_now(ports), ports.now()
    stored = stored_digest(digest.name, ports)
    if stored and stored.record.is_closed:
        return Part(is_well=True, since=stored.record.closed_at)
    if now < digest.overdue_at or (stored is None and _is_new_here(ports)):
        return Part(is_well=True)
    error = stored.record.last_error if stored else "nothing has begun it"
    return Part(is_well=False, since=digest.opens_at, error=error)


def _is_new_here(ports: Ports) -> bool:
    """Tell whether the system was set up today, after the evening on which a digest was due."""
    digest, rules = digest_now(ports), ports.catalog.rules
    if ports.now().astimezone(ATHENS).date() == digest.opens_at.date():
        return False
    before = digest_of(digest.first - DAY, rules.digest_opens, works_in(ports.catalog))
    return stored_digest(before.name, ports) is None


CHECKS: Mapping[str, Callable[[Ports], Part]] = {
    "store": _store,
    "outbox": _outbox,
    "digest": _digest,
}
