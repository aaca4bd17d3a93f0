"""A digest of four hundred requests, from the bookings to Exchange (circular R11)."""

import base64
import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from itertools import islice, product

import icalendar
import pytest

from functions.adapters.catalog_files import load_catalog
from functions.adapters.graph_mailbox import GraphMailbox
from functions.adapters.letters import Letters
from functions.bootstrap import CATALOG
from functions.domain.booking import Interpreter
from functions.domain.slot import ATHENS
from functions.ports import SERVICE_MAILBOX
from functions.use_cases.book import book
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.send_digest import send_digest
from tests.builders import Clock, a_citizen, a_request, make_ports
from tests.contract.outside import SENDERS
from tests.fakes import FakeCalendar

SERVICE = "birth-certificate"
DESK = "desk@interpreters.example"
FOUR_MEGABYTES = 4 * 1024 * 1024  # Graph's limit for one request
LONG_LINK = "https://teams.microsoft.com/l/meetup-join/" + "19%3ameeting_" * 24


@pytest.fixture(scope="module")
def catalog():
    return load_catalog(CATALOG)


def test_four_hundred_requests_are_one_mail_that_graph_accepts(catalog, client, outside):
    clock = Clock()
    letters = Letters(catalog, "https://mykeplive.example", "kep.example", DESK, "a@b.example")
    ports = make_ports(
        now=clock,
        catalog=catalog,
        letters=letters,
        mailbox=GraphMailbox(client, SENDERS),
        calendar=FakeCalendar(),
    )
    references = {_booked(ports, *place) for place in islice(_places(ports), 400)}
    clock.now = datetime(2026, 11, 24, 18, 30, tzinfo=ATHENS)

    send_digest(ports)

    [mail] = [each.public for each in outside.world.mails]
    table, calendar = (base64.b64decode(each["content"]) for each in mail["attachments"])
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))
    events = icalendar.Calendar.from_ical(calendar).walk("vevent")
    assert (len(references), len(rows), len(events)) == (400, 400, 400)
    assert all(reference in mail["text"] for reference in references)
    assert all(reference in mail["html"] for reference in references)
    assert ports.mailbox.sent(SERVICE_MAILBOX, "digest.2026-11-25")


def test_with_links_as_long_as_they_get_it_is_still_below_the_limit(catalog, client, outside):
    clock = Clock()
    ports = make_ports(now=clock, catalog=catalog, mailbox=GraphMailbox(client, SENDERS))
    letters = Letters(catalog, "https://mykeplive.example", "kep.example", DESK, "a@b.example")
    ports = replace(ports, letters=_WithLongLinks(letters))
    for place in islice(_places(ports), 400):
        _booked(ports, *place)
    clock.now = datetime(2026, 11, 24, 18, 30, tzinfo=ATHENS)

    send_digest(ports)

    [request] = [each for each in outside.world.requests if each["path"].endswith("/sendMail")]
    assert request["status"] == 202
    assert 1_000_000 < len(json.dumps(request["body"])) < FOUR_MEGABYTES


class _WithLongLinks:
    """Letters in which every call has a link, and a long one."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    def digest(self, digest, requests, *, again):
        long = [replace(r, told=replace(r.told, join_url=LONG_LINK)) for r in requests]
        return self._letters.digest(digest, long, again=again)


def _places(ports):
    """Yield centres and times on Wednesday with an interpreter."""
    for centre in ports.catalog.centres_offering(SERVICE):
        query = SlotQuery(centre.slug, SERVICE, interpreter=Interpreter.SIGN_LANGUAGE)
        wednesday = [
            slot.starts_at for slot in list_free_slots(query, ports) if slot.starts_at.day == 25
        ]
        yield from product([centre.slug], wednesday[::2])


def _booked(ports, centre: str, starts_at: datetime) -> str:
    request = a_request(starts_at, centre=centre, service=SERVICE, interpreter="sign_language")
    number = int(starts_at.timestamp()) // 1200 * 100 + list(ports.catalog.centres).index(centre)
    return book(request, a_citizen(number % 90_000_000), "key", "el", ports).reference
