"""What the search fetches: no more than the page lacks, and all of it."""

import gzip
import json

import pytest
from search_index import favour, other_words, own_words

FETCHED = ("stylesheet", "icon")
LIMIT = 60_000  # bytes over the wire, of the page of all services with its files


def test_the_words_of_every_service_are_there_and_not_the_titles_of_the_page(catalog):
    own, other = own_words(catalog, "el"), other_words(catalog, "el")
    service = catalog.services["birth-certificate"]

    assert own.keys() == other.keys() == catalog.services.keys()
    assert own[service.slug] == (1, ", ".join(service.keywords.el), "Γέννηση")
    assert other[service.slug] == (service.title.en, ", ".join(service.keywords.en))


def test_no_keyword_has_the_mark_that_parts_them(catalog):
    for service in catalog.services.values():
        assert not [word for word in service.keywords.el + service.keywords.en if "," in word]


def test_more_people_mean_what_settles_a_matter_of_their_own_here(catalog):
    citizens = favour(catalog.services["birth-certificate"])
    settled = favour(catalog.services["announce-tourist-office"])
    informed = favour(catalog.services["announcement-tourist-guide"])
    from_abroad = favour(catalog.services["cross-border-tourist-guide"])

    assert citizens == 1 > settled > informed > from_abroad


@pytest.mark.parametrize("root", ["", "/en"])
def test_searching_in_the_language_of_the_page_stays_below_the_limit(site, pages, root):
    page = pages[f"{root}/services/"]
    files = [f"{root}/services/", f"{root}/services/words.json", *_files(page)]
    sizes = {name: _over_the_wire(site, name) for name in files}

    assert sum(sizes.values()) <= LIMIT, sizes


def test_the_form_names_both_files_and_both_are_there(site, pages):
    (form,) = [one for one in pages["/en/services/"].all("form") if one.get("role") == "search"]

    for name in (form.get("data-words"), form.get("data-other-words")):
        assert json.loads((site / name.strip("/")).read_text("utf-8"))["birth-certificate"]


def _files(page):
    """What a browser fetches with the page."""
    links = [one.get("href") for one in page.all("link") if one.get("rel") in FETCHED]
    return links + [one.get("src") for one in page.all("script", "img")]


def _over_the_wire(site, name):
    path = site / name.strip("/")
    data = (path / "index.html" if path.is_dir() else path).read_bytes()
    return len(gzip.compress(data, 9))
