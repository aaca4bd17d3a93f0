"""
Hold a time while a citizen fills in, extend it, let it go.

1. The centre's partition: the slot's rows, by ETag, exactly as a booking takes them.
2. The person's partition: the one hold of the person, by ETag. Of two tabs at once the later
   one stays.
3. What the person held before is given back. Where a worker dies in between, it ends by itself.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from functions.domain import keys
from functions.domain.availability import UNTOUCHED, SlotState
from functions.domain.booking import Citizen
from functions.domain.booking_request import HoldRequest
from functions.domain.errors import HoldGone, SlotTaken, TryAgain
from functions.domain.hold import Hold
from functions.ports import Conflict, Insert, Operation, Ports, Replace, StoreBusy
from functions.use_cases.alternatives import nearest_free
from functions.use_cases.appointment_caps import refuse_more
from functions.use_cases.list_free_slots import timetable_at
from functions.use_cases.missed_appointments import refuse_paused
from functions.use_cases.wanted_slot import wanted_centre, wanted_slot

TRIES = 30


def hold(request: HoldRequest, citizen: Citizen, ports: Ports) -> Hold:
    """
    Keep a time for the citizen and return the hold; harmless to repeat.

    Any other time that was held for the citizen is given back.

    Raises:
        Invalid, NotOffered, OutsideHours, InterpreterClosed, SlotTaken: As in booking.
        TooMany, Paused: The citizen could not book it.
        TryAgain: The store is busy.
    """
    me = ports.vault.pseudonym(citizen.tax_id)
    centre = wanted_centre(request.centre, request.service, ports)
    slot = wanted_slot(centre, request.starts_at, request.interpreter, ports)
    refuse_paused(me, ports)
    refuse_more(me, ports)
    before = current_hold(citizen, ports)
    is_same = before and before.is_for(centre.slug, slot.starts_at, request.interpreter)
    if before and is_same and not _is_booked(before, ports):
        return before if is_live(before, ports) else _keep(before, me, ports)
    fresh = Hold(
        reference=ports.random_reference(centre.code),
        centre=centre.slug,
        service=ports.catalog.present_slug(request.service),
        slot=slot,
        interpreter=request.interpreter,
        until=ports.now(),
    )
    return _keep(fresh, me, ports)


def extend(reference: str, citizen: Citizen, ports: Ports) -> Hold:
    """
    Keep the time for as long again, from now, and return the hold.

    One that has ended is taken up again as long as nobody else has the time.

    Raises:
        HoldGone: It is not the citizen's, was extended as often as `rules.yaml` allows, or
            somebody else has the time.
        TryAgain: The store is busy.
    """
    me, found = ports.vault.pseudonym(citizen.tax_id), current_hold(citizen, ports)
    if found is None or found.reference != reference:
        raise HoldGone(reference)
    if found.extensions >= ports.catalog.rules.hold_extensions or _is_booked(found, ports):
        raise HoldGone(reference)
    try:
        return _keep(replace(found, extensions=found.extensions + 1), me, ports)
    except SlotTaken as taken:
        raise HoldGone(reference) from taken


def adopt_hold(offered: Hold, citizen: Citizen, ports: Ports) -> Hold:
    """
    Make a time that was held for the citizen from outside the citizen's own hold.

    Raises:
        SlotTaken: It has ended, and somebody else has the time.
        TryAgain: The store is busy.
    """
    return _keep(offered, ports.vault.pseudonym(citizen.tax_id), ports)


def let_go(reference: str, citizen: Citizen, ports: Ports) -> None:
    """
    Give the time back at once; harmless to repeat.

    Raises:
        HoldGone: It is not the citizen's.
    """
    found = current_hold(citizen, ports)
    if found is None or found.reference != reference:
        raise HoldGone(reference)
    give_back(found, ports)


def current_hold(citizen: Citizen, ports: Ports) -> Hold | None:
    """Return the hold that was given to the citizen last, which may have ended."""
    me = ports.vault.pseudonym(citizen.tax_id)
    row = ports.store.get(keys.person(me), keys.HOLD)
    return Hold.from_row(row.data) if row else None


def hold_slots(kept: Hold, ports: Ports) -> None:
    """
    Write *kept* into the rows of its slot.

    Raises:
        SlotTaken: Somebody else has a part of it. With the nearest free times.
        TryAgain: The store is busy.
    """
    now = ports.now()
    _change_slots(kept, lambda state: state.with_hold(kept.reference, kept.until, now), ports)


def _keep(kept: Hold, me: str, ports: Ports) -> Hold:
    """Hold it, write down who does, and give back what the person held until then."""
    kept = replace(kept, until=ports.now() + ports.catalog.rules.hold_lifetime)
    hold_slots(kept, ports)
    before = _write_down(kept, me, ports)
    if before and before.reference != kept.reference:
        give_back(before, ports)
    return kept


def _write_down(kept: Hold, me: str, ports: Ports) -> Hold | None:
    """Make *kept* the person's one hold, and return the one that it was instead of."""
    for _ in range(TRIES):
        row = ports.store.get(keys.person(me), keys.HOLD)
        data = kept.to_row()
        write = Replace(keys.HOLD, data, row.etag) if row else Insert(keys.HOLD, data)
        try:
            ports.store.commit(keys.person(me), [write])
        except Conflict:
            continue
        return Hold.from_row(row.data) if row else None
    raise TryAgain


def give_back(kept: Hold, ports: Ports) -> None:
    """Free the slots of *kept* at once, or leave that to time where the store is busy."""
    with suppress(SlotTaken, TryAgain, StoreBusy):  # it ends by itself
        _change_slots(kept, lambda state: _unheld(state, kept.reference), ports)


def _unheld(state: SlotState, reference: str) -> SlotState:
    rest = {name: until for name, until in state.holds.items() if name != reference}
    return replace(state, holds=rest)


def _change_slots(kept: Hold, change: Callable[[SlotState], SlotState], ports: Ports) -> None:
    centre = ports.catalog.centres[kept.centre]
    for _ in range(TRIES):
        starts = timetable_at(centre, ports).parts(kept.slot)
        operations = [_write(start, kept, change, ports) for start in starts]
        try:
            ports.store.commit(kept.centre, operations)
        except Conflict:
            continue
        except StoreBusy as busy:
            raise TryAgain from busy
        return
    raise TryAgain


def _write(
    start: datetime, kept: Hold, change: Callable[[SlotState], SlotState], ports: Ports
) -> Operation:
    row = ports.store.get(kept.centre, keys.slot(start))
    state = SlotState.from_row(row.data) if row else UNTOUCHED
    centre = ports.catalog.centres[kept.centre]
    changed = change(state)
    if kept.reference in changed.holds:
        desks = timetable_at(centre, ports).desks
        if not state.has_room(desks, ports.now(), kept.reference):
            others = nearest_free(centre, kept.slot.starts_at, kept.interpreter, ports)
            raise SlotTaken(others)
    data = changed.to_row()
    return Replace(row.key, data, row.etag) if row else Insert(keys.slot(start), data)


def is_live(kept: Hold, ports: Ports) -> bool:
    """Tell whether its slots say so too: a worker may have died between the two writes."""
    row = ports.store.get(kept.centre, keys.slot(kept.slot.starts_at))
    until = SlotState.from_row(row.data).holds.get(kept.reference) if row else None
    return until is not None and until > ports.now()


def _is_booked(kept: Hold, ports: Ports) -> bool:
    return ports.store.get(kept.centre, keys.booking(kept.reference)) is not None
