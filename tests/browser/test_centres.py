"""Which KEP is near me: the filter, and the position that stays in the browser."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from running_stack import running_stack

from functions.adapters.catalog_files import CATALOG_DATA
from tests.browser.conftest import NOW
from tests.browser.test_accessibility import NAMES, WINDOWS
from tests.browser.visitor import Visitor
from tests.searches import PLACES
from tests.site.test_browsing import place_at

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
NEAREST = "Βρείτε το πλησιέστερο"
FIELD = "Ποιος είναι ο Δήμος σας;"
HOMES = {"el": "", "en": "/en"}
# For each query what is left of the list: the last part of the address of each first link.
LEFT = """
async queries => {
  const field = document.querySelector('input[name=q]');
  const left = [];
  for (const query of queries) {
    field.value = query;
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
    await new Promise(done => setTimeout(done));
    const links = document.querySelectorAll('[data-region] li:not([hidden]) > a');
    left.push([...links].map(link => link.pathname.split('/').at(-2)));
  }
  return left;
}
"""
SYNTAGMA = {"latitude": 37.9755, "longitude": 23.7348}
NEVER = "Geolocation.prototype.getCurrentPosition = (_, fail) => fail({code: %d})"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A stack whose catalogue knows where two centres are."""
    folder = tmp_path_factory.mktemp("known")
    shutil.copytree(CATALOG_DATA, folder / "catalog")
    place_at(folder / "catalog", "kep-patras", 38.2466, 21.7346)
    place_at(folder / "catalog", "kep-zografou", 37.9753, 23.7702)
    command = [sys.executable, "site/build.py", "--into", folder / "site"]
    command += ["--assets", folder / "assets.json", "--catalog", folder / "catalog"]
    subprocess.run(list(map(str, command)), cwd=ROOT, check=True)  # noqa: S603 (our own command)
    with running_stack(folder, now=NOW, site=folder / "site") as running:
        yield running.address


@pytest.fixture
def reader(browser: Browser, known: str) -> Iterator[Visitor]:
    """Somebody at the page of the centres."""
    somebody = Visitor.with_browser(browser, known)
    somebody.open("/centres/")
    yield somebody
    somebody.leave()


def shown(visitor: Visitor) -> list[str]:
    items = visitor.page.locator("[data-region] li:visible > a")
    return [text.strip() for text in items.all_inner_texts()]


@pytest.mark.parametrize("language", ["el", "en"])
def test_every_place_is_found_as_people_write_it_and_no_other(browser, known, language):
    visitor = Visitor.with_browser(browser, known)
    visitor.open(f"{HOMES[language]}/centres/?q=Patras")
    visitor.page.locator("#found").filter(has_text="Patras").wait_for()
    asked = [one for one in PLACES if one["page"] == language]

    left = visitor.page.evaluate(LEFT, [one["query"] for one in asked])

    pairs = zip(asked, left, strict=True)
    assert {
        one["query"]: slugs for one, slugs in pairs if sorted(slugs) != sorted(one["finds"])
    } == {}
    assert visitor.complaints == []
    visitor.leave()


def test_a_place_can_be_shared(reader):
    reader.open("/centres/?q=giannena")

    expect(reader.page.locator("#found")).to_have_text("2 Δήμοι ή ΚΕΠ-ΕΚΕ για «giannena».")
    assert shown(reader) == ["Δήμος Ιωαννιτών", "ΚΕΠ-ΕΚΕ Ιωαννιτών"]
    reader.page.get_by_label(FIELD).fill("Βόλος")
    reader.page.wait_for_url("**/centres/?q=%CE%92%CF%8C%CE%BB%CE%BF%CF%82")
    reader.page.get_by_label(FIELD).fill("")
    reader.page.wait_for_url("**/centres/")


def test_a_mistyped_place_is_a_question(reader):
    reader.page.get_by_label(FIELD).fill("Θεσσαλλνίκη")

    expect(reader.page.locator("#found")).to_contain_text("Μήπως εννοείτε «Θεσσαλονίκη»;")


def test_the_filter_works_by_keyboard_and_is_announced_once(reader):
    reader.page.evaluate(
        """() => {
          window.said = [];
          const status = document.querySelector('#found');
          new MutationObserver(() => window.said.push(status.textContent))
            .observe(status, {childList: true});
        }"""
    )
    reader.page.get_by_label(FIELD).focus()

    reader.page.keyboard.type("Χανιά", delay=20)
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#found")).to_have_text("1 Δήμος ή ΚΕΠ-ΕΚΕ για «Χανιά».")

    assert reader.page.evaluate("window.said") == ["1 Δήμος ή ΚΕΠ-ΕΚΕ για «Χανιά»."]
    expect(reader.page.get_by_label(FIELD)).to_be_focused()


def test_a_municipality_that_does_not_take_part_is_said(reader):
    reader.page.get_by_label(FIELD).fill("Παρίσι")

    expect(reader.page.locator("#found")).to_contain_text("Κανένας Δήμος για «Παρίσι»")
    assert shown(reader) == []
    reader.page.get_by_label(FIELD).fill("")
    expect(reader.page.locator("#found")).to_be_empty()
    assert len(shown(reader)) == 47


def test_without_javascript_there_is_the_plain_list(browser, known):
    visitor = Visitor.with_browser(browser, known, javascript=False, width=320)
    visitor.open("/centres/")

    assert len(shown(visitor)) == 47
    expect(visitor.page.locator("main").get_by_role("searchbox")).to_be_hidden()
    expect(visitor.page.get_by_role("button", name=NEAREST)).to_be_hidden()
    visitor.leave()


def test_the_nearest_is_asked_for_after_the_click_sorted_by_distance_and_nothing_is_sent(
    browser: Browser, known: str
):
    visitor = Visitor.with_browser(browser, known)
    visitor.context.grant_permissions(["geolocation"], origin=known)
    visitor.context.set_geolocation(SYNTAGMA)
    visitor.page.add_init_script(
        "const ask = Geolocation.prototype.getCurrentPosition; window.asked = 0;"
        "Geolocation.prototype.getCurrentPosition = function (...given)"
        " { window.asked += 1; ask.apply(this, given) }"
    )
    visitor.open("/centres/")
    visitor.page.wait_for_load_state("networkidle")
    requests: list[str] = []
    visitor.page.on("request", lambda request: requests.append(request.url))
    assert visitor.page.evaluate("window.asked") == 0

    visitor.follow(NEAREST)

    expect(visitor.page.locator("#found")).to_have_text("2 ΚΕΠ με γνωστή θέση, από το πλησιέστερο.")
    assert visitor.page.locator("#nearest li").all_inner_texts() == [
        "ΚΕΠ Δήμου Ζωγράφου 3,1 χλμ.",
        "ΚΕΠ Δήμου Πατρέων 178 χλμ.",
    ]
    assert requests == []
    assert visitor.page.evaluate("window.asked") == 1
    assert visitor.complaints == []
    visitor.leave()


@pytest.mark.parametrize(
    ("code", "words"),
    [(1, "Δεν δώσατε άδεια"), (2, "δεν βρίσκει τη θέση"), (3, "άργησε")],
    ids=["denied", "unavailable", "timeout"],
)
def test_without_a_position_the_page_says_what_to_do(browser, known, code, words):
    visitor = Visitor.with_browser(browser, known)
    visitor.page.add_init_script(NEVER % code)
    visitor.open("/centres/")

    visitor.follow(NEAREST)

    expect(visitor.page.locator("#found")).to_contain_text(words)
    expect(visitor.page.locator("#nearest")).to_be_hidden()
    expect(visitor.page.get_by_role("button", name=NEAREST)).to_be_focused()
    visitor.leave()


def test_a_browser_that_is_told_no_says_so(browser, known):
    visitor = Visitor.with_browser(browser, known)
    visitor.open("/centres/")

    visitor.follow(NEAREST)

    expect(visitor.page.locator("#found")).to_contain_text("Δεν δώσατε άδεια")
    visitor.leave()


def test_no_other_page_may_ask_for_the_position(browser, known):
    visitor = Visitor.with_browser(browser, known)
    visitor.context.grant_permissions(["geolocation"], origin=known)
    visitor.context.set_geolocation(SYNTAGMA)
    visitor.open("/services/birth-certificate/")

    refused = visitor.page.evaluate(
        "new Promise(say => navigator.geolocation.getCurrentPosition(() => say(0),"
        " fault => say(fault.code)))"
    )

    assert refused == 1
    visitor.leave()


@pytest.mark.parametrize(("width", "dark"), WINDOWS, ids=NAMES)
def test_the_ways_to_a_centre_and_to_an_interpreter_in_every_window(browser, known, width, dark):
    visitor = Visitor.with_browser(browser, known, width=width, dark=dark)
    visitor.page.emulate_media(reduced_motion="reduce")
    faults = {}
    for path in (
        "/centres/",
        "/municipalities/patras/",
        "/categories/",
        "/categories/tourism/",
        "/life-events/business/",
        "/a-z/",
        "/easy-to-read/",
        "/sign-language/",
        "/en/a-z/",
        "/en/centres/",
    ):
        visitor.open(path)
        if found := visitor.faults_of_access():
            faults[path] = found

    assert faults == {}
    assert visitor.complaints == []
    visitor.leave()
