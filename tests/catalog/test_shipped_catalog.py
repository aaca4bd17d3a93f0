"""The catalogue that ships is complete, in both languages, and says where it comes from."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from pydantic import BaseModel

from functions.adapters.yaml_marks import parse_document
from functions.domain import booking, rules, timetable
from functions.domain import catalog as catalog_module
from functions.domain.catalog import ASPECTS, Catalog, Service, Text
from functions.domain.timetable import public_holidays

DOMAIN = (catalog_module, booking, rules, timetable)

GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
LATIN = re.compile(r"[A-Za-z]")
WORD = re.compile(r"[^\W\d_]+")
# Official names that begin with a Latin e, as in e-government.
MIXED_ON_PURPOSE = {"eΕΦΚΑ"}


def texts(value: object, place: str) -> Iterator[tuple[str, Text]]:
    """Yield every text in both languages inside *value*, with the place where it is."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from texts(one, f"{place}[{index}]")


def everything(catalog: Catalog) -> Iterator[tuple[str, object]]:
    """Yield every entry of the catalogue, with its place."""
    for name in Catalog.__dataclass_fields__:
        table = getattr(catalog, name)
        if isinstance(table, Mapping):
            for slug, entry in table.items():
                yield f"{name}.{slug}", entry
    for aspect, grades in catalog.provenance_words.items():
        for grade, words in grades.items():
            yield f"provenance_words.{aspect}.{grade}", words


@pytest.mark.parametrize(
    ("field", "purpose", "count"),
    [
        ("administrative", "processing", 52),
        ("business", "information", 235),
        ("business", "processing", 12),
        ("municipal", "processing", 5),
    ],
)
def test_a_field_has_as_many_services_as_the_circular_says(catalog, field, purpose, count):
    services = [one for one in catalog.services_in(field) if one.purpose == purpose]

    assert len(services) == count, f"circular, section Α (R1): {count} {purpose} in {field}"


def test_citizens_with_a_disability_are_offered_the_same_52_services_and_no_copies(catalog):
    same = catalog.services_in("disability") == catalog.services_in("administrative")

    assert same, "circular, section Α (R1): «παρέχονται πενήντα δύο (52) υπηρεσίες του πεδίου»"
    assert not any(one.field == "disability" for one in catalog.services.values())


def test_the_circular_s_municipalities_and_points_of_single_contact_take_part(catalog):
    points = [one for one in catalog.centres.values() if one.point_of_single_contact]

    assert len(catalog.municipalities) == 38, "circular, section Α (R1): 38 municipalities"
    assert len(points) == 9, "circular, section Α (R1): 9 KEP-EKE"
    assert {one.municipality for one in catalog.centres.values()} == set(catalog.municipalities)


def test_the_four_fields_have_the_titles_of_the_circular_in_its_order(catalog):
    titles = [field.title.el for field in catalog.fields.values()]

    assert titles == [
        "Διοικητική Πληροφόρηση – Διεκπεραίωση Αίτησης",
        "Υπηρεσίες προς Επιχειρήσεις",
        "Εξυπηρέτηση πολιτών με Αναπηρία",
        "Εξυπηρέτηση από το Δήμο σας",
    ]
    assert all(f"«{title}»" in catalog.circular_text_el for title in titles)


def test_services_to_businesses_are_offered_by_the_nine_kep_eke_and_nobody_else(catalog):
    for service in catalog.services_in("business"):
        offering = catalog.centres_offering(service.slug)

        assert len(offering) == 9, service.slug
        assert all(centre.point_of_single_contact for centre in offering), service.slug


def test_every_other_service_is_offered_by_every_other_kep(catalog):
    others = [one for one in catalog.centres.values() if not one.point_of_single_contact]

    for service in catalog.services.values():
        if service.field != "business":
            assert list(catalog.centres_offering(service.slug)) == others, service.slug


def test_a_kep_eke_offers_nothing_but_the_business_field(catalog):
    for centre in catalog.centres.values():
        fields = {one.field for one in catalog.services_at(centre.slug)}

        expected = {"business"} if centre.kind == "kep-eke" else {"administrative", "municipal"}
        assert fields == expected, centre.slug


def test_the_three_letters_of_a_reference_name_one_centre(catalog):
    codes = [centre.code for centre in catalog.centres.values()]

    assert len(set(codes)) == len(codes)
    assert catalog.centres["kep-zografou"].code == "ZOG"


def test_centres_are_called_after_their_municipality(catalog):
    for slug, centre in catalog.centres.items():
        if centre.point_of_single_contact:
            assert slug.startswith("kep-eke-")
        else:
            assert re.fullmatch(rf"kep-{centre.municipality}(-[2-9])?", slug)


def test_every_service_can_be_found_by_words_in_both_languages(catalog):
    for slug, service in catalog.services.items():
        assert service.keywords.el, slug
        assert service.keywords.en, slug
        assert any(GREEK.search(word) for word in service.keywords.el), slug


def test_every_greek_text_has_greek_letters(catalog):
    missing = [
        f"{place}: {text.el}"
        for where, entry in everything(catalog)
        for place, text in texts(entry, where)
        if not GREEK.search(text.el)
    ]

    assert missing == []


def test_no_word_mixes_greek_letters_with_latin_ones_that_look_the_same(catalog, shipped):
    mixed = {
        f"{path.relative_to(shipped)}: {word}"
        for path in [*shipped.rglob("*.yaml"), *shipped.rglob("*.md")]
        for word in WORD.findall(path.read_text("utf-8"))
        if GREEK.search(word) and LATIN.search(word) and word not in MIXED_ON_PURPOSE
    }

    assert mixed == set()


def test_every_entry_says_in_words_where_it_comes_from(catalog):
    graded = [catalog.services, catalog.centres, catalog.municipalities]

    for table in graded:
        for slug, entry in table.items():
            statements = catalog.statements(entry.provenance)
            assert len(statements) == len(list(entry.provenance.grades())), slug


def test_every_service_has_a_source(catalog):
    for slug, service in catalog.services.items():
        assert catalog.sources_of(service.provenance), slug


def test_no_source_and_no_sentence_about_provenance_is_left_unused(catalog):
    entries = [
        entry.provenance
        for table in (catalog.services, catalog.centres, catalog.municipalities)
        for entry in table.values()
    ]
    named = {slug for one in entries for slug in one.sources}
    graded = {grade for one in entries for grade in one.grades()}

    assert named == set(catalog.sources)
    assert graded == {
        (aspect, grade) for aspect, grades in catalog.provenance_words.items() for grade in grades
    }
    assert set(catalog.provenance_words) <= set(ASPECTS)


def test_no_cost_time_or_address_stands_there_without_a_source(catalog):
    for slug, service in catalog.services.items():
        for fact in (service.cost, service.processing_time):
            assert fact is None or fact.source in service.provenance.sources, slug
    for slug, centre in catalog.centres.items():
        facts = (centre.address, centre.telephone, centre.email, centre.position, centre.patron_day)
        assert (centre.address is None) == (centre.provenance.address is None), slug
        assert centre.provenance.sources or not any(facts), slug


def test_a_legal_basis_is_found_or_marked_as_general_knowledge(catalog):
    for slug, service in catalog.services.items():
        assert bool(service.legal_basis) == bool(service.provenance.legal_basis), slug


def test_what_is_reconstructed_is_marked_where_it_stands(catalog):
    for slug, service in catalog.services.items():
        items = service.documents + service.information_needed
        marked = any(item.reconstructed for item in items)
        assert marked == (service.provenance.documents == "partly-reconstructed"), slug


def test_sources_are_named_without_a_word_on_how_copies_of_them_were_kept(shipped):
    for path in shipped.rglob("*.yaml"):
        found = re.search(r"archived cop|stored cop|seed|not held", path.read_text("utf-8"))
        assert found is None, path


def test_the_municipal_services_and_no_others_have_a_blank_application(catalog):
    with_template = {
        slug for slug, service in catalog.services.items() if service.blank_application
    }

    assert with_template == {one.slug for one in catalog.services_in("municipal")}


def test_every_choice_of_ours_has_its_reason(catalog):
    assert set(catalog.rule_reasons) == set(type(catalog.rules).model_fields)


def test_the_circular_s_fifteen_rules_are_there_in_order(catalog):
    assert list(catalog.circular_rules) == [f"R{number}" for number in range(1, 16)]


def test_every_category_and_life_event_is_used(catalog):
    services = catalog.services.values()

    assert {one.category for one in services} == set(catalog.categories)
    assert {one.life_event for one in services} - {None} == set(catalog.life_events)


def test_an_identity_document_is_asked_for_wherever_the_case_is_a_citizen_s(catalog):
    for service in (*catalog.services_in("administrative"), *catalog.services_in("municipal")):
        assert service.documents[0].en.startswith("Identity card, passport"), service.slug


def test_the_example_of_the_guide_for_editors_is_a_service(catalog, shipped):
    guide = (shipped / "README.md").read_text("utf-8")
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    document, faults = parse_document("README.md", example)

    service = Service.model_validate({**document.data, "slug": "example", "field": "municipal"})

    assert faults == []
    assert service.category in catalog.categories
    assert {*service.provenance.sources, service.cost.source} <= set(catalog.sources)
    assert catalog.statements(service.provenance)


def test_every_name_in_code_that_the_glossary_gives_exists(catalog):
    named = {slug: term.code for slug, term in catalog.glossary.items() if term.code}

    assert [slug for slug, code in named.items() if not _exists(code)] == []


def _exists(code):
    """Tell whether `Class` or `Class.attribute` is a name of the domain."""
    name, _, attribute = code.partition(".")
    found = [getattr(module, name) for module in DOMAIN if hasattr(module, name)]
    return any(not attribute or attribute in _attributes(one) for one in found)


def _attributes(kind):
    return {*getattr(kind, "model_fields", ()), *getattr(kind, "__dataclass_fields__", ())}


def test_the_public_holidays_of_the_years_after_the_review_are_known(catalog):
    reviewed = max(service.reviewed for service in catalog.services.values())

    for year in range(reviewed.year, reviewed.year + 3):
        assert len(public_holidays(year)) >= 12, f"update the package holidays: {year}"
    assert date(2027, 5, 3) in public_holidays(2027), "Orthodox Easter Monday"
