"""
Draw the pictures that a link to the site shows elsewhere (Open Graph), in both languages:

    CHROMIUM=chromium python infra/share_pictures.py

writes `site/assets/share.{el,en}.png`, 1200 × 630. They are kept in the repository, since
nothing else of the build needs a browser or its fonts; draw them again when the words
here, the call's picture or the colours change. Needs Chromium and Noto Sans.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SIZE = {"width": 1200, "height": 630}
WORDS: Mapping[str, Mapping[str, str]] = {
    "el": {
        "title": "Ραντεβού με το ΚΕΠ,\nμε βιντεοκλήση",
        "text": "Διαλέξτε υπηρεσία, κέντρο και ώρα. Μιλάτε με τον υπάλληλο από όπου είστε.",
        "line": "Κέντρα Εξυπηρέτησης Πολιτών",
    },
    "en": {
        "title": "A KEP appointment\nby video call",
        "text": "Choose a service, a centre and a time. Talk with the officer from where you are.",
        "line": "Citizen Service Centres of Greece",
    },
}


def drawing(language: str) -> str:
    """Return the picture of one language as a page."""
    environment = Environment(
        loader=FileSystemLoader([ROOT / "infra", ROOT / "site" / "templates"]), autoescape=True
    )
    icons = environment.get_template("icons.html.j2").module
    call = (ROOT / "site" / "pages" / "call.svg").read_text("utf-8")
    return environment.get_template("share_picture.html.j2").render(
        lang=language,
        words=WORDS[language],
        icon=icons.icon,  # type: ignore[attr-defined]  # a macro of the template
        picture=Markup(call),  # noqa: S704 (our own picture)
    )


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]  # its own mapping type
        for language in WORDS:
            page.set_content(drawing(language))
            page.screenshot(path=ROOT / "site" / "assets" / f"share.{language}.png")
        browser.close()


if __name__ == "__main__":
    main()
