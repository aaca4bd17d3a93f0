"""
A citizen's own appointments on the whole stack, by keyboard alone: looked at, moved, cancelled,
waited for; and the time that is held while somebody fills in.
"""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.browser.citizen import (
    BIRTH,
    TUESDAY_1000,
    ZOGRAFOU,
    Keyboard,
    book_beforehand,
    fire,
    links_in_mails,
    set_clock,
    set_fault,
    sign_in_path,
)
from tests.browser.test_accessibility import NAMES, WINDOWS
from tests.browser.visitor import Visitor, eventually, local

pytestmark = pytest.mark.browser

SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
BUTTON = "main form button[type=submit]"
TIME = "input[name=time]"
WARNED_AFTER, ENDED_AFTER = "08:05", "02:05"  # of ten minutes, and the rest


@pytest.fixture
def morning(fresh: str) -> Iterator[str]:
    """The stack on Tuesday at ten, and again afterwards."""
    set_clock(fresh, TUESDAY_1000)
    yield fresh
    set_clock(fresh, TUESDAY_1000)


def mails(address: str, *parts: str) -> list[dict]:
    """Return the mails whose subject has all *parts*."""
    return [m for m in local(address, "mails") if all(part in m["subject"] for part in parts)]


def calendar_of(mail: dict) -> Calendar:
    [attachment] = mail["attachments"]
    return Calendar.from_ical(base64.b64decode(attachment["content"]))


def text_of(visitor: Visitor) -> str:
    return visitor.page.locator("main").inner_text()


@SCRIPTS
def test_an_appointment_is_found_moved_and_cancelled_by_keyboard(browser, morning, javascript):
    reference = book_beforehand(morning)
    [event] = local(morning, "events")
    visitor = Visitor.with_browser(browser, morning, javascript=javascript)
    keys = Keyboard.of(visitor)
    visitor.open(sign_in_path("/api/my"))

    keys.press(f"main a[href='/api/my/{reference}']")
    keys.press("main a[href$='/move']")
    keys.choose(TIME)
    keys.press(BUTTON)
    assert "Ο ίδιος" in text_of(visitor)
    keys.press(BUTTON)
    assert "Το ραντεβού σας άλλαξε" in text_of(visitor)
    assert "08:00 έως 08:20" in text_of(visitor)

    [changed] = eventually(lambda: mails(morning, reference, "Άλλαξε"))
    moved = eventually(lambda: [e for e in local(morning, "events") if e != event])[0]
    assert moved["online_meeting"]["joinWebUrl"] == event["online_meeting"]["joinWebUrl"]
    [entry] = calendar_of(changed).walk("VEVENT")
    assert entry.decoded("SEQUENCE") == 1

    keys.press("main a[href$='/cancel']")
    assert visitor.heading() == "Θέλετε να ακυρώσετε το ραντεβού;"
    keys.press(BUTTON)
    assert "Το ραντεβού σας ακυρώθηκε" in text_of(visitor)
    [cancelled] = eventually(lambda: mails(morning, reference, "Ακυρώθηκε"))
    assert calendar_of(cancelled)["METHOD"] == "CANCEL"
    eventually(lambda: local(morning, "events") == [])
    assert visitor.complaints == []
    visitor.leave()


@SCRIPTS
def test_another_centre_is_chosen_by_keyboard_in_a_small_window(browser, morning, javascript):
    reference = book_beforehand(morning)
    visitor = Visitor.with_browser(browser, morning, javascript=javascript, width=320)
    keys = Keyboard.of(visitor)
    visitor.open(sign_in_path(f"/api/my/{reference}/move"))

    keys.press("main a[href$='/move/centre']")
    visitor.page.get_by_label("ΚΕΠ Δήμου Χαλανδρίου", exact=True).focus()
    visitor.page.keyboard.press(" ")
    keys.press(BUTTON)
    keys.choose(TIME)
    keys.press(BUTTON)
    assert "Δεν μένετε ποτέ χωρίς ραντεβού" in text_of(visitor)
    keys.press(BUTTON)

    assert "ΚΕΠ Δήμου Χαλανδρίου" in text_of(visitor)
    new = visitor.step()
    assert new != reference
    visitor.open(f"/api/my/{reference}")
    assert "Ακυρώθηκε" in text_of(visitor)
    assert visitor.complaints == []
    visitor.leave()


@SCRIPTS
def test_the_link_of_the_mail_cancels_without_signing_in(browser, morning, javascript):
    reference = book_beforehand(morning)
    link = links_in_mails(morning, "appointment")[0]
    visitor = Visitor.with_browser(browser, morning, javascript=javascript, width=320)
    visitor.open(link)
    visitor.open(link)  # a scanner of mail had opened it before
    assert "Κλεισμένο" in text_of(visitor)

    Keyboard.of(visitor).press(BUTTON)

    assert "Το ραντεβού ακυρώθηκε" in text_of(visitor)
    visitor.page.go_back()
    visitor.page.reload()
    assert "ακυρωμένο" in text_of(visitor)
    eventually(lambda: mails(morning, reference, "Ακυρώθηκε"))
    visitor.leave()


def test_on_the_day_the_way_into_the_call_is_the_first_thing(browser, morning):
    reference = book_beforehand(morning)
    visitor = Visitor.with_browser(browser, morning)
    set_clock(morning, "2026-11-25T09:40:00+02:00")
    visitor.open(sign_in_path(f"/api/my/{reference}"))

    join = visitor.page.locator("main a.button", has_text="Μπείτε στην κλήση")

    [event] = local(morning, "events")
    assert join.get_attribute("href") == event["online_meeting"]["joinWebUrl"]
    assert visitor.page.locator("main a[href$='/cancel']").count() == 0
    with visitor.page.expect_download() as download:
        visitor.page.locator("a[href$='.ics']").click()
    assert len(Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")) == 1
    visitor.leave()


def test_a_store_that_is_busy_while_cancelling_claims_nothing(browser, morning):
    reference = book_beforehand(morning)
    visitor = Visitor.with_browser(browser, morning)
    visitor.open(sign_in_path(f"/api/my/{reference}/cancel"))

    set_fault(morning, store="busy")
    visitor.proceed()
    assert "ακυρώθηκε" not in text_of(visitor)
    set_fault(morning, store="ok")
    visitor.page.reload()

    assert "το ραντεβού ισχύει ακόμη" in text_of(visitor)
    visitor.proceed()
    assert "Το ραντεβού σας ακυρώθηκε" in text_of(visitor)
    visitor.leave()


def test_a_session_that_ends_on_the_last_page_comes_back_to_its_button(browser, morning):
    reference = book_beforehand(morning)
    visitor = Visitor.with_browser(browser, morning)
    visitor.open(sign_in_path(f"/api/my/{reference}/cancel"))
    visitor.context.clear_cookies()

    visitor.proceed()
    assert visitor.heading() == "Συνδεθείτε για να δείτε τα ραντεβού σας"
    visitor.follow("Σύνδεση με TAXISnet")
    visitor.page.locator("main button, main a").first.click()

    assert visitor.heading() == "Θέλετε να ακυρώσετε το ραντεβού;"
    visitor.leave()


def fill_in_until(visitor: Visitor, step: str) -> None:
    """Begin a booking and answer until *step* is asked."""
    page = visitor.page
    visitor.open(sign_in_path(f"/api/book?service={BIRTH}%26centre={ZOGRAFOU}"))
    visitor.proceed()
    answers = {
        "interpreter": page.locator("input[value=none]").check,
        "time": lambda: page.locator(TIME).first.check(force=True),
        "who": page.locator("#who").check,
        "document": lambda: (page.locator("#kind").check(), page.fill("#number", "X1234567")),
        "contact": lambda: (
            page.fill("#email", "maria@example.com"),
            page.fill("#mobile", "6912345678"),
        ),
        "notes": lambda: None,
    }
    while visitor.step() != step:
        answers[visitor.step()]()
        visitor.proceed()


@SCRIPTS
def test_more_time_is_one_button_and_keeps_what_was_typed(browser, morning, javascript):
    visitor = Visitor.with_browser(browser, morning, javascript=javascript, width=320)
    fill_in_until(visitor, "contact")
    keys = Keyboard.of(visitor)
    set_clock(morning, "2026-11-24T10:08:00+02:00")

    keys.write("#email", "maria@example.com")
    keys.press("button[formaction]")

    assert "Έγινε: κρατάμε την ώρα για εσάς έως τις 10:18." in text_of(visitor)
    assert visitor.page.locator("#email").input_value() == "maria@example.com"
    assert visitor.page.locator(".error-summary").count() == 0
    keys.write("#mobile", "6912345678")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert visitor.step() == "notes"
    visitor.leave()


def test_before_and_after_the_end_the_page_says_so_and_a_screen_reader_hears_it(browser, morning):
    visitor = Visitor.with_browser(browser, morning)
    page = visitor.page
    page.clock.install()
    fill_in_until(visitor, "who")
    alert = page.get_by_role("alert")
    expect(alert).to_be_empty()

    page.clock.fast_forward(WARNED_AFTER)
    expect(alert).to_contain_text("Σε λίγο, στις 10:10, παύουμε να κρατάμε την ώρα")
    assert visitor.faults_of_access() == []
    page.clock.fast_forward(ENDED_AFTER)
    expect(alert).to_contain_text("Μπορείτε ακόμη να κλείσετε το ραντεβού")
    expect(page.locator("[data-hold-line]")).to_contain_text("Κρατήσαμε την ώρα")
    assert visitor.faults_of_access() == []
    assert visitor.complaints == []
    visitor.leave()


def test_a_time_that_another_took_meanwhile_is_asked_for_anew_with_the_answers_kept(
    browser, morning
):
    visitor = Visitor.with_browser(browser, morning)
    fill_in_until(visitor, "check")
    set_clock(morning, "2026-11-24T10:11:00+02:00")
    book_beforehand(morning, "2026-11-25T08:00:00+02:00", tax_id="100000015")

    visitor.proceed()

    assert visitor.step() == "time"
    assert "μόλις κλείστηκε" in visitor.page.locator(".error-summary").inner_text()
    assert "Τετάρτη 25 Νοεμβρίου 2026 στις 08:20" in text_of(visitor)
    visitor.page.locator(TIME).first.check(force=True)
    visitor.proceed()
    assert visitor.step() == "check"
    visitor.proceed()
    assert visitor.step() == "done"
    visitor.leave()


@SCRIPTS
def test_who_waits_is_offered_a_time_and_takes_it_by_keyboard(browser, morning, javascript):
    visitor = Visitor.with_browser(browser, morning, javascript=javascript)
    keys = Keyboard.of(visitor)
    fill_in_until(visitor, "time")
    visitor.open(visitor.page.url.removeprefix(morning).replace("/time", "/wait"))

    keys.write("#email", "maria@example.com")
    keys.press(BUTTON)
    assert visitor.heading() == "Θα σας ειδοποιήσουμε"
    fire(morning, "offer_free_times")
    visitor.open(eventually(lambda: links_in_mails(morning, "offer"))[0])
    keys.press(BUTTON)

    assert visitor.step() == "who"
    assert "Κρατάμε την ώρα για εσάς" in text_of(visitor)
    visitor.open("/api/my")
    keys.press("main form[action*='/waiting/'] button")
    assert "Δεν περιμένετε πια" in text_of(visitor)
    assert visitor.complaints == []
    visitor.leave()


@SCRIPTS
def test_what_is_stored_is_downloaded_and_what_has_passed_is_erased(browser, morning, javascript):
    reference = book_beforehand(morning)
    visitor = Visitor.with_browser(browser, morning, javascript=javascript)
    keys = Keyboard.of(visitor)
    set_clock(morning, "2026-11-26T10:00:00+02:00")
    visitor.open(sign_in_path("/api/my/data"))

    with visitor.page.expect_download() as download:
        keys.tab_to("a[href$='data.json']")
        visitor.page.keyboard.press("Enter")
    document = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert document["appointments"][0]["reference"] == reference
    keys.press("a[href$='/erase']")
    keys.press(BUTTON)

    assert "Διαγράφηκαν τα στοιχεία 1 ραντεβού." in text_of(visitor)
    visitor.open(f"/api/my/{reference}")
    assert "Δεν βρέθηκε" in visitor.heading()
    visitor.leave()


def pages_and_errors(visitor: Visitor, address: str) -> Iterator[str]:
    """Open every page of a citizen and every state of error in it, and name it."""
    soon = book_beforehand(address, interpreter="sign_language", notes="Δύο αντίγραφα")
    later = book_beforehand(address, "2026-11-27T12:20:00+02:00")
    yield from before_signing_in(visitor, later)
    visitor.open(sign_in_path("/api/my"))
    yield from looking_and_changing(visitor, soon)
    yield from waiting(visitor)
    yield from holding(visitor)
    visitor.open(f"/api/my/{later}/cancel")
    visitor.proceed()
    yield "cancelled"
    yield from on_later_days(visitor, soon)
    visitor.context.clear_cookies()
    yield from opened(
        visitor, "/api/book/0123456789ab/time", "/api/auth/citizen/callback?code=c&state=s"
    )


def opened(visitor: Visitor, *paths: str) -> Iterator[str]:
    for path in paths:
        visitor.open(path)
        yield path


def before_signing_in(visitor: Visitor, reference: str) -> Iterator[str]:
    links = links_in_mails(visitor.address, "appointment")
    link = next(each for each in links if reference in each)
    yield from opened(visitor, link, f"{link}?wrong=try_again", f"{link}x", "/api/my")


def looking_and_changing(visitor: Visitor, reference: str) -> Iterator[str]:
    own, move = f"/api/my/{reference}", f"/api/my/{reference}/move"
    wanted, elsewhere = "time=2026-11-26T10:00:00%2B02:00", "centre=kep-chalandri"
    yield from opened(
        visitor,
        *("/api/my", "/api/my?lang=en", own, f"{own}?done=moved"),
        *(f"{own}/cancel", f"{own}/cancel?wrong=try_again"),
        *(move, f"{move}?{elsewhere}", f"{move}?wrong=not_a_choice"),
        *(f"{move}?{wanted}&wrong=slot_taken", f"{move}?wrong=already_booked"),
        *(f"{move}/centre", f"{move}/centre?wrong=not_a_choice"),
        *(f"{move}/check?{wanted}", f"{move}/check?{wanted}&{elsewhere}&wrong=try_again"),
        *("/api/my/data", "/api/my/data?lang=en", "/api/my/data/erase", "/api/my/ZOG-2222-222"),
    )


def waiting(visitor: Visitor) -> Iterator[str]:
    fill_in_until(visitor, "time")
    visitor.page.goto(visitor.page.url.replace("/time", "/wait"))
    yield "wait"
    visitor.proceed()
    yield "wait, errors"
    visitor.page.fill("#email", "a.very.long.address.of.somebody@example.com")
    visitor.proceed()
    yield "wait, done"
    fire(visitor.address, "offer_free_times")
    offer = eventually(lambda: links_in_mails(visitor.address, "offer"))[0]
    yield from opened(
        visitor, offer, f"{offer}?wrong=not_yours", f"{offer}x", "/api/my?done=stopped"
    )


def holding(visitor: Visitor) -> Iterator[str]:
    fill_in_until(visitor, "contact")
    yield "contact, with the time held"
    visitor.page.locator("button[formaction]").click()
    yield "contact, extended"
    set_clock(visitor.address, "2026-11-24T10:45:00+02:00")
    visitor.page.reload()
    yield "contact, ended"
    yield from opened(visitor, links_in_mails(visitor.address, "offer")[0])


def on_later_days(visitor: Visitor, reference: str) -> Iterator[str]:
    own = f"/api/my/{reference}"
    set_clock(visitor.address, "2026-11-25T09:40:00+02:00")
    yield from opened(visitor, sign_in_path(own), "/api/my", f"{own}/cancel")
    set_clock(visitor.address, "2026-11-26T10:00:00+02:00")
    yield from opened(visitor, sign_in_path(f"{own}?"), "/api/my/data/erase")
    visitor.proceed()
    yield "erased"


def faults_on(visitor: Visitor, address: str) -> dict[str, list[str]]:
    found = {}
    for name in pages_and_errors(visitor, address):
        if faults := visitor.faults_of_access():
            found[name] = faults
    return found


@pytest.mark.parametrize(("width", "dark"), WINDOWS, ids=NAMES)
def test_every_page_and_every_error_is_accessible(browser, morning, width, dark):
    visitor = Visitor.with_browser(browser, morning, width=width, dark=dark)

    assert faults_on(visitor, morning) == {}
    assert [each for each in visitor.complaints if "status of 4" not in each] == []
    visitor.leave()


def test_every_page_can_be_read_with_text_at_400_percent(large_text, morning):
    visitor = Visitor.with_browser(large_text, morning, width=1280)

    assert faults_on(visitor, morning) == {}
    assert visitor.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "64px"
    visitor.leave()
