"""
What the rows should say of citizens' appointments: what each takes up, and how many there are.

Worked out from the stored bookings by other means than those of the use cases. Each function
that names a fault returns where it is: nothing, if all is well.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from functions.domain import keys
from functions.domain.booking import Booking, Status
from functions.domain.slot import Slot
from functions.domain.timetable import timetable_of
from functions.ports import Ports
from tests.unit.interpreter_model import bookings

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


def stands_at(centre: str, at: datetime, found: Iterable[Booking]) -> bool:
    return any((each.centre, each.slot.starts_at) == (centre, at) for each in found)


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
