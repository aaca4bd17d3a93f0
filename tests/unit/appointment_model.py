"""
What the rows, the calendars and the mails should say of citizens' appointments.

Worked out from the stored bookings, holds and offers, by other means than those of the use
cases. Each function that names a fault returns where it is: nothing, if all is well.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from functions.domain import keys
from functions.domain.booking import Booking, Status
from functions.domain.hold import Hold
from functions.domain.projection import Message
from functions.domain.slot import Slot
from functions.domain.timetable import timetable_of
from functions.domain.waiting import WaitingEntry
from functions.ports import Ports
from tests.unit.interpreter_model import (
    bookings,
    entries_for,
    entries_of,
    to_tell_citizen,
    told_citizen,
)

IN_FLIGHT = timedelta(minutes=2)  # how long a place counts whose booking is not there


# What stands


def standing(ports: Ports) -> list[Booking]:
    """Return what was not cancelled, past or coming."""
    return [each for each in bookings(ports) if each.status is not Status.CANCELLED]


def coming(ports: Ports) -> list[Booking]:
    """Return what is booked and not over."""
    now = ports.now()
    return [e for e in bookings(ports) if e.status is Status.BOOKED and e.slot.ends_at > now]


def coming_of(person: str, ports: Ports) -> list[Booking]:
    return [each for each in coming(ports) if person in each.people]


def people(ports: Ports) -> set[str]:
    return {person for each in bookings(ports) for person in each.people}


# What an appointment takes up


def parts_of(centre: str, slot: Slot, ports: Ports) -> list[str]:
    timetable = timetable_of(ports.catalog.centres[centre], ports.catalog.rules)
    return [keys.slot(at) for at in timetable.parts(slot)]


def rows_for(ports: Ports) -> Counter[str]:
    """Return the places that bookings should take up: slots, guards, requests, reminders."""
    return Counter(
        f"{each.centre} {key} {each.reference}"
        for each in standing(ports)
        for key in chain(parts_of(each.centre, each.slot, ports), _marks_for(each, ports))
    )


def _marks_for(booking: Booking, ports: Ports) -> Iterator[str]:
    day, reference = booking.slot.starts_at.date(), booking.reference
    yield from (keys.guard(day, person) for person in booking.people)
    if booking.interpreter:
        yield keys.ask(day, reference)
    yield from (keys.reminder(at, reference) for at in reminders_of(booking, ports).values())


def reminders_of(booking: Booking, ports: Ports) -> dict[timedelta, datetime]:
    """Return the reminders that are still to come, by how long before they do."""
    rules, since = ports.catalog.rules, booking.changed_at or booking.booked_at
    times = {ahead: booking.slot.starts_at - ahead for ahead in rules.reminders}
    earliest = since + rules.reminders_not_within
    return {ahead: at for ahead, at in times.items() if at >= earliest and at > ports.now()}


def rows_of(ports: Ports) -> Counter[str]:
    """Return the same as `rows_for`, as the rows say it; reminders that are due are left out."""
    due = keys.reminders_at(ports.now() + timedelta(seconds=1))
    return Counter(
        f"{partition} {key} {reference}"
        for (partition, key), row in ports.store.rows.items()
        if key.startswith(("slot:", "live:", "ask:")) or due <= key < "remind;"
        for reference in row.data.get("references", [row.data.get("reference")])
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
    has: Counter[str] = Counter(each.place for each in held(ports))
    for (partition, key), row in ports.store.rows.items():
        if key.startswith(keys.SLOTS):
            has[f"{partition} {key}"] += len(row.data["references"])
    return [place for place, count in has.items() if count > _desks(place.split()[0], ports)]


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


# How many there are


def over_the_cap(spare: Iterable[str], ports: Ports) -> list[str]:
    """Return who has more than allowed; *spare* are moves that were cut, of which one may count."""
    limit, cut, found = ports.catalog.rules.live_appointments, set(spare), []
    for person in people(ports):
        mine = coming_of(person, ports)
        extra = any(each.reference in cut for each in mine)
        if len(mine) > limit + extra:
            found.append(person)
    return found


def uncounted(ports: Ports) -> list[str]:
    """Return the appointments that somebody's cap does not know of."""
    return [
        f"{person} {each.reference}"
        for each in coming(ports)
        for person in each.people
        if _counted(person, ports).get(each.reference, ports.now()) < each.slot.ends_at
    ]


def _counted(person: str, ports: Ports) -> dict[str, datetime]:
    row = ports.store.rows.get((keys.person(person), keys.LIVE))
    places = row.data["places"] if row else []
    return {each["reference"]: datetime.fromisoformat(each["ends_at"]) for each in places}


def counts(person: str, ports: Ports) -> int:
    """Return how many appointments of *person* stand, or are being made in this moment."""
    row = ports.store.rows.get((keys.person(person), keys.LIVE))
    stored = {each.reference for each in bookings(ports)}
    in_flight = [
        place
        for place in (row.data["places"] if row else [])
        if place["reference"] not in stored
        and datetime.fromisoformat(place["reserved_at"]) + IN_FLIGHT > ports.now()
    ]
    return len(in_flight) + len(coming_of(person, ports))


def two_on_one_day(ports: Ports) -> list[str]:
    days = Counter(
        f"{person} {each.centre} {each.slot.starts_at.date()}"
        for each in standing(ports)
        for person in each.people
    )
    return [day for day, count in days.items() if count > 1]


def gaps_in_logs(ports: Ports) -> list[str]:
    """Return the bookings whose log has not one entry for each version."""
    logs = Counter(k.split(":")[1] for _, k in ports.store.rows if k.startswith("log:"))
    return [each.reference for each in bookings(ports) if logs[each.reference] != each.version]


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
