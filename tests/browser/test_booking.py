"""A citizen books from the home page to the reference, and everything else follows."""

import base64
from datetime import datetime

import pytest
from icalendar import Calendar

from tests.browser.visitor import Visitor, eventually, local

pytestmark = pytest.mark.browser

WORDS = {
    "el": {
        "home": "/",
        "field": "Διοικητική Πληροφόρηση – Διεκπεραίωση Αίτησης",
        "service": "Πιστοποιητικό γέννησης",
        "sign_in": "Σύνδεση με TAXISnet",
        "centre": "ΚΕΠ Δήμου Ζωγράφου",
        "no_interpreter": "Όχι, δεν χρειάζομαι διερμηνέα",
        "passport": "Διαβατήριο",
        "done": "Το ραντεβού σας κλείστηκε",
        "day": "Τετάρτη 25 Νοεμβρίου 2026",
    },
    "en": {
        "home": "/en/",
        "field": "Administrative information – processing of an application",
        "service": "Birth certificate",
        "sign_in": "Sign in with TAXISnet",
        "centre": "KEP of the Municipality of Zografou",
        "no_interpreter": "No, I do not need an interpreter",
        "passport": "Passport",
        "done": "Your appointment is booked",
        "day": "Wednesday 25 November 2026",
    },
}


def go_to_time(visitor: Visitor, words: dict[str, str]) -> None:
    """From the home page, by its links, to the choice of a time."""
    page = visitor.page
    visitor.open(words["home"])
    page.locator("main a[href*='/fields/administrative/']").first.click()
    page.locator("main a[href$='/services/birth-certificate/']").first.click()
    assert visitor.heading() == words["service"]
    page.locator("main a[href^='/api/book?']").click()
    visitor.follow(words["sign_in"])
    choose_a_person(visitor)
    visitor.proceed()
    page.get_by_label(words["centre"], exact=True).check()
    visitor.proceed()
    page.get_by_label(words["no_interpreter"]).check()
    visitor.proceed()
    assert visitor.step() == "time"


def choose_a_person(visitor: Visitor) -> None:
    """At the stand-in for TAXISnet: be the first person there."""
    assert "/local/gsis/" in visitor.page.url
    visitor.page.locator("main button, main a").first.click()
    assert "/local/gsis/" not in visitor.page.url


def answer_the_rest(visitor: Visitor, words: dict[str, str]) -> None:
    page = visitor.page
    page.locator("input[name=time][value^='2026-11-25T09:20']").check(force=True)
    visitor.proceed()
    page.locator("#who").check()
    visitor.proceed()
    page.get_by_label(words["passport"]).check()
    page.locator("#number").fill("x 123 4567")
    visitor.proceed()
    page.locator("#email").fill("maria@example.com")
    page.locator("#mobile").fill("691 234 5678")
    visitor.proceed()
    page.locator("#notes").fill("Χρειάζομαι δύο αντίγραφα.")
    visitor.proceed()
    assert visitor.step() == "check"


@pytest.mark.parametrize("language", ["el", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_from_the_home_page_to_the_reference_and_the_mail(browser, fresh, language, javascript):
    words = WORDS[language]
    visitor = Visitor.with_browser(browser, fresh, javascript=javascript)

    go_to_time(visitor, words)
    answer_the_rest(visitor, words)
    assert words["day"] in visitor.page.locator("main").inner_text()
    visitor.proceed()

    assert visitor.heading() == words["done"]
    assert visitor.page.locator("html").get_attribute("lang") == language
    reference = visitor.page.locator(".panel__reference").inner_text()
    assert reference.startswith("ZOG-")
    mail = eventually(lambda: local(fresh, "mails"))[0]
    assert_mail_is_right(mail, reference, words)
    assert_event_is_right(fresh, reference, mail)
    assert visitor.complaints == []
    visitor.leave()


def assert_mail_is_right(mail: dict, reference: str, words: dict[str, str]) -> None:
    assert mail["from"] == "kep-zografou@kep.example"
    assert mail["to"] in ("maria@example.com", ["maria@example.com"])
    assert reference in mail["subject"]
    for text in (reference, words["service"], words["day"], "09:20", "https://teams"):
        assert text in mail["text"], (text, mail["text"])
    [attachment] = mail["attachments"]
    calendar = Calendar.from_ical(base64.b64decode(attachment["content"]))
    [event] = calendar.walk("VEVENT")
    assert attachment["content_type"].startswith("text/calendar")
    assert event.decoded("DTSTART").isoformat() == "2026-11-25T09:20:00+02:00"
    assert event.decoded("SEQUENCE") == 0
    assert str(event["UID"]).startswith(reference)


def assert_event_is_right(address: str, reference: str, mail: dict) -> None:
    [entry] = local(address, "events")
    event, meeting = entry["event"], entry["online_meeting"]
    assert entry["mailbox"] == "kep-zografou@kep.example"
    assert reference in event["subject"]
    assert "maria" not in str(event).lower()
    assert (event["isReminderOn"], event["reminderMinutesBeforeStart"]) == (True, 15)
    starts = datetime.fromisoformat(event["start"]["dateTime"][:19])
    assert (starts.hour, starts.minute) in {(9, 20), (7, 20)}
    assert meeting["lobbyBypassSettings"]["scope"] == "organizer"
    assert meeting["allowedLobbyAdmitters"] == "organizerAndCoOrganizers"
    assert (meeting["allowRecording"], meeting["allowTranscription"]) == (False, False)
    assert meeting["recordAutomatically"] is False
    assert meeting["allowMeetingChat"] == "enabled"
    roles = {each["upn"]: each["role"] for each in meeting["participants"]["attendees"]}
    assert set(roles.values()) == {"coorganizer"}
    assert meeting["joinWebUrl"] in mail["html"]


def test_what_is_wrong_is_said_at_the_top_and_at_the_field_and_has_the_focus(browser, fresh):
    visitor = Visitor.with_browser(browser, fresh)
    words = WORDS["el"]
    go_to_time(visitor, words)

    visitor.proceed()

    assert visitor.page.title().startswith("Σφάλμα:")
    summary = visitor.page.locator(".error-summary")
    assert summary.evaluate("summary => summary === document.activeElement")
    summary.locator("a").click()
    assert visitor.page.evaluate("document.activeElement.name") == "time"
    assert visitor.page.locator("#time-error").inner_text().endswith("Διαλέξτε ημέρα και ώρα.")
    visitor.leave()


def test_the_whole_booking_by_keyboard(browser, fresh):
    """Tab, arrows, space and Enter are enough; what has the focus can be seen."""
    visitor = Visitor.with_browser(browser, fresh)
    page = visitor.page
    go_to_time(visitor, WORDS["el"])

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                assert page.evaluate(
                    "(() => { const r = document.activeElement.getBoundingClientRect();"
                    " return r.width > 0 && r.height > 0; })()"
                )
                return
        raise AssertionError(selector)

    def choose(selector: str) -> None:
        tab_to(selector)
        page.keyboard.press(" ")

    def write(selector: str, text: str) -> None:
        tab_to(selector)
        page.keyboard.type(text)

    def send() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def press_the_button() -> None:
        tab_to("main form button[type=submit]")
        send()

    choose("input[name=time]")
    press_the_button()
    choose("input[name=who]")
    press_the_button()
    choose("input[name=kind]")
    write("#number", "AB123456")
    send()
    write("#email", "maria@example.com")
    write("#mobile", "6912345678")
    send()
    press_the_button()
    press_the_button()

    assert visitor.heading() == WORDS["el"]["done"]
    visitor.leave()


def test_back_and_the_button_again_after_the_end_make_no_second_appointment(browser, fresh):
    visitor = Visitor.with_browser(browser, fresh)
    go_to_time(visitor, WORDS["el"])
    answer_the_rest(visitor, WORDS["el"])
    visitor.proceed()
    reference = visitor.page.locator(".panel__reference").inner_text()

    visitor.page.go_back()
    visitor.page.reload()

    assert visitor.page.locator(".panel__reference").inner_text() == reference
    assert len(eventually(lambda: local(fresh, "events"))) == 1
    visitor.leave()


def test_the_calendar_file_can_be_downloaded_at_the_end(browser, fresh):
    visitor = Visitor.with_browser(browser, fresh)
    go_to_time(visitor, WORDS["el"])
    answer_the_rest(visitor, WORDS["el"])
    visitor.proceed()

    with visitor.page.expect_download() as download:
        visitor.page.locator("a[href$='.ics']").click()

    content = download.value.path().read_bytes()
    assert download.value.suggested_filename == "appointment.ics"
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    visitor.leave()
