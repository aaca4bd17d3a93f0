"""Mail: sent from a mailbox, kept there, and found again by an extended property."""

import base64
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

from world import SentMail, World

from stand_ins.graph_calls import Answer, Asked, Call
from stand_ins.graph_errors import bad_request, not_found, throttled
from stand_ins.graph_ids import change_key, item_id
from stand_ins.graph_queries import answer_list, refuse_other_options, with_property
from stand_ins.graph_times import offset_time
from stand_ins.html_text import html_to_text

SEND = frozenset({"Mail.Send"})
READ = frozenset({"Mail.Read", "Mail.ReadWrite"})
CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#users('{user}')/messages"
A_MINUTE = 30  # Exchange's limit for one mailbox
MINUTE = timedelta(minutes=1)
OTHER_FOLDERS = {"inbox", "drafts", "outbox", "deleteditems", "junkemail", "archive"}
NOWHERE = "@bounces.example"  # whoever lives there cannot be reached


class GraphMails:
    """The mail calls over the world's mails."""

    def __init__(self, world: World) -> None:
        self._world = world

    def calls(self) -> list[Call]:
        """Return what Graph offers here."""
        return [
            Call("POST", "sendMail", SEND, self._send, "sendMail"),
            Call("GET", "messages", READ, self._find),
            Call("GET", "mailFolders/{folder}/messages", READ, self._find),
        ]

    def _send(self, asked: Asked) -> Answer:
        message, now = asked.body.get("message") or {}, self._world.now()
        attachments = [_attachment(each) for each in message.get("attachments") or ()]
        public = {
            "id": item_id(),
            "from": asked.mailbox,
            "to": _addresses(message),
            "subject": message.get("subject") or "",
            **_texts(message.get("body") or {}),
            "attachments": attachments,
            "sent_at": now.isoformat(),
        }
        self._refuse_too_many(asked.mailbox, now)
        is_kept = asked.body.get("saveToSentItems") is not False
        kept = _kept(message, public, now) if is_kept else {}
        self._world.mails.append(SentMail(asked.mailbox, public, kept))
        if _addresses(message).endswith(NOWHERE):
            self._world.reports.setdefault(asked.mailbox, []).append(_report(public, now))
        return Answer(202)

    def _refuse_too_many(self, mailbox: str, now: datetime) -> None:
        lately = list(islice(self._sent_times(mailbox), A_MINUTE))
        if len(lately) == A_MINUTE and now - MINUTE < lately[-1] <= now:
            seconds = int((lately[-1] + MINUTE - now).total_seconds()) + 1
            raise throttled("MessageRate", seconds)

    def _sent_times(self, mailbox: str) -> Iterable[datetime]:
        """Yield when the mailbox sent something, the last first."""
        return (
            datetime.fromisoformat(mail.public["sent_at"])
            for mail in reversed(self._world.mails)
            if mail.mailbox == mailbox
        )

    def _find(self, asked: Asked) -> Answer:
        refuse_other_options(asked.query, "$filter", "$select", "$top")
        found = with_property(self._messages(asked), asked.query)
        return Answer(200, answer_list(CONTEXT.format(user=asked.user), found, asked.query))

    def _messages(self, asked: Asked) -> list[dict[str, Any]]:
        folder = asked.keys.get("folder", "sentitems").lower()
        if folder not in {"sentitems", *OTHER_FOLDERS}:
            raise not_found()
        if folder == "inbox":  # the latest first
            return self._world.reports.get(asked.mailbox, [])[::-1]
        return [
            mail.message
            for mail in self._world.mails
            if mail.mailbox == asked.mailbox and mail.message and folder == "sentitems"
        ]


def _report(mail: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return what the mail system puts into the sender's inbox when a mail came to nobody."""
    sender = {"emailAddress": {"name": "Microsoft Outlook", "address": "postmaster@kep.example"}}
    return {
        "id": item_id(),
        "changeKey": change_key(),
        "subject": f"Undeliverable: {mail['subject']}",
        "receivedDateTime": offset_time(now),
        "sender": sender,
        "from": sender,
        "singleValueExtendedProperties": [{"id": "String 0x001A", "value": "REPORT.IPM.Note.NDR"}],
    }


def _kept(message: dict[str, Any], public: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return the copy that stands in Sent Items, extended properties included."""
    sender = {"emailAddress": {"name": public["from"], "address": public["from"]}}
    return {
        "ccRecipients": [],
        "bccRecipients": [],
        "importance": "normal",
        **message,
        "id": public["id"],
        "changeKey": change_key(),
        "internetMessageId": f"<{uuid4().hex}@{public['from'].partition('@')[2]}>",
        "bodyPreview": public["text"][:255],
        "hasAttachments": bool(public["attachments"]),
        "sentDateTime": offset_time(now),
        "receivedDateTime": offset_time(now),
        "sender": sender,
        "from": sender,
        "isDraft": False,
        "isRead": True,
    }


def _addresses(message: dict[str, Any]) -> str:
    """Return the recipients, as a reader sees them."""
    recipients = [
        (each.get("emailAddress") or {}).get("address")
        for name in ("toRecipients", "ccRecipients", "bccRecipients")
        for each in message.get(name) or ()
    ]
    if not recipients or not all(address and "@" in address for address in recipients):
        raise bad_request("At least one recipient is not valid.", "ErrorInvalidRecipients")
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
    except ValueError as error:
        raise bad_request("contentBytes is not base64.") from error
    return {
        "name": attachment.get("name") or "",
        "content_type": attachment.get("contentType") or "application/octet-stream",
        "content": content,
    }
