"""
Tell the interpreters' desk of the coming requests, once per digest (circular R11).

    write that it is closing → collect → write what it will hold → send → write that it went

May run at any time, every minute, twice at once, after an outage: the record is taken
first (If-Match), and what another worker or an earlier run did is found in it. An attempt
whose answer was lost is looked for in the mailbox; what did not go is collected afresh, so
that what arrives late is right. One that has not gone when the next opens is not sent any
more. Whatever is not in a closed digest is reconcile's to correct.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from functions.domain.digest import Digest
from functions.domain.digest_record import DigestRecord, message_id
from functions.domain.errors import OutsideFailure
from functions.domain.interpretation import Request
from functions.domain.projection import Message
from functions.domain.slot import ATHENS
from functions.ports import SERVICE_MAILBOX, Conflict, Ports
from functions.use_cases.digest_book import (
    Stored,
    digest_state,
    digests_from,
    hold,
    save,
    stored_digest,
)
from functions.use_cases.interpreter_requests import as_request, expected, requests_between
from functions.use_cases.list_free_slots import digest_now
from functions.use_cases.sent_mail import was_sent


def send_digest(ports: Ports) -> None:
    """
    Do what is left to do for the digest that opened last, and for those begun before it.

    A failure of the mail is written down and tried again by the next call.

    Raises:
        StoreBusy: The store did not answer; the next call goes on.
    """
    newest, started = digest_now(ports), ports.ticks()
    for digest in (newest, *_left_open(newest, ports)):
        work = _take(digest, ports)
        if work is not None:
            _work_off(work)
    state = digest_state(newest, ports)
    ports.note(
        "digest",
        digest_day=newest.last,
        digest_state=state,
        duration_ms=ports.since(started),
    )


def _left_open(newest: Digest, ports: Ports) -> list[Digest]:
    """Return the digests before *newest* of which it is not known whether they went."""
    today = ports.now().astimezone(ATHENS).date()
    records = (record for record in digests_from(today, ports) if not record.is_closed)
    return [record.digest for record in records if record.digest < newest]


def _work_off(work: "Work") -> None:
    try:
        # The notice may get through where the digest did not.
        failures = [_failure_of(step, work) for step in (_deliver, _report_lateness)]
        work.save(work.record.let_go(next(filter(None, failures), None)))
    except Conflict:
        return  # the lease ended and another worker is at it


@dataclass(slots=True)
class Work:
    """A digest that this worker has taken, written down after each step."""

    stored: Stored
    ports: Ports

    @property
    def record(self) -> DigestRecord:
        return self.stored.record

    def save(self, record: DigestRecord, action: str = "", **facts: object) -> None:
        self.stored = save(self.stored, record, self.ports, action, facts)

    def send_once(self, message: Message) -> None:
        """Send *message*, unless an attempt whose answer was lost turns out to have gone."""
        name, ports = message.message_id, self.ports
        attempted_at = self.record.attempted.get(name)
        if attempted_at and was_sent(SERVICE_MAILBOX, name, attempted_at, ports):
            return
        attempted = {**self.record.attempted, name: ports.now()}
        self.save(replace(self.record, attempted=attempted))
        ports.mailbox.send(SERVICE_MAILBOX, message)


def _take(digest: Digest, ports: Ports) -> Work | None:
    """Take the record for this worker, unless there is nothing to do or another has it."""
    stored, now = stored_digest(digest.name, ports), ports.now()
    if stored is None:
        record, action = DigestRecord(digest, closing_at=now), "digest_closing"
    elif stored.record.is_free(now) and _is_unfinished(stored.record, ports):
        record, action = stored.record, ""
    else:
        return None
    try:
        return Work(save(stored, record.taken(ports.worker, now), ports, action), ports)
    except Conflict:
        return None


def _is_unfinished(record: DigestRecord, ports: Ports) -> bool:
    return not record.is_closed or _due_notice(record, ports) is not None


def _failure_of(step: Callable[[Work], None], work: Work) -> str | None:
    try:
        step(work)
    except OutsideFailure as failure:
        return f"{type(failure).__name__}: {failure}"[:300]
    return None


def _deliver(work: Work) -> None:
    """Send the digest, unless it has gone already, and close it."""
    ports, record = work.ports, work.record
    if record.is_closed:
        return
    attempted_at = record.attempted.get(message_id(record.digest))
    if attempted_at and was_sent(SERVICE_MAILBOX, record.mail_id, attempted_at, ports):
        _close(work, attempted_at)
    elif record.digest < digest_now(ports):
        _close_empty(work, "digest_missed")
    else:
        _send(work, again=attempted_at is not None)


def _send(work: Work, *, again: bool) -> None:
    ports, digest = work.ports, work.record.digest
    requests = _collect(digest, ports)
    if not requests and _says_nothing(work.record, ports):
        _close_empty(work, "digest_empty")
        return
    _write_down(requests, work)
    message = ports.letters.digest(digest, requests, again=again)
    ports.mailbox.send(SERVICE_MAILBOX, replace(message, message_id=work.record.mail_id))
    _close(work, ports.now())


def _collect(digest: Digest, ports: Ports) -> list[Request]:
    """Return the requests that are still ahead."""
    found = (
        (expected(appointment), appointment.booking)
        for appointment in requests_between(digest.first, digest.last, ports)
        if appointment.booking.slot.ends_at > ports.now()
    )
    return [as_request(told, booking, ports) for told, booking in found if told]


def _says_nothing(record: DigestRecord, ports: Ports) -> bool:
    """
    Tell whether a digest without requests is not sent.

    Where nobody was there to send it in time, an empty one would only puzzle.
    """
    was_missed = record.closing_at >= record.digest.deadline
    return was_missed or ports.catalog.rules.digest_when_empty == "nothing"


def _write_down(requests: list[Request], work: Work) -> None:
    record = work.record.collected(len(requests), work.ports.now())
    hold(record, [request.told for request in requests], work.ports)
    work.save(record)


def _close(work: Work, went_at: datetime) -> None:
    record = work.record.closed(work.ports.now(), went_at)
    work.save(record, "digest_sent", requests=record.count, late=record.is_late)


def _close_empty(work: Work, action: str) -> None:
    work.save(work.record.closed_empty(work.ports.now()), action)


def _due_notice(record: DigestRecord, ports: Ports) -> Message | None:
    """Return what the administrators have to be told of a late digest, if anything."""
    is_missing = not record.is_closed and ports.now() >= record.digest.deadline
    if not (record.is_late or is_missing):
        return None
    notice = ports.letters.notice_of_late_digest(record.digest, record.sent_at)
    return None if notice.message_id in record.sent else notice


def _report_lateness(work: Work) -> None:
    notice = _due_notice(work.record, work.ports)
    if notice is None:
        return
    work.send_once(notice)
    sent = {**work.record.sent, notice.message_id: work.ports.now()}
    work.save(replace(work.record, sent=sent))
