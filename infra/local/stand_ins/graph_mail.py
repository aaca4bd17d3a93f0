"""Mail: sent from a mailbox, kept there, and found again by an extended property."""

import base64
import binascii
from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import Any

from world import SentMail, World

from stand_ins.graph_calls import Answer, Asked, Call
from stand_ins.graph_errors import bad_request, throttled
from stand_ins.graph_ids import change_key, item_id
from stand_ins.graph_queries import answer_list, refuse_other_options, with_property
from stand_ins.html_text import html_to_text

SEND = frozenset({"Mail.Send"})
READ = frozenset({"Mail.Read", "Mail.ReadWrite"})
CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#users('{user}')/messages"
A_MINUTE = 30  # Exchange's limit for one mailbox
MINUTE = timedelta(minutes=1)


class GraphMails:
    """The mail calls over the world's mails."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lately: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def calls(self) -> list[Call]:
        """Return what Graph offers here."""
        return [
            Call("POST", "sendMail", SEND, self._send, "sendMail"),
            Call("GET", "messages", READ, self._find),
            Call("GET", "mailFolders/{folder}/messages", READ, self._find),
        ]

    def _send(self, asked: Asked) -> Answer:
        message = asked.body.get("message") or {}
        to = _addresses(message)
        attachments = [_attachment(each) for each in message.get("attachments") or ()]
        self._refuse_too_many(asked.mailbox)
        kept = {"id": item_id(), "changeKey": change_key(), **message}
        public = {
            "id": kept["id"],
            "from": asked.mailbox,
            "to": to,
            "subject": message.get("subject") or "",
            **_texts(message.get("body") or {}),
            "attachments": attachments,
            "sent_at": self._world.now().isoformat(),
        }
        if not asked.body.get("saveToSentItems", True):
            kept["singleValueExtendedProperties"] = []
        self._world.mails.append(SentMail(asked.mailbox, public, kept))
        return Answer(202)

    def _refuse_too_many(self, mailbox: str) -> None:
        now, lately = self._world.now(), self._lately[mailbox]
        while lately and not now - MINUTE < lately[0] <= now:
            lately.popleft()
        if len(lately) >= A_MINUTE:
            seconds = int((lately[0] + MINUTE - now).total_seconds()) + 1
            raise throttled("MessageRate", seconds)
        lately.append(now)

    def _find(self, asked: Asked) -> Answer:
        refuse_other_options(asked.query, "$filter", "$select", "$top")
        if asked.keys.get("folder", "sentitems").lower() != "sentitems":
            return Answer(200, answer_list(CONTEXT.format(user=asked.user), (), asked.query))
        own = (mail.message for mail in self._world.mails if mail.mailbox == asked.mailbox)
        found = with_property(own, asked.query)
        return Answer(200, answer_list(CONTEXT.format(user=asked.user), found, asked.query))


def _addresses(message: dict[str, Any]) -> str:
    """Return the recipients, as a reader sees them."""
    recipients = [
        (each.get("emailAddress") or {}).get("address")
        for name in ("toRecipients", "ccRecipients", "bccRecipients")
        for each in message.get(name) or ()
    ]
    if not recipients or not all(recipients):
        raise bad_request("At least one recipient is needed.", "ErrorInvalidRecipients")
    return ", ".join(str(address) for address in recipients)


def _texts(body: dict[str, Any]) -> dict[str, str]:
    content = body.get("content") or ""
    if body.get("contentType") == "html":
        return {"text": html_to_text(content), "html": content}
    return {"text": content, "html": ""}


def _attachment(attachment: dict[str, Any]) -> dict[str, str]:
    if attachment.get("@odata.type") != "#microsoft.graph.fileAttachment":
        raise bad_request("Only file attachments are supported here.")
    content = attachment.get("contentBytes") or ""
    try:
        base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise bad_request("contentBytes is not base64.") from error
    return {
        "name": attachment.get("name") or "",
        "content_type": attachment.get("contentType") or "application/octet-stream",
        "content": content,
    }
