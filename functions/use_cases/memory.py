"""What was done for one booking, written down after each step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from functions.domain import keys
from functions.domain.booking import Booking
from functions.domain.outbox import done_from_row, done_to_row
from functions.domain.projection import Done, Message
from functions.ports import Insert, Operation, Ports, Replace, Row
from functions.use_cases.sent_mail import was_sent


@dataclass(slots=True)
class Memory:
    """A booking, and what reconcile has done for it so far."""

    booking: Booking
    ports: Ports
    row: Row | None
    done: Done

    @classmethod
    def of(cls, booking: Booking, ports: Ports) -> "Memory":
        row = ports.store.get(booking.centre, keys.done(booking.reference))
        return cls(booking, ports, row, done_from_row(row.data) if row else Done())

    def keep(self, done: Done, also: Sequence[Operation] = ()) -> None:
        """
        Write *done* down, and *also* with it, before anything else happens.

        Raises:
            Conflict: Another worker is at it.
        """
        key, data = keys.done(self.booking.reference), done_to_row(done)
        write = Replace(key, data, self.row.etag) if self.row else Insert(key, data)
        etag, *_ = self.ports.store.commit(self.booking.centre, [write, *also])
        self.row, self.done = Row(key, data, etag), done

    def send_once(
        self, sender: str, message: Message, also: Callable[[], Sequence[Operation]] = tuple
    ) -> None:
        """
        Send *message*, unless it was sent, and write that down; *also* is written with it.

        An attempt is written down before it is made; when its answer was lost, the mail is
        looked for in the mailbox and sent only if it is not there.
        """
        if message.message_id in self.done.sent:
            return
        self.deliver(sender, message)
        sent = self.done.sent | {message.message_id: self.ports.now()}
        self.keep(replace(self.done, sent=sent), also())

    def deliver(self, sender: str, message: Message, done: Done | None = None) -> None:
        """
        Send *message* unless an earlier attempt turns out to have gone.

        *done*, if given, is what is written down with the attempt.
        """
        name, ports = message.message_id, self.ports
        attempted_at = self.done.attempted.get(name)
        if attempted_at and was_sent(sender, name, attempted_at, ports):
            return
        attempted = self.done.attempted | {name: ports.now()}
        self.keep(replace(done or self.done, attempted=attempted))
        ports.mailbox.send(sender, message)
