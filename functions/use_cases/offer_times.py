"""
Offer what has come free to those who wait, one at a time.

For each centre, in the order of turns: whoever has no open offer gets the first free time
that was not offered to them before; it is held for them and told by mail. What is not
taken in time is free for the next by itself. Nobody is asked at night.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from functions.domain import keys
from functions.domain.errors import OutsideFailure, SlotTaken, TryAgain
from functions.domain.projection import Message
from functions.domain.slot import Slot
from functions.domain.waiting import Offer, WaitingEntry, held_by, is_quiet
from functions.ports import Conflict, Ports, Replace, Row
from functions.use_cases.hold import hold_slots, is_live
from functions.use_cases.list_free_slots import (
    free_between,
    offers_now,
    open_days,
    slots_needed,
    timetable_at,
)
from functions.use_cases.offer_link import offer_path
from functions.use_cases.sent_mail import was_sent
from functions.use_cases.waiting_list import remove_entry


def offer_times(ports: Ports) -> int:
    """
    Make the offers that can be made now, at every centre; return how many there were.

    Raises:
        StoreBusy: The store did not answer; the next call goes on.
    """
    if is_quiet(ports.now(), ports.catalog.rules):
        return 0
    return sum(offer_times_at(centre, ports) for centre in ports.catalog.centres)


def offer_times_at(centre: str, ports: Ports) -> int:
    """Make the offers that can be made now at *centre*; return how many there were."""
    waiting = sorted(_waiting_at(centre, ports), key=lambda pair: pair[1].turn)
    offers = 0
    for row, entry in waiting:
        with suppress(Conflict, TryAgain):  # another worker is at it
            offers += _serve(row, entry, ports)
    return offers


def _waiting_at(centre: str, ports: Ports) -> Iterator[tuple[Row, WaitingEntry]]:
    for row in ports.store.range(centre, keys.WAITS, keys.past(keys.WAITS)):
        yield row, WaitingEntry.from_row(row.data)


def _serve(row: Row, entry: WaitingEntry, ports: Ports) -> bool:
    """Forget, remind or ask one who waits; tell whether a new offer was made."""
    offer = entry.offer
    if offer and not _is_booked(entry, offer, ports) and _is_kept(entry, offer, ports):
        _hold_and_tell(row, entry, offer, ports)
        return False
    if _is_at_its_end(entry, ports):
        remove_entry(entry, ports)
        return False
    slot = next(_times_for(entry, ports), None)
    return slot is not None and _offer(row, entry, slot, ports)


def _is_at_its_end(entry: WaitingEntry, ports: Ports) -> bool:
    """
    Tell whether nothing more is offered.

    It was taken, or offered in vain, or is too old, or the centre no longer does this.
    """
    return (
        entry.until <= ports.now()
        or not offers_now(entry.centre, entry.service, ports)
        or len(entry.offered) >= ports.catalog.rules.offers
        or (entry.offer is not None and _is_booked(entry, entry.offer, ports))
    )


def _is_kept(entry: WaitingEntry, offer: Offer, ports: Ports) -> bool:
    return offer.is_open(ports.now()) or is_live(held_by(entry, offer), ports)


def _is_booked(entry: WaitingEntry, offer: Offer, ports: Ports) -> bool:
    return ports.store.get(entry.centre, keys.booking(offer.reference)) is not None


def _times_for(entry: WaitingEntry, ports: Ports) -> Iterator[Slot]:
    """Yield the free times that were not offered to them before, the earliest first."""
    timetable = timetable_at(ports.catalog.centres[entry.centre], ports)
    days = open_days(timetable, entry.interpreter, ports)
    count = slots_needed(entry.interpreter, ports)
    free = free_between(entry.centre, days, count, ports)
    return (slot for slot in free if slot.starts_at not in entry.offered)


def _offer(row: Row, entry: WaitingEntry, slot: Slot, ports: Ports) -> bool:
    """Write down what is offered, hold it, and tell; return whether that could be done."""
    reference = ports.random_reference(ports.catalog.centres[entry.centre].code)
    offer = Offer(reference, slot, ports.now() + ports.catalog.rules.offer_lifetime)
    entry = entry.with_offer(offer)
    return _hold_and_tell(_keep(row, entry, ports), entry, offer, ports)


def _hold_and_tell(row: Row, entry: WaitingEntry, offer: Offer, ports: Ports) -> bool:
    """
    Do what is left to do for an offer; a time that has gone is no longer offered.

    Nobody is told of what is not held for them: a worker may have died in between.
    """
    message = ports.letters.offer(entry, offer_path(entry, ports))
    if offer.taken or message.message_id in entry.sent:
        return False
    try:
        hold_slots(held_by(entry, offer), ports)
    except SlotTaken:
        _keep(row, entry.without_offer(), ports)
        return False
    _tell(row, entry, message, ports)
    return True


def _tell(row: Row, entry: WaitingEntry, message: Message, ports: Ports) -> None:
    """Send the mail of the open offer, once; a failure is tried again by the next call."""
    name, attempted = message.message_id, entry.attempted
    with suppress(OutsideFailure):
        if not (name in attempted and was_sent(entry.centre, name, attempted[name], ports)):
            entry = replace(entry, attempted={name: ports.now()})
            row = _keep(row, entry, ports)
            ports.mailbox.send(entry.centre, message)
        _keep(row, replace(entry, sent={name: ports.now()}), ports)


def _keep(row: Row, entry: WaitingEntry, ports: Ports) -> Row:
    data = entry.to_row()
    [etag] = ports.store.commit(entry.centre, [Replace(row.key, data, row.etag)])
    return Row(row.key, data, etag)
