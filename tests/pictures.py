"""
Takes the README's pictures anew, of the running system and in Greek: `make pictures`.

Each is a sheet of four views into `.github/pictures`. They need Chromium and Noto Sans.
"""

import base64
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from running_stack import running_stack

from infra.audit.browsing import FLAGS
from tests.browser.evening import ADMINISTRATOR, OFFICER, an_evening
from tests.browser.test_booking import WORDS, answer_the_rest, go_to_time
from tests.browser.visitor import Visitor, local

PICTURES = Path(__file__).parents[1] / ".github" / "pictures"
NOW = "2026-11-24T10:00"
WIDTH, HEIGHT = 1010, 914
SHEET = """
<style>
  body { margin: 0; padding: 8px; width: 1430px; display: grid; gap: 10px;
         grid-template-columns: 710px 710px; background: #dfe5ec; }
  img { display: block; width: 100%; }
</style>
"""


def booking(browser: Browser, address: str) -> Iterator[bytes]:
    """Yield the home page, a service, the choice of a time, and the end of a booking."""
    citizen = _visitor(browser, address)
    for path in ("/", "/services/birth-certificate/"):
        citizen.open(path)
        yield citizen.page.screenshot()
    go_to_time(citizen, WORDS["el"])
    citizen.page.locator("input[name=time][value^='2026-11-25T09:20']").check(force=True)
    yield citizen.page.screenshot()
    answer_the_rest(citizen, WORDS["el"])
    citizen.proceed()
    yield citizen.page.screenshot()


def interpreters(browser: Browser, address: str) -> Iterator[bytes]:
    """Yield the mail to the desk, its answer page, the officer's day and the proof."""
    somebody = _visitor(browser, address)
    with an_evening(address) as evening:
        [mail] = [one for one in local(address, "mails") if one["to"].startswith("dierminia@")]
        somebody.page.set_content(mail["html"])
        yield somebody.page.screenshot()
        somebody.open(evening.links[evening.references[0]])
        yield somebody.page.screenshot()
        for who, path in (
            (OFFICER, "/api/desk?centre=kep-zografou%26day=2026-11-25"),
            (ADMINISTRATOR, "/api/ministry/interpreters"),
        ):
            somebody.open(f"/api/auth/staff/login?login_hint={who}&return={path}")
            yield somebody.page.screenshot()


def sheet(browser: Browser, views: Sequence[bytes]) -> bytes:
    """Return *views* side by side, two in a row, as PNG."""
    page = browser.new_page()
    images = [f'<img src="data:image/png;base64,{base64.b64encode(v).decode()}">' for v in views]
    page.set_content(SHEET + "".join(images))
    picture = page.locator("body").screenshot()
    page.close()
    return picture


def _visitor(browser: Browser, address: str) -> Visitor:
    visitor = Visitor.with_browser(browser, address)
    visitor.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    visitor.page.emulate_media(reduced_motion="reduce")
    return visitor


STORIES: Sequence[Callable[[Browser, str], Iterator[bytes]]] = (booking, interpreters)


def main() -> None:
    with sync_playwright() as playwright:
        chromium = shutil.which(os.environ.get("CHROMIUM", "chromium"))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for story in STORIES:
            with (
                tempfile.TemporaryDirectory() as data,
                running_stack(Path(data), now=NOW) as stack,
            ):
                picture = sheet(browser, list(story(browser, stack.address)))
            (PICTURES / f"{story.__name__}.png").write_bytes(picture)
        browser.close()


if __name__ == "__main__":
    main()
