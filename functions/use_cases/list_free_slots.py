"""Availability: what can be booked now (circular R2), with an interpreter too (R11)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from functions.domain import keys
from functions.domain.availability import Grid, SlotState, days_between, free_slots
from functions.domain.booking import Interpreter
from functions.domain.catalog import Centre, Service
from functions.domain.digest import Digest, opened_digest, works_in
from functions.domain.errors import FieldError, Invalid, NotFound, NotOffered
from functions.domain.slot import Slot
from functions.domain.timetable import DAY, Timetable, timetable_of
from functions.ports import Ports


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """
    What somebody wants to know: days are included; without them the whole window.

    What is held for the reference *own* is free for whoever asks.
    """

    centre: str
    service: str
    first: date | None = None
    last: date | None = None
    interpreter: Interpreter | None = None
    own: str = ""


def list_free_slots(query: SlotQuery, ports: Ports) -> list[Slot]:
    """
    Return the appointments that can be booked now, in the order of time.

    Days outside of the window that is open for booking have none. One read,
    bounded by the days shown.

    Raises:
        NotFound: No such centre.
        Invalid: No such service, or the last day is before the first.
        NotOffered: This centre does not offer it (circular R1), has closed, or nobody does.
    """
    return list_free_slots_at(bookable(query.centre, query.service, ports), query, ports)


def list_free_slots_at(centre: Centre, query: SlotQuery, ports: Ports) -> list[Slot]:
    """
    Return them at *centre*, whether or not it still offers what the appointment is for.

    An appointment that stands may be moved within its centre, whatever has changed since.
    """
    timetable = timetable_at(centre, ports)
    opens, closes = open_days(timetable, query.interpreter, ports)
    if query.first and query.last and query.last < query.first:
        raise Invalid([FieldError("to", "before_from")])
    days = (max(query.first or opens, opens), min(query.last or closes, closes))
    count = slots_needed(query.interpreter, ports)
    return list(free_between(centre.slug, days, count, ports, query.own))


def bookable(centre: str, service: str, ports: Ports) -> Centre:
    """Return *centre*, which offers *service*, or raise as `list_free_slots` does."""
    if centre not in ports.catalog.centres:
        raise NotFound(centre)
    try:
        service_to_book(service, ports)
    except NotFound as unknown:
        raise Invalid([FieldError("service", "unknown_service")]) from unknown
    if not offers_now(centre, service, ports):
        raise NotOffered(f"{service} at {centre}")
    return ports.catalog.centres[centre]


def service_to_book(slug: str, ports: Ports) -> Service:
    """
    Return the service that has or had this slug.

    Raises:
        NotFound: There never was one.
        NotOffered: It is retired.
    """
    catalog, present = ports.catalog, ports.catalog.present_slug(slug)
    if present in catalog.retired:
        raise NotOffered(slug, catalog.retired[present])
    if present not in catalog.services:
        raise NotFound(slug)
    return catalog.services[present]


def offers_now(centre: str, service: str, ports: Ports) -> bool:
    """Tell whether *centre* offers *service* (circular R1) and has not closed."""
    if not ports.catalog.offers(centre, service):
        return False
    timetable = timetable_at(ports.catalog.centres[centre], ports)
    return not timetable.has_ended(timetable.window(ports.now())[0])


def timetable_at(centre: Centre, ports: Ports) -> Timetable:
    """Return when *centre* takes calls."""
    return timetable_of(centre, ports.catalog.rules)


def open_days(
    timetable: Timetable, interpreter: Interpreter | None, ports: Ports
) -> tuple[date, date]:
    """Return the first and last day that can be booked now, with *interpreter* if any."""
    opens, closes = timetable.window(ports.now())
    return (max(opens, interpreter_from(ports)) if interpreter else opens), closes


def interpreter_from(ports: Ports) -> date:
    """
    Return the first day for which an interpreter can still be asked for (circular R11).

    By the clock, not by the mail: the days of the digest that opened last are closed
    whether it has gone or not.
    """
    return digest_now(ports).last + DAY


def digest_now(ports: Ports) -> Digest:
    """Return the digest that opened last."""
    return opened_digest(ports.now(), ports.catalog.rules.digest_opens, works_in(ports.catalog))


def slots_needed(interpreter: Interpreter | None, ports: Ports) -> int:
    """Return how many slots an appointment takes; interpretation takes more (`rules.yaml`)."""
    return ports.catalog.rules.slots_with_interpreter if interpreter else 1


def free_between(
    centre: str,
    days: tuple[date, date],
    count: int,
    ports: Ports,
    own: str = "",
) -> Iterator[Slot]:
    """
    Yield the free appointments of *count* slots on *days* (first and last, included).

    What is held for the reference *own* counts as free.
    """
    first, last = days
    if last < first:
        return
    rows = ports.store.range(centre, keys.slots_of(first), keys.slots_of(last + DAY))
    states = {row.key: SlotState.from_row(row.data) for row in rows}
    timetable = timetable_at(ports.catalog.centres[centre], ports)
    grid = Grid(timetable, states, ports.now(), own)
    yield from free_slots(grid, days_between(first, last), count)
