"""
Every body that our adapters send is one that Microsoft's metadata allows, and what the
stand-in keeps of them is in the form that the metadata describes.

The variable GRAPH_SCHEMA names the JSON Schema cut from that metadata; without it there
is nothing to compare with.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from stand_ins.graph_bodies import SHAPES

from functions.adapters.graph_calendar import GraphCalendar
from functions.adapters.graph_mailbox import GraphMailbox
from functions.adapters.letters import Letters
from functions.domain.projection import Event
from tests.builders import make_catalog
from tests.contract.appointments import an_appointment
from tests.contract.outside import ACCOUNTS

pytestmark = pytest.mark.skipif(
    "GRAPH_SCHEMA" not in os.environ, reason="GRAPH_SCHEMA names no schema"
)
ROOTS = {"events": "event", "onlineMeetings": "onlineMeeting", "sendMail": "sendMail"}


@cache
def the_slice() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(os.environ["GRAPH_SCHEMA"]).read_text("utf-8"))
    return content


def test_the_bodies_of_an_appointment_are_allowed(client, outside):
    letters = Letters(make_catalog(), "https://mykeplive.example", "kep.example")
    booking = an_appointment(interpreter="sign_language")
    calendar, mailbox = GraphCalendar(client, ACCOUNTS), GraphMailbox(client, ACCOUNTS)

    event = calendar.create(booking.centre, letters.calendar_entry(booking))
    calendar.secure(booking.centre, event)
    mailbox.send(booking.centre, letters.confirmation(booking, event))

    sent = [each for each in outside.world.requests if each["body"] is not None]
    assert len(sent) == 4
    for request in sent:
        assert faults_in(ROOTS[request["path"].split("/")[4]], request["body"]) == []


def test_what_stands_in_a_calendar_is_in_graphs_own_form(client, outside):
    booking = an_appointment()
    letters = Letters(make_catalog(), "https://mykeplive.example", "kep.example")
    calendar = GraphCalendar(client, ACCOUNTS)
    calendar.secure(
        booking.centre, calendar.create(booking.centre, letters.calendar_entry(booking))
    )

    [[item]] = [list(each.values()) for each in outside.world.calendars.values()]
    assert faults_in("event", item.event) == []
    assert faults_in("onlineMeeting", item.online_meeting) == []


def test_what_is_kept_of_a_mail_is_in_graphs_own_form(client, outside):
    booking = an_appointment()
    letters = Letters(make_catalog(), "https://mykeplive.example", "kep.example")
    message = letters.confirmation(booking, Event("e", "https://teams.microsoft.com/l/1"))
    GraphMailbox(client, ACCOUNTS).send(booking.centre, message)

    [mail] = outside.world.mails
    assert faults_in("message", mail.message) == []


def faults_in(root: str, content: Any) -> list[Any]:
    schema = {"$defs": the_slice()["$defs"], "allOf": [the_slice()["roots"][root]]}
    return list(Draft202012Validator(schema).iter_errors(content))


def test_what_the_stand_in_allows_without_the_schema_the_schema_allows_too():
    unknown = [
        place for name, shape in SHAPES.items() for place in _unknown(shape, _root(name), name)
    ]

    assert unknown == []


def _root(name: str) -> dict[str, Any]:
    root: dict[str, Any] = the_slice()["roots"][name]
    return root


def _unknown(shape: Any, schema: dict[str, Any], place: str) -> list[str]:
    """Return the places where *shape* has a name or a word that *schema* does not have."""
    found = _resolved(schema)
    if isinstance(shape, list):
        return _unknown(shape[0], found["items"], place)
    if isinstance(shape, set):
        return sorted(f"{place}={word}" for word in shape - set(found["enum"]))
    if not isinstance(shape, dict):
        return []
    names = {name for name in shape if name in found["properties"]}
    return [f"{place}.{name}" for name in shape if name not in names] + [
        inner
        for name in names
        for inner in _unknown(shape[name], found["properties"][name], f"{place}.{name}")
    ]


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and leave out the alternative null."""
    if "$ref" in schema:
        return _resolved(the_slice()["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in schema:
        return _resolved(schema["anyOf"][0])
    return schema
