"""A proposal shown as a site: it has no functions, and says so wherever one would need them."""

import pytest
from publication import ORIGIN, REPOSITORY, Publication, publication

from tests.site.reading import read_pages

HERE = "https://kep.example"


@pytest.fixture(scope="module")
def preview(tmp_path_factory, build):
    """The pages of proposal 41, to a service at another address than usual."""
    folder = tmp_path_factory.mktemp("preview") / "site"
    built = build(folder, PREVIEW="41", PUBLIC_ORIGIN=f"{HERE}/")

    assert built.returncode == 0, built.stderr
    return read_pages(folder)


def test_every_page_says_that_it_is_a_preview_and_of_what(preview):
    for address, page in preview.items():
        (banner,) = page.with_class("preview")

        english = page.one("html").get("lang") == "en"
        named = "Preview of proposal 41" if english else "Προεπισκόπηση της πρότασης 41"
        assert named in banner.text, address
        assert address == "/404.html" or f"{HERE}{address}" in page.links, address


def test_no_page_of_a_preview_is_for_search_engines(preview):
    for address, page in preview.items():
        robots = [one.get("content") for one in page.all("meta") if one.get("name") == "robots"]

        assert robots == ["noindex"], address


def test_nothing_leads_to_functions_that_are_not_there(preview):
    for address, page in preview.items():
        assert not [link for link in page.links if link.startswith("/api/")], address
        assert not [one for one in page.all("form") if one.get("action").startswith("/api/")]


def test_the_booking_button_is_replaced_by_where_to_book(preview, catalog):
    for root in ("", "/en"):
        for slug in catalog.services:
            page = preview[f"{root}/services/{slug}/"]
            (box,) = page.with_class("page__box")

            assert page.with_class("button--start") == []
            assert ("preview" if root else "προεπισκόπηση") in box.text


def test_the_menu_says_which_of_its_entries_leave_the_preview(preview):
    (entry,) = [one for one in preview["/"].all("a") if one.get("href") == f"{HERE}/api/my"]

    assert entry.text == "Τα ραντεβού μου (κανονική υπηρεσία)"


def test_the_site_itself_is_no_preview(pages):
    for address, page in pages.items():
        assert page.with_class("preview") == [], address
    assert "/api/my" in pages["/"].links


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        pytest.param({}, Publication(ORIGIN, REPOSITORY, ""), id="nothing said"),
        pytest.param({"PREVIEW": "", "REPOSITORY": ""}, Publication(), id="said with nothing"),
        pytest.param(
            {"PUBLIC_ORIGIN": "https://a.example/", "REPOSITORY": "https://b.example/c/"},
            Publication("https://a.example", "https://b.example/c"),
            id="slashes at the end",
        ),
        pytest.param({"PREVIEW": " 41\n"}, Publication(preview="41"), id="a proposal"),
    ],
)
def test_the_environment_says_where_the_site_stands(environment, place):
    assert publication(environment) == place
