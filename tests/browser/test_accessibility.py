"""axe, reflow and third parties, on the site and on every step, with and without errors."""

import pytest

from tests.browser.evening import ADMINISTRATOR, OFFICER, an_evening
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
    "/a-z/",
    "/categories/",
    "/categories/family-registry/",
    "/life-events/",
    "/en/life-events/birth/",
    "/municipalities/zografou/",
    "/easy-to-read/",
    "/en/sign-language/",
    "/call-test/",
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


PROOF = "/api/ministry/interpreters"


@pytest.mark.parametrize(("width", "dark"), WINDOWS, ids=NAMES)
def test_the_pages_of_the_interpreters_desk_the_officers_and_the_administrators(
    browser, fresh, width, dark
):
    visitor = Visitor.with_browser(browser, fresh, width=width, dark=dark)
    faults = {}

    def look(*paths: str) -> None:
        for path in paths:
            visitor.open(path)
            if found := visitor.faults_of_access():
                faults[path] = found

    def staff(user: str) -> str:
        return f"/api/auth/staff/login?login_hint={user}&return=/api/desk?day=2026-11-25"

    with an_evening(fresh) as evening:
        links = [evening.links[reference] for reference in evening.references[:3]]
        pages = [f"/api/desk/{reference}" for reference in evening.references]
        look(*links, f"{links[0]}?lang=en", f"{links[0]}?wrong=choice")
        look(f"{links[0]}?wrong=name&answer=acknowledged", f"{links[0]}x", "/api/desk")
        look(staff(OFFICER), "/api/desk", *pages, f"{pages[0]}?lang=en", f"{pages[0]}?wrong=choice")
        look(f"{pages[3]}?done=interpreter", "/api/desk/ZOG-2222-222", "/api/ministry")
        look(*(f"{page}/person" for page in pages), f"{pages[3]}/person?lang=en")
        assert visitor.page.get_by_text("E-mail not delivered").is_visible()
        look(staff(ADMINISTRATOR), PROOF, f"{PROOF}?lang=en", f"{PROOF}?day=2026-11-24")
        look(f"{PROOF}?day=2026-11-30", f"{PROOF}?day=soon")

    assert faults == {}
    assert [each for each in visitor.complaints if "status of 40" not in each] == []
    visitor.leave()


def test_a_table_is_read_as_one_in_a_small_window_too(browser, fresh):
    """The rows become blocks; what they are to a screen reader stays."""
    visitor = Visitor.with_browser(browser, fresh, width=320)
    with an_evening(fresh):
        visitor.open(f"/api/auth/staff/login?login_hint={ADMINISTRATOR}&return={PROOF}")
        table = visitor.page.get_by_role("table", name="Τι περιείχε")

        assert table.get_by_role("columnheader").count() == 5
        assert table.get_by_role("rowheader").count() == 3
        assert table.get_by_role("cell").count() == 12
    visitor.leave()
