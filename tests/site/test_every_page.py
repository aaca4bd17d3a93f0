"""What holds for every page of the site, whatever it is about."""

import json
import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.site.reading import Element, Page

LOADED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "form": "action"}
NOT_FOUND = "/404.html"


def test_both_languages_have_the_same_pages(pages):
    greek = {address for address in pages if not address.startswith("/en/")} - {NOT_FOUND}
    english = {address.removeprefix("/en") for address in pages if address.startswith("/en/")}

    assert greek == english


def test_a_page_says_which_language_it_is_in(pages):
    said = {address: page.one("html").get("lang") for address, page in pages.items()}

    assert said == {address: "en" if address.startswith("/en/") else "el" for address in pages}


def test_the_language_switch_leads_to_the_same_page_and_back(pages):
    for address, page in pages.items():
        (switch,) = page.with_class("language")
        if address != NOT_FOUND:
            (back,) = pages[switch.get("href")].with_class("language")
            assert back.get("href") == address
            assert (
                switch.get("lang")
                == switch.get("hreflang")
                == ("el" if "/en/" in address else "en")
            )


def test_a_page_has_one_main_heading_and_no_level_is_skipped(pages):
    for address, page in pages.items():
        levels = [int(heading.name[1]) for heading in page.elements if _is_heading(heading.name)]
        in_main = [one for one in page.all("h1") if "main" in one.inside]

        assert len(in_main) == levels.count(1) == 1, address
        assert levels[0] == 1, address
        steps = [later - earlier for earlier, later in pairwise(levels)]
        assert max(steps, default=0) <= 1, address


def _is_heading(name: str) -> bool:
    return re.fullmatch("h[1-6]", name) is not None


def test_no_heading_is_empty(pages):
    for address, page in pages.items():
        assert all(one.text.strip() for one in page.elements if _is_heading(one.name)), address


def test_every_title_is_there_once_in_its_language(pages):
    for root in ("el", "en"):
        titles = Counter(
            page.one("title").text
            for page in pages.values()
            if page.one("html").get("lang") == root
        )

        assert [title for title, count in titles.items() if count > 1] == []
        assert all(title.endswith(" – myKEPlive") for title in titles)


def test_every_page_says_in_a_sentence_what_it_is(pages):
    for address, page in pages.items():
        described = [one for one in page.all("meta") if one.get("name") == "description"]

        assert address == NOT_FOUND or (len(described) == 1 and described[0].get("content"))


def test_no_id_is_used_twice_or_was_made_up_by_the_engine(pages):
    for address, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), address
        assert not [one for one in page.ids if one.startswith("_")], address


def test_every_link_inside_the_site_leads_somewhere(pages, site):
    broken = {
        (address, link)
        for address, page in pages.items()
        for link in page.links
        if not _leads_somewhere(link, page, pages, site)
    }

    assert broken == set()


def _leads_somewhere(link: str, page: Page, pages: dict[str, Page], site) -> bool:
    if urlsplit(link).scheme in {"https", "mailto", "tel"} or link.startswith("/api/"):
        return True
    address, fragment = urldefrag(link)
    path = urlsplit(address).path
    target = pages.get(path) if path else page
    if target is None:
        return (site / path.lstrip("/")).is_file()
    return not fragment or fragment in target.ids


def test_every_file_that_a_page_loads_is_there(pages, site):
    for address, page in pages.items():
        for one in page.elements:
            loaded = one.get(LOADED.get(one.name, "")) if one.name != "form" else ""
            if loaded.startswith("/assets/"):
                assert (site / loaded.lstrip("/")).is_file(), (address, loaded)


def test_nothing_is_loaded_from_or_sent_to_a_third_party(pages):
    for address, page in pages.items():
        for one in page.elements:
            used = "" if _is_named_only(one) else one.get(LOADED.get(one.name, ""))
            assert not urlsplit(used).netloc, (address, used)
            assert not {"srcset", "ping", "background"} & set(one.attributes), address


def _is_named_only(one: Element) -> bool:
    """Tell whether a link names an address for machines, and loads nothing."""
    return one.name == "link" and one.get("rel") in {"canonical", "alternate"}


def test_there_is_no_inline_code_and_no_inline_style(pages):
    for address, page in pages.items():
        assert page.all("style") == [], address
        assert all(one.get("src") or _is_data(one) for one in page.all("script")), address
        named = {name for one in page.elements for name in one.attributes}
        assert not [name for name in named if name == "style" or name.startswith("on")], address
        assert "javascript:" not in page.html, address


def _is_data(script: Element) -> bool:
    """Tell whether a script is a data block, which no browser runs."""
    return script.get("type") == "application/ld+json" and isinstance(json.loads(script.text), dict)


def test_the_skip_link_comes_first_and_leads_to_the_content(pages):
    for address, page in pages.items():
        first = page.all("a")[0]

        assert "skip-link" in first.classes, address
        assert page.one("main").get("id") == first.get("href").removeprefix("#"), address


def test_every_control_has_a_label(pages):
    for address, page in pages.items():
        labelled = {one.get("for") for one in page.all("label")}
        controls = [one.get("id") for one in page.all("input", "select", "textarea")]

        assert set(controls) <= labelled, address
        assert all(one.text.strip() for one in page.all("label", "button")), address


def test_pictures_are_decoration_and_say_so(pages):
    for address, page in pages.items():
        assert all(one.get("aria-hidden") == "true" for one in page.all("svg")), address
        assert all("alt" in one.attributes for one in page.all("img")), address


def test_what_describes_or_names_an_element_is_there(pages):
    names = ("aria-describedby", "aria-labelledby", "for")
    for address, page in pages.items():
        named = {word for one in page.elements for name in names for word in one.get(name).split()}

        assert named <= set(page.ids), address


def test_greek_on_english_pages_is_marked(pages):
    greek = re.compile("[α-ωά-ώΑ-Ω]{2}")
    for address, page in pages.items():
        if page.one("html").get("lang") == "en":
            for one in page.all("p", "li", "dt", "dd", "h1", "h2", "h3", "summary", "th", "td"):
                unmarked = _without_marked(one, page)
                assert not greek.search(unmarked), (address, unmarked)


def _without_marked(one: Element, page: Page) -> str:
    """Return the text of an element but for what in it, or around it, says it is Greek."""
    marked = sorted((each.text for each in page.elements if each.get("lang") == "el"), key=len)
    text = one.text
    if any(text in each for each in marked):
        return ""
    for each in reversed(marked):
        text = text.replace(each, "")
    return text


@pytest.mark.parametrize("address", ["/", "/services/", "/centres/", "/how-it-works/"])
def test_the_menu_shows_where_one_is(pages, address):
    marked = [one.get("href") for one in pages[address].all("a") if one.get("aria-current")]

    assert marked == ([address] if address != "/" else [])
