"""The table of searches is data for the browser tests: here, that it makes sense."""

from tests.searches import PLACES, QUERIES, wanted


def test_there_are_enough_searches_in_both_languages_and_none_twice():
    asked = [(one["page"], one["query"]) for one in QUERIES]

    assert len(asked) == len(set(asked)) >= 700
    assert {page for page, _ in asked} == {"el", "en"}


def test_every_search_expects_something_that_there_is(catalog):
    for one in QUERIES:
        expected = one.keys() - {"page", "query", "within"}

        assert expected in ({"finds"}, {"at_least"}, {"nothing"}), one
        assert set(wanted(one)) <= catalog.services.keys(), one


def test_there_are_enough_places_in_both_languages_and_none_twice():
    asked = [(one["page"], one["query"]) for one in PLACES]

    assert len(asked) == len(set(asked)) >= 100
    assert {page for page, _ in asked} == {"el", "en"}


def test_every_place_is_one_that_there_is(catalog):
    for one in PLACES:
        assert set(one["finds"]) <= {*catalog.municipalities, *catalog.centres}, one


def test_every_municipality_is_looked_for_by_some_name(catalog):
    assert {slug for one in PLACES for slug in one["finds"]} >= catalog.municipalities.keys()
