"""What the tests of the local stack share."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.in_process import InProcess, a_stack

CONFIG = {
    "trailingSlash": "always",
    "globalHeaders": {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"},
    "routes": [
        {"route": "/assets/*", "headers": {"Cache-Control": "immutable", "Referrer-Policy": ""}},
        {"route": "/old/*", "redirect": "/services/", "statusCode": 301},
        {"route": "/hidden/*", "statusCode": 404},
        {"route": "/alias", "rewrite": "/services/index.html"},
    ],
    "responseOverrides": {"404": {"rewrite": "/404.html"}},
    "mimeTypes": {".thing": "application/x-thing"},
}
PAGES = {
    "index.html": "<h1>Αρχική</h1>",
    "404.html": "<h1>Δεν βρέθηκε</h1>",
    "services/index.html": "<h1>Υπηρεσίες</h1>" + "<p>μία</p>" * 300,
    "plain.html": "<h1>Σκέτη</h1>",
    "assets/site.1a2b.css": "body{}",
    "catalog.json": "{}",
    "a.thing": "thing",
}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    for name, text in PAGES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (root / "staticwebapp.config.json").write_text(json.dumps(CONFIG))
    return root


@pytest.fixture
def stack(tmp_path: Path, site: Path) -> Iterator[InProcess]:
    with a_stack(tmp_path, site) as running:
        yield running
