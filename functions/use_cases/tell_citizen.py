"""The applicant's mails follow a booking; each once, out of the KEP's own mailbox."""

from contextlib import suppress
from dataclasses import replace
from functools import partial

from functions.domain.errors import Rejected
from functions.domain.projection import Message
from functions.domain.reminders import due_reminder
from functions.ports import SERVICE_MAILBOX
from functions.use_cases.find_bounces import looks_for
from functions.use_cases.manage_link import manage_path
from functions.use_cases.memory import Memory


def confirm(memory: Memory) -> None:
    """Tell that it is booked, or what changed, with the link to the call once it is safe."""
    if memory.done.event is not None and memory.done.secured_at is not None:
        message = memory.ports.letters.confirmation(
            memory.booking, memory.done.event, _manage(memory)
        )
        _send(message, memory)


def pass_on_answer(memory: Memory) -> None:
    """Tell what the interpreters' desk answered."""
    if memory.booking.answer is not None and memory.done.event is not None:
        message = memory.ports.letters.interpreter_answer(
            memory.booking, memory.done.event, _manage(memory)
        )
        _send(message, memory)


def confirm_cancellation(memory: Memory) -> None:
    """Tell that it is cancelled, with the .ics that takes it out of a calendar."""
    _send(memory.ports.letters.cancellation(memory.booking), memory)


def remind(memory: Memory) -> None:
    """Remind by mail, and by SMS where there is a gateway, of what is near."""
    booking, ports = memory.booking, memory.ports
    ahead = due_reminder(booking, ports.catalog.rules, ports.now())
    if ahead is None or memory.done.event is None or memory.done.secured_at is None:
        return
    message = ports.letters.reminder(booking, memory.done.event, ahead, _manage(memory))
    _send(message, memory)
    if ports.texts.is_on:
        left = booking.slot.starts_at - ports.now()  # less than *ahead* after an outage
        _send_text(f"{message.message_id}.sms", ports.letters.reminder_text(booking, left), memory)


def report_bounce(memory: Memory) -> None:
    """Tell the KEP that the applicant's e-mail address does not work."""
    at = memory.booking.mail_bounced_at
    if at is not None:
        notice = memory.ports.letters.notice_of_bounce(memory.booking, at)
        memory.send_once(SERVICE_MAILBOX, notice)


def _send_text(name: str, text: str, memory: Memory) -> None:
    """Send an SMS once; the gateway knows a repetition by *name*."""
    if name in memory.done.sent:
        return
    with suppress(Rejected):  # it will be again; the mail has gone
        memory.ports.texts.send(name, memory.booking.contact.mobile, text)
    memory.keep(replace(memory.done, sent=memory.done.sent | {name: memory.ports.now()}))


def _manage(memory: Memory) -> str:
    return manage_path(memory.booking.reference, memory.ports)


def _send(message: Message, memory: Memory) -> None:
    """Send it once for each event: after one was deleted, the mail with the new link is new."""
    if memory.done.events:
        name = f"{message.message_id}.{memory.done.events}"
        message = replace(message, message_id=name)
    looks = partial(looks_for, message.message_id, memory.ports)
    memory.send_once(memory.booking.centre, message, looks)
