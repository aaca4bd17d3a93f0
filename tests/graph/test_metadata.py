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
from functions.settings import INTERPRETER_DESK
from tests.builders import make_catalog
from tests.contract.appointments import MANAGE, an_appointment
from tests.contract.outside import ACCOUNTS

pytestmark = pytest.mark.skipif(
    "GRAPH_SCHEMA" not in os.environ, reason="GRAPH_SCHEMA names no schema"
)
ADMINISTRATORS = "administrators@ministry.example"
ROOTS = {"events": "event", "onlineMeetings": "onlineMeeting", "sendMail": "sendMail"}


@cache
def the_slice() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(os.environ["GRAPH_SCHEMA"]).read_text("utf-8"))
    return content


def make_letters() -> Letters:
    origin = "https://mykeplive.example"
    return Letters(make_catalog(), origin, "kep.example", INTERPRETER_DESK, ADMINISTRATORS)


def test_the_bodies_of_an_appointment_are_allowed(client, outside):
    letters = make_letters()
    booking = an_appointment(interpreter="sign_language")
    calendar, mailbox = GraphCalendar(client, ACCOUNTS), GraphMailbox(client, ACCOUNTS)

    event = calendar.create(booking.centre, letters.calendar_entry(booking))
    calendar.secure(booking.centre, event)
    calendar.change(booking.centre, event, letters.calendar_entry(booking))
    mailbox.send(booking.centre, letters.confirmation(booking, event, MANAGE))

    sent = [each for each in outside.world.requests if each["body"] is not None]
    assert len(sent) == 5
    for request in sent:
        assert faults_in(ROOTS[request["path"].split("/")[4]], request["body"]) == []


def test_what_stands_in_a_calendar_is_in_graphs_own_form(client, outside):
    booking = an_appointment()
    letters = make_letters()
    calendar = GraphCalendar(client, ACCOUNTS)
    entry = letters.calendar_entry(booking)
    event = calendar.create(booking.centre, entry)
    calendar.secure(booking.centre, event)
    calendar.change(booking.centre, event, entry)

    [[item]] = [list(each.values()) for each in outside.world.calendars.values()]
    assert faults_in("event", item.event) == []
    assert faults_in("onlineMeeting", item.online_meeting) == []


def test_what_is_kept_of_a_mail_is_in_graphs_own_form(client, outside):
    booking = an_appointment()
    letters = make_letters()
    message = letters.confirmation(booking, Event("e", "https://teams.microsoft.com/l/1"), MANAGE)
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
