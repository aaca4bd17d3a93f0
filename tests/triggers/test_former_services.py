"""Retired and renamed services, and closed centres, on the pages and in the API."""

from dataclasses import replace

import pytest

from tests.builders import BIRTH, CLEARANCE, MARIA, PATRA, WEDNESDAY_0900, ZOGRAFOU
from tests.triggers.client import Client, document
from tests.triggers.filling_in import ANSWERS, answer, begin, go, shown
from tests.triggers.own_pages import booked, led_to, seen, sent_to
from tests.unit.former import closing, renamed, retired

PAGE = f"/services/{BIRTH}/"
TITLE = "Υπηρεσία birth"


def with_catalog(client: Client, catalog) -> Client:
    """Return the same browser on the next release, whose catalogue is another one."""
    ports = replace(client.web.ports, catalog=catalog)
    after = Client(replace(client.web, ports=ports))
    after.cookies = client.cookies
    return after


@pytest.fixture
def before(client: Client) -> Client:
    """Maria, signed in, before anything has gone."""
    client.sign_in(MARIA)
    return client


def after_retiring(client: Client, replaced_by: str | None = CLEARANCE) -> Client:
    return with_catalog(client, retired(client.web.ports.catalog, BIRTH, replaced_by))


# ── retired ──


def test_the_way_to_book_a_retired_service_leads_to_its_page_which_says_why(before):
    client = after_retiring(before)

    assert led_to(client, f"/api/book?service={BIRTH}") == PAGE
    assert led_to(client, f"/api/book?service={BIRTH}&lang=en") == f"/en{PAGE}"
    assert sent_to(client, "/api/book", {"service": BIRTH}) == PAGE
    assert sent_to(client, "/api/book", {"service": BIRTH, "lang": "en"}) == f"/en{PAGE}"


def test_whoever_was_filling_in_is_led_there_too(before):
    check = go(before, begin(before))
    client = after_retiring(before)

    assert led_to(client, check) == PAGE
    assert sent_to(client, check) == PAGE
    assert sent_to(client, check.replace("check", "notes"), ANSWERS["notes"]) == PAGE
    assert led_to(client, check.replace("check", "wait")) == PAGE


def test_whoever_had_booked_still_sees_the_end(before):
    done = answer(before, go(before, begin(before)), {})
    client = after_retiring(before)

    assert shown(client, done)["service"]["title"] == TITLE
    assert shown(client, f"{done}?lang=en")["mine"].startswith("/api/my/")


def test_the_api_says_since_when_why_and_what_instead(before):
    client = after_retiring(before)

    answered = client.get(f"/api/v1/centres/{ZOGRAFOU}/slots?service={BIRTH}", Accept_Language="en")

    problem = document(answered)
    assert (answered.status_code, problem["code"]) == (422, "not_offered")
    assert problem["title"] == "The service is no longer offered"
    assert problem["detail"] == "Not offered since Sunday 1 November 2026. Καταργήθηκε. (en)"
    assert (problem["retired_on"], problem["replaced_by"]) == ("2026-11-01", CLEARANCE)


def test_without_a_successor_the_api_says_so(before):
    client = after_retiring(before, None)

    problem = document(client.get(f"/api/v1/centres/{ZOGRAFOU}/slots?service={BIRTH}"))

    assert problem["detail"] == "Από Κυριακή 1 Νοεμβρίου 2026 δεν προσφέρεται. Καταργήθηκε."
    assert problem["replaced_by"] is None


def test_the_appointment_is_shown_by_its_title_and_moved_where_it_is(reader):
    reader.sign_in(MARIA)
    booking = booked(reader)
    client = after_retiring(reader)
    path = f"/api/my/{booking.reference}"

    for address in ("/api/my", path, f"{path}/move", f"{path}/cancel", "/api/my/data"):
        assert TITLE in seen(client, address).text, address
    assert f"{path}/move/centre" not in seen(client, f"{path}/move").html
    wish = {"centre": "", "time": WEDNESDAY_0900.replace(hour=10).isoformat()}
    check = sent_to(client, f"{path}/move", wish)
    assert "10:00" in seen(client, check).text
    here = {**wish, "centre": ZOGRAFOU}
    assert sent_to(client, f"{path}/move/check", here) == f"{path}?done=moved"


# ── renamed ──


def test_an_old_name_leads_to_the_same_booking(before):
    client = with_catalog(before, renamed(before.web.ports.catalog, "birth-old", BIRTH))

    page = shown(client, "/api/book?service=birth-old")
    step = go(client, begin(client, "birth-old"))

    assert page["fields"] == {"service": BIRTH}
    assert shown(client, step)["service"]["slug"] == BIRTH
    slots = f"/api/v1/centres/{ZOGRAFOU}/slots?service=birth-old"
    assert client.get(slots).status_code == 200


# ── closed ──


def test_a_centre_that_has_closed_cannot_be_chosen(before):
    closed = closing(before.web.ports.catalog, ZOGRAFOU, WEDNESDAY_0900.date())
    client = with_catalog(before, closed)

    address = begin(client, centre=ZOGRAFOU)

    assert address.endswith("/centre")
    offered = [item["value"] for item in shown(client, address)["centres"] if "value" in item]
    assert offered == [PATRA]
    assert answer(client, address, {"centre": ZOGRAFOU}) == address
    slots = client.get(f"/api/v1/centres/{ZOGRAFOU}/slots?service={BIRTH}")
    assert (slots.status_code, document(slots)["code"]) == (422, "not_offered")
    assert "retired_on" not in document(slots)
