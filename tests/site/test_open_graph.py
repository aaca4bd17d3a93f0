"""What a link to a page looks like elsewhere, and where the page says that it stands."""

import re
import struct
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from site_map import site_map

from tests.site.reading import Page

ORIGIN = "https://mykeplive.gov.gr"
NOT_FOUND = "/404.html"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def said(page: Page) -> dict[str, str]:
    return {one.get("property"): one.get("content") for one in page.all("meta")}


@pytest.fixture(scope="module")
def found(pages) -> dict[str, Page]:
    """Every page but the one for addresses that do not exist."""
    return {address: page for address, page in pages.items() if address != NOT_FOUND}


def test_a_page_says_where_it_stands_in_both_languages(found):
    for address, page in found.items():
        greek = address.removeprefix("/en")
        named = {
            one.get("hreflang"): one.get("href") for one in page.all("link") if one.get("hreflang")
        }
        (canonical,) = [one for one in page.all("link") if one.get("rel") == "canonical"]

        assert canonical.get("href") == ORIGIN + address
        assert named == {
            "el": ORIGIN + greek,
            "en": f"{ORIGIN}/en{greek}",
            "x-default": ORIGIN + greek,
        }


def test_a_link_to_a_page_shows_title_sentence_and_picture(found):
    for address, page in found.items():
        shown = said(page)
        english = address.startswith("/en/")
        (description,) = [one for one in page.all("meta") if one.get("name") == "description"]

        assert f"{shown['og:title']} – myKEPlive" == page.one("title").text, address
        assert shown["og:description"] == description.get("content")
        assert shown["og:url"] == ORIGIN + address
        assert shown["og:type"] == "website"
        assert shown["og:locale"] == ("en_GB" if english else "el_GR")
        assert shown["og:locale:alternate"] == ("el_GR" if english else "en_GB")
        assert shown["og:site_name"] == "myKEPlive"
        assert shown["og:image:alt"]


def test_the_picture_has_the_size_that_is_said_and_the_pages_language(found, site):
    for address, page in found.items():
        shown = said(page)
        language = page.one("html").get("lang")
        path = shown["og:image"].removeprefix(ORIGIN)

        assert re.fullmatch(rf"/assets/share\.{language}\.[0-9a-f]{{10}}\.png", path), address
        assert (shown["og:image:width"], shown["og:image:height"]) == ("1200", "630")
    for picture in site.glob("assets/share.*.png"):
        head = picture.read_bytes()[:24]
        assert struct.unpack(">II", head[16:]) == (1200, 630)
        assert picture.stat().st_size < 300_000


def test_a_page_that_is_not_there_stands_nowhere(pages):
    page = pages[NOT_FOUND]

    assert [one for one in page.all("link") if one.get("rel") == "canonical"] == []
    assert "og:url" not in said(page)


def test_the_site_map_follows_the_protocol():
    text = site_map(["/", "/a&b/"], {"/a&b/": date(2026, 11, 23)}, "https://example.org")
    first, second, third, fourth = ET.fromstring(text)  # noqa: S314 (our own text)

    assert [one.findtext(f"{MAP}loc") for one in (first, second, third, fourth)] == [
        "https://example.org/",
        "https://example.org/en/",
        "https://example.org/a&b/",
        "https://example.org/en/a&b/",
    ]
    assert first.find(f"{MAP}lastmod") is None
    assert third.findtext(f"{MAP}lastmod") == fourth.findtext(f"{MAP}lastmod") == "2026-11-23"
    assert [(one.get("hreflang"), one.get("href")) for one in third.findall(LINK)] == [
        ("el", "https://example.org/a&b/"),
        ("en", "https://example.org/en/a&b/"),
        ("x-default", "https://example.org/a&b/"),
    ]


def test_the_site_map_is_small_enough_and_dates_every_service(site, catalog):
    path = site / "sitemap.xml"
    entries = list(ET.parse(path).getroot())  # noqa: S314 (our own file)
    dated = [one for one in entries if one.find(f"{MAP}lastmod") is not None]

    assert len(entries) <= 50_000
    assert path.stat().st_size <= 50 * 1024 * 1024
    assert len(dated) == 2 * (len(catalog.services) + len(catalog.retired))
