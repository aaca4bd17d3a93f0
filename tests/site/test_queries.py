"""The table of searches is data for the browser tests: here, that it makes sense."""

from tests.searches import QUERIES, wanted


def test_there_are_enough_searches_in_both_languages_and_none_twice():
    asked = [(one["page"], one["query"]) for one in QUERIES]

    assert len(asked) == len(set(asked)) >= 700
    assert {page for page, _ in asked} == {"el", "en"}


def test_every_search_expects_something_that_there_is(catalog):
    for one in QUERIES:
        expected = one.keys() - {"page", "query", "within"}

        assert expected in ({"finds"}, {"at_least"}, {"nothing"}), one
        assert set(wanted(one)) <= catalog.services.keys(), one
