"""What the search fetches: no more than the page lacks, and all of it."""

import gzip
import json

import pytest
from other_matters import Matter, OtherMatters, load_other_matters
from place_names import load_place_names
from search_index import favour, other_words, own_words, word_addresses

from functions.domain.catalog import Keywords

FETCHED = ("stylesheet", "icon")
LIMIT = 60_000  # bytes over the wire, of the page of all services with its files


def test_the_words_of_every_service_are_there_and_not_the_titles_of_the_page(catalog):
    own, other = own_words(catalog, "el")["services"], other_words(catalog, "el")
    service = catalog.services["death-registration-act"]

    assert own.keys() == other.keys() == catalog.services.keys()
    assert own[service.slug] == (1, ",".join(service.keywords.el), "Θάνατος και κληρονομιά")
    assert other[service.slug] == (service.title.en, ",".join(service.keywords.en), "")


def test_what_a_service_is_needed_for_is_told_from_what_it_is():
    visa = Matter(names=Keywords(el=("βίζα",), en=("visa",)), needs=("criminal-record-copy",))
    matters = OtherMatters(elsewhere=(visa,), needed_for=("άδεια όπλου",))

    keywords = ["λευκό μητρώο", "για Βίζα", "new visa", "visa office", "άδεια όπλου"]

    assert matters.parted(keywords) == (
        "λευκό μητρώο,visa office",
        "για Βίζα,new visa,άδεια όπλου",
    )
    assert matters.rows() == [("βίζα,visa", "criminal-record-copy")]


def test_what_no_service_settles_is_no_title_and_needs_services_that_there_are(catalog):
    titles = {text for one in catalog.services.values() for text in (one.title.el, one.title.en)}

    for matter in load_other_matters().elsewhere:
        assert set(matter.needs) <= catalog.services.keys()
        assert not titles & {*matter.names.el, *matter.names.en}


def test_what_people_call_places_is_of_municipalities_that_there_are(catalog):
    assert load_place_names().keys() == catalog.municipalities.keys()


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
    files = [f"{root}/services/", *_files(page)]
    sizes = {name: _over_the_wire(site, name) for name in files}

    assert sum(sizes.values()) <= LIMIT, sizes


def test_the_form_names_both_files_and_both_are_there(site, pages, catalog):
    form = _form(pages["/en/services/"])
    named = [form.get("data-words"), form.get("data-other-words")]

    assert named == word_addresses(catalog, "en")
    own, other = (json.loads((site / name.strip("/")).read_text("utf-8")) for name in named)
    assert own["services"].keys() == other.keys()
    assert own["elsewhere"]


def test_the_release_after_is_told_of_the_words_so_that_it_keeps_them(site, pages):
    assets = json.loads((site / "assets.json").read_text("utf-8"))

    assert _form(pages["/services/"]).get("data-words") == assets["words.el.json"]


def _form(page):
    (form,) = [one for one in page.all("form") if one.get("role") == "search"]
    return form


def _files(page):
    """What a browser fetches with the page of all services when somebody searches."""
    links = [one.get("href") for one in page.all("link") if one.get("rel") in FETCHED]
    later = [one.get("content") for one in page.all("meta") if one.get("name") == "later"]
    scripts = [one.get("src") for one in page.all("script", "img")]
    return [*links, *later, *scripts, _form(page).get("data-words")]


def _over_the_wire(site, name):
    path = site / name.strip("/")
    data = (path / "index.html" if path.is_dir() else path).read_bytes()
    return len(gzip.compress(data, 9))
