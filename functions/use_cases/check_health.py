"""Whether the system does its work, part by part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from functions.domain.digest import digest_of, works_in
from functions.domain.errors import OutsideFailure
from functions.domain.slot import ATHENS
from functions.domain.timetable import DAY
from functions.ports import Ports, StoreBusy
from functions.use_cases.apply_retention import oldest_left_over
from functions.use_cases.digest_book import stored_digest
from functions.use_cases.list_free_slots import digest_now
from functions.use_cases.reconcile import oldest_todo
from functions.use_cases.send_reminders import oldest_unsent

OUTBOX_LIMIT = timedelta(minutes=15)  # older work than this means that somebody waits for a link
REMINDER_LIMIT = timedelta(minutes=15)
RETENTION_LIMIT = timedelta(hours=3)  # it runs every hour
SECRET_NOTICE = timedelta(days=7)  # the alert on the vault comes much earlier


@dataclass(frozen=True, slots=True)
class Part:
    """One part: whether it works, since when something waits in it, and what went wrong."""

    is_well: bool
    since: datetime | None = None
    error: str | None = None


def check_health(ports: Ports) -> dict[str, Part]:
    """Return the state of every part by name; never raises."""
    return {name: _checked(check, ports) for name, check in CHECKS.items()}


def note_health(ports: Ports) -> None:
    """Note how every part is, for the alerts; never raises."""
    started, parts = ports.ticks(), check_health(ports)
    red = [name for name, part in parts.items() if not part.is_well]
    ports.note(
        "health",
        status="red" if red else "green",
        red=red,
        outbox_age_s=_age(parts["outbox"], ports),
        secret_days=_days_left(ports),
        duration_ms=ports.since(started),
    )


def _age(part: Part, ports: Ports) -> int:
    """Return for how many seconds the oldest piece of work has waited; 0 where there is none."""
    return int((ports.now() - part.since).total_seconds()) if part.since else 0


def _days_left(ports: Ports) -> int | None:
    ends_on = ports.access.ends_on
    return (ends_on - ports.now().astimezone(ATHENS).date()).days if ends_on else None


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


def _reminders(ports: Ports) -> Part:
    oldest = oldest_unsent(ports)
    return Part(oldest is None or ports.now() - oldest < REMINDER_LIMIT, since=oldest)


def _retention(ports: Ports) -> Part:
    oldest = oldest_left_over(ports)
    return Part(oldest is None or ports.now() - oldest < RETENTION_LIMIT, since=oldest)


def _graph_token(ports: Ports) -> Part:
    try:
        ports.access.check()
    except OutsideFailure as failure:
        return Part(is_well=False, error=f"{type(failure).__name__}: {failure}"[:300])
    return Part(is_well=True)


def _secret_expiry(ports: Ports) -> Part:
    """Red from a week before the first secret ends, if it is known when that is."""
    ends_on = ports.access.ends_on
    if ends_on is None:
        return Part(is_well=True)
    ends_at = datetime.combine(ends_on, time(), UTC)
    is_well = ends_at - ports.now() > SECRET_NOTICE
    return Part(is_well, error=None if is_well else f"the first secret ends on {ends_on}")


CHECKS: Mapping[str, Callable[[Ports], Part]] = {
    "store": _store,
    "outbox": _outbox,
    "digest": _digest,
    "reminders": _reminders,
    "retention": _retention,
    "graph_token": _graph_token,
    "secret_expiry": _secret_expiry,
}
