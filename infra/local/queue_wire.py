"""
The receiving end of Azure Queue Storage's own wire: "Put Message" and "Peek Messages".

The functions post to it as they post to Azure. Messages are kept in memory: a pointer
that is lost at a restart costs a wait, since the sweep finds the work anyway.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from aiohttp import web
from message_queue import Message
from queue_functions import QueueFunctions

MAX_DELAY = timedelta(days=7)
LIFETIME = timedelta(days=7)
MAX_BYTES = 64 * 1024


def routes(functions: QueueFunctions) -> list[web.RouteDef]:
    """Return the routes of all queues."""

    async def put_message(request: web.Request) -> web.Response:
        queue = request.match_info["queue"]
        if queue not in functions.queues:
            return _refusal(404, "QueueNotFound")
        delay = _delay(request.query.get("visibilitytimeout", "0"))
        if delay is None:
            return _refusal(400, "OutOfRangeQueryParameterValue")
        text = _message_text(await request.read())
        if text is None:
            return _refusal(400, "InvalidXmlDocument")
        if len(text) > MAX_BYTES:
            return _refusal(413, "RequestBodyTooLarge")
        return _created(functions.post(queue, text, delay.total_seconds()), delay)

    async def peek_messages(request: web.Request) -> web.Response:
        messages = functions.messages(request.match_info["queue"])
        if messages is None:
            return _refusal(404, "QueueNotFound")
        if request.query.get("peekonly") != "true":  # taking them is the host's business
            return _refusal(403, "AuthorizationPermissionMismatch")
        return _peeked(messages[:1])

    return [
        web.post("/local/queue/{queue}/messages", put_message),
        web.get("/local/queue/{queue}/messages", peek_messages),
    ]


def _delay(text: str) -> timedelta | None:
    if not text.isdecimal() or int(text) > MAX_DELAY.total_seconds():
        return None
    return timedelta(seconds=int(text))


def _message_text(body: bytes) -> bytes | None:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException):
        return None
    text = root.findtext("MessageText") if root.tag == "QueueMessage" else None
    return None if text is None else text.encode()


def _created(message: Message, delay: timedelta) -> web.Response:
    now = datetime.now(UTC)
    root = Element("QueueMessagesList")
    entry = SubElement(root, "QueueMessage")
    for name, value in {
        "MessageId": message.id,
        "InsertionTime": format_datetime(now, usegmt=True),
        "ExpirationTime": format_datetime(now + LIFETIME, usegmt=True),
        "PopReceipt": message.id,
        "TimeNextVisible": format_datetime(now + delay, usegmt=True),
    }.items():
        SubElement(entry, name).text = value
    return _xml(201, root)


def _peeked(messages: Iterable[Message]) -> web.Response:
    root = Element("QueueMessagesList")
    for message in messages:
        entry = SubElement(root, "QueueMessage")
        SubElement(entry, "MessageId").text = message.id
        SubElement(entry, "DequeueCount").text = str(message.dequeue_count)
        SubElement(entry, "MessageText").text = message.body.decode()
    return _xml(200, root)


def _refusal(status: int, code: str) -> web.Response:
    root = Element("Error")
    SubElement(root, "Code").text = code
    response = _xml(status, root)
    response.headers["x-ms-error-code"] = code
    return response


def _xml(status: int, root: Element) -> web.Response:
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return web.Response(status=status, body=body, content_type="application/xml")
