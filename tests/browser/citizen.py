"""A citizen on the whole stack: what is booked beforehand, the clock, and the keyboard."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Page

from tests.browser.visitor import Visitor, eventually, local

MARIA, NIKOS = "123456783", "100000015"
TUESDAY_1000 = "2026-11-24T10:00:00+02:00"
WEDNESDAY_1000 = "2026-11-25T10:00:00+02:00"
ZOGRAFOU, BIRTH = "kep-zografou", "birth-certificate"
TABS = 80  # more than any page has


def set_clock(address: str, now: str) -> None:
    _post(address, "/local/clock", json={"now": now})


def set_fault(address: str, **faults: str) -> None:
    _post(address, "/local/faults", json=faults)


def fire(address: str, timer: str) -> None:
    _post(address, f"/local/timers/{timer}")


def _post(address: str, path: str, **more: Any) -> None:
    headers = {"Origin": address}
    answer = httpx.post(address + path, headers=headers, trust_env=False, timeout=30, **more)
    answer.raise_for_status()


def sign_in_path(back_to: str, tax_id: str = MARIA) -> str:
    """Return the address that signs *tax_id* in without a chooser."""
    return f"/api/auth/citizen/login?login_hint={tax_id}&return={back_to}"


def book_beforehand(
    address: str, at: str = WEDNESDAY_1000, tax_id: str = MARIA, **more: Any
) -> str:
    """Book by the API, wait for the mail, and return the reference."""
    body = {
        "centre": ZOGRAFOU,
        "service": BIRTH,
        "starts_at": at,
        "applicant": {"email": "maria@example.com", "mobile": "6912345678"},
        "identity_document": {"kind": "passport", "number": "X1234567"},
        **more,
    }
    headers = {"Origin": address, "Idempotency-Key": f"beforehand {at}"}
    with httpx.Client(base_url=address, trust_env=False, follow_redirects=True) as citizen:
        citizen.get(sign_in_path("/", tax_id))
        answer = citizen.post("/api/v1/bookings", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    reference = str(answer.json()["reference"])
    eventually(lambda: [m for m in local(address, "mails") if reference in m["subject"]])
    return reference


def links_in_mails(address: str, kind: str) -> Sequence[str]:
    """Return the addresses under `/api/<kind>/` that stand in the mails, the newest first."""
    texts = (mail["html"] for mail in reversed(local(address, "mails")))
    return [found for text in texts for found in re.findall(rf"(/api/{kind}/[\w/-]+)", text)]


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Somebody who has no mouse; whatever has the focus must be seen."""

    page: Page

    @classmethod
    def of(cls, visitor: Visitor) -> "Keyboard":
        return cls(visitor.page)

    def tab_to(self, selector: str) -> None:
        for _ in range(TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                assert self.page.evaluate(_SEEN), selector
                return
        raise AssertionError(selector)

    def press(self, selector: str) -> None:
        """Go to a link or button and press Enter."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, selector: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.press(" ")

    def write(self, selector: str, text: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)


_SEEN = """(() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
})()"""
