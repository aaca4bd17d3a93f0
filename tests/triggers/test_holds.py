"""The contract's calls about holds."""

from datetime import datetime, timedelta

import pytest

from tests.builders import BIRTH, MARIA, TUESDAY, WEDNESDAY_0900, ZOGRAFOU, a_body, a_citizen
from tests.triggers.client import ORIGIN, Client, document

WISH = {"centre": ZOGRAFOU, "service": BIRTH, "starts_at": WEDNESDAY_0900.isoformat()}
SLOTS = f"/api/v1/centres/{ZOGRAFOU}/slots?service={BIRTH}"


def free(client: Client) -> bool:
    slots = document(client.get(SLOTS))["slots"]
    return WEDNESDAY_0900.isoformat() in [slot["starts_at"] for slot in slots]


def test_a_time_is_held_extended_and_let_go(client):
    client.sign_in(MARIA)

    made = client.send("/api/v1/holds", WISH)

    kept = document(made)
    assert made.status_code == 201
    assert datetime.fromisoformat(kept["expires_at"]) == TUESDAY + timedelta(minutes=10)
    assert not free(client)
    client.web.ports.now.forward(minutes=5)
    longer = client.send(f"/api/v1/holds/{kept['hold']}/extend", {})
    assert (longer.status_code, document(longer)["hold"]) == (200, kept["hold"])
    assert document(longer)["expires_at"] > kept["expires_at"]
    gone = client.request("DELETE", f"/api/v1/holds/{kept['hold']}", b"", {"Origin": ORIGIN})
    assert gone.status_code == 204
    assert free(client)


def test_the_booking_gets_the_reference_of_the_hold(client):
    client.sign_in(MARIA)
    kept = document(client.send("/api/v1/holds", WISH))["hold"]

    made = client.send("/api/v1/bookings", a_body(hold=kept), Idempotency_Key="k")

    assert (made.status_code, document(made)["reference"]) == (201, kept)


def test_another_gets_neither_the_time_nor_the_hold(client):
    client.sign_in(MARIA)
    kept = document(client.send("/api/v1/holds", WISH))["hold"]
    client.sign_in(a_citizen(1))

    taken = client.send("/api/v1/holds", WISH)
    foreign = client.send(f"/api/v1/holds/{kept}/extend", {})
    wrong = client.send("/api/v1/holds/ZOG-9999-999/extend", {})

    assert (taken.status_code, document(taken)["code"]) == (409, "slot_taken")
    assert len(document(taken)["alternatives"]) == 3
    assert (foreign.status_code, document(foreign)) == (409, document(wrong))
    assert document(foreign)["code"] == "hold_gone"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"centre": "nowhere"}, "centre", "unknown_centre"),
        ({"starts_at": "2026-11-25T09:00:00"}, "starts_at", "time_without_offset"),
        ({"interpreter": "mime"}, "interpreter", "not_a_choice"),
    ],
)
def test_a_wish_that_cannot_be_used_names_the_field(client, changes, field, code):
    client.sign_in(MARIA)

    answer = client.send("/api/v1/holds", WISH | changes)

    [error] = document(answer)["errors"]
    assert (answer.status_code, error["field"], error["code"]) == (422, field, code)


def test_nobody_holds_without_signing_in(client):
    assert client.send("/api/v1/holds", WISH).status_code == 401
