"""The build as a whole: what it writes, how heavy it is, and what it refuses."""

import gzip
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from functions.adapters.catalog_files import CATALOG_DATA
from tests.site.conftest import ROOT

PAGE_LIMIT, LIST_LIMIT = 20_000, 30_000  # bytes over the wire, styles and scripts included
LISTS = ("/services/", "/fields/business/", "/en/services/", "/en/fields/business/")
NAMESPACE = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_no_page_is_heavy(pages, site):
    weights: dict[str, int] = {}

    def weight(address: str) -> int:
        if address not in weights:
            weights[address] = len(gzip.compress((site / address.lstrip("/")).read_bytes()))
        return weights[address]

    for address, page in pages.items():
        loaded = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.html))
        whole = len(gzip.compress(page.html.encode())) + sum(map(weight, loaded))

        assert whole <= (LIST_LIMIT if address in LISTS else PAGE_LIMIT), (address, whole)


def test_the_names_of_assets_follow_from_their_content(site):
    addresses = json.loads((site.parent / "assets.json").read_text("utf-8"))

    assert {"site.css", "material.css", "icon.svg", "forms.js", "services.js"} <= set(addresses)
    assert all(re.search(r"\.[0-9a-f]{10}\.\w+$", address) for address in addresses.values())
    assert sorted(path.name for path in (site / "assets").iterdir()) == sorted(
        address.rpartition("/")[2] for address in addresses.values()
    )


def test_only_what_was_made_for_the_site_is_in_it(site):
    kinds = {path.suffix for path in site.rglob("*") if path.is_file()}

    assert kinds == {".html", ".css", ".js", ".svg", ".json", ".xml", ".txt"}


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


def test_camera_and_microphone_are_for_the_test_before_the_call_alone(config):
    granting = {
        route["route"]: route["headers"]["Permissions-Policy"].split(", ")
        for route in config["routes"]
        if "Permissions-Policy" in route["headers"]
    }

    assert set(granting) == {"/call-test/index.html", "/en/call-test/index.html"}
    elsewhere = config["globalHeaders"]["Permissions-Policy"].split(", ")
    for granted in granting.values():
        assert set(granted) - set(elsewhere) == {"camera=(self)", "microphone=(self)"}
        assert len(granted) == len(elsewhere)


def test_the_hosting_leaves_the_functions_alone_and_keeps_assets_for_ever(config, site):
    routes = {route["route"]: route for route in config["routes"]}

    assert not [route for route in routes if route.startswith("/api")]
    assert "immutable" in routes["/assets/*"]["headers"]["Cache-Control"]
    assert config["trailingSlash"] == "always"
    assert (site / config["responseOverrides"]["404"]["rewrite"].lstrip("/")).is_file()
    assert (site / "staticwebapp.config.json").stat().st_size < 20_000
