"""
A queue as Azure Storage keeps it: messages hide while they are worked on.

Pure: callers pass the time (seconds, any steady clock). Delays are real time, not the
stack's: a message is a pointer that saves waiting, and no date stands in it.
"""

from dataclasses import dataclass, field
from itertools import count


@dataclass(slots=True, eq=False)
class Message:
    """A message: when it can be seen next, how often it was tried, and whether it is now."""

    id: str
    body: bytes
    visible_at: float
    dequeue_count: int = 0
    is_running: bool = False


@dataclass(slots=True)
class MessageQueue:
    """
    The messages of one queue.

    After *max_dequeue_count* failures a message goes to *poison*, where nothing
    touches it any more; before, it is seen again *retry_after* seconds later.
    """

    name: str
    max_dequeue_count: int = 5
    retry_after: float = 0.0
    waiting: list[Message] = field(default_factory=list)
    poison: list[Message] = field(default_factory=list)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def post(self, body: bytes, now: float, delay: float = 0.0) -> Message:
        """Add a message that can be seen after *delay* seconds."""
        message = Message(f"{self.name}-{next(self._ids)}", body, now + delay)
        self.waiting.append(message)
        return message

    def take(self, now: float, limit: int) -> list[Message]:
        """Return up to *limit* messages to work on; each is hidden until its outcome is told."""
        ready = [m for m in self.waiting if not m.is_running and m.visible_at <= now]
        taken = sorted(ready, key=lambda message: message.visible_at)[:limit]
        for message in taken:
            message.is_running = True
            message.dequeue_count += 1
        return taken

    def done(self, message: Message) -> None:
        """Forget a message that was worked off."""
        if message in self.waiting:  # the queue may have been emptied meanwhile
            self.waiting.remove(message)

    def failed(self, message: Message, now: float) -> None:
        """Show a message again later, or put it with the poison ones."""
        if message not in self.waiting:
            return
        message.is_running = False
        message.visible_at = now + self.retry_after
        if message.dequeue_count >= self.max_dequeue_count:
            self.waiting.remove(message)
            self.poison.append(message)

    def next_visible_at(self) -> float | None:
        """Return when the next message can be seen, or None while there is none to wait for."""
        return min((m.visible_at for m in self.waiting if not m.is_running), default=None)

    def clear(self) -> None:
        """Forget all messages."""
        self.waiting.clear()
        self.poison.clear()
