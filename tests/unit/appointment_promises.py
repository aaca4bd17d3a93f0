"""
What citizens, and those who wait, were promised: holds, offers, entries in calendars, mails.

Each function that names a fault returns where it is: nothing, if all is well.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.domain import keys
from functions.domain.booking import Booking, Status
from functions.domain.hold import Hold
from functions.domain.projection import Message
from functions.domain.slot import Slot
from functions.domain.timetable import timetable_of
from functions.domain.waiting import WaitingEntry
from functions.ports import Ports
from tests.unit.appointment_model import coming, parts_of
from tests.unit.interpreter_model import (
    bookings,
    entries_for,
    entries_of,
    to_tell_citizen,
    told_citizen,
)

# What is held


@dataclass(frozen=True, slots=True)
class Held:
    """A slot that is held now."""

    place: str
    reference: str
    until: datetime


def held(ports: Ports) -> list[Held]:
    return [
        Held(f"{partition} {key}", reference, datetime.fromisoformat(until))
        for (partition, key), row in ports.store.rows.items()
        if key.startswith(keys.SLOTS)
        for reference, until in row.data.get("holds", {}).items()
        if datetime.fromisoformat(until) > ports.now()
    ]


def is_held(kept: Hold, ports: Ports) -> bool:
    """Tell whether every part of its time is held for it now."""
    return holds_all(kept.reference, kept.centre, kept.slot, ports)


def holds_all(reference: str, centre: str, slot: Slot, ports: Ports) -> bool:
    places = {each.place for each in held(ports) if each.reference == reference}
    return places >= {f"{centre} {key}" for key in parts_of(centre, slot, ports)}


def crowded(ports: Ports) -> list[str]:
    """Return the slots with more bookings and live holds than desks."""
    used = _used(ports).items()
    return [place for place, count in used if count > _desks(place.split()[0], ports)]


def is_free(centre: str, slot: Slot, ports: Ports) -> bool:
    """Tell whether every part of *slot* has a desk that nobody has or holds."""
    used, desks = _used(ports), _desks(centre, ports)
    return all(used[f"{centre} {key}"] < desks for key in parts_of(centre, slot, ports))


def _used(ports: Ports) -> Counter[str]:
    used: Counter[str] = Counter(each.place for each in held(ports))
    for (partition, key), row in ports.store.rows.items():
        if key.startswith(keys.SLOTS):
            used[f"{partition} {key}"] += len(row.data["references"])
    return used


def _desks(centre: str, ports: Ports) -> int:
    return timetable_of(ports.catalog.centres[centre], ports.catalog.rules).desks


def held_for_nobody(failed_at: datetime, ports: Ports) -> list[Held]:
    """
    Return what is held and is neither a citizen's one hold nor a time on offer.

    What a failure of the store at *failed_at* left behind is gone after ten minutes; a time
    that was on offer after thirty.
    """
    rules, references = ports.catalog.rules, {each.reference for each in bookings(ports)}
    own = {row.data["reference"] for (_, key), row in ports.store.rows.items() if key == keys.HOLD}
    offers = {each.offer.reference for each in entries(ports) if each.offer} | told_of(ports)
    open_ones = {e.offer.reference for e in entries(ports) if e.offer and not e.offer.taken}
    return [
        each
        for each in held(ports)
        if each.reference in references
        or (
            each.reference not in own | open_ones
            and each.until
            > failed_at
            + (rules.offer_lifetime if each.reference in offers else rules.hold_lifetime)
        )
    ]


# What is offered


def entries(ports: Ports) -> list[WaitingEntry]:
    rows = [row for (_, key), row in ports.store.rows.items() if key.startswith(keys.WAITS)]
    return [WaitingEntry.from_row(row.data) for row in rows]


def told_of(ports: Ports) -> set[str]:
    """Return the references of the times that somebody was told of as an offer."""
    names = (message.message_id.split(".") for _, message in ports.mailbox.kept)
    return {name[0] for name in names if name[-1] == "offer"}


def is_asked(entry: WaitingEntry, ports: Ports) -> bool:
    """Tell whether a time is on offer for them, or was taken and is still held."""
    offer = entry.offer
    is_theirs = offer and holds_all(offer.reference, entry.centre, offer.slot, ports)
    return bool(offer and (is_theirs or offer.is_open(ports.now())))


def broken_promises(ports: Ports) -> list[WaitingEntry]:
    """Return those who were told that a time is held for them, and it is not."""
    told = told_of(ports)
    return [
        each
        for each in entries(ports)
        if each.offer
        and each.offer.is_open(ports.now())
        and not each.offer.taken
        and each.offer.reference in told
        and not holds_all(each.offer.reference, each.centre, each.offer.slot, ports)
    ]


def offered_twice(ports: Ports) -> list[str]:
    """Return the people to whom one time was offered more than once."""
    told: Counter[tuple[str, ...]] = Counter(
        (sender, message.to, message.subject, message.html)
        for sender, message in ports.mailbox.kept
        if message.message_id.endswith(".offer")
    )
    return [" ".join(each) for each, count in told.items() if count > 1]


# What others know, when all is calm


def ahead_of(ports: Ports) -> list[Booking]:
    """Return what is booked or cancelled, and would not be over yet."""
    told = {Status.BOOKED, Status.CANCELLED}
    return [e for e in bookings(ports) if e.status in told and e.slot.ends_at > ports.now()]


def wrong_calendars(ports: Ports) -> list[str]:
    ahead = ahead_of(ports)
    wrong = [e.reference for e in ahead if entries_of(e, ports) != entries_for(e, ports)]
    known = {each.reference for each in bookings(ports)}
    return wrong + [name for name in ports.calendar.entries if name not in known]


def wrongly_told(ports: Ports) -> list[str]:
    """Return of what its citizen was not told last how it is."""
    return [
        each.reference
        for each in ahead_of(ports)
        if told_citizen(each, ports)[-1:] != list(to_tell_citizen(each))
    ]


def not_reminded(ports: Ports) -> list[str]:
    """Return of what a reminder is due that did not come."""
    told = {message.message_id for _, message in ports.mailbox.kept}
    return [
        each.reference
        for each in coming(ports)
        if (name := last_reminder(each, ports)) and name not in told
    ]


def last_reminder(booking: Booking, ports: Ports) -> str:
    """Return the id of the one reminder that is due now; nothing if there is none."""
    rules, now = ports.catalog.rules, ports.now()
    earliest = (booking.changed_at or booking.booked_at) + rules.reminders_not_within
    starts_at = booking.slot.starts_at
    due = [ahead for ahead in rules.reminders if earliest <= starts_at - ahead <= now]
    if not due or starts_at <= now or booking.status is not Status.BOOKED:
        return ""
    hours = min(due) // timedelta(hours=1)
    return f"{booking.reference}.{booking.sequence}.reminder-{hours}h"


def mails_of(kind: str, ports: Ports, since: int) -> list[tuple[str, Message]]:
    """Return the mails of a *kind* after the first *since*, with their senders."""
    return [pair for pair in ports.mailbox.kept[since:] if kind in pair[1].message_id]
