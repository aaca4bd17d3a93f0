"""
Book an appointment (circular R2, R5).

1. The person's partition: the `Idempotency-Key` gets its reference, the person's
   list and cap get the appointment: one transaction. A repeat finds its own.
2. The centre's partition: slots (by ETag), guards, booking, log and outbox, one
   transaction. Whoever loses a race for the slot's ETag looks again.
3. Somebody is told that reconcile has work. Microsoft 365 is not needed for a
   booking to stand.
"""

import hashlib
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from functions.domain import keys, log
from functions.domain.booking import Booking, Citizen, Language, Status
from functions.domain.booking_request import BookingRequest
from functions.domain.booking_rows import to_row
from functions.domain.catalog import Centre
from functions.domain.contact_details import same_document
from functions.domain.errors import (
    AlreadyBooked,
    FieldError,
    HoldGone,
    IdempotencyMismatch,
    Invalid,
    Refusal,
    SlotTaken,
    TooMany,
    TryAgain,
)
from functions.domain.outbox import Todo
from functions.domain.timetable import Timetable
from functions.ports import Conflict, Insert, Operation, Ports, StoreBusy
from functions.use_cases.alternatives import alternatives
from functions.use_cases.appointment_caps import Place, release, reserve
from functions.use_cases.hold import current_hold
from functions.use_cases.list_free_slots import timetable_at
from functions.use_cases.missed_appointments import refuse_paused
from functions.use_cases.occupancy import occupy
from functions.use_cases.show_bookings import stored_booking
from functions.use_cases.wanted_slot import wanted_centre, wanted_slot

TRIES = 60


def book(  # noqa: PLR0913, PLR0917 - the five things that a request is made of
    request: BookingRequest,
    citizen: Citizen,
    key: str,
    language: Language,
    ports: Ports,
    instead_of: str | None = None,
) -> Booking:
    """
    Give the citizen an appointment and return it.

    The same *key* (`Idempotency-Key`) with the same request returns the same
    booking, however often it is asked; *language* is the one of the mails. The citizen's
    appointment *instead_of* will be given up for it, and does not count towards the cap.

    Raises:
        Invalid: Unknown centre or service; business details missing or out of place.
        NotOffered, OutsideHours, SlotTaken, AlreadyBooked, TooMany, HoldGone, Paused,
        InterpreterClosed, IdempotencyMismatch, TryAgain: See `functions.domain.errors`.
    """
    me = ports.vault.pseudonym(citizen.tax_id)
    earlier = earlier_reference(me, key, request, ports)
    attempt = partial(_attempt, request, citizen, key, language, ports, instead_of)
    try:
        return attempt(earlier)
    except (AlreadyBooked, SlotTaken, TooMany, TryAgain):
        # The same request may have been granted to another worker since we looked.
        meanwhile = earlier_reference(me, key, request, ports)
        if meanwhile == earlier:
            raise
        return attempt(meanwhile)


def _attempt(  # noqa: PLR0913, PLR0917 - the five things that a request is made of, and its past
    request: BookingRequest,
    citizen: Citizen,
    key: str,
    language: Language,
    ports: Ports,
    instead_of: str | None,
    earlier: str | None,
) -> Booking:
    """Book once; *earlier* is the reference that the key got before, if it was used."""
    if earlier and (booking := stored_booking(earlier, ports)):
        return booking
    refuse_paused(ports.vault.pseudonym(citizen.tax_id), ports)
    centre = _centre_for(request, ports)
    timetable = timetable_at(centre, ports)
    held = _held_for(request, citizen, ports)
    reference = earlier or held or ports.random_reference(centre.code)
    booking = _booking(request, citizen, language, reference, ports)
    # A look before anything is written: in a rush most come too late.
    _occupy(booking, ports)
    is_ours = _list(booking, None if earlier else key, request, ports, instead_of)
    try:
        for person in booking.people[1:]:
            reserve(person, _place(booking), ports, instead_of=instead_of)
        booking = _commit(booking, timetable, ports)
    except Refusal as refusal:
        if is_ours:
            _give_back(booking, refusal, ports)
        raise
    if earlier:
        _list_again(booking, ports)
    return booking


def earlier_reference(me: str, key: str, request: BookingRequest, ports: Ports) -> str | None:
    """
    Return the reference that *me* (a pseudonym) got for *key* before, if any.

    Raises:
        IdempotencyMismatch: It was used with another request.
    """
    row = ports.store.get(keys.person(me), keys.once(key))
    if row is None:
        return None
    if row.data["body"] != _fingerprint(request):
        raise IdempotencyMismatch(key)
    return str(row.data["reference"])


def _fingerprint(request: BookingRequest) -> str:
    return hashlib.sha256(request.model_dump_json().encode()).hexdigest()


def _centre_for(request: BookingRequest, ports: Ports) -> Centre:
    centre = wanted_centre(request.centre, request.service, ports)
    audience = ports.catalog.service_named(request.service).audience
    if audience == "business" and request.business is None:
        raise Invalid([FieldError("business", "required")])
    if audience == "citizen" and request.business is not None:
        raise Invalid([FieldError("business", "not_applicable")])
    return centre


def _held_for(request: BookingRequest, citizen: Citizen, ports: Ports) -> str | None:
    """
    Return the reference of the hold that keeps this time for the citizen, if there is one.

    Raises:
        HoldGone: The request names another one.
    """
    kept = current_hold(citizen, ports)
    fits = kept and kept.is_for(request.centre, request.starts_at, request.interpreter)
    if kept is None or not fits or stored_booking(kept.reference, ports):
        kept = None
    if request.hold and (kept is None or request.hold != kept.reference):
        raise HoldGone(request.hold)
    return kept.reference if kept else None


def _booking(
    request: BookingRequest,
    citizen: Citizen,
    language: Language,
    reference: str,
    ports: Ports,
) -> Booking:
    document = request.identity_document.to_document()
    known_as = same_document(document.kind, document.number)
    return Booking(
        reference=reference,
        version=1,
        status=Status.BOOKED,
        centre=request.centre,
        service=ports.catalog.present_slug(request.service),
        slot=wanted_slot(
            ports.catalog.centres[request.centre], request.starts_at, request.interpreter, ports
        ),
        language=language,
        citizen=ports.vault.pseudonym(citizen.tax_id),
        applicant_tax_id=citizen.tax_id,
        applicant=citizen.person,
        contact=request.applicant.to_contact(),
        identity_document=document,
        booked_at=ports.now(),
        booked_for=request.booked_for.to_person() if request.booked_for else None,
        booked_for_key=ports.vault.pseudonym(known_as) if request.booked_for else None,
        business=request.business.to_business() if request.business else None,
        interpreter=request.interpreter,
        notes=request.notes or "",
    )


def _list(
    booking: Booking,
    key: str | None,
    request: BookingRequest,
    ports: Ports,
    instead_of: str | None,
) -> bool:
    """
    Put the appointment on the citizen's list and cap, and let a new *key* find it again.

    Return whether it was we who did: a repeat may find that the first one still has it
    there, and must not take it away.
    """
    entry, repeat = _list_entry(booking), list[Operation]()
    if key is not None:
        facts = {"reference": booking.reference, "body": _fingerprint(request)}
        repeat.append(Insert(keys.once(key), facts))
    # What an earlier try has listed, perhaps with other answers, may count no longer by now.
    for also in ([entry, *repeat], repeat):
        with suppress(Conflict):
            reserve(booking.citizen, _place(booking), ports, also, instead_of)
            return entry in also
    raise TryAgain  # the key was used in this very moment


def _place(booking: Booking) -> Place:
    return Place(booking.reference, booking.centre, booking.slot.ends_at, booking.booked_at)


def _list_entry(booking: Booking) -> Insert:
    facts = {"centre": booking.centre, "booked_at": booking.booked_at.isoformat()}
    return Insert(keys.mine(booking.reference), facts)


def _list_again(booking: Booking, ports: Ports) -> None:
    """
    Put a repeated booking back on the person's list and cap.

    Two workers may have had the same request at once: the first one was refused
    and gave the place back, and then the second one got the slot after all.
    """
    for person in booking.people:
        also = [_list_entry(booking)] if person == booking.citizen else []
        try:
            reserve(person, _place(booking), ports, also)
        except (Conflict, TooMany):
            continue


def _commit(booking: Booking, timetable: Timetable, ports: Ports) -> Booking:
    for _ in range(TRIES):
        operations = [*_occupy(booking, ports), *_write(booking, ports)]
        slots = len(timetable.parts(booking.slot))
        try:
            ports.store.commit(booking.centre, operations)
        except Conflict as conflict:
            if conflict.index >= slots:
                return _own_or_refuse(booking, ports)
        except StoreBusy as busy:
            if stored := stored_booking(booking.reference, ports):
                return stored
            raise TryAgain from busy
        else:
            ports.nudge(booking.reference)
            return booking
    raise TryAgain


def _occupy(booking: Booking, ports: Ports) -> list[Operation]:
    try:
        return occupy(None, booking, ports)
    except SlotTaken as taken:
        raise SlotTaken(alternatives(booking, ports)) from taken


def _write(booking: Booking, ports: Ports) -> list[Operation]:
    facts: dict[str, Any] = {
        "slot": booking.slot.starts_at.isoformat(),
        "interpreter": booking.interpreter,
    }
    entry = log.entry("booked", booking.citizen, booking.booked_at, facts)
    return [
        Insert(keys.booking(booking.reference), to_row(booking, entry["hash"], ports.vault.seal)),
        Insert(keys.log(booking.reference, booking.version), entry),
        Insert(
            keys.todo(booking.reference), Todo(booking.version, since=booking.booked_at).to_row()
        ),
    ]


def _own_or_refuse(booking: Booking, ports: Ports) -> Booking:
    """A guard or the booking is there: it is this very booking, or the person has another."""
    stored = stored_booking(booking.reference, ports)
    if stored and replace(stored, booked_at=booking.booked_at) == booking:
        return stored
    raise AlreadyBooked(booking.centre)


def _give_back(booking: Booking, refusal: Refusal, ports: Ports) -> None:
    """Free what was reserved; after `TryAgain` it is not known that nothing was written."""
    if isinstance(refusal, TryAgain):
        return
    for person in booking.people:
        release(person, booking.reference, ports)
