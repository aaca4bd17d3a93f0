"""Somebody with a browser: what they do, and what the browser complains about meanwhile."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext, Page

from infra.audit.access import LOOK, RULES, axe_source, faults

PATIENCE = 20.0  # seconds; only a failing test waits so long
COMPLAINTS = ("error", "warning")


@dataclass
class Visitor:
    """
    A browser with one page.

    *complaints* are errors of the console, and requests to anybody else than us.
    """

    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def with_browser(
        cls,
        browser: Browser,
        address: str,
        *,
        javascript: bool = True,
        width: int = 1366,
        dark: bool = False,
    ) -> "Visitor":
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="el-GR",
        )
        visitor = cls(context, context.new_page(), address)
        visitor.page.on("console", visitor._hear)
        visitor.page.on("request", visitor._watch)
        return visitor

    def leave(self) -> None:
        self.context.close()

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def follow(self, text: str) -> None:
        """Click the link or button with exactly this name."""
        self.page.get_by_role("link", name=text, exact=True).or_(
            self.page.get_by_role("button", name=text, exact=True)
        ).first.click()

    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text().strip()

    def step(self) -> str:
        """The last part of the path."""
        return urlsplit(self.page.url).path.rstrip("/").rsplit("/", 1)[-1]

    def proceed(self) -> None:
        """Press the button of the form in the page that goes on: the first one."""
        self.page.locator("main form button[type=submit]").first.click()

    def faults_of_access(self) -> list[str]:
        """What axe finds, in words; and whether anything sticks out of the window."""
        self.page.evaluate(axe_source())
        return [f"{rule}: {what}" for rule, what in faults(self.page.evaluate(LOOK, RULES))]

    def _hear(self, message: Any) -> None:
        if message.type in COMPLAINTS:
            self.complaints.append(message.text)

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.complaints.append(f"request to {request.url}")


def local(address: str, path: str) -> Any:
    """Return the JSON of a call under `/local/`."""
    return httpx.get(f"{address}/local/{path}", trust_env=False).raise_for_status().json()


def eventually(look: Callable[[], Any]) -> Any:
    """Look until there is something to see."""
    until = time.monotonic() + PATIENCE
    while not (seen := look()):
        if time.monotonic() > until:
            raise AssertionError("nothing to see")
    return seen
