"""Queue triggers: hands each message to its function, several at once."""

import asyncio
import base64
import binascii
import logging
import time
from collections.abc import Iterable
from concurrent.futures import Executor

from azure.functions import QueueMessage
from function_host import QueueFunction
from host_settings import HostSettings
from message_queue import Message, MessageQueue

log = logging.getLogger("host.queue")
POISON = "-poison"


class DeliveredMessage(QueueMessage):
    """A message with its count of tries, which the public class leaves out."""

    def __init__(self, message: Message, body: bytes) -> None:
        super().__init__(id=message.id, body=body)
        self._dequeue_count = message.dequeue_count

    @property
    def dequeue_count(self) -> int:
        """How often the message was tried, this time included."""
        return self._dequeue_count


class QueueFunctions:
    """The queues that have a function, and the tasks that work them off."""

    def __init__(
        self, functions: Iterable[QueueFunction], settings: HostSettings, pool: Executor
    ) -> None:
        self._functions = {function.queue: function for function in functions}
        self._batch_size = settings.batch_size
        self._pool = pool
        self._changed = {name: asyncio.Event() for name in self._functions}
        self._running: set[asyncio.Task[None]] = set()
        retry_after = settings.visibility_timeout.total_seconds()
        self.queues = {
            name: MessageQueue(name, settings.max_dequeue_count, retry_after)
            for name in self._functions
        }

    def post(self, queue: str, body: bytes, delay: float) -> Message:
        """Add a message (base64, as the Azure Functions host expects it) to *queue*."""
        message = self.queues[queue].post(body, time.monotonic(), delay)
        self._changed[queue].set()
        return message

    def messages(self, queue: str) -> list[Message] | None:
        """Return the messages of *queue*, or of `<queue>-poison`; None if there is none such."""
        known = self.queues.get(queue.removesuffix(POISON))
        if known is None:
            return None
        return known.poison if queue.endswith(POISON) else known.waiting

    def clear(self) -> None:
        """Forget all messages of all queues."""
        for queue in self.queues.values():
            queue.clear()

    async def run(self) -> None:
        """Work until cancelled."""
        await asyncio.gather(*(self._work_off(queue) for queue in self.queues.values()))

    async def _work_off(self, queue: MessageQueue) -> None:
        changed = self._changed[queue.name]
        while True:
            changed.clear()
            free = self._batch_size - sum(message.is_running for message in queue.waiting)
            for message in queue.take(time.monotonic(), free):
                self._start(queue, message)
            await _first_of(changed, queue.next_visible_at() if free else None)

    def _start(self, queue: MessageQueue, message: Message) -> None:
        task = asyncio.create_task(self._try(queue, message))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _try(self, queue: MessageQueue, message: Message) -> None:
        function = self._functions[queue.name]
        loop = asyncio.get_running_loop()
        try:
            body = base64.b64decode(message.body, validate=True)
            delivered = DeliveredMessage(message, body)
            await loop.run_in_executor(self._pool, function.call, delivered)
            queue.done(message)
        except binascii.Error:
            log.warning("%s: not base64, which no try will change", message.id)
            message.dequeue_count = queue.max_dequeue_count
            queue.failed(message, time.monotonic())
        except Exception:
            log.exception("%s raised, try %d", function.name, message.dequeue_count)
            queue.failed(message, time.monotonic())
        finally:
            self._changed[queue.name].set()


async def _first_of(changed: asyncio.Event, instant: float | None) -> None:
    """Wait for a change, or until *instant* where there is one."""
    seconds = None if instant is None else max(0.0, instant - time.monotonic())
    try:
        await asyncio.wait_for(changed.wait(), seconds)
    except TimeoutError:
        return
