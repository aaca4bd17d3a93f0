"""
The test before the call, with the devices that Chromium plays: by keyboard alone, and in
every way in which a camera or microphone can fail.
"""

import os
import re
import shutil
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, JSHandle, Locator, Page, expect

from tests.browser.conftest import FLAGS
from tests.browser.test_accessibility import NAMES, WINDOWS
from tests.browser.visitor import Visitor, eventually

pytestmark = pytest.mark.browser

DEVICES = "--use-fake-device-for-media-stream=device-count=2"
NO_CAMERA = "--use-fake-device-for-media-stream=device-count=0"
ALLOWED = "--use-fake-ui-for-media-stream"
DENIED = "--use-fake-ui-for-media-stream=deny"
WORKING = (DEVICES, ALLOWED)

# A device that another program holds, and browsers that have no devices to give.
BUSY = "MediaDevices.prototype.getUserMedia = async () => { throw new DOMException('', '%s') }"
NO_MEDIA = "Object.defineProperty(navigator, 'mediaDevices', {value: undefined})"
IN_FACEBOOK = "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) Mobile/15E148 [FBAN/FBIOS]"

CAMERA, MICROPHONE, TONE = "Δοκιμάστε την κάμερα", "Δοκιμάστε το μικρόφωνο", "Ακούστε έναν τόνο"
CAMERA_OFF, MICROPHONE_OFF = "Κλείστε την κάμερα", "Κλείστε το μικρόφωνο"
TABS = 60  # more than the page has
QUIET = 0.1  # of the meter

Launch = Callable[..., Browser]


class Fault(NamedTuple):
    """What goes wrong, and what the page says of the camera and to do."""

    flags: tuple[str, ...]
    said: str
    advice: str
    script: str = ""
    agent: str | None = None


FAULTS = {
    "denied": Fault((DEVICES, DENIED), "Η κάμερα δεν επιτρέπεται.", "Windows ή Mac"),
    "no camera": Fault((NO_CAMERA, ALLOWED), "Δεν βρέθηκε κάμερα.", "κινητό ή tablet"),
    "busy": Fault(
        WORKING, "Ίσως τη χρησιμοποιεί άλλο πρόγραμμα.", "Zoom", BUSY % "NotReadableError"
    ),
    "unheard of": Fault(WORKING, "Η κάμερα δεν ανοίγει.", "επανεκκίνηση", BUSY % "NobodyKnows"),
    "old": Fault(WORKING, "σε αυτό το πρόγραμμα περιήγησης", "πρόσφατη έκδοση", NO_MEDIA),
    "in an app": Fault(WORKING, "μέσα σε αυτή την εφαρμογή", "στο Safari", NO_MEDIA, IN_FACEBOOK),
}


@pytest.fixture(scope="module")
def launch(browser: Browser) -> Iterator[Launch]:
    """Return a Chromium with more flags, the same one for the same flags."""
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    launched: dict[tuple[str, ...], Browser] = {}

    def start(*flags: str) -> Browser:
        if flags not in launched:
            launched[flags] = browser.browser_type.launch(
                executable_path=path, args=[*FLAGS, *flags]
            )
        return launched[flags]

    yield start
    for one in launched.values():
        one.close()


def status(page: Page, name: str) -> Locator:
    """Where the outcome of a trial is shown and announced."""
    return page.locator(f"[data-trial={name}] [role=status]")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the button or list with this name has the focus."""
    wanted = page.get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("combobox", name=name, exact=True)
    )
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way to {name} by keyboard")


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def camera_in_use(page: Page) -> str | None:
    return page.evaluate("document.querySelector('video').srcObject?.getTracks()[0].label")


def stream_of(page: Page) -> JSHandle:
    """The stream in the picture, for asking what became of it."""
    expect(page.locator("video")).to_be_visible()
    return page.evaluate_handle("document.querySelector('video').srcObject")


def is_closed(stream: JSHandle) -> bool:
    return stream.evaluate("stream => stream.getTracks().every(one => one.readyState === 'ended')")


def test_everything_works_by_keyboard_alone_and_nothing_is_sent(launch, stack):
    visitor = Visitor.with_browser(launch(*WORKING), stack)
    page = visitor.page
    visitor.open("/call-test/")
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(urlsplit(request.url).path))

    expect(status(page, "browser")).to_contain_text("μπορεί να κάνει βιντεοκλήση")
    expect(status(page, "internet")).to_contain_text("συνδεδεμένη σε δίκτυο")
    press(page, CAMERA)
    expect(status(page, "camera")).to_contain_text("Η κάμερα λειτουργεί.")
    eventually(lambda: page.evaluate("document.querySelector('video').videoWidth"))
    expect(page.locator("video")).to_have_css("transform", re.compile(r"^matrix\(-1,"))
    expect(page.get_by_role("button", name=CAMERA_OFF)).to_be_focused()
    first = camera_in_use(page)

    tab_to(page, "Ποια κάμερα")
    page.keyboard.press("ArrowDown")
    eventually(lambda: camera_in_use(page) not in {None, first})
    expect(page.get_by_role("combobox", name="Ποια κάμερα")).to_be_focused()

    press(page, MICROPHONE)
    expect(status(page, "microphone")).to_contain_text("Το μικρόφωνο σας ακούει.")
    eventually(lambda: page.evaluate("document.querySelector('meter').value") > QUIET)
    press(page, TONE)
    expect(status(page, "sound")).to_contain_text("Τον ακούσατε;")
    press(page, "Δεν τον άκουσα")
    expect(status(page, "sound")).to_contain_text("Δυναμώστε την ένταση.")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(status(page, "sound")).to_have_text("Ο ήχος λειτουργεί.")

    assert [path for path in requests if not path.startswith("/assets/icon.")] == []
    assert visitor.complaints == []
    visitor.leave()


def test_the_button_that_opened_a_device_closes_it_and_keeps_the_focus(launch, stack):
    visitor = Visitor.with_browser(launch(*WORKING), stack)
    page = visitor.page
    visitor.open("/call-test/")
    press(page, CAMERA)
    stream = stream_of(page)

    page.keyboard.press("Enter")

    expect(status(page, "camera")).to_have_text("Η κάμερα έκλεισε.")
    expect(page.get_by_role("button", name=CAMERA)).to_be_focused()
    expect(page.locator("video")).to_be_hidden()
    assert is_closed(stream)
    visitor.leave()


def test_leaving_the_page_closes_what_is_open_or_about_to_be(launch, stack):
    visitor = Visitor.with_browser(launch(*WORKING), stack)
    page = visitor.page
    visitor.open("/call-test/")
    press(page, CAMERA)
    stream = stream_of(page)

    page.evaluate(
        "button => { button.click(); dispatchEvent(new PageTransitionEvent('pagehide')) }",
        page.get_by_role("button", name=MICROPHONE).element_handle(),
    )
    page.evaluate("navigator.mediaDevices.getUserMedia({audio: true})")  # answered in order

    assert is_closed(stream)
    expect(page.get_by_role("button", name=MICROPHONE)).to_be_visible()
    expect(page.locator("meter")).to_be_hidden()
    visitor.leave()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_and_the_page_says_what_to_do(launch, stack, fault):
    wrong = FAULTS[fault]
    chromium = launch(*wrong.flags)
    found = {}
    for name, (width, dark) in zip(NAMES, WINDOWS, strict=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            user_agent=wrong.agent,
            reduced_motion="reduce",  # colours that are still changing have no contrast
        )
        visitor = Visitor(context, context.new_page(), stack)
        visitor.page.add_init_script(wrong.script)
        visitor.open("/call-test/")

        press(visitor.page, CAMERA)

        expect(status(visitor.page, "camera")).to_contain_text(wrong.said)
        expect(status(visitor.page, "camera")).to_contain_text(wrong.advice)
        expect(visitor.page.get_by_role("button", name=CAMERA)).to_be_focused()
        if faults := visitor.faults_of_access():
            found[name] = faults
        visitor.leave()

    assert found == {}


def test_over_an_insecure_connection_the_page_says_so(launch, stack):
    host, port = "insecure.test", stack.rpartition(":")[2]
    visitor = Visitor.with_browser(
        launch(*WORKING, f"--host-resolver-rules=MAP {host} 127.0.0.1"), f"http://{host}:{port}"
    )

    visitor.open("/call-test/")

    expect(status(visitor.page, "browser")).to_contain_text("https://")
    visitor.leave()


def test_a_microphone_that_hears_nothing_is_told(launch, stack, tmp_path):
    visitor = Visitor.with_browser(
        launch(*WORKING, f"--use-file-for-fake-audio-capture={_silence(tmp_path)}"), stack
    )
    page = visitor.page
    page.clock.install()
    visitor.open("/call-test/")
    press(page, MICROPHONE)
    expect(status(page, "microphone")).to_contain_text("Μιλήστε.")

    page.clock.run_for(8000)

    expect(status(page, "microphone")).to_contain_text("Δεν ακούγεται τίποτα ακόμη.")
    expect(status(page, "microphone")).to_contain_text("Μιλήστε πιο κοντά.")
    visitor.leave()


def _silence(folder: Path) -> Path:
    path = folder / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(2 * 48_000))
    return path


def test_a_lost_connection_is_noticed_and_so_is_its_return(launch, stack):
    visitor = Visitor.with_browser(launch(*WORKING), stack)
    visitor.open("/call-test/")

    visitor.context.set_offline(True)
    expect(status(visitor.page, "internet")).to_contain_text("δεν είναι συνδεδεμένη")

    visitor.context.set_offline(False)
    expect(status(visitor.page, "internet")).to_contain_text("είναι συνδεδεμένη σε δίκτυο")
    visitor.leave()


@pytest.mark.parametrize(("width", "dark"), WINDOWS, ids=NAMES)
def test_the_pages_around_the_call_in_every_window(launch, stack, width, dark):
    visitor = Visitor.with_browser(launch(*WORKING), stack, width=width, dark=dark)
    page, faults = visitor.page, {}
    page.emulate_media(reduced_motion="reduce")

    def look(name: str) -> None:
        if found := visitor.faults_of_access():
            faults[name] = found

    for path in ("/the-call/", "/en/the-call/", "/en/call-test/", "/call-test/"):
        visitor.open(path)
        look(path)
    press(page, CAMERA)
    press(page, MICROPHONE)
    press(page, TONE)
    expect(status(page, "microphone")).to_contain_text("σας ακούει")
    look("all on")
    for one in page.locator("summary").all():
        one.press("Enter")
    look("all help open")

    assert faults == {}
    assert visitor.complaints == []
    visitor.leave()


def test_the_english_page_speaks_english(launch, stack):
    visitor = Visitor.with_browser(launch(*WORKING), stack)
    visitor.open("/en/call-test/")

    press(visitor.page, "Test the camera")

    expect(status(visitor.page, "camera")).to_contain_text("The camera works.")
    expect(visitor.page.get_by_role("button", name="Switch the camera off")).to_be_focused()
    visitor.leave()


def test_without_javascript_the_page_says_what_to_check_by_hand(browser, stack):
    visitor = Visitor.with_browser(browser, stack, javascript=False, width=320)

    visitor.open("/call-test/")

    expect(visitor.page.get_by_text("Ελέγξτε μόνοι σας:")).to_be_visible()
    expect(visitor.page.get_by_role("button")).to_have_count(0)
    visitor.page.get_by_text("Τα χρησιμοποιεί άλλο πρόγραμμα").click()
    expect(visitor.page.get_by_text("Κλείστε όσα προγράμματα")).to_be_visible()
    visitor.leave()


def test_other_pages_get_neither_camera_nor_microphone(launch, stack):
    visitor = Visitor.with_browser(launch(*WORKING), stack)
    visitor.open("/how-it-works/")

    refused = visitor.page.evaluate(
        "navigator.mediaDevices.getUserMedia({video: true}).catch(error => error.name)"
    )

    assert refused == "NotAllowedError"
    visitor.leave()
