"""What a mailbox promises: the fake, and Exchange as the stand-in plays it."""

import base64
from dataclasses import replace

import pytest

from functions.adapters.graph_mailbox import GraphMailbox
from functions.domain.errors import Rejected, Unreachable
from functions.domain.projection import Attachment, Message
from functions.ports import SERVICE_MAILBOX, Mailbox
from functions.settings import CentreAccount
from tests.contract.outside import ACCOUNTS, SENDERS
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
    return GraphMailbox(request.getfixturevalue("client"), SENDERS)


@pytest.mark.parametrize("sender", [CENTRE, SERVICE_MAILBOX])
def test_what_was_sent_is_found_by_its_id_in_that_mailbox_alone(mailbox, sender):
    assert not mailbox.sent(sender, MESSAGE.message_id)

    mailbox.send(sender, MESSAGE)

    assert mailbox.sent(sender, MESSAGE.message_id)
    assert not mailbox.sent(sender, "ZOG-7F3K-Q2M.2.confirmation")
    assert not any(mailbox.sent(other, MESSAGE.message_id) for other in SENDERS if other != sender)


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


def test_every_attachment_arrives_whole(client, outside):
    table = "Ώρα;Σύνδεσμος\r\n09:00;https://teams.example/1\r\n".encode("utf-8-sig")
    files = (
        Attachment("aitimata.csv", "text/csv; charset=utf-8", table * 20_000),
        Attachment("1.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n"),
        Attachment("2.ics", "text/calendar; charset=utf-8", b""),
    )

    GraphMailbox(client, SENDERS).send(SERVICE_MAILBOX, replace(MESSAGE, attachments=files))

    [mail] = [each.public for each in outside.world.mails]
    assert mail["from"] == "mykeplive@kep.example"
    arrived = [
        Attachment(each["name"], each["content_type"], base64.b64decode(each["content"]))
        for each in mail["attachments"]
    ]
    assert tuple(arrived) == files


def test_a_mail_over_four_megabytes_is_rejected_and_never_leaves(client, outside):
    mailbox = GraphMailbox(client, ACCOUNTS)
    three_megabytes = Attachment("a.pdf", "application/pdf", bytes(3 * 1024 * 1024))

    with pytest.raises(Rejected, match="413"):
        mailbox.send(CENTRE, replace(MESSAGE, attachments=(three_megabytes,)))

    assert not mailbox.sent(CENTRE, MESSAGE.message_id)
    assert not outside.world.mails


@pytest.mark.parametrize("sender", [CENTRE, SERVICE_MAILBOX])
def test_a_mail_whose_answer_was_lost_can_be_found(client, outside, sender):
    mailbox = GraphMailbox(client, SENDERS)
    outside.world.faults.change({"graph": "lost_replies"})

    with pytest.raises(Unreachable):
        mailbox.send(sender, MESSAGE)
    outside.world.faults.change({"graph": "ok"})

    assert mailbox.sent(sender, MESSAGE.message_id)


@pytest.mark.parametrize("sender", [CENTRE, SERVICE_MAILBOX])
@pytest.mark.parametrize("fault", ["down", "throttled"])
def test_a_mail_that_never_left_cannot_be_found(client, outside, sender, fault):
    mailbox = GraphMailbox(client, SENDERS)
    outside.world.faults.change({"graph": fault})

    with pytest.raises(Unreachable):
        mailbox.send(sender, MESSAGE)
    with pytest.raises(Unreachable):
        mailbox.sent(sender, MESSAGE.message_id)
    outside.world.faults.change({"graph": "ok"})

    assert not mailbox.sent(sender, MESSAGE.message_id)


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


def test_a_mail_that_came_to_nobody_is_reported_to_the_mailbox_that_sent_it(mailbox):
    mailbox.send(CENTRE, MESSAGE)
    assert list(mailbox.bounces(CENTRE)) == []

    mailbox.send(CENTRE, replace(MESSAGE, message_id="other", to="maria@bounces.example"))

    [bounce] = mailbox.bounces(CENTRE)
    assert MESSAGE.subject in bounce.subject
    assert bounce.at.tzinfo
    assert list(mailbox.bounces(SERVICE_MAILBOX)) == []


def test_while_the_mailbox_cannot_be_reached_nothing_is_known_of_bounces(client, outside):
    outside.world.faults.change({"graph": "down"})

    with pytest.raises(Unreachable):
        GraphMailbox(client, ACCOUNTS).bounces(CENTRE)
