"""Who the citizen is and how to reach them, as the officer reads it (circular R5, R13)."""

import json
from datetime import timedelta
from operator import methodcaller

import pytest

from functions.adapters.notices import BOUNCED
from functions.domain import keys
from functions.use_cases.change_booking import change_booking
from functions.use_cases.my_data import erase_past
from functions.use_cases.reconcile import sweep
from tests.builders import CLEARANCE, MARIA, PATRA, WEDNESDAY_0900, ZOGRAFOU
from tests.triggers import interpretation
from tests.triggers.client import Client, document
from tests.triggers.interpretation import ELENI, NIKOS, PRIVATE, asked, rows
from tests.triggers.own_pages import booked, seen
from tests.triggers.test_desk_pages import lines

DAY = "/api/desk?day=2026-11-25"
API = "/api/v1/officer/bookings"
NOWHERE = {"email": "maria@bounces.example", "mobile": "6912345678"}
BUSINESS = {"name": "Ήλιος Α.Ε.", "tax_id": "094259216", "capacity": "πρόεδρος"}


def page_of(booking) -> str:
    return f"/api/desk/{booking.reference}"


def person_of(booking) -> str:
    return f"{page_of(booking)}/person"


def with_a_bounce(client: Client, **more):
    """Return an appointment whose confirmation came back at ten."""
    booking, at = booked(client, applicant=NOWHERE, **more), client.web.ports.now()
    alter = methodcaller("with_bounce", at)
    change_booking(booking.reference, "mykeplive", "mail_bounced", alter, client.web.ports)
    sweep(client.web.ports)
    return booking


def reads(client: Client) -> list:
    return [row for (_, key), row in rows(client).items() if key.startswith(keys.READS)]


# The page


def test_the_page_shows_who_is_in_the_call_who_booked_and_how_to_reach_them(reader):
    other = {"first_name": "Άννα", "last_name": "Ρήγα"}
    address = {"email": "maria+kep@example.com", "mobile": "6912345678", "address": "Άνθεων 3"}
    booking = booked(
        reader,
        applicant=address,
        service=CLEARANCE,
        business=BUSINESS,
        notes="Γράψτε μου\nκαλύτερα",
        **{"for": other},
    )
    reader.sign_in_staff(ELENI)

    page = seen(reader, person_of(booking))

    for text in (
        "δείχνει στην κάμερα αυτό το έγγραφο. Ονοματεπώνυμο Άννα Ρήγα",
        "Δελτίο ταυτότητας",
        "ΑΒ123456",
        "Άλλο πρόσωπο: σε αυτό ανήκουν το κινητό και το e-mail. Ονοματεπώνυμο Μαρία Παππά",
        "Ταχυδρομική διεύθυνση Άνθεων 3",
        "Ήλιος Α.Ε.",
        "094259216",
        "πρόεδρος",
        "Γράψτε μου καλύτερα",
        "Καταγράφηκε ότι είδατε αυτά τα στοιχεία.",
    ):
        assert text in page.text
    assert MARIA.tax_id not in page.html
    assert "tel:+306912345678" in page.links
    assert f"mailto:maria%2Bkep@example.com?subject={booking.reference}" in page.links
    assert page_of(booking) in page.links
    assert page.with_class("notice") == []


def test_what_was_not_given_is_not_there(reader):
    booking = booked(reader)
    reader.sign_in_staff(NIKOS)

    page = seen(reader, f"{person_of(booking)}?lang=en")

    assert "The same person." in page.text
    assert "Postal address None was given" in page.text
    for text in ("Business", "note", "SMS", "came back"):
        assert text not in page.text
    assert f"{page_of(booking)}?lang=en" in page.links


def test_each_read_is_logged_without_the_citizen(reader):
    booking = booked(reader)
    reader.sign_in_staff(ELENI)
    before = rows(reader)

    seen(reader, person_of(booking))

    [entry] = reads(reader)
    assert len(rows(reader)) == len(before) + 1
    assert entry.data["actor"] == "officer:officer@zografou.example"
    assert entry.data["facts"] == {"reference": booking.reference}
    assert [text for text in PRIVATE if text in f"{entry.key} {dict(entry.data)}"] == []


def test_the_page_of_the_appointment_leads_there_and_says_that_it_is_logged(reader):
    booking = asked(reader)
    reader.sign_in_staff(ELENI)
    for query, said in (
        ("", "Στοιχεία του πολίτη Αν τα ανοίξετε, καταγράφεται ποιος"),
        ("?lang=en", "The citizen’s details If you open them, it is logged who"),
    ):
        page = interpretation.seen(reader, page_of(booking) + query)

        assert person_of(booking) + query in page.links
        assert said in page.text
    assert reads(reader) == []


def test_an_appointment_of_another_centre_looks_like_none(reader):
    foreign = asked(reader, centre=PATRA)
    reader.sign_in_staff(ELENI)

    for reference in (foreign.reference, "PAT-9999-999"):
        interpretation.seen(reader, f"/api/desk/{reference}/person", 404)
        assert reader.get(f"{API}/{reference}").status_code == 404
    assert reads(reader) == []


def test_who_is_not_of_the_staff_sees_nothing(reader):
    booking = asked(reader)
    for sign_in in (lambda: None, lambda: reader.sign_in(MARIA)):
        sign_in()

        page = seen(reader, person_of(booking))

        assert "Σύνδεση με υπηρεσιακό λογαριασμό" in page.text
        assert [text for text in ("Άννα", "maria@", "ΑΒ123456") if text in page.html] == []
        assert reader.get(f"{API}/{booking.reference}").status_code == 401
    assert reads(reader) == []


def test_a_busy_store_shows_nothing(reader):
    booking = asked(reader)
    reader.sign_in_staff(ELENI)
    reader.web.ports.store.is_busy = True

    interpretation.seen(reader, person_of(booking), 503)
    assert reader.get(f"{API}/{booking.reference}").status_code == 503


def test_an_erased_appointment_says_so(reader):
    booking = booked(reader, notes="Γράψτε μου")
    reader.web.ports.now.now = WEDNESDAY_0900 + timedelta(hours=1)
    erase_past(MARIA, reader.web.ports)
    reader.sign_in_staff(ELENI)

    page = interpretation.seen(reader, person_of(booking))

    assert "Τα στοιχεία έχουν διαγραφεί" in page.text
    assert page.all("dl") == []
    full = document(reader.get(f"{API}/{booking.reference}"))
    assert [full[name] for name in ("applicant", "for", "identity_document", "business")] == [
        None
    ] * 4
    assert (full["notes"], full["status"]) == ("", "booked")


# Mail that came back


@pytest.mark.parametrize(("kind", "how"), [(None, "Τηλεφωνήστε"), ("sign_language", "Στείλτε SMS")])
def test_mail_that_came_back_is_said_without_the_address(reader, kind, how):
    booking = with_a_bounce(reader, interpreter=kind)
    reader.sign_in_staff(ELENI)

    of_day = interpretation.seen(reader, DAY)
    page = interpretation.seen(reader, page_of(booking))

    [line] = lines(of_day)
    assert BOUNCED in line
    assert "Για 1 το e-mail προς τον πολίτη δεν παραδόθηκε." in of_day.text
    assert "1 ραντεβού χρειάζεται την προσοχή σας" in of_day.text
    assert len(of_day.with_class("records__marked")) == 1
    [notice] = page.with_class("notice--warning")
    assert how in notice.text
    assert "Γύρισε πίσω μήνυμα προς τον πολίτη" in page.text
    assert "Στάλθηκε ειδοποίηση στο ΚΕΠ" in page.text
    person = seen(reader, person_of(booking))
    assert "Μήνυμά μας γύρισε πίσω: Τρίτη 24 Νοεμβρίου 2026, 10:00." in person.text
    assert ("προτιμήστε SMS" in person.text) == (kind is not None)


def test_one_with_two_troubles_counts_once(reader):
    with_a_bounce(reader, interpreter="sign_language")
    interpretation.tell_the_desk(reader)
    reader.sign_in_staff(ELENI)

    page = interpretation.seen(reader, f"{DAY}&lang=en")

    [notice] = page.with_class("notice--warning")
    assert "1 appointment needs your attention" in notice.text
    assert notice.text.count("For 1 of them") == 2


def test_when_the_call_is_over_mail_that_came_back_is_no_news(reader):
    booking = with_a_bounce(reader)
    reader.web.ports.now.now = WEDNESDAY_0900 + timedelta(hours=1)
    reader.sign_in_staff(ELENI)

    assert interpretation.seen(reader, DAY).with_class("notice") == []
    assert interpretation.seen(reader, page_of(booking)).with_class("notice") == []


def test_the_page_calls_it_as_the_calendar_does(reader):
    environment = reader.web.pages._environment  # noqa: SLF001 - the templates themselves
    words = environment.get_template("desk/words.html.j2").module.words

    assert words["el"]["bounced"] == BOUNCED


# The same for programs


def test_the_api_shows_one_booking_in_full_as_it_is_described(client):
    from jsonschema import Draft202012Validator

    booking = asked(client, service=CLEARANCE, business=BUSINESS, notes="Γράψτε μου")
    client.sign_in_staff(ELENI)

    full = document(client.get(f"{API}/{booking.reference}"))

    [listed] = document(client.get(f"{API}?centre={ZOGRAFOU}&day=2026-11-25"))["bookings"]
    assert {name: full[name] for name in listed} == listed
    assert {name: full[name] for name in full if name not in listed} == {
        "applicant": {
            "first_name": "Μαρία",
            "last_name": "Παππά",
            "email": "maria@example.com",
            "mobile": "+306912345678",
            "address": None,
        },
        "for": {"first_name": "Άννα", "last_name": "Ρήγα"},
        "identity_document": {"kind": "identity_card", "number": "ΑΒ123456"},
        "business": BUSINESS,
        "notes": "Γράψτε μου",
        "mail_bounced_at": None,
    }
    assert MARIA.tax_id not in json.dumps(full)
    assert [row.data["actor"] for row in reads(client)] == [ELENI.actor]
    components = document(client.get("/api/v1/openapi.json"))["components"]
    schema = {"$ref": "#/components/schemas/FullBooking", "components": components}
    people = ("applicant", "for", "identity_document", "business")
    for instance in (full, full | dict.fromkeys(people)):
        Draft202012Validator(schema).validate(instance)
