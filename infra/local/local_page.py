"""
The page `/local/`: what would have left the building, and the stack's levers.

In the site's own shell, in Greek (`/local/`) and English (`/local/en/`), with forms
and links only.
"""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from controls import Controls
from local_views import page_context
from world import SentMail

HERE = Path(__file__).resolve().parent
SHELL = HERE.parents[1] / "site" / "templates"

PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# A mail is foreign text: no script, no forms, and nothing fetched from anywhere.
MAIL_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
        " style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class LocalPage:
    """The page, the mails that it shows in frames, and their attachments."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._templates = _templates()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the page and of what it shows."""
        return [
            web.get("/local", _to_the_page),
            web.get("/local/", self._greek),
            web.get("/local/en/", self._english),
            web.get("/local/local.css", _styles),
            web.get("/local/mails/{id}.html", self._mail),
            web.get("/local/mails/{id}/attachments/{number:\\d+}", self._attachment),
        ]

    async def _greek(self, request: web.Request) -> web.Response:
        return self._page(request, "el")

    async def _english(self, request: web.Request) -> web.Response:
        return self._page(request, "en")

    def _page(self, request: web.Request, language: str) -> web.Response:
        context = page_context(self._controls, language)
        text = self._templates.get_template("local.html.j2").render(
            **context,
            assets=_assets(),
            lang=language,
            noindex=True,
            alternate="/local/en/" if language == "el" else "/local/",
            done=request.query.get("done", ""),
            refused=request.query.get("refused", ""),
        )
        return web.Response(text=text, content_type="text/html", headers=PAGE_HEADERS)

    async def _mail(self, request: web.Request) -> web.Response:
        html = self._find(request).public["html"]
        # Links of a mail open beside the page, as they do in a mail program.
        text = f'<!doctype html><meta charset="utf-8"><base target="_blank">{html}'
        return web.Response(text=text, content_type="text/html", headers=MAIL_HEADERS)

    async def _attachment(self, request: web.Request) -> web.Response:
        attachments = self._find(request).public["attachments"]
        number = int(request.match_info["number"])
        if number >= len(attachments):
            raise web.HTTPNotFound
        return _download(attachments[number])

    def _find(self, request: web.Request) -> SentMail:
        wanted = request.match_info["id"]
        for mail in self._controls.world.mails:
            if mail.public["id"] == wanted:
                return mail
        raise web.HTTPNotFound


def _templates() -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([HERE / "page", SHELL]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _assets() -> dict[str, str]:
    """Return the addresses of the site's styles: read each time, a new build changes them."""
    addresses: dict[str, str] = json.loads((SHELL / "assets.json").read_text("utf-8"))
    return addresses


def _download(attachment: Mapping[str, str]) -> web.Response:
    name = attachment["name"]
    return web.Response(
        body=base64.b64decode(attachment["content"]),
        headers={
            "Content-Type": attachment["content_type"],
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def _to_the_page(_: web.Request) -> web.Response:
    raise web.HTTPMovedPermanently("/local/")


async def _styles(_: web.Request) -> web.Response:
    text = (HERE / "page" / "local.css").read_text("utf-8")
    return web.Response(text=text, content_type="text/css")
