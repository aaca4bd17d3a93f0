"""The pages of a booking, step by step, without a browser: what is asked, kept and refused."""

from datetime import timedelta

import pytest

from functions.use_cases.show_bookings import list_bookings
from tests.builders import (
    BIRTH,
    CLEARANCE,
    EKE,
    MARIA,
    PATRA,
    TOURISM,
    WEDNESDAY_0900,
    ZOGRAFOU,
    a_body,
    a_citizen,
)
from tests.triggers.client import Client
from tests.triggers.filling_in import ANSWERS, BUSINESS, answer, begin, confirm, go, shown


def test_a_citizen_answers_one_question_a_page_and_has_an_appointment(client):
    client.sign_in(MARIA)

    check = go(client, begin(client))
    done = confirm(client, check)

    page = shown(client, done)
    assert done.endswith("/done")
    [appointment] = list_bookings(MARIA, client.web.ports)
    assert page["booking"] == appointment.booking
    assert appointment.booking.identity_document.number == "X1234567"
    assert appointment.booking.contact.address is None


def test_the_steps_are_counted_and_each_leads_back_to_the_one_before(client):
    client.sign_in(MARIA)
    first = begin(client)
    second = go(client, first, until="interpreter")

    page = shown(client, second)

    assert (page["number"], page["total"], page["back"]) == (2, 8, first)
    assert shown(client, first)["back"].startswith("/api/book?service=birth")


def test_a_centre_that_was_chosen_on_its_page_is_not_asked_again(client):
    client.sign_in(MARIA)

    assert begin(client, centre=ZOGRAFOU).endswith("/interpreter")
    assert begin(client, centre=EKE).endswith("/centre")
    assert begin(client, centre="kep-nowhere").endswith("/centre")


def test_only_centres_that_offer_the_service_can_be_chosen(client):
    client.sign_in(MARIA)
    address = begin(client, TOURISM)

    offered = [item["value"] for item in shown(client, address)["centres"] if "value" in item]

    assert offered == [EKE]
    assert answer(client, address, {"centre": ZOGRAFOU}) == address
    assert shown(client, address)["wrong"]["centre"] == "Διαλέξτε ένα ΚΕΠ."


def test_a_business_is_asked_for_by_the_audience_of_the_service(client):
    client.sign_in(MARIA)
    after_time = {"centre": {"centre": EKE}}

    assert go(client, begin(client, TOURISM), until="business", **after_time)
    address = go(client, begin(client, CLEARANCE), until="represents")
    assert answer(client, address, {"represents": "myself"}).endswith("/who")
    assert answer(client, address, {"represents": "business"}).endswith("/business")


def test_a_legal_representative_books_for_the_business(client):
    client.sign_in(MARIA)

    check = go(client, begin(client, TOURISM), centre={"centre": EKE}, business=BUSINESS)
    confirm(client, check)

    [appointment] = list_bookings(MARIA, client.web.ports)
    assert appointment.booking.business.tax_id == "094259216"


def test_a_citizen_books_for_somebody_else(client):
    client.sign_in(MARIA)
    person = {"first_name": "Άννα", "last_name": "Ρήγα"}

    check = go(client, begin(client), who={"who": "other"}, person=person)
    confirm(client, check)

    [appointment] = list_bookings(MARIA, client.web.ports)
    assert appointment.booking.attendee.full_name == "Άννα Ρήγα"


@pytest.mark.parametrize(
    ("step", "fields", "wrong"),
    [
        ("centre", {"centre": ""}, {"centre"}),
        ("interpreter", {}, {"interpreter"}),
        ("time", {"time": ""}, {"time"}),
        ("time", {"time": "2026-11-25T09:01:00+02:00"}, {"time"}),
        ("who", {"who": "nobody"}, {"who"}),
        ("document", {"kind": "", "number": "!"}, {"kind", "number"}),
        ("contact", {"email": "maria", "mobile": "1", "address": ""}, {"email", "mobile"}),
        ("contact", {"email": "", "mobile": "", "address": ""}, {"email", "mobile"}),
        ("notes", {"notes": "α" * 501}, {"notes"}),
    ],
)
def test_a_wrong_answer_is_shown_with_what_was_typed(client, step, fields, wrong):
    client.sign_in(MARIA)
    address = go(client, begin(client), until=step)

    assert answer(client, address, fields) == address

    page = shown(client, address)
    assert set(page["wrong"]) == wrong
    assert {error["field"] for error in page["errors"]} == wrong
    kept = {} if step == "time" else fields  # a time that cannot be had is asked for anew
    assert all(page["values"][name] == text for name, text in kept.items())
    assert all(text for text in page["wrong"].values())
    assert not answer(client, address, ANSWERS[step]).endswith(step)


def test_a_changed_answer_leads_back_to_the_check(client):
    client.sign_in(MARIA)
    check = go(client, begin(client))
    contact = check.replace("check", "contact")

    assert shown(client, contact)["values"]["email"] == "maria@example.com"
    assert answer(client, contact, ANSWERS["contact"] | {"email": "new@example.com"}) == check
    assert shown(client, check)["answers"]["contact"]["email"] == "new@example.com"


@pytest.mark.parametrize(
    ("step", "fields"),
    [("centre", {"centre": PATRA}), ("interpreter", {"interpreter": "sign_language"})],
)
def test_another_centre_or_an_interpreter_asks_for_the_time_again(client, step, fields):
    client.sign_in(MARIA)
    check = go(client, begin(client))

    assert answer(client, check.replace("check", step), fields).endswith("/time")
    assert answer(client, check.replace("check", step), fields).endswith("/time")


def test_a_bookmarked_later_step_leads_to_the_first_open_question(client):
    client.sign_in(MARIA)
    first = begin(client)

    assert client.get(first.replace("centre", "check")).headers["Location"] == first
    assert client.post(first.replace("centre", "check"), {}).headers["Location"] == first


def test_a_time_that_is_taken_meanwhile_leads_back_with_the_nearest_and_keeps_the_answers(client):
    client.sign_in(MARIA)
    check = go(client, begin(client))
    client.web.ports.now.forward(minutes=11)
    rival = Client(client.web)
    rival.sign_in(a_citizen(1))
    rival.send("/api/v1/bookings", a_body(), Idempotency_Key="k")

    address = confirm(client, check)

    page = shown(client, address)
    assert address.endswith("/time")
    assert len(page["nearest"]) == 3
    assert "κλείστηκε" in page["wrong"]["time"]
    later = {"time": (WEDNESDAY_0900 + timedelta(minutes=20)).isoformat()}
    assert answer(client, address, later) == check
    assert confirm(client, check).endswith("/done")


def test_a_second_appointment_on_the_same_day_is_explained_at_the_time(client):
    client.sign_in(MARIA)
    confirm(client, go(client, begin(client)))
    later = {"time": (WEDNESDAY_0900 + timedelta(hours=1)).isoformat()}

    address = confirm(client, go(client, begin(client), time=later))

    assert address.endswith("/time")
    assert "ένα ραντεβού την ημέρα" in shown(client, address)["wrong"]["time"]


def test_pressing_the_button_twice_makes_one_appointment(client):
    client.sign_in(MARIA)
    check = go(client, begin(client))
    before = dict(client.cookies)

    first = confirm(client, check)
    client.cookies = before  # the second click carries the cookies of the first
    second = confirm(client, check)

    assert first == second
    assert len(list_bookings(MARIA, client.web.ports)) == 1


def test_back_after_the_end_leads_to_the_end(client):
    client.sign_in(MARIA)
    check = go(client, begin(client))
    done = confirm(client, check)

    assert client.get(check).headers["Location"] == done
    assert client.get(check.replace("check", "time")).headers["Location"] == done
    assert confirm(client, check) == done


def test_two_tabs_have_two_drafts(client):
    client.sign_in(MARIA)
    first, second = begin(client), begin(client, CLEARANCE)

    answer(client, first, {"centre": ZOGRAFOU})

    assert "birth" in shown(client, first)["service"]["slug"]
    assert shown(client, second)["values"]["centre"] == ""


def test_a_session_that_ends_in_the_middle_keeps_the_answers(client):
    client.sign_in(MARIA)
    check = go(client, begin(client))
    client.cookies.pop("__Secure-mykeplive")

    assert client.post(check, {}).headers["Location"] == check
    page = client.get(check)
    assert client.web.pages.last[0] == "sign_in.html.j2"
    assert page.status_code == 200
    assert list_bookings(MARIA, client.web.ports) == []
    client.sign_in(MARIA)
    assert confirm(client, check).endswith("/done")


def test_a_draft_that_has_ended_is_said_to_be_gone(client):
    client.sign_in(MARIA)
    address = begin(client)
    for name in [name for name in client.cookies if "draft" in name]:
        client.cookies.pop(name)

    assert client.get(address).status_code == 404
    assert client.web.pages.last[0] == "refusal.html.j2"


def test_a_busy_store_at_the_last_step_keeps_the_answers(client):
    class Busy:
        def commit(self, *_):
            from functions.ports import StoreBusy

            raise StoreBusy("now")

    client.sign_in(MARIA)
    check = go(client, begin(client))
    store = client.web.ports.store
    real, store.commit = store.commit, Busy().commit

    assert confirm(client, check) == check
    store.commit = real

    assert "Δοκιμάστε ξανά" in shown(client, check)["errors"][0]["text"]
    assert confirm(client, check).endswith("/done")


def test_the_language_can_be_changed_on_every_step_and_stays(client):
    client.sign_in(MARIA)
    address = begin(client)
    english = shown(client, address)["alternate"]

    assert shown(client, english)["lang"] == "en"
    following = answer(client, address, {**ANSWERS["centre"], "lang": "en"})
    assert shown(client, following)["lang"] == "en"
    assert shown(client, following)["service"]["href"].startswith("/en/")


def test_no_answer_stands_in_an_address_and_the_cookie_stays_small(client):
    """The longest answers that are allowed, in Greek, fit a cookie of 3.5 KB."""
    client.sign_in(MARIA)
    longest = "ψ"
    email = f"{'x' * 64}@{'y' * 63}.{'z' * 63}.example"
    other = {
        "centre": {"centre": EKE},
        "business": {"name": longest * 160, "tax_id": "094 259 216", "capacity": longest * 80},
        "who": {"who": "other"},
        "person": {"first_name": longest * 80, "last_name": longest * 80},
        "document": {"kind": "residence_permit", "number": "Ψ" * 20},
        "contact": {"email": email, "mobile": "+30 691 234 5678", "address": "οδός " * 39},
        "notes": {"notes": "Καλημέρα, " * 50},
    }

    check = go(client, begin(client, TOURISM), **other)

    [draft] = [text for name, text in client.cookies.items() if "draft" in name]
    assert len(draft) < 3500
    assert set(check.split("/")) & {"ψ", email} == set()


def test_the_oldest_of_many_drafts_is_forgotten(client):
    client.sign_in(MARIA)
    for _ in range(6):
        begin(client)

    assert len([name for name in client.cookies if "draft" in name]) == 3


def test_the_start_page_asks_to_sign_in_and_then_to_begin(client):
    page = shown(client, f"/api/book?service={BIRTH}&centre={ZOGRAFOU}")
    assert page["citizen"] is None
    assert page["sign_in"].startswith("/api/auth/citizen/login?lang=el&return=%2Fapi%2Fbook")

    client.sign_in(MARIA)

    assert shown(client, f"/api/book?service={BIRTH}")["citizen"] == {"name": "Μαρία Παππά"}
    assert client.get("/api/book?service=nothing").status_code == 404
    assert client.get("/api/book").status_code == 404


@pytest.mark.parametrize("reason", ["denied", "down", "no_tax_id", "garbled"])
def test_a_sign_in_that_fails_is_explained_and_nobody_is_half_signed_in(client, reason):
    from urllib.parse import parse_qsl, urlsplit

    client.sign_in(MARIA)
    address = begin(client)
    client.post("/api/auth/logout", {})
    sent = client.get(f"/api/auth/citizen/login?lang=en&return={address}")
    state = dict(parse_qsl(urlsplit(sent.headers["Location"]).query))["state"]
    client.web.sign_in.fails_with = reason

    back = client.get(f"/api/auth/citizen/callback?code=c&state={state}")

    template, context = client.web.pages.last
    assert back.status_code >= 400
    assert (template, context["reason"], context["lang"]) == (
        "sign_in_failed.html.j2",
        reason,
        "en",
    )
    assert client.get("/api/auth/me").status_code == 401
    client.web.sign_in.fails_with = ""
    client.sign_in(MARIA)
    assert shown(client, address)["service"]["slug"] == BIRTH


@pytest.mark.parametrize(
    "query", ["", "?code=c", "?code=c&state=wrong", "?error=access_denied&state=x"]
)
def test_a_call_back_that_nobody_here_started_signs_nobody_in(client, query):
    client.get("/api/auth/citizen/login")

    assert client.get(f"/api/auth/citizen/callback{query}").status_code == 400
    assert client.get("/api/auth/me").status_code == 401
