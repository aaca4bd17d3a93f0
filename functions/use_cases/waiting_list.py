"""
Wait for a time at a centre where none is free (the citizen).

An entry stands in the centre's partition, where offers are made (`offer_times`), and in the
person's own, so that it is found after signing in.
"""

from functions.domain import keys
from functions.domain.booking import Citizen, Language
from functions.domain.booking_request import WaitRequest
from functions.domain.errors import NotFound, TooMany, TryAgain
from functions.domain.slot import ATHENS
from functions.domain.waiting import WaitingEntry, held_by
from functions.ports import Conflict, Delete, Insert, Ports, Row, StoreBusy
from functions.use_cases.hold import give_back
from functions.use_cases.wanted_slot import wanted_centre


def wait(request: WaitRequest, citizen: Citizen, language: Language, ports: Ports) -> WaitingEntry:
    """
    Put the citizen on the list and return the entry; the same wish again is the same entry.

    Raises:
        Invalid, NotOffered: As in booking.
        TooMany: The person waits in as many places as `rules.yaml` allows.
        TryAgain: The store is busy.
    """
    centre = wanted_centre(request.centre, request.service, ports)
    service = ports.catalog.present_slug(request.service)
    me, waiting = ports.vault.pseudonym(citizen.tax_id), list_waiting(citizen, ports)
    for entry in waiting:
        wish = (entry.centre, ports.catalog.present_slug(entry.service), entry.interpreter)
        if wish == (request.centre, service, request.interpreter):
            return entry
    if len(waiting) >= ports.catalog.rules.waiting_places:
        raise TooMany(f"{len(waiting)} places on waiting lists")
    now = ports.now().astimezone(ATHENS)
    entry = WaitingEntry(
        id=f"{now:%Y%m%dT%H%M%S}-{ports.random_reference(centre.code)}",
        person=me,
        centre=centre.slug,
        service=service,
        interpreter=request.interpreter,
        language=language,
        email=request.email,
        since=now,
        until=now + ports.catalog.rules.waiting_lifetime,
    )
    _store(entry, ports)
    return entry


def _store(entry: WaitingEntry, ports: Ports) -> None:
    """The person's row first: without the other it says nothing."""
    try:
        pointer = {"centre": entry.centre}
        ports.store.commit(keys.person(entry.person), [Insert(keys.waiting(entry.id), pointer)])
        ports.store.commit(entry.centre, [Insert(keys.wait(entry.id), entry.to_row())])
    except (Conflict, StoreBusy) as busy:
        raise TryAgain from busy


def list_waiting(citizen: Citizen, ports: Ports) -> list[WaitingEntry]:
    """Return where the citizen waits, the longest wait first."""
    person = keys.person(ports.vault.pseudonym(citizen.tax_id))
    found = []
    for row in ports.store.range(person, keys.WAITING, keys.past(keys.WAITING)):
        entry_id = row.key.removeprefix(keys.WAITING)
        entry = ports.store.get(row.data["centre"], keys.wait(entry_id))
        if entry and WaitingEntry.from_row(entry.data).until > ports.now():
            found.append(WaitingEntry.from_row(entry.data))
    return found


def stop_waiting(entry_id: str, citizen: Citizen, ports: Ports) -> None:
    """
    Take the citizen off the list; what was offered and not taken is free for the next.

    Raises:
        NotFound: There is no such entry of theirs.
    """
    entry = next((each for each in list_waiting(citizen, ports) if each.id == entry_id), None)
    if entry is None:
        raise NotFound(entry_id)
    remove_entry(entry, ports)
    if entry.offer and not entry.offer.taken:
        give_back(held_by(entry, entry.offer), ports)


def remove_entry(entry: WaitingEntry, ports: Ports) -> None:
    """Forget an entry; harmless to repeat."""
    for partition, key in (
        (entry.centre, keys.wait(entry.id)),
        (keys.person(entry.person), keys.waiting(entry.id)),
    ):
        row = ports.store.get(partition, key)
        if row is not None:
            _delete(partition, row, ports)


def _delete(partition: str, row: Row, ports: Ports) -> None:
    try:
        ports.store.commit(partition, [Delete(row.key, row.etag)])
    except Conflict as conflict:  # an offer was made in this moment
        raise TryAgain from conflict
