"""
Mail out of the KEPs' own mailboxes and that of the service, with a copy that can be found again.

Each message carries our id as an extended property. `sendMail` answers before the
message has left, and an answer can be lost: the copy in Sent Items then tells whether
it went.
"""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.adapters.graph import Graph, quoted
from functions.adapters.graph_calendar import account_of
from functions.domain.projection import Attachment, Bounce, Message
from functions.settings import CentreAccount

# A name of our own in the namespace for public strings (PS_PUBLIC_STRINGS).
PROPERTY = "String {00020329-0000-0000-C000-000000000046} Name mykeplive-message"

# The class of a message (PidTagMessageClass), and that of a report that it was not delivered.
CLASS, NOT_DELIVERED = "String 0x001A", "REPORT.IPM.Note.NDR"
LATEST = 50


class GraphMailbox:
    """A :class:`functions.ports.Mailbox`. *accounts* are keyed by the sender."""

    def __init__(self, graph: Graph, accounts: Mapping[str, CentreAccount]) -> None:
        self._graph = graph
        self._accounts = accounts

    def send(self, sender: str, message: Message) -> None:
        body = {"message": _message(message), "saveToSentItems": True}
        user = account_of(sender, self._accounts).object_id
        self._graph.request("POST", user, "sendMail", json=body)

    def sent(self, sender: str, message_id: str) -> bool:
        wanted = f"ep/id eq {quoted(PROPERTY)} and ep/value eq {quoted(message_id)}"
        found = self._graph.request(
            "GET",
            account_of(sender, self._accounts).object_id,
            "mailFolders/sentitems/messages",
            params={
                "$filter": f"singleValueExtendedProperties/Any(ep: {wanted})",
                "$select": "id",
                "$top": "1",
            },
        )
        return bool(found.get("value"))

    def bounces(self, sender: str) -> list[Bounce]:
        wanted = f"ep/id eq {quoted(CLASS)} and ep/value eq {quoted(NOT_DELIVERED)}"
        found = self._graph.request(
            "GET",
            account_of(sender, self._accounts).object_id,
            "mailFolders/inbox/messages",
            params={
                "$filter": f"singleValueExtendedProperties/Any(ep: {wanted})",
                "$select": "subject,receivedDateTime",
                "$top": str(LATEST),
            },
        )
        return [
            Bounce(each["subject"], datetime.fromisoformat(each["receivedDateTime"]))
            for each in found.get("value") or ()
        ]


def _message(message: Message) -> dict[str, Any]:
    return {
        "subject": message.subject,
        "body": {"contentType": "html", "content": message.html},
        "toRecipients": [{"emailAddress": {"address": message.to}}],
        "attachments": [_attachment(each) for each in message.attachments],
        "singleValueExtendedProperties": [{"id": PROPERTY, "value": message.message_id}],
    }


def _attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": attachment.name,
        "contentType": attachment.content_type,
        "contentBytes": base64.b64encode(attachment.content).decode(),
    }
