"""Chromium against the whole stack, on a clock of its own."""

import os
import shutil
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright
from running_stack import running_stack

from infra.audit.browsing import FLAGS
from tests.browser.visitor import Visitor

NOW = "2026-11-24T10:00"


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a stack whose clock starts on Tuesday 24 November 2026, at ten."""
    with running_stack(tmp_path_factory.mktemp("stack"), now=NOW) as running:
        yield running.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")), args=FLAGS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def large_text(browser: Browser) -> Iterator[Browser]:
    """A browser whose reader has set the text to 400 %."""
    launched = browser.browser_type.launch(
        executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
        args=[*FLAGS, "--blink-settings=defaultFontSize=64"],
    )
    yield launched
    launched.close()


@pytest.fixture
def fresh(stack: str) -> str:
    """The stack with nothing stored, nothing sent and no fault."""
    httpx.delete(
        f"{stack}/local/data", headers={"Origin": stack}, trust_env=False
    ).raise_for_status()
    httpx.post(
        f"{stack}/local/faults",
        json={"graph": "ok", "gsis": "ok", "store": "ok"},
        headers={"Origin": stack},
        trust_env=False,
    ).raise_for_status()
    return stack


@pytest.fixture
def visitor(browser: Browser, stack: str) -> Iterator[Visitor]:
    """Somebody with a desktop browser and JavaScript."""
    somebody = Visitor.with_browser(browser, stack)
    yield somebody
    somebody.leave()
