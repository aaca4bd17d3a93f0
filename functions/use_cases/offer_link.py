"""
The link in the mail that offers a time, and taking what it offers.

Opening it takes nothing. It is signed for one offer and ends with it; only the person who
waits can take the time, after signing in.
"""

from dataclasses import replace
from secrets import compare_digest

from functions.domain import keys
from functions.domain.booking import Citizen
from functions.domain.errors import LinkEnded, NotFound, SlotTaken, TryAgain
from functions.domain.hold import Hold
from functions.domain.waiting import Offer, WaitingEntry, held_by
from functions.ports import Conflict, Ports, Replace, Row
from functions.use_cases.hold import adopt_hold, current_hold, is_live
from functions.use_cases.show_bookings import stored_booking


def offer_path(entry: WaitingEntry, ports: Ports) -> str:
    """Return where the link of an entry's present offer leads, a path of ours."""
    return f"/api/offer/{entry.centre}/{entry.id}/{_signature(entry, ports)}"


def show_offer(centre: str, entry_id: str, signature: str, ports: Ports) -> WaitingEntry:
    """
    Return the entry whose offer a link leads to.

    Raises:
        NotFound: The link was altered, or the entry is gone.
        LinkEnded: The offer has passed, or another was made since.
    """
    return _found(centre, entry_id, signature, ports)[1]


def take_offer(centre: str, entry_id: str, signature: str, citizen: Citizen, ports: Ports) -> Hold:
    """
    Make the time that is offered the citizen's own hold and return it; harmless to repeat.

    Raises:
        NotFound: As `show_offer`, or somebody else is signed in: both look the same.
        LinkEnded: As `show_offer`, or it was booked, or another has the time.
        TryAgain: The store is busy.
    """
    row, entry = _found(centre, entry_id, signature, ports)
    if entry.offer is None or entry.person != ports.vault.pseudonym(citizen.tax_id):
        raise NotFound(entry_id)
    if stored_booking(entry.offer.reference, ports):
        raise LinkEnded(entry_id)
    kept = current_hold(citizen, ports)
    if kept and kept.reference == entry.offer.reference and is_live(kept, ports):
        return kept
    return _take(row, entry, entry.offer, citizen, ports)


def _take(row: Row, entry: WaitingEntry, offer: Offer, citizen: Citizen, ports: Ports) -> Hold:
    """Write down that it is taken, and then take it: until then it stays on offer."""
    until = ports.now() + ports.catalog.rules.hold_lifetime
    taken = replace(offer, until=until, taken=True)
    write = Replace(row.key, replace(entry, offer=taken).to_row(), row.etag)
    try:
        ports.store.commit(entry.centre, [write])
        return adopt_hold(held_by(entry, taken), citizen, ports)
    except Conflict as conflict:
        raise TryAgain from conflict
    except SlotTaken as gone:
        raise LinkEnded(entry.id) from gone


def _found(centre: str, entry_id: str, signature: str, ports: Ports) -> tuple[Row, WaitingEntry]:
    row = ports.store.get(centre, keys.wait(entry_id)) if centre in ports.catalog.centres else None
    if row is None:
        raise NotFound(entry_id)
    entry = WaitingEntry.from_row(row.data)
    if not compare_digest(signature.encode(), _signature(entry, ports).encode()):
        raise _why_not(entry, signature, ports)
    if entry.offer is None or not entry.offer.is_open(ports.now()):
        raise LinkEnded(entry_id)
    return row, entry


def _why_not(entry: WaitingEntry, signature: str, ports: Ports) -> NotFound | LinkEnded:
    """An earlier offer of the same entry has ended; anything else is none of ours."""
    earlier = (_sign(entry.id, at.isoformat(), ports) for at in entry.offered)
    was_ours = any(compare_digest(signature.encode(), each.encode()) for each in earlier)
    return LinkEnded(entry.id) if was_ours else NotFound(entry.id)


def _signature(entry: WaitingEntry, ports: Ports) -> str:
    offered = entry.offer.slot.starts_at.isoformat() if entry.offer else ""
    return _sign(entry.id, offered, ports)


def _sign(entry_id: str, offered: str, ports: Ports) -> str:
    return ports.vault.pseudonym(f"offer:{entry_id}:{offered}")
