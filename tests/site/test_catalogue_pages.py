"""What the pages say about services and centres (circular R1)."""

import json
import re
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.domain.catalog_document import catalog_document

ROOTS = [pytest.param("", id="Greek"), pytest.param("/en", id="English")]


@pytest.mark.parametrize("root", ROOTS)
def test_every_service_has_a_page_with_one_button_to_book_it(catalog, pages, root):
    assert len(catalog.services) == 304
    for slug in catalog.services:
        (button,) = pages[f"{root}/services/{slug}/"].with_class("button--start")
        target = urlsplit(button.get("href"))

        assert target.path == "/api/book"
        assert parse_qs(target.query) == {"service": [slug]} | ({"lang": ["en"]} if root else {})


@pytest.mark.parametrize("root", ROOTS)
def test_every_centre_has_a_page_with_one_button_to_book_there(catalog, pages, root):
    for slug in catalog.centres:
        (button,) = pages[f"{root}/centres/{slug}/"].with_class("button--start")

        assert button.get("href").startswith(f"/api/book?centre={slug}")


@pytest.mark.parametrize("root", ROOTS)
def test_the_list_of_services_has_all_of_them_once(catalog, pages, root):
    listed = [link.split("/")[-2] for link in pages[f"{root}/services/"].links if _is_service(link)]

    assert sorted(listed) == sorted(catalog.services)


@pytest.mark.parametrize("root", ROOTS)
def test_the_disability_field_has_the_same_52_services(catalog, pages, root):
    disability, administrative = (
        {link for link in pages[f"{root}/fields/{field}/"].links if _is_service(link)}
        for field in ("disability", "administrative")
    )

    assert disability == administrative
    assert len(disability) == 52


def _is_service(link: str) -> bool:
    return "/services/" in link and not link.endswith("/services/")


@pytest.mark.parametrize("field", ["administrative", "business", "disability", "municipal"])
def test_a_field_lists_its_services(catalog, pages, field):
    listed = {link.split("/")[-2] for link in pages[f"/fields/{field}/"].links if _is_service(link)}

    assert listed == {service.slug for service in catalog.services_in(field)}


def test_the_home_page_leads_to_the_four_fields(catalog, pages):
    assert {f"/fields/{slug}/" for slug in catalog.fields} <= set(pages["/"].links)


def test_a_page_says_plainly_whether_the_case_is_processed(catalog, pages):
    for slug, service in catalog.services.items():
        informs = service.purpose == "information"

        assert ("δεν προχωρά σε αυτό το ραντεβού" in pages[f"/services/{slug}/"].text) is informs
        assert ("is not dealt with" in pages[f"/en/services/{slug}/"].text) is informs


def test_what_gov_gr_gives_online_is_said_before_the_button(catalog, pages):
    for slug, service in catalog.services.items():
        html = pages[f"/services/{slug}/"].html
        says_so = html.find("Δείτε πρώτα το gov.gr")

        assert (says_so > 0) is bool(service.issued_online)
        assert says_so < html.index("/api/book")


def test_what_is_known_of_a_service_stands_on_its_page(catalog, pages):
    for slug, service in catalog.services.items():
        for language, root in (("el", ""), ("en", "/en")):
            text = pages[f"{root}/services/{slug}/"].text
            known = [service.title, service.description, service.authority, service.status_note]
            known += [*service.further_documents, *service.information_needed]
            known += [*catalog.statements(service.provenance)]
            for fact in filter(None, known):
                assert " ".join(fact.in_language(language).split()) in text, slug
            assert all(law in text for law in service.legal_basis), slug


@pytest.mark.parametrize("root", ROOTS)
def test_every_page_asks_for_the_same_identity_documents_once(catalog, pages, root):
    """Those that the booking takes (circular R5)."""
    words = (
        "Identity card, passport or residence permit"
        if root
        else "Δελτίο ταυτότητας, διαβατήριο ή άδεια διαμονής"
    )
    for path in ("/", *(f"/services/{slug}/" for slug in catalog.services)):
        text = pages[f"{root}{path}"].text

        assert text.count(words) == 1, path
        assert "other identity document" not in text, path
        assert "άλλο έγγραφο ταυτοποίησης" not in text, path


def test_a_review_says_of_when_the_sources_are(catalog, pages):
    """What stands in the titles of the sources: a review cannot know more than they do."""
    for slug, service in catalog.services.items():
        titles = [one.title.en for one in catalog.sources_of(service.provenance)]
        years = {
            year for title in titles for year in re.findall(r"as \w+ \w+ on .*?(\d{4})", title)
        }
        line = pages[f"/en/services/{slug}/"].text.partition("Last reviewed:")[2][:120]

        assert "against sources" in line, slug
        assert all(year in line for year in years), slug
        assert years or "without a date" in line, slug


@pytest.mark.parametrize("root", ROOTS)
def test_what_has_to_be_confirmed_says_so_where_it_stands(catalog, pages, root):
    words = "to be confirmed" if root else "να επιβεβαιωθεί"
    for slug, service in catalog.services.items():
        is_sourced = partial(catalog.is_sourced, service.provenance)
        guesses = 0 if is_sourced("authority") else 1
        guesses += 0 if is_sourced("legal_basis") else len(service.legal_basis)

        tags = pages[f"{root}/services/{slug}/"].with_class("tag")

        assert [tag.text for tag in tags].count(words) == guesses, slug


@pytest.mark.parametrize(
    ("root", "unknown"),
    [("", "Δεν αναφέρεται σε πηγή. Το γνωρίζει"), ("/en", "Not stated in any source. Ask")],
    ids=["Greek", "English"],
)
def test_what_is_not_known_is_said_with_who_would_know(catalog, pages, root, unknown):
    for slug, service in catalog.services.items():
        facts = [service.cost, service.processing_time, service.authority]
        said = pages[f"{root}/services/{slug}/"].text.count(unknown)

        assert said == sum(fact is None for fact in facts), slug


def test_a_service_is_offered_where_its_page_says(catalog, pages):
    for slug in catalog.services:
        named = {
            link.split("/")[2]
            for link in pages[f"/services/{slug}/"].links
            if "/centres/kep" in link
        }

        assert named == {centre.slug for centre in catalog.centres_offering(slug)}, slug


def test_the_list_of_centres_has_all_of_them(catalog, pages):
    named = {link.split("/")[2] for link in pages["/centres/"].links if "/centres/kep" in link}

    assert named == set(catalog.centres)


def test_every_rule_of_the_circular_can_be_linked_to(catalog, pages):
    anchors = {number.lower() for number in catalog.circular_rules}

    assert anchors == {f"r{number}" for number in range(1, 16)}
    assert anchors <= set(pages["/circular/"].ids) & set(pages["/en/circular/"].ids)


def test_every_choice_is_shown_with_its_reason(catalog, pages):
    for reason in catalog.rule_reasons.values():
        assert " ".join(reason.el.split()) in pages["/rules/"].text
        assert " ".join(reason.en.split()) in pages["/en/rules/"].text


def test_the_counts_on_the_page_about_the_data_are_the_catalogues(catalog, pages):
    cells = [one.text for one in pages["/about-the-data/"].all("td")]
    without_cost = sum(service.cost is None for service in catalog.services.values())

    assert "12 προς εξυπηρέτηση, 235 προς ενημέρωση" in pages["/about-the-data/"].text
    assert str(without_cost) in cells


def test_the_catalogue_is_there_as_json(catalog, site):
    published = json.loads((site / "catalog.json").read_text("utf-8"))

    assert published == json.loads(json.dumps(catalog_document(catalog)))


@pytest.mark.parametrize("root", ROOTS)
def test_the_search_knows_what_people_call_each_service(catalog, site, root):
    own, other = ("en", "el") if root else ("el", "en")
    own_words = asset(site, f"words.{own}.json")["services"]
    other_words = asset(site, f"other-words.{own}.json")

    assert own_words.keys() == other_words.keys() == catalog.services.keys()
    for slug, service in catalog.services.items():
        _, main, *more = own_words[slug]
        keywords = ",".join([main, *more[1:]]).split(",")
        assert sorted(keywords) == sorted(service.keywords.in_language(own))
        assert other_words[slug][0] == service.title.in_language(other)


def asset(site, name):
    addresses = json.loads((site / "assets.json").read_text("utf-8"))
    return json.loads((site / addresses[name].lstrip("/")).read_text("utf-8"))
