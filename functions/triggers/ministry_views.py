"""
What the administrators' pages show; see `functions/templates/ministry/`.

The proof names no citizen, and no interpreter either: the desk gives that name to the
officer who will be in the call.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from functions.domain import log
from functions.domain.booking import Booking, Language
from functions.domain.digest import Digest, digest_of, works_in
from functions.domain.digest_record import DigestRecord
from functions.domain.interpretation import Told
from functions.domain.reference import centre_of
from functions.domain.staff import Administrator
from functions.domain.words_for_time import day_in_words, hour_in_words
from functions.ports import Ports
from functions.triggers.appointment_views import (
    OTHER,
    moment_facts,
    moment_in_words,
    slot_facts,
)
from functions.triggers.html import address_of
from functions.triggers.staff_access import FIRST_DAY
from functions.use_cases.digest_book import digests_from, stored_digest
from functions.use_cases.show_digests import Corrected, DigestProof, recent_digests, show_digest

PATH = "/api/ministry/interpreters"
DESK = "/api/desk"
RECENT = 10
HASH_SHOWN = 12  # of 64 characters: enough to compare by eye


def proof(
    day: date, administrator: Administrator, language: Language, ports: Ports
) -> dict[str, Any]:
    """
    Return what the proof of the digest that covers *day* shows.

    Raises:
        NotFound: Its opening is still to come.
    """
    shown = show_digest(day, ports)
    return {
        **_frame(shown.digest.last, administrator, language),
        "digest": _digest(shown, language, ports),
        "held": [_held(told, shown, language, ports) for told in shown.held],
        "corrections": [_corrected(each, shown, language, ports) for each in shown.corrections],
        "log": [_logged(entry, language) for entry in shown.log],
        "is_whole": _is_whole(shown),
        "desk": address_of(DESK, language),
        "recent": _recent(shown.digest, language, ports),
    }


def still_to_come(
    day: date, administrator: Administrator, language: Language, ports: Ports
) -> dict[str, Any]:
    """Return what is said of a day whose digest has not opened yet."""
    digest = digest_of(day, ports.catalog.rules.digest_opens, works_in(ports.catalog))
    return {
        **_frame(day, administrator, language),
        "day": day_in_words(day, language),
        "opens": moment_in_words(digest.opens_at, language),
        "latest": address_of(PATH, language),
    }


def _frame(day: date, administrator: Administrator, language: Language) -> dict[str, Any]:
    return {
        "staff": {"name": administrator.name},
        "alternate": address_of(PATH, OTHER[language], day=day.isoformat()),
    }


def _days(digest: Digest, language: Language) -> dict[str, str]:
    """Return the days that it covers; `first` is empty where it is one."""
    is_one = digest.first == digest.last
    return {
        "first": "" if is_one else day_in_words(digest.first, language),
        "last": day_in_words(digest.last, language),
    }


def _digest(shown: DigestProof, language: Language, ports: Ports) -> dict[str, Any]:
    digest, record = shown.digest, shown.record
    times = {
        "opened": digest.opens_at,
        "closing": record.closing_at if record else None,
        "collected": record.collected_at if record else None,
        "sent": record.sent_at if record else None,
    }
    return {
        "name": digest.name,
        "days": _days(digest, language),
        "state": _state(digest, record, ports),
        "times": {name: moment_facts(at, language) if at else None for name, at in times.items()},
        "deadline": hour_in_words(digest.deadline),
        "count": record.count if record else 0,
        "tries": record.tries if record else 0,
        "last_error": (record.last_error if record else None) or "",
    }


def _state(digest: Digest, record: DigestRecord | None, ports: Ports) -> str:
    """Return how far it came, as the words of the page name it."""
    now = ports.now()
    if record is None:
        if now < digest.alarm_at:
            return "awaited"
        return "nothing" if _was_running(digest, ports) else "before"
    if not record.is_closed:
        return "closing" if now < digest.deadline else "overdue"
    if record.sent_at is None:
        return "empty"
    return "late" if record.is_late else "sent"


def _was_running(digest: Digest, ports: Ports) -> bool:
    """Tell whether any earlier digest is written down."""
    earliest = next(digests_from(FIRST_DAY, ports), None)
    return earliest is not None and earliest.digest < digest


def _held(told: Told, shown: DigestProof, language: Language, ports: Ports) -> dict[str, Any]:
    return {
        **_told(told, language, ports),
        "answer": _answer(told, shown.bookings.get(told.reference), language),
    }


def _corrected(
    each: Corrected, shown: DigestProof, language: Language, ports: Ports
) -> dict[str, Any]:
    booking = shown.bookings.get(each.reference)
    return {
        "at": moment_facts(each.at, language),
        "reference": each.reference,
        "href": _desk_page(each.reference, language),
        "changes": [change.value for change in each.changes],
        "told": _told(each.told, language, ports) if each.told else None,
        "answer": _answer(each.told, booking, language) if each.told else {"status": ""},
    }


def _told(told: Told, language: Language, ports: Ports) -> dict[str, Any]:
    centre = centre_of(told.reference, ports.catalog.centres.values())
    return {
        "reference": told.reference,
        "href": _desk_page(told.reference, language),
        "centre": centre.name.in_language(language) if centre else "",
        "kind": told.kind.value,
        "has_link": told.join_url is not None,
        **slot_facts(told.slot, language),
    }


def _desk_page(reference: str, language: Language) -> str:
    return address_of(f"{DESK}/{reference}", language)


def _answer(told: Told, booking: Booking | None, language: Language) -> dict[str, str]:
    """Return what the desk answered to what it was told; `changed` where that no longer holds."""
    if booking is None or booking.sequence != told.sequence:
        return {"status": "changed"}
    at = booking.answer.at if booking.answer else None
    status = booking.interpreter_status or "changed"
    return {"status": status, "at": moment_in_words(at, language) if at else ""}


def _logged(entry: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        "at": moment_facts(datetime.fromisoformat(entry["at"]), language),
        "action": entry["action"],
        "hash": entry["hash"][:HASH_SHOWN],
        "follows": entry["follows"][:HASH_SHOWN],
        "is_right": entry["hash"] == log.digest(entry),
    }


def _is_whole(shown: DigestProof) -> bool:
    """Tell whether no entry was changed, dropped or added (circular R13)."""
    last = shown.record.log_hash if shown.record else log.START
    hashes = [log.START, *(entry["hash"] for entry in shown.log)]
    follow = all(e["follows"] == before for e, before in zip(shown.log, hashes, strict=False))
    return follow and hashes[-1] == last and all(e["hash"] == log.digest(e) for e in shown.log)


def _recent(chosen: Digest, language: Language, ports: Ports) -> list[dict[str, Any]]:
    return [_line(digest, chosen, language, ports) for digest in recent_digests(RECENT, ports)]


def _line(digest: Digest, chosen: Digest, language: Language, ports: Ports) -> dict[str, Any]:
    stored = stored_digest(digest.name, ports)
    sent_at = stored.record.sent_at if stored else None
    return {
        "href": address_of(PATH, language, day=digest.name),
        "is_shown": digest == chosen,
        "days": _days(digest, language),
        "state": _state(digest, stored.record if stored else None, ports),
        "count": stored.record.count if stored else 0,
        "sent": hour_in_words(sent_at) if sent_at else "",
    }
