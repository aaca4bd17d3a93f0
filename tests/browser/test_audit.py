"""The check of every page finds what is planted, in both colours and in the console."""

import os
import subprocess
import sys

import pytest

from tests.site.conftest import ROOT
from tests.site.test_audit import PAGE

pytestmark = pytest.mark.browser

STYLE = """
.wide { width: 200vw; }
.pale { color: #ccc; background: #fff; }
@media (prefers-color-scheme: dark) { .dark { color: #444; background: #222; } }
"""
BODY = '<p class="wide">Πλατύ</p><p class="pale">Αχνό</p><p class="dark">Σκούρο</p>'


def test_what_is_wrong_on_a_page_is_printed_and_the_check_fails(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "staticwebapp.config.json").write_text("{}")
    (site / "bad.css").write_text(STYLE)
    head = '<link rel="stylesheet" href="/bad.css"><script src="/no.js"></script></head>'
    page = PAGE.format(body=BODY).replace("</head>", head)
    (site / "index.html").write_text(page, "utf-8")

    done = subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "-m", "infra.audit", "--site", site, "/"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": ".:infra/local:site"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert "/: reflow: [320 px, light] " in done.stdout
    assert "/: color-contrast: [320 px, light] ['.pale']" in done.stdout
    assert "/: color-contrast: [320 px, dark] ['.dark']" in done.stdout
    assert "/: console: " in done.stdout
    assert "1 pages, 4 looks with axe" in done.stdout
