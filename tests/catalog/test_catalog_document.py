"""`/catalog.json`: everything, in both languages, for other programs."""

import json
from collections import Counter

import pytest

from functions.domain.catalog_document import catalog_document


@pytest.fixture(scope="module")
def document(catalog):
    """Return the document as another program reads it."""
    return json.loads(json.dumps(catalog_document(catalog), ensure_ascii=False, allow_nan=False))


@pytest.mark.parametrize(
    ("name", "count"),
    [("services", 304), ("centres", 60), ("thematic_fields", 4), ("municipalities", 38)],
)
def test_every_entry_is_there_under_its_slug(document, name, count):
    slugs = Counter(entry["slug"] for entry in document[name])

    assert len(slugs) == sum(slugs.values()) == count


def test_titles_and_descriptions_are_in_both_languages(document):
    for service in document["services"]:
        assert service["title"]["el"], service["slug"]
        assert service["title"]["en"], service["slug"]


def test_a_service_says_in_which_fields_and_at_which_centres_it_is_offered(document, catalog):
    for service in document["services"]:
        offering = [one.slug for one in catalog.centres_offering(service["slug"])]
        assert service["centres"] == offering
        assert service["purpose"] in {"information", "processing"}
    birth = next(one for one in document["services"] if one["slug"] == "birth-certificate")
    assert birth["fields"] == ["administrative", "disability"]


def test_what_is_not_known_is_null_and_not_left_out(document):
    by_slug = {centre["slug"]: centre for centre in document["centres"]}

    assert by_slug["kep-zografou"]["telephone"] is None
    assert {frozenset(centre) for centre in document["centres"]} == {
        frozenset(by_slug["kep-chania"])
    }


def test_the_rules_are_there_with_their_reasons(document):
    assert document["rules"]["slot_length"]["value"] == "PT20M"
    assert document["rules"]["slot_length"]["reason"]["en"].startswith("No source gives a length")


def test_the_document_is_the_same_every_time(catalog):
    assert json.dumps(catalog_document(catalog)) == json.dumps(catalog_document(catalog))
