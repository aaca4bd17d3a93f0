"""Retired services keep their page, old addresses lead to the new ones, closed centres say so."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from former_pages import LARGEST_CONFIG, write_redirects
from site_config import parse_site_config, read_site_config

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.domain.catalog import Catalog
from tests.catalog.former import FORMER, with_former
from tests.site.conftest import ROOT, Build
from tests.site.reading import Page, read_pages
from tests.unit.former import renamed


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, build: Build) -> Path:
    """The site of a catalogue in which something has gone."""
    folder = tmp_path_factory.mktemp("former")
    catalog = with_former(Path(shutil.copytree(CATALOG_DATA, folder / "catalog_data")))
    built = build(folder / "site", catalog)

    assert built.returncode == 0, built.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return read_pages(site)


@pytest.mark.parametrize(
    ("root", "said"), [("", "Από τις 1 Νοεμβρίου 2026"), ("/en", "Since 1 November 2026")]
)
def test_a_retired_service_says_so_at_its_address_and_has_no_button(pages, root, said):
    page = pages[f"{root}/services/{FORMER.retired}/"]

    assert said in page.text
    assert f'href="{root}/services/{FORMER.successor}/"' in page.html
    assert "/api/book" not in page.html
    assert "noindex" not in page.html


def test_a_retired_service_is_in_no_list_and_no_search(pages, site):
    links = f"/services/{FORMER.retired}/"
    naming = [address for address, page in pages.items() if f'"{links}"' in page.html]

    assert set(naming) <= {links, f"/en{links}"}  # each of them leads to the other
    for script in site.rglob("*.json"):
        if "services" in script.parts:
            assert f'"{FORMER.retired}"' not in script.read_text("utf-8"), script


@pytest.mark.parametrize("root", ["", "/en"])
def test_an_old_address_leads_to_the_new_one_by_a_route(site, root):
    config = read_site_config(site)
    old, new = (f"{root}/services/{slug}/" for slug in (FORMER.old, FORMER.new))

    for address in (old, old.removesuffix("/"), f"{old}index.html"):
        route = config.route("GET", address)
        assert (route.redirect, route.status) == (new, 301), address
    assert config.route("GET", new) is None


def test_every_file_of_a_service_has_a_route_from_its_old_address(site):
    config = read_site_config(site)

    for file in (site / "services" / FORMER.new).iterdir():
        assert config.route("GET", f"/services/{FORMER.old}/{file.name}").status == 301, file


@pytest.mark.parametrize("root", ["", "en/"])
def test_where_routes_are_unknown_a_page_leads_there(site, root):
    text = (site / f"{root}services/{FORMER.old}/index.html").read_text("utf-8")
    new = f"/{root}services/{FORMER.new}/"

    assert f'<meta http-equiv="refresh" content="0; url={new}">' in text
    assert f'<link rel="canonical" href="https://mykeplive.gov.gr{new}">' in text
    assert f'<a href="{new}">' in text
    assert f'<html lang="{"en" if root else "el"}">' in text


def test_an_old_address_is_not_in_the_site_map(site):
    text = (site / "sitemap.xml").read_text("utf-8")

    assert f"/services/{FORMER.new}/<" in text
    assert f"/services/{FORMER.old}/" not in text


def test_a_closed_centre_says_from_when_and_where_to_go(pages):
    page = pages[f"/centres/{FORMER.closed}/"]

    assert "Από τις 5 Ιανουαρίου 2027 δεν δίνει ραντεβού." in page.text
    assert f'href="/centres/{FORMER.instead}/"' in page.html
    assert "button--start" not in page.html
    for address in ("/centres/", "/services/criminal-record-copy/", "/municipalities/volos/"):
        assert f"/centres/{FORMER.closed}/" not in pages[address].html, address
        assert f"/centres/{FORMER.instead}/" in pages[address].html, address


def a_site(folder: Path, catalog: Catalog) -> Path:
    """Return a site of empty pages, with the configuration that ships."""
    for root in ("", "en"):
        for slug in catalog.services:
            page = folder / root / "services" / slug / "index.html"
            page.parent.mkdir(parents=True)
            page.touch()
    shutil.copy(ROOT / "site" / "staticwebapp.config.json", folder)
    return folder


def test_without_old_names_the_configuration_says_what_it_said(tmp_path):
    catalog = load_catalog(CATALOG_DATA)
    site = a_site(tmp_path, catalog)

    write_redirects(renamed(catalog, "old-one", "criminal-record-copy"), site, "")
    with_one = json.loads((site / "staticwebapp.config.json").read_text("utf-8"))

    shipped = json.loads((ROOT / "site" / "staticwebapp.config.json").read_text("utf-8"))
    assert {**with_one, "routes": with_one["routes"][2:]} == shipped


def test_azure_takes_the_configuration_however_many_names_there_were(tmp_path):
    catalog = load_catalog(CATALOG_DATA)
    names = {f"the-old-name-number-{number}": "criminal-record-copy" for number in range(200)}
    site = a_site(tmp_path, catalog)

    write_redirects(replace(catalog, renamed=names), site, "")

    written = (site / "staticwebapp.config.json").read_bytes()
    config = parse_site_config(json.loads(written))
    assert len(written) <= LARGEST_CONFIG
    assert config.route("GET", "/services/the-old-name-number-199/").status == 301
    assert config.route("GET", "/services/the-old-name-number-0/") is None
    assert (site / "en/services/the-old-name-number-0/index.html").is_file()
