"""The link in a citizen's mails: looked at and cancelled without signing in."""

from datetime import timedelta

import pytest

from functions.domain.booking import Status
from functions.ports import StoreBusy
from functions.use_cases.manage_link import manage_path
from tests.builders import BIRTH, PATRA, WEDNESDAY_0900, a_citizen
from tests.triggers.client import Client
from tests.triggers.own_pages import booked, follow, rows, seen, sent_to, status_of

PRIVATE = ("Μαρία", "Παππά", "Άννα", "Ρήγα", "maria@", "6912345678", "123456783", "ΑΒ123456")


def link_of(booking, client: Client) -> str:
    return manage_path(booking.reference, client.web.ports)


def quiet(page) -> None:
    assert [text for text in PRIVATE if text in page.html] == []


def test_the_page_says_when_and_where_and_nothing_of_the_person(reader):
    person = {"for": {"first_name": "Άννα", "last_name": "Ρήγα"}}
    booking = booked(reader, **person)

    page = seen(reader, link_of(booking, reader))

    for text in (
        *("Τετάρτη 25 Νοεμβρίου 2026", "09:00 έως 09:20", "Υπηρεσία birth", "ΚΕΠ ZOG"),
        *(booking.reference, "Κλεισμένο", "έως: Τετάρτη 25 Νοεμβρίου 2026, ώρα 01:00"),
    ):
        assert text in page.text
    assert f"/api/my/{booking.reference}/move" in page.links
    assert [link for link in page.links if "teams" in link] == []
    quiet(page)


def test_scanners_that_open_the_link_cancel_nothing(reader):
    booking = booked(reader)
    before = rows(reader)

    for query in ("", "?lang=en", "?done=cancelled", "?wrong=try_again"):
        assert status_of(booking, reader) is Status.BOOKED
        page = seen(reader, link_of(booking, reader) + query)
        assert "ακυρώθηκε" not in page.text

    assert rows(reader) == before


def test_the_button_cancels_without_signing_in_and_may_be_pressed_twice(reader):
    booking = booked(reader)
    link = link_of(booking, reader)

    page = follow(reader, link)
    again = follow(reader, link)

    for each in (page, again, seen(reader, link)):
        assert each.one("title").text.startswith("Το ραντεβού ακυρώθηκε")
        assert f"/api/book?service={BIRTH}" in each.links
        assert [form for form in each.all("form") if link in form.get("action")] == []
        quiet(each)
    assert status_of(booking, reader) is Status.CANCELLED


def test_after_the_limit_the_page_says_why_not_and_whom_to_tell(reader):
    booking = booked(reader)
    reader.web.ports.now.now = WEDNESDAY_0900 - timedelta(hours=2)

    for page in (seen(reader, link_of(booking, reader)), follow(reader, link_of(booking, reader))):
        assert "Αλλαγές και ακυρώσεις γίνονται έως 8 ώρες πριν" in page.text
        assert f"mailto:kep-zografou@kep.example?subject={booking.reference}" in page.links
        assert page.all("form") == []
    assert status_of(booking, reader) is Status.BOOKED


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_the_link_ends_with_the_appointment(reader, is_cancelled):
    booking = booked(reader)
    link = link_of(booking, reader)
    if is_cancelled:
        follow(reader, link)
    reader.web.ports.now.now = WEDNESDAY_0900

    page = seen(reader, link, 410)

    assert page.one("h1").text == "Ο σύνδεσμος δεν ισχύει πια"
    assert "μαζί του έληξε ο σύνδεσμος" in page.text
    assert sent_to(reader, link) == link


def test_an_altered_and_a_foreign_link_look_alike_and_cancel_nothing(reader):
    one, other = booked(reader), booked(reader, centre=PATRA, citizen=a_citizen(1))
    signature = link_of(one, reader).rpartition("/")[2]
    before = rows(reader)

    texts = set()
    for link in (
        link_of(one, reader)[:-1],
        link_of(one, reader)[:-1] + "_",
        f"/api/appointment/{other.reference}/{signature}",
        f"/api/appointment/ZOG-9999-999/{signature}",
        f"/api/appointment/{one.reference}/ψ",
    ):
        texts.add(seen(reader, link, 404).one("main").text)
        assert reader.post(link, {}).status_code == 303

    assert len(texts) == 1
    assert "Ο σύνδεσμος δεν είναι ολόκληρος" in texts.pop()
    assert rows(reader) == before


def test_a_store_that_fails_says_that_the_appointment_stands(reader):
    def fails(*_):
        raise StoreBusy("now")

    booking = booked(reader)
    store = reader.web.ports.store
    real, store.commit = store.commit, fails
    address = sent_to(reader, link_of(booking, reader))
    store.commit = real

    page = seen(reader, address)
    assert "το ραντεβού ισχύει ακόμη" in page.with_class("error-summary")[0].text
    assert "ακυρώθηκε" not in page.text


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": ""}])
def test_no_other_site_can_cancel(reader, headers):
    booking = booked(reader)

    assert reader.post(link_of(booking, reader), {}, **headers).status_code == 403
    assert status_of(booking, reader) is Status.BOOKED


def test_the_page_is_in_english_too_and_stays_so(reader):
    booking = booked(reader)

    done = follow(reader, link_of(booking, reader), {"lang": "en"})

    assert "The appointment is cancelled" in done.text
    [switch] = done.with_class("language")
    assert "Το ραντεβού ακυρώθηκε" in seen(reader, switch.get("href")).one("title").text
