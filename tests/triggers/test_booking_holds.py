"""The time that is kept while a citizen fills in: said, extended, ended, taken by another."""

from datetime import datetime, timedelta

import pytest

from functions.domain.booking import Booking, Status
from functions.ports import StoreBusy
from functions.use_cases.change_booking import change_booking
from functions.use_cases.hold import current_hold
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.show_bookings import list_bookings
from tests.builders import BIRTH, MARIA, PATRA, WEDNESDAY_0900, ZOGRAFOU, a_body, a_citizen
from tests.site.reading import Page, read
from tests.triggers.client import Client
from tests.triggers.filling_in import ANSWERS, answer, begin, confirm, go, shown

AT_0920 = WEDNESDAY_0900 + timedelta(minutes=20)
WORDS = {"email": "maria@exa", "mobile": "69", "address": "οδός 1"}


def is_free(client: Client, at: datetime = WEDNESDAY_0900, centre: str = ZOGRAFOU) -> bool:
    free = list_free_slots(SlotQuery(centre, BIRTH), client.web.ports)
    return at in [slot.starts_at for slot in free]


def missed(booking: Booking) -> Booking:
    return booking.move(Status.MISSED)


def seen(client: Client, address: str) -> Page:
    return read(address, client.get(address).get_body().decode())


def extend(client: Client, address: str, fields: dict[str, str] | None = None) -> str:
    """Press the button for more time in the form of a step."""
    draft, step = address.rsplit("/", 1)
    return answer(client, f"{draft}/extend", {**(fields or {}), "step": step})


def rival_books(client: Client, at: datetime = WEDNESDAY_0900) -> int:
    rival = Client(client.web)
    rival.sign_in(a_citizen(1))
    body = a_body(starts_at=at.isoformat())
    return rival.send("/api/v1/bookings", body, Idempotency_Key="k").status_code


def test_the_time_that_was_chosen_is_nobody_elses_for_ten_minutes(client):
    client.sign_in(MARIA)

    check = go(client, begin(client))

    assert not is_free(client)
    assert rival_books(client) == 409
    assert shown(client, check)["held"]["until"] == "10:10"
    client.web.ports.now.forward(minutes=10)
    assert is_free(client)


def test_every_page_after_the_time_says_until_when_and_has_the_button(reader):
    reader.sign_in(MARIA)
    address = go(reader, begin(reader), until="who")

    for step in ("who", "document", "contact", "notes", "check"):
        page = seen(reader, address)
        assert "Κρατάμε την ώρα για εσάς έως τις 10:10." in page.text
        first, more = page.all("button")[1:]
        assert not first.get("formaction")  # Enter in a field presses the first one
        assert more.get("formaction").endswith("/extend")
        assert more.text == "Κρατήστε την ώρα για άλλα 10 λεπτά"
        assert "/assets/hold." in page.html
        address = answer(reader, address, ANSWERS[step]) if step != "check" else address


def test_before_the_time_nothing_is_said_of_it(reader):
    reader.sign_in(MARIA)
    check = go(reader, begin(reader))

    for step in ("centre", "interpreter", "time"):
        assert "Κρατάμε" not in seen(reader, check.replace("check", step)).text


def test_more_time_keeps_what_stands_in_the_form_and_comes_back_to_it(reader):
    reader.sign_in(MARIA)
    address = go(reader, begin(reader), until="contact")
    reader.web.ports.now.forward(minutes=9)

    back = extend(reader, address, WORDS)

    page = seen(reader, back)
    assert back == f"{address}?done=extended"
    assert "Έγινε: κρατάμε την ώρα για εσάς έως τις 10:19." in page.text
    values = {one.get("name"): one.get("value") for one in page.all("input")}
    assert {name: values[name] for name in WORDS} == WORDS
    assert page.with_class("error-summary") == []


def test_what_was_only_typed_is_still_a_question(client):
    client.sign_in(MARIA)
    address = go(client, begin(client), until="who")

    extend(client, address)

    assert client.get(address.replace("who", "check")).headers["Location"] == address


def test_a_time_that_has_ended_is_taken_up_again_or_booked_as_long_as_it_is_free(reader):
    reader.sign_in(MARIA)
    check = go(reader, begin(reader))
    reader.web.ports.now.forward(minutes=11)

    page = seen(reader, check)
    assert "Κρατήσαμε την ώρα για εσάς έως τις 10:10. Μπορείτε ακόμη" in page.text
    assert "έως τις 10:21" in seen(reader, extend(reader, check)).text
    reader.web.ports.now.forward(minutes=11)

    assert confirm(reader, check).endswith("/done")


def test_a_time_that_another_has_taken_is_asked_for_anew_and_the_answers_stay(client):
    client.sign_in(MARIA)
    contact = go(client, begin(client), until="contact")
    client.web.ports.now.forward(minutes=11)
    assert rival_books(client) == 201

    address = extend(client, contact, WORDS)

    page = shown(client, address)
    assert address.endswith("/time")
    assert "Η κράτηση της ώρας έληξε" in page["wrong"]["time"]
    assert [near["hour"] for near in page["nearest"]] == ["08:20", "08:40", "09:20"]
    back = answer(client, address, {"time": AT_0920.isoformat()})
    assert shown(client, back)["values"] == WORDS


def test_going_back_shows_the_own_time_as_free_and_chosen(client):
    client.sign_in(MARIA)
    check = go(client, begin(client))

    page = shown(client, check.replace("check", "time"))

    own = WEDNESDAY_0900.isoformat()
    assert page["values"]["time"] == own
    assert own in [slot["value"] for slot in page["days"][0]["slots"]]
    assert answer(client, check.replace("check", "time"), {"time": own}) == check


def test_another_time_gives_the_first_one_back(client):
    client.sign_in(MARIA)
    check = go(client, begin(client))

    answer(client, check.replace("check", "time"), {"time": AT_0920.isoformat()})

    assert is_free(client)
    assert not is_free(client, AT_0920)


def test_another_centre_gives_the_time_at_the_first_one_back(client):
    client.sign_in(MARIA)
    check = go(client, begin(client))

    time = answer(client, check.replace("check", "centre"), {"centre": PATRA})
    assert answer(client, time, ANSWERS["time"]) == check

    assert is_free(client)
    assert current_hold(MARIA, client.web.ports).centre == PATRA


def test_an_interpreter_afterwards_can_have_the_time_that_is_held_already(client):
    client.sign_in(MARIA)
    check = go(client, begin(client))

    time = answer(client, check.replace("check", "interpreter"), {"interpreter": "lip_reading"})

    slots = [slot["value"] for slot in shown(client, time)["days"][0]["slots"]]
    assert WEDNESDAY_0900.isoformat() in slots


def test_of_two_tabs_the_first_one_says_that_its_time_is_no_longer_kept(reader):
    reader.sign_in(MARIA)
    first = go(reader, begin(reader))
    go(reader, begin(reader), time={"time": AT_0920.isoformat()})

    page = seen(reader, first)

    assert "Δεν κρατάμε πια αυτή την ώρα για εσάς" in page.text
    assert first.replace("check", "time") in page.links
    assert extend(reader, first).endswith("/time")


def test_a_time_that_is_taken_in_the_same_moment_is_said_at_the_question(client):
    client.sign_in(MARIA)
    address = go(client, begin(client), until="time")
    rival_books(client)

    assert answer(client, address, ANSWERS["time"]) == address

    page = shown(client, address)
    assert "μόλις κλείστηκε" in page["wrong"]["time"]
    assert [near["hour"] for near in page["nearest"]] == ["08:20", "08:40", "09:20"]


def test_who_missed_appointments_is_told_at_the_time_until_when_the_pause_is(reader):
    reader.sign_in(MARIA)
    for minutes in (0, 24 * 60):
        at = (WEDNESDAY_0900 + timedelta(minutes=minutes)).isoformat()
        confirm(reader, go(reader, begin(reader), time={"time": at}))
    for each in list_bookings(MARIA, reader.web.ports):
        reference, ports = each.booking.reference, reader.web.ports
        change_booking(reference, "officer", "missed", missed, ports)
    reader.web.ports.now.forward(days=3)
    reader.sign_in(MARIA)

    later = {"time": (WEDNESDAY_0900 + timedelta(days=5)).isoformat()}
    address = go(reader, begin(reader), until="time")
    assert answer(reader, address, later) == address

    page = seen(reader, address)
    assert "Παύση μετά από ραντεβού που χάθηκαν" in page.with_class("error-summary")[0].text
    assert "από: Παρασκευή 25 Δεκεμβρίου 2026, ώρα 09:00" in page.text


def test_too_many_appointments_are_said_at_the_time(client):
    client.sign_in(MARIA)
    for days in (0, 1, 2):
        at = (WEDNESDAY_0900 + timedelta(days=days)).isoformat()
        if datetime.fromisoformat(at).isoweekday() < 6:
            confirm(client, go(client, begin(client), time={"time": at}))
    address = go(client, begin(client), until="time")

    answer(client, address, {"time": (WEDNESDAY_0900 + timedelta(days=5)).isoformat()})

    assert "όσα επερχόμενα ραντεβού" in shown(client, address)["wrong"]["time"]


def test_a_session_that_ends_before_the_time_is_sent_keeps_the_choice(client):
    client.sign_in(MARIA)
    address = go(client, begin(client), until="time")
    client.cookies.pop("__Secure-mykeplive")

    assert answer(client, address, ANSWERS["time"]) == address
    client.get(address)
    assert client.web.pages.last[0] == "sign_in.html.j2"
    assert is_free(client)
    client.sign_in(MARIA)

    assert shown(client, address)["values"] == ANSWERS["time"]
    assert answer(client, address, ANSWERS["time"]).endswith("/who")
    assert not is_free(client)


def test_a_session_that_ends_before_more_time_is_asked_for_keeps_what_was_typed(client):
    client.sign_in(MARIA)
    address = go(client, begin(client), until="contact")
    client.cookies.pop("__Secure-mykeplive")

    assert extend(client, address, WORDS) == address
    client.sign_in(MARIA)

    assert shown(client, address)["values"] == WORDS


def test_a_session_that_ends_on_the_first_page_comes_back_to_the_same_service(client):
    sent = client.post("/api/book", {"service": BIRTH, "centre": PATRA, "lang": "en"})

    assert sent.headers["Location"] == f"/api/book?service={BIRTH}&centre={PATRA}&lang=en"
    assert client.get(sent.headers["Location"]).status_code == 200


def test_a_busy_store_at_the_button_says_so_and_keeps_what_was_typed(client):
    client.sign_in(MARIA)
    address = go(client, begin(client), until="contact")
    client.web.ports.store.is_busy = True

    assert extend(client, address, WORDS) == address
    client.web.ports.store.is_busy = False

    page = shown(client, address)
    assert "Δοκιμάστε ξανά σε λίγο" in page["errors"][0]["text"]
    assert page["values"] == WORDS


def test_a_busy_store_at_the_time_asks_to_send_it_again(client):
    def busy(*_):
        raise StoreBusy("now")

    client.sign_in(MARIA)
    address = go(client, begin(client), until="time")
    store = client.web.ports.store
    real, store.commit = store.commit, busy

    assert answer(client, address, ANSWERS["time"]) == address
    store.commit = real

    page = shown(client, address)
    assert "Δοκιμάστε ξανά σε λίγο" in page["wrong"]["time"]
    assert page["values"] == ANSWERS["time"]


def test_the_button_after_the_end_or_without_a_time_does_no_harm(client):
    client.sign_in(MARIA)
    first = begin(client)
    assert extend(client, first) == first

    done = confirm(client, go(client, first))
    assert extend(client, done) == done


@pytest.mark.parametrize("language", ["el", "en"])
def test_a_browser_without_cookies_is_told_in_words(reader, language):
    address = "/api/book/0123456789ab/time"

    page = read(address, reader.get(address, Accept_Language=language).get_body().decode())

    assert page.one("html").get("lang") == language
    assert "cookies" in page.one("h1").text
    assert "Δεν κλείστηκε ραντεβού" in page.text or "No appointment was made" in page.text


@pytest.mark.parametrize("language", ["el", "en"])
def test_who_comes_back_from_signing_in_without_any_cookie_is_told_in_words(reader, language):
    response = reader.get("/api/auth/citizen/callback?code=c&state=s", Accept_Language=language)

    page = read("callback", response.get_body().decode())
    assert response.status_code == 400
    assert "Επιτρέψτε τα cookies" in page.text or "Allow cookies" in page.text
    assert page.one("html").get("lang") == language
