"""Which pages a proposal changes: found in the built sites, whatever the reason."""

import pytest

from infra.catalogue.changed_pages import changed, of_each_kind, spread, to_look_at

PAGES = {
    "index.html": "Home",
    "services/index.html": "All",
    "services/a/index.html": "A",
    "services/b/index.html": "B",
    "en/index.html": "Home",
    "en/services/a/index.html": "A",
}
STYLE = '<link href="/assets/site.%s.css">'


@pytest.fixture
def write(tmp_path):
    """Write a site: its pages, with the name of its one style sheet in each."""

    def written(name, pages, style="0" * 10):
        site = tmp_path / name
        for page, text in pages.items():
            path = site / page
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(STYLE % style + text)
        (site / "assets").mkdir()
        (site / "assets" / f"site.{style}.css").touch()
        return site

    return written


def test_pages_that_are_new_or_other_are_named_in_both_languages(write):
    base = write("base", PAGES)
    site = write("site", PAGES | {"services/a/index.html": "A!", "en/services/c/index.html": "C"})

    assert changed(base, site) == ["/en/services/c/", "/services/a/"]


def test_a_site_that_is_the_same_changes_nothing(write):
    assert to_look_at(write("base", PAGES), write("site", PAGES), most=60) == []


def test_for_a_new_style_one_page_of_each_kind_is_looked_at(write):
    base, site = write("base", PAGES), write("site", PAGES, style="1" * 10)

    assert changed(base, site) == []
    assert to_look_at(base, site, most=60) == of_each_kind(site)
    assert len(of_each_kind(site)) == 3


@pytest.mark.parametrize("most", [1, 3, 7, 100])
def test_of_too_many_so_many_are_taken_from_all_over(most):
    addresses = [f"/{number}/" for number in range(100)]

    taken = spread(addresses, most)

    assert len(taken) == len(set(taken)) == most
    assert taken[0] == "/0/"
    assert int(taken[-1].strip("/")) >= 100 - 100 // most - 1


def test_of_nothing_nothing_is_taken():
    assert spread([], 60) == []
