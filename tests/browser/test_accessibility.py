"""axe, reflow and third parties, on the site and on every step, with and without errors."""

import pytest

from tests.browser.test_booking import WORDS, choose_a_person
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

SITE = [
    "/",
    "/en/",
    "/fields/administrative/",
    "/fields/business/",
    "/fields/disability/",
    "/services/",
    "/en/services/",
    "/services/birth-certificate/",
    "/services/announcement-economist/",
    "/services/permanent-residence-certificate/",
    "/en/services/announce-tourist-office/",
    "/centres/",
    "/centres/kep-zografou/",
    "/en/centres/kep-eke-thessaloniki/",
    "/how-it-works/",
    "/accessibility/",
    "/privacy/",
    "/about-the-data/",
    "/circular/",
    "/rules/",
    "/glossary/",
    "/no-such-page/",
    "/local/",
]
WINDOWS = [(320, False), (1366, False), (320, True), (1366, True)]
NAMES = [f"{width}-{'dark' if dark else 'light'}" for width, dark in WINDOWS]


@pytest.mark.parametrize(("width", "dark"), WINDOWS, ids=NAMES)
def test_the_pages_of_the_site(browser, stack, width, dark):
    visitor = Visitor.with_browser(browser, stack, width=width, dark=dark)
    faults = {}
    for path in SITE:
        visitor.open(path)
        if found := visitor.faults_of_access():
            faults[path] = found

    assert faults == {}
    assert [each for each in visitor.complaints if "404" not in each] == []
    visitor.leave()


@pytest.mark.parametrize(("width", "dark"), WINDOWS, ids=NAMES)
def test_every_step_of_a_booking_with_and_without_errors(browser, fresh, width, dark):
    visitor = Visitor.with_browser(browser, fresh, width=width, dark=dark)
    page, faults = visitor.page, {}

    def look(name: str) -> None:
        if found := visitor.faults_of_access():
            faults[name] = found

    def wrong_then(*answers: object) -> None:
        """Look, send the empty form, look at its errors, then answer."""
        name = visitor.step()
        look(name)
        visitor.proceed()
        if visitor.step() == name:
            look(f"{name}, errors")
        for answer in answers:
            answer()
        visitor.proceed()

    visitor.open("/api/book?service=municipal-clearance-certificate")
    look("start")
    visitor.follow(WORDS["el"]["sign_in"])
    look("TAXISnet")
    choose_a_person(visitor)
    look("start, signed in")
    visitor.proceed()
    wrong_then(page.get_by_label(WORDS["el"]["centre"], exact=True).check)
    wrong_then(page.locator("input[value=sign_language]").check)
    wrong_then(lambda: page.locator("input[name=time]").first.check(force=True))
    wrong_then(page.locator("input[value=business]").check)
    wrong_then(
        lambda: page.locator("#name").fill("Ήλιος Ενεργειακή Ανώνυμη Εταιρεία"),
        lambda: page.locator("#tax_id").fill("094259216"),
        lambda: page.locator("#capacity").fill("πρόεδρος"),
    )
    wrong_then(page.locator("input[value=other]").check)
    wrong_then(
        lambda: page.locator("#first_name").fill("Κωνσταντίνος-Αλέξανδρος"),
        lambda: page.locator("#last_name").fill("Παπακωνσταντινόπουλος"),
    )
    wrong_then(
        page.locator("input[value=passport]").check,
        lambda: page.locator("#number").fill("X1234567"),
    )
    wrong_then(
        lambda: page.locator("#email").fill("a.very.long.address.of.somebody@example.com"),
        lambda: page.locator("#mobile").fill("6912345678"),
    )
    look("notes")
    page.locator("#notes").fill("α" * 501)
    visitor.proceed()
    look("notes, errors")
    page.locator("#notes").fill("")
    visitor.proceed()
    look("check")
    visitor.proceed()
    look("done")

    assert visitor.step() == "done"
    assert faults == {}
    assert visitor.complaints == []
    visitor.leave()


@pytest.mark.parametrize(("width", "dark"), WINDOWS, ids=NAMES)
def test_the_pages_of_bad_days(browser, fresh, width, dark):
    import httpx

    visitor = Visitor.with_browser(browser, fresh, width=width, dark=dark)
    faults = {}
    for fault in ("denied", "no_tax_id", "down"):
        httpx.post(
            f"{fresh}/local/faults",
            json={"gsis": fault},
            headers={"Origin": fresh},
            trust_env=False,
        ).raise_for_status()
        visitor.open("/api/auth/citizen/login?login_hint=123456783&return=/api/book")
        if found := visitor.faults_of_access():
            faults[fault] = found
    for path in ("/api/book?service=nothing", "/api/book/0123456789ab/time"):
        visitor.open(path)
        if found := visitor.faults_of_access():
            faults[path] = found

    assert faults == {}
    visitor.leave()
