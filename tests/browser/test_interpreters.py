"""
A citizen asks for an interpreter, the desk answers, and everybody sees it (circular R11).

From the disability field to the call's calendar entry, in Greek; then the other day, when it
is too late to ask.
"""

import re

import httpx
import pytest

from tests.browser.test_booking import WORDS, choose_a_person
from tests.browser.visitor import Visitor, eventually, local

pytestmark = pytest.mark.browser

DESK = "dierminia@idrimakofon.gr"
EL = WORDS["el"]


def to_desk(address: str) -> list[dict]:
    return [mail for mail in local(address, "mails") if mail["to"] == DESK]


def set_clock(address: str, now: str) -> None:
    httpx.post(f"{address}/local/clock", json={"now": now}, trust_env=False).raise_for_status()


def ask_for_sign_language(visitor: Visitor) -> None:
    """From the home page by the field for citizens with a disability, to the choice of a time."""
    page = visitor.page
    visitor.open("/")
    page.locator("main a[href*='/fields/disability/']").first.click()
    page.locator("main a[href$='/services/birth-certificate/']").first.click()
    page.locator("main a[href^='/api/book?']").click()
    visitor.follow(EL["sign_in"])
    choose_a_person(visitor)
    visitor.proceed()
    page.get_by_label(EL["centre"], exact=True).check()
    visitor.proceed()
    page.get_by_label("Ναι, διερμηνέα Ελληνικής Νοηματικής Γλώσσας").check()
    visitor.proceed()
    assert visitor.step() == "time"


def book_at(visitor: Visitor, time: str) -> str:
    page = visitor.page
    page.locator(f"input[name=time][value^='{time}']").check(force=True)
    visitor.proceed()
    page.locator("#who").check()
    visitor.proceed()
    page.get_by_label(EL["passport"]).check()
    page.locator("#number").fill("x 123 4567")
    visitor.proceed()
    page.locator("#email").fill("maria@example.com")
    page.locator("#mobile").fill("691 234 5678")
    visitor.proceed()
    visitor.proceed()
    visitor.proceed()
    assert visitor.heading() == EL["done"]
    return page.locator(".panel__reference").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_what_a_citizen_asks_for_is_answered_by_the_desk_and_seen_by_the_officer(
    browser, fresh, javascript
):
    set_clock(fresh, "2026-11-24T10:00:00+02:00")
    citizen = Visitor.with_browser(browser, fresh, javascript=javascript)
    ask_for_sign_language(citizen)
    reference = book_at(citizen, "2026-11-25T09:20")
    assert "κάμερα" in citizen.page.locator("main").inner_text()
    eventually(lambda: local(fresh, "mails"))

    set_clock(fresh, "2026-11-24T18:31:00+02:00")
    [mail] = eventually(lambda: to_desk(fresh))
    assert reference in mail["text"]
    [link] = set(re.findall(rf"{fresh}(/api/interpreter/[^\s<>\"]+)", mail["html"]))

    desk = Visitor.with_browser(browser, fresh, javascript=javascript, width=320)
    desk.open(link)
    assert desk.heading() == "Αίτημα για διερμηνέα"
    assert reference in desk.page.locator("main").inner_text()
    assert "Μαρία" not in desk.page.content()
    desk.proceed()
    assert desk.page.locator("[role=alert], .error-summary").first.is_visible()
    desk.page.get_by_label("Θα παραστεί διερμηνέας", exact=True).check()
    desk.page.get_by_label("Όνομα του διερμηνέα").fill("Ελένη Νικολάου")
    desk.proceed()
    assert desk.heading() == "Η απάντησή σας καταχωρίστηκε"
    assert "Ελένη Νικολάου" in desk.page.locator("main").inner_text()

    officer = Visitor.with_browser(browser, fresh, javascript=javascript)
    officer.open(
        "/api/auth/staff/login?login_hint=officer@zografou"
        "&return=/api/desk?centre=kep-zografou%26day=2026-11-25"
    )
    seen = officer.page.locator("main").inner_text()
    for text in (reference, "Ελένη Νικολάου", "Κάμερα ανοιχτή"):
        assert text in seen
    administrator = Visitor.with_browser(browser, fresh, javascript=javascript)
    administrator.open(
        "/api/auth/staff/login?login_hint=administrator@ministry&return=/api/ministry/interpreters"
    )
    assert reference in administrator.page.locator("main").inner_text()
    event = eventually(lambda: _answered_event(fresh))
    assert reference in event["subject"]
    answers = [m for m in local(fresh, "mails") if m["to"] == "maria@example.com"]
    assert "Ελένη Νικολάου" in eventually(lambda: answers[-1]["text"])
    for visitor in (citizen, desk, officer, administrator):
        assert visitor.complaints == []
        visitor.leave()


def _answered_event(address: str) -> dict | None:
    [entry] = local(address, "events")
    return entry["event"] if "θα παραστεί" in entry["event"]["subject"] else None


def test_after_half_past_six_the_page_says_why_the_next_day_is_not_there(browser, fresh):
    set_clock(fresh, "2026-11-24T18:31:00+02:00")
    visitor = Visitor.with_browser(browser, fresh, width=320)

    ask_for_sign_language(visitor)

    text = visitor.page.locator("main").inner_text()
    assert "Έως και Τετάρτη 25 Νοεμβρίου 2026 δεν γίνεται πια να ζητηθεί διερμηνέας" in text
    assert visitor.page.locator("input[name=time][value^='2026-11-25']").count() == 0
    assert visitor.page.locator("input[name=time][value^='2026-11-26']").count() > 0
    assert visitor.faults_of_access() == []
    visitor.page.get_by_role("link", name="Αλλάξτε την απάντησή σας").click()
    visitor.page.get_by_label(EL["no_interpreter"]).check()
    visitor.proceed()
    assert visitor.page.locator("input[name=time][value^='2026-11-25']").count() > 0
    set_clock(fresh, "2026-11-24T10:00:00+02:00")
    visitor.leave()
