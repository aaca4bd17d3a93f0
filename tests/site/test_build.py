"""The build as a whole: what it writes, how heavy it is, and what it refuses."""

import gzip
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from functions.adapters.catalog_files import CATALOG_DATA
from tests.site.conftest import ROOT
from tests.site.reading import Page

# Bytes over the wire, styles and scripts included; with them what a search fetches.
PAGE_LIMIT, LIST_LIMIT, SEARCH_LIMIT = 22_000, 40_000, 60_000
LISTS = [f"{root}/{one}/" for root in ("", "/en") for one in ("services", "fields/business", "a-z")]
NAMESPACE = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_no_page_is_heavy(pages, site):
    for address in pages:
        limit = LIST_LIMIT if address in LISTS else PAGE_LIMIT
        assert weight(site, address, pages[address]) <= limit, address


def test_a_search_is_not_heavy_either(pages, site):
    for address in ("/services/", "/en/services/"):
        (words,) = re.findall(r'data-words="/(assets/[^"]+)"', pages[address].html)
        (engine,) = re.findall(r'name="later" content="/(assets/[^"]+)"', pages[address].html)
        fetched = sum(len(gzip.compress((site / one).read_bytes())) for one in (words, engine))

        assert weight(site, address, pages[address]) + fetched <= SEARCH_LIMIT


def weight(site: Path, address: str, page: Page) -> int:
    """Return the bytes of a page, and of the styles and scripts that it loads."""
    loaded = set(re.findall(r'(?:src|href)="/(assets/[^"]+\.(?:css|js|svg))"', page.html))
    files = [page.html.encode(), *((site / one).read_bytes() for one in loaded)]
    return sum(len(gzip.compress(one)) for one in files)


def test_the_names_of_assets_follow_from_their_content(site):
    addresses = json.loads((site.parent / "assets.json").read_text("utf-8"))

    assert {"site.css", "icon.svg", "forms.js", "services.js"} <= set(addresses)
    assert all(re.search(r"\.[0-9a-f]{10}\.\w+$", address) for address in addresses.values())
    assert sorted(path.name for path in (site / "assets").iterdir()) == sorted(
        address.rpartition("/")[2] for address in addresses.values()
    )


def test_only_what_was_made_for_the_site_is_in_it(site):
    kinds = {path.suffix for path in site.rglob("*") if path.is_file()}

    texts = {".html", ".css", ".js", ".svg", ".json", ".jsonld", ".xml", ".txt", ".atom"}
    assert kinds == {*texts, ".png"}


def test_the_same_catalogue_gives_the_same_site(site, tmp_path, build):
    again = tmp_path / "site"
    build(again)

    assert _contents(again) == _contents(site)


def _contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_broken_catalogue_is_refused_with_all_its_faults_and_the_last_site_stays(tmp_path, build):
    catalog, site = tmp_path / "catalog_data", tmp_path / "site"
    shutil.copytree(CATALOG_DATA, catalog)
    for slug in ("birth-certificate", "criminal-record-copy"):
        path = catalog / "services" / "administrative" / f"{slug}.yaml"
        path.write_text(path.read_text("utf-8").replace("purpose: processing", "purpose: no"))
    site.mkdir()
    (site / "index.html").write_text("the last one")

    refused = build(site, catalog)

    assert refused.returncode == 1
    assert re.search(r"birth-certificate\.yaml:\d+:\d+: ", refused.stderr)
    assert re.search(r"criminal-record-copy\.yaml:\d+:\d+: ", refused.stderr)
    assert _contents(site) == {"index.html": b"the last one"}
    assert not (tmp_path / "assets.json").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalog_data", "site"]


def test_the_generator_knows_no_engine():
    """Material and MkDocs will not be there for ever: only `build.py` starts them."""
    program = (
        "import sys; sys.path[:0] = ['.', 'site']; import catalog_pages, site_data;"
        "print({'mkdocs', 'material', 'markdown'} & {name.split('.')[0] for name in sys.modules})"
    )
    said = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "set()"


def test_the_site_map_lists_every_page_in_both_languages(pages, site):
    tree = ET.parse(site / "sitemap.xml")  # noqa: S314 (our own file)
    listed = [location.text or "" for location in tree.findall("map:url/map:loc", NAMESPACE)]

    assert sorted(listed) == sorted(
        f"https://mykeplive.gov.gr{address}" for address in pages if address != "/404.html"
    )
    assert "Sitemap: https://mykeplive.gov.gr/sitemap.xml" in (site / "robots.txt").read_text()


@pytest.fixture(scope="module")
def config(site):
    return json.loads((site / "staticwebapp.config.json").read_text("utf-8"))


def test_the_hosting_is_told_strict_headers(config):
    headers = config["globalHeaders"]
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "media-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "max-age=" in headers["Strict-Transport-Security"]
    assert "camera=()" in headers["Permissions-Policy"]


GRANTED = {"call-test": {"camera=(self)", "microphone=(self)"}, "centres": {"geolocation=(self)"}}


def test_camera_microphone_and_position_are_each_for_the_page_that_needs_them_alone(config):
    granting = {
        route["route"]: route["headers"]["Permissions-Policy"].split(", ")
        for route in config["routes"]
        if "Permissions-Policy" in route["headers"]
    }
    expected = {f"{root}/{page}/index.html": page for root in ("", "/en") for page in GRANTED}

    assert granting.keys() == expected.keys()
    elsewhere = config["globalHeaders"]["Permissions-Policy"].split(", ")
    for route, granted in granting.items():
        assert set(granted) - set(elsewhere) == GRANTED[expected[route]]
        assert len(granted) == len(elsewhere)


def test_the_hosting_leaves_the_functions_alone_and_keeps_assets_for_ever(config, site):
    routes = {route["route"]: route for route in config["routes"]}

    assert not [route for route in routes if route.startswith("/api")]
    assert "immutable" in routes["/assets/*"]["headers"]["Cache-Control"]
    assert config["trailingSlash"] == "always"
    assert (site / config["responseOverrides"]["404"]["rewrite"].lstrip("/")).is_file()
    assert (site / "staticwebapp.config.json").stat().st_size < 20_000
