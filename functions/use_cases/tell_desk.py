"""
The interpreters' desk follows a booking after its digest (circular R11).

What the desk was told last stands in a closed digest or in the booking's own `Done`,
whichever is later. Compared with what is so now it gives the correction, if any. While a
digest is on its way nothing is compared: it may or may not hold the appointment.

What is new to the desk counts as told before the mail goes. Should its answer be lost and the
request be over by the next try, nothing else would say that the desk has to hear of the end.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from functions.domain import keys, log
from functions.domain.booking import Booking, InterpreterStatus
from functions.domain.digest import digest_of, works_in
from functions.domain.digest_record import DigestRecord
from functions.domain.errors import NotThereYet
from functions.domain.interpretation import Change, Correction, Told, changes
from functions.domain.projection import Done
from functions.domain.slot import ATHENS
from functions.domain.timetable import DAY
from functions.ports import SERVICE_MAILBOX, Insert, Ports
from functions.use_cases.digest_book import digests_from, held_of
from functions.use_cases.interpreter_requests import as_request, expected
from functions.use_cases.list_free_slots import digest_now
from functions.use_cases.memory import Memory
from functions.use_cases.sent_mail import was_sent
from functions.use_cases.show_bookings import Appointment

LOOK_AGAIN = timedelta(seconds=30)  # while a digest is on its way


def correct_desk(memory: Memory) -> None:
    """
    Send the desk what it does not know yet, and write down what it knows now.

    Raises:
        NotThereYet: A digest is on its way.
        OutsideFailure: The mail did not go.
    """
    _settle_news(memory)
    as_of = memory.ports.now()  # a digest that is collected later knows better
    correction = due_correction(Appointment(memory.booking, memory.done), memory.ports)
    if correction is None:
        return
    letter = replace(memory.ports.letters.correction(correction), message_id=_mail_id(correction))
    is_news = correction.told is None
    done = _knowing(correction, as_of, memory.done) if is_news else memory.done
    memory.deliver(SERVICE_MAILBOX, letter, done)
    _write_down(correction, as_of, memory)


def notify_centre(memory: Memory) -> None:
    """Tell the KEP that nobody has answered in time, or that there is no interpreter."""
    if needs_notice(memory.booking, memory.ports):
        memory.send_once(SERVICE_MAILBOX, memory.ports.letters.notice_to_centre(memory.booking))


def needs_notice(booking: Booking, ports: Ports) -> bool:
    """Tell whether the KEP has to know; a request is late from a time in `rules.yaml` on."""
    if booking.interpreter_status is InterpreterStatus.ASKED:
        return ports.now() >= _at(booking, ports.catalog.rules.interpreter_answer_until)
    return booking.interpreter_status is InterpreterStatus.UNAVAILABLE


def due_correction(appointment: Appointment, ports: Ports) -> Correction | None:
    """
    Return what the desk has to be told of an appointment now.

    Raises:
        NotThereYet: A digest is on its way, and may hold it.
    """
    booking, done = appointment.booking, appointment.done
    if booking.interpreter is None and booking.sequence == 0:
        return None
    closed = _closed_digests(ports)
    told = _told_last(booking.reference, done, closed, ports)
    if told and told.sequence > booking.sequence:
        return None  # it was changed meanwhile, and the change has its own work
    is_told_of = booking.slot.starts_at.date() < _first_untold_day(closed, ports)
    now = expected(appointment) if is_told_of else None
    found = changes(told, now, booking)
    return _correction(appointment, found, told, now, ports) if found else None


def _closed_digests(ports: Ports) -> list[DigestRecord]:
    """
    Return the digests that still matter; the desk has them all.

    They are read once, so that one which closes meanwhile counts neither way.

    Raises:
        NotThereYet: One is on its way.
    """
    records = list(digests_from(ports.now().astimezone(ATHENS).date(), ports))
    for record in records:
        if not record.is_closed:
            raise NotThereYet(f"the digest {record.digest.name}", look_again=LOOK_AGAIN)
    return records


def _first_untold_day(closed: Sequence[DigestRecord], ports: Ports) -> date:
    """Return the first day whose digest is still to come; before it only corrections tell."""
    return max([digest_now(ports).first, *(record.digest.last + DAY for record in closed)])


def _told_last(
    reference: str, done: Done, closed: Sequence[DigestRecord], ports: Ports
) -> Told | None:
    told = [(done.told_at, done.told)] if done.told_at else []
    held = _held(reference, closed, ports)
    latest = max([*told, *held], key=lambda pair: pair[0], default=None)
    return latest[1] if latest else None


def _held(
    reference: str, closed: Sequence[DigestRecord], ports: Ports
) -> Iterator[tuple[datetime, Told]]:
    """Yield what the digests held of the appointment, and since when."""
    for record in closed:
        told = held_of(record, reference, ports)
        if told and record.collected_at:
            yield record.collected_at, told


def _correction(
    appointment: Appointment,
    found: tuple[Change, ...],
    told: Told | None,
    now: Told | None,
    ports: Ports,
) -> Correction:
    booking = appointment.booking
    return Correction(
        reference=booking.reference,
        sequence=booking.sequence,
        centre=booking.centre,
        service=booking.service,
        changes=found,
        told=told,
        request=as_request(now, booking, ports) if now else None,
        moved_to=booking.slot if Change.MOVED_AWAY in found else None,
        number=appointment.done.corrections + 1,
    )


def _knowing(correction: Correction, as_of: datetime, done: Done) -> Done:
    """Return *done* with what the desk knows once it has *correction*."""
    told = correction.request.told if correction.request else None
    return replace(done, told=told, told_at=as_of, corrections=correction.number)


def _write_down(correction: Correction, as_of: datetime, memory: Memory) -> None:
    """Keep what the desk knows now, and with it the proof of what it was told (append-only)."""
    now, done = memory.ports.now(), _knowing(correction, as_of, memory.done)
    facts = {
        "reference": correction.reference,
        "changes": list(correction.changes),
        "told": done.told.to_row() if done.told else None,
    }
    concerned = correction.told or done.told
    digest = _digest_name(concerned.slot.starts_at.date(), memory.ports) if concerned else ""
    key = keys.told(digest, correction.reference, correction.number)
    proof = Insert(key, log.entry("desk_corrected", "mykeplive", now, facts))
    memory.keep(replace(done, sent=done.sent | {_mail_id(correction): now}), [proof])


def _settle_news(memory: Memory) -> None:
    """Find out whether the desk has what it was told as new, where the answer was lost."""
    news, done = _unsettled_news(memory), memory.done
    if news is None:
        return
    name = _mail_id(news)
    attempted_at = done.attempted[name]
    if was_sent(SERVICE_MAILBOX, name, attempted_at, memory.ports):
        _write_down(news, done.told_at or attempted_at, memory)
    else:
        memory.keep(replace(done, told=None, corrections=news.number - 1))


def _unsettled_news(memory: Memory) -> Correction | None:
    booking, done, ports = memory.booking, memory.done, memory.ports
    if done.told is None:
        return None
    about = Appointment(replace(booking, sequence=done.told.sequence), done)
    news = _correction(about, (Change.ADDED,), None, done.told, ports)
    news = replace(news, number=done.corrections)
    is_unsettled = _mail_id(news) in done.attempted and _mail_id(news) not in done.sent
    return news if is_unsettled else None


def _mail_id(correction: Correction) -> str:
    """Return the id of the mail: one with another link to the call is another mail."""
    link = correction.request.told.join_url if correction.request else None
    mark = hashlib.sha256(link.encode()).hexdigest()[:8] if link else "no-link"
    return f"{correction.message_id}.{mark}"


def _digest_name(day: date, ports: Ports) -> str:
    rules = ports.catalog.rules
    return digest_of(day, rules.digest_opens, works_in(ports.catalog)).name


def _at(booking: Booking, clock: time) -> datetime:
    return datetime.combine(booking.slot.starts_at.date(), clock, ATHENS)
