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
from datetime import datetime
from functools import partial
from typing import Any

from functions.domain import keys, log
from functions.domain.availability import UNTOUCHED, SlotState, nearest
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
    NotFound,
    OutsideHours,
    Refusal,
    SlotTaken,
    TooMany,
    TryAgain,
)
from functions.domain.outbox import Todo
from functions.domain.slot import Slot
from functions.domain.timetable import Timetable
from functions.ports import Conflict, Insert, Operation, Ports, Replace, StoreBusy
from functions.use_cases.appointment_caps import Place, release, reserve
from functions.use_cases.list_free_slots import bookable, free_between, slots_needed, timetable_at
from functions.use_cases.show_bookings import stored_booking

TRIES = 60


def book(
    request: BookingRequest, citizen: Citizen, key: str, language: Language, ports: Ports
) -> Booking:
    """
    Give the citizen an appointment and return it.

    The same *key* (`Idempotency-Key`) with the same request returns the same
    booking, however often it is asked; *language* is the one of the mails.

    Raises:
        Invalid: Unknown centre or service; business details missing or out of place.
        NotOffered, OutsideHours, SlotTaken, AlreadyBooked, TooMany, HoldGone,
        IdempotencyMismatch, TryAgain: See `functions.domain.errors`.
    """
    me = ports.vault.pseudonym(citizen.tax_id)
    earlier = _earlier(me, key, request, ports)
    attempt = partial(_attempt, request, citizen, key, language, ports)
    try:
        return attempt(earlier)
    except (AlreadyBooked, SlotTaken, TooMany, TryAgain):
        # The same request may have been granted to another worker since we looked.
        meanwhile = _earlier(me, key, request, ports)
        if meanwhile == earlier:
            raise
        return attempt(meanwhile)


def _attempt(  # noqa: PLR0913, PLR0917 - the five things that a request is made of, and its past
    request: BookingRequest,
    citizen: Citizen,
    key: str,
    language: Language,
    ports: Ports,
    earlier: str | None,
) -> Booking:
    """Book once; *earlier* is the reference that the key got before, if it was used."""
    if earlier and (booking := stored_booking(earlier, ports)):
        return booking
    centre = _centre_for(request, ports)
    timetable = timetable_at(centre, ports)
    reference = earlier or ports.random_reference(centre.code)
    booking = _booking(request, citizen, language, reference, ports)
    # A look before anything is written: in a rush most come too late.
    _take_slots(booking, timetable, ports)
    is_ours = _list(booking, None if earlier else key, request, ports)
    try:
        for person in booking.people[1:]:
            reserve(person, _place(booking), ports)
        booking = _commit(booking, timetable, ports)
    except Refusal as refusal:
        if is_ours:
            _give_back(booking, refusal, ports)
        raise
    if earlier:
        _list_again(booking, ports)
    return booking


def _earlier(me: str, key: str, request: BookingRequest, ports: Ports) -> str | None:
    row = ports.store.get(keys.person(me), keys.once(key))
    if row is None:
        return None
    if row.data["body"] != _fingerprint(request):
        raise IdempotencyMismatch(key)
    return str(row.data["reference"])


def _fingerprint(request: BookingRequest) -> str:
    return hashlib.sha256(request.model_dump_json().encode()).hexdigest()


def _centre_for(request: BookingRequest, ports: Ports) -> Centre:
    if request.hold is not None:
        raise HoldGone(request.hold)
    try:
        centre = bookable(request.centre, request.service, ports)
    except NotFound as unknown:
        raise Invalid([FieldError("centre", "unknown_centre")]) from unknown
    audience = ports.catalog.services[request.service].audience
    if audience == "business" and request.business is None:
        raise Invalid([FieldError("business", "required")])
    if audience == "citizen" and request.business is not None:
        raise Invalid([FieldError("business", "not_applicable")])
    return centre


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
        service=request.service,
        slot=_slot(request, ports.catalog.centres[request.centre], ports),
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


def _slot(request: BookingRequest, centre: Centre, ports: Ports) -> Slot:
    count = slots_needed(request.interpreter, ports)
    slot = timetable_at(centre, ports).offers(request.starts_at, count, ports.now())
    if slot is None:
        raise OutsideHours(f"{centre.slug} {request.starts_at.isoformat()}")
    return slot


def _list(booking: Booking, key: str | None, request: BookingRequest, ports: Ports) -> bool:
    """
    Put the appointment on the citizen's list and cap, and let a new *key* find it again.

    Return whether it was we who did: a repeat may find that the first one still has it
    there, and must not take it away.
    """
    also = [_list_entry(booking)]
    if key is not None:
        repeat = {"reference": booking.reference, "body": _fingerprint(request)}
        also.append(Insert(keys.once(key), repeat))
    try:
        reserve(booking.citizen, _place(booking), ports, also)
    except Conflict as conflict:
        if key is not None:  # the key was used in this very moment
            raise TryAgain from conflict
        return False
    return True


def _place(booking: Booking) -> Place:
    return Place(booking.reference, booking.centre, booking.slot.ends_at, booking.booked_at)


def _list_entry(booking: Booking) -> Insert:
    return Insert(keys.mine(booking.reference), {"centre": booking.centre})


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
        operations = [*_take_slots(booking, timetable, ports), *_write(booking, ports)]
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


def _take_slots(booking: Booking, timetable: Timetable, ports: Ports) -> list[Operation]:
    return [_take(start, booking, timetable, ports) for start in timetable.parts(booking.slot)]


def _take(start: datetime, booking: Booking, timetable: Timetable, ports: Ports) -> Operation:
    row = ports.store.get(booking.centre, keys.slot(start))
    state = SlotState.from_row(row.data) if row else UNTOUCHED
    if not state.has_room(timetable.desks) and booking.reference not in state.references:
        raise SlotTaken(_alternatives(booking, timetable, ports))
    data = state.with_reference(booking.reference).to_row()
    return Replace(row.key, data, row.etag) if row else Insert(keys.slot(start), data)


def _write(booking: Booking, ports: Ports) -> list[Operation]:
    day = booking.slot.starts_at.date()
    guards = [
        Insert(keys.guard(day, person), {"reference": booking.reference})
        for person in booking.people
    ]
    facts: dict[str, Any] = {
        "slot": booking.slot.starts_at.isoformat(),
        "interpreter": booking.interpreter,
    }
    entry = log.entry("booked", booking.citizen, booking.booked_at, facts)
    return [
        *guards,
        Insert(keys.booking(booking.reference), to_row(booking, entry["hash"], ports.vault.seal)),
        Insert(keys.log(booking.reference, booking.version), entry),
        Insert(
            keys.todo(booking.reference), Todo(booking.version, since=booking.booked_at).to_row()
        ),
    ]


def _own_or_refuse(booking: Booking, ports: Ports) -> Booking:
    """A guard or the booking is there: it is this very booking, or the person has another."""
    if stored := stored_booking(booking.reference, ports):
        return stored
    raise AlreadyBooked(booking.centre)


def _alternatives(booking: Booking, timetable: Timetable, ports: Ports) -> tuple[Slot, ...]:
    count = slots_needed(booking.interpreter, ports)
    days = timetable.window(ports.now())
    free = free_between(booking.centre, timetable, days, count, ports)
    return nearest(free, booking.slot.starts_at, ports.catalog.rules.alternatives)


def _give_back(booking: Booking, refusal: Refusal, ports: Ports) -> None:
    """Free what was reserved; after `TryAgain` it is not known that nothing was written."""
    if isinstance(refusal, TryAgain):
        return
    for person in booking.people:
        release(person, booking.reference, ports)
