"""What a mailbox promises: the fake, and Exchange as the stand-in plays it."""

import base64
from dataclasses import replace

import pytest

from functions.adapters.graph_mailbox import GraphMailbox
from functions.domain.errors import Rejected, Unreachable
from functions.domain.projection import Attachment, Message
from functions.ports import Mailbox
from functions.settings import CentreAccount
from tests.contract.outside import ACCOUNTS
from tests.fakes import FakeMailbox

CENTRE = "kep-zografou"
MESSAGE = Message(
    message_id="ZOG-7F3K-Q2M.1.confirmation",
    to="maria@example.com",
    subject="Το ραντεβού σας",
    html='<h1>Το ραντεβού σας</h1><p>Δείτε <a href="https://example.com/a">τη σελίδα</a>.</p>',
    attachments=(Attachment("rantevou.ics", "text/calendar", "BEGIN:VCALENDAR α".encode()),),
)


@pytest.fixture(params=["fake", "graph"])
def mailbox(request: pytest.FixtureRequest) -> Mailbox:
    if request.param == "fake":
        return FakeMailbox()
    return GraphMailbox(request.getfixturevalue("client"), ACCOUNTS)


def test_what_was_sent_is_found_by_its_id_in_that_mailbox_alone(mailbox):
    assert not mailbox.sent(CENTRE, MESSAGE.message_id)

    mailbox.send(CENTRE, MESSAGE)

    assert mailbox.sent(CENTRE, MESSAGE.message_id)
    assert not mailbox.sent(CENTRE, "ZOG-7F3K-Q2M.2.confirmation")
    assert not mailbox.sent("kep-patra", MESSAGE.message_id)


def test_the_mail_arrives_as_it_was_written(client, outside):
    GraphMailbox(client, ACCOUNTS).send(CENTRE, MESSAGE)

    [mail] = [each.public for each in outside.world.mails]
    [attachment] = mail["attachments"]
    assert mail["from"] == "kep-zografou@kep.example"
    assert (mail["to"], mail["subject"], mail["html"]) == (
        MESSAGE.to,
        MESSAGE.subject,
        MESSAGE.html,
    )
    assert "Δείτε τη σελίδα<https://example.com/a>." in mail["text"]
    assert (attachment["name"], attachment["content_type"]) == ("rantevou.ics", "text/calendar")
    assert base64.b64decode(attachment["content"]) == MESSAGE.attachments[0].content


def test_a_mail_whose_answer_was_lost_can_be_found(client, outside):
    mailbox = GraphMailbox(client, ACCOUNTS)
    outside.world.faults.change({"graph": "lost_replies"})

    with pytest.raises(Unreachable):
        mailbox.send(CENTRE, MESSAGE)
    outside.world.faults.change({"graph": "ok"})

    assert mailbox.sent(CENTRE, MESSAGE.message_id)


def test_a_mail_that_never_left_cannot_be_found(client, outside):
    mailbox = GraphMailbox(client, ACCOUNTS)
    outside.world.faults.change({"graph": "down"})

    with pytest.raises(Unreachable):
        mailbox.send(CENTRE, MESSAGE)
    with pytest.raises(Unreachable):
        mailbox.sent(CENTRE, MESSAGE.message_id)
    outside.world.faults.change({"graph": "ok"})

    assert not mailbox.sent(CENTRE, MESSAGE.message_id)


def test_a_centre_without_a_mailbox_is_rejected(client, outside):
    mailbox = GraphMailbox(client, {"kep-nowhere": CentreAccount("no-such-mailbox")})

    with pytest.raises(Rejected, match="404"):
        mailbox.send("kep-nowhere", MESSAGE)
    with pytest.raises(Rejected, match="404"):
        mailbox.sent("kep-nowhere", MESSAGE.message_id)
    with pytest.raises(Rejected, match="CENTRE_ACCOUNTS"):
        mailbox.send(CENTRE, MESSAGE)


def test_an_id_with_a_quote_in_it_is_found_and_nothing_else_is(client, outside):
    mailbox = GraphMailbox(client, ACCOUNTS)
    mailbox.send(CENTRE, replace(MESSAGE, message_id="it's"))

    assert mailbox.sent(CENTRE, "it's")
    assert not mailbox.sent(CENTRE, "its")
    assert not mailbox.sent(CENTRE, "x' or 'a' eq 'a")


def test_exchange_takes_thirty_mails_a_minute_from_one_mailbox(client):
    mailbox = GraphMailbox(client, ACCOUNTS)
    for _ in range(30):
        mailbox.send("kep-patra", MESSAGE)

    with pytest.raises(Unreachable) as failure:
        mailbox.send("kep-patra", MESSAGE)

    assert 0 < failure.value.retry_after.total_seconds() <= 61
