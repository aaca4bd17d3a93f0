"""
Every page in Chromium: axe, what sticks out of the window, and what the console says.

Two pages are open at a time. Each is loaded once, and looked at in light and in dark
colours in a window of 320 px, which is what 400 % zoom leaves of a screen; every tenth
page in a wide window too.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal

from audit_report import Finding, Window
from playwright.async_api import Browser, Page, async_playwright

from infra.audit.access import LOOK, RULES, axe_source, faults

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
NARROW, WIDE, HEIGHT = 320, 1366, 900
WIDE_EVERY = 10
AT_ONCE = 2
TOLD_EVERY = 100
COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
COMPLAINTS = {"error", "warning"}

Look = tuple[str, Sequence[int]]  # an address, and the widths to look at it in


def looks(addresses: Sequence[str]) -> list[Look]:
    """Return in which widths each page is looked at."""
    return [
        (address, (NARROW, WIDE) if at % WIDE_EVERY == 0 else (NARROW,))
        for at, address in enumerate(addresses)
    ]


def windows(planned: Sequence[Look]) -> Iterator[Window]:
    """Yield for the report how many pages are looked at in which window."""
    for width in (NARROW, WIDE):
        count = sum(width in widths for _, widths in planned)
        yield from (Window(width=width, colours=colours, pages=count) for colours in COLOURS)


async def browse(origin: str, planned: Sequence[Look], chromium: str) -> tuple[list[Finding], str]:
    """Look at the pages of the site at *origin*; return the findings and Chromium's version."""
    waiting = _told(planned)  # shared: whoever is free takes the next
    async with _chromium(chromium) as browser:
        found = await asyncio.gather(*(_reader(browser, origin, waiting) for _ in range(AT_ONCE)))
        return [finding for part in found for finding in part], browser.version


def _told(planned: Sequence[Look]) -> Iterator[Look]:
    """Yield what is planned; say now and then how far it is, for somebody who waits."""
    for at, look in enumerate(planned):
        if at and at % TOLD_EVERY == 0:
            sys.stderr.write(f"{at} of {len(planned)} pages …\n")
        yield look


@asynccontextmanager
async def _chromium(program: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        await browser.close()


async def _reader(browser: Browser, origin: str, waiting: Iterator[Look]) -> list[Finding]:
    # Less motion: colours change at once when the scheme does.
    page = await browser.new_page(locale="el-GR", reduced_motion="reduce")
    heard: list[str] = []
    page.on("console", lambda message: _hear(heard, message))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: _watch(heard, request.url, origin))
    found: list[Finding] = []
    for address, widths in waiting:
        found += await _read(page, origin, address, widths)
        found += [Finding(address=address, rule="console", what=said) for said in heard]
        heard.clear()
    return found


def _hear(heard: list[str], message: Any) -> None:
    if message.type in COMPLAINTS:
        heard.append(message.text)


def _watch(heard: list[str], url: str, origin: str) -> None:
    if not url.startswith((f"{origin}/", "data:")):
        heard.append(f"request to {url}")


async def _read(page: Page, origin: str, address: str, widths: Sequence[int]) -> list[Finding]:
    await page.set_viewport_size({"width": widths[0], "height": HEIGHT})
    await page.goto(origin + address)
    await page.evaluate(axe_source())
    seen: dict[tuple[str, str], Finding] = {}
    for width in widths:
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        for colours in COLOURS:
            await page.emulate_media(color_scheme=colours)
            for rule, what in faults(await page.evaluate(LOOK, RULES)):
                where = f"[{width} px, {colours}] {what}"
                seen.setdefault((rule, what), Finding(address=address, rule=rule, what=where))
    return list(seen.values())
