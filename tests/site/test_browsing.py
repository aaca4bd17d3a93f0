"""Services and centres found by another way than their field."""

import re
import shutil

import pytest
from alphabet import ALPHABETS, OTHER, first_letter, folded, in_order

from functions.adapters.catalog_files import CATALOG_DATA
from tests.site.reading import read_pages

ROOTS = [pytest.param("", id="Greek"), pytest.param("/en", id="English")]


def services_on(page):
    return {
        link.rstrip("/").rpartition("/")[2]
        for link in page.links
        if "/services/" in link and not link.endswith("/services/")
    }


@pytest.mark.parametrize("root", ROOTS)
def test_every_subject_lists_its_services(catalog, pages, root):
    for slug in {service.category for service in catalog.services.values()}:
        filed = {one.slug for one in catalog.services.values() if one.category == slug}

        assert services_on(pages[f"{root}/categories/{slug}/"]) == filed
        assert f"{root}/categories/{slug}/" in pages[f"{root}/categories/"].links


@pytest.mark.parametrize("root", ROOTS)
def test_every_occasion_lists_its_services_and_stands_on_the_home_page(catalog, pages, root):
    for slug in {service.life_event for service in catalog.services.values()} - {None}:
        filed = {one.slug for one in catalog.services.values() if one.life_event == slug}

        assert services_on(pages[f"{root}/life-events/{slug}/"]) == filed
        assert f"{root}/life-events/{slug}/" in pages[f"{root}/"].links
        assert f"{root}/life-events/{slug}/" in pages[f"{root}/life-events/"].links


@pytest.mark.parametrize("root", ROOTS)
def test_the_alphabet_has_every_service_once_under_its_letter(catalog, pages, root):
    page = pages[f"{root}/a-z/"]
    alphabet = ALPHABETS["en" if root else "el"]
    letters = [one.text for one in page.all("h2") if one.get("id").startswith("letter-")]

    assert services_on(page) == set(catalog.services)
    assert len([link for link in page.links if re.search("/services/.", link)]) == 304
    assert letters == sorted(letters, key=alphabet.index)
    assert {f"#letter-{number}" for number in range(1, len(letters) + 1)} <= set(page.links)


@pytest.mark.parametrize(
    ("title", "alphabet", "letter"),
    [
        ("Άδεια", "el", "Α"),
        ("«Ήθος»", "el", "Η"),
        ("ώρα", "el", "Ω"),
        ("Apostille", "el", OTHER),
        ("Birth certificate", "en", "B"),
        ("3 documents", "en", OTHER),
    ],
)
def test_a_title_stands_under_its_first_letter_accents_and_quotes_aside(title, alphabet, letter):
    assert first_letter(title, ALPHABETS[alphabet]) == letter


def test_a_title_is_sorted_without_accents_and_case():
    assert folded("Άδεια ΟΔΟΣ") == folded("αδεια οδος")


def test_in_order_ignores_accents_and_keeps_what_is_called_the_same():
    places = [("Χίος", 1), ("Ήλιδα", 2), ("Ζίτσα", 3), ("Αλίαρτος", 4), ("Άλιμος", 5), ("ΧΙΟΣ", 6)]

    assert [number for _, number in in_order(places, lambda one: one[0])] == [4, 5, 3, 2, 1, 6]


@pytest.mark.parametrize("root", ROOTS)
def test_regions_and_municipalities_are_in_the_alphabet_of_the_language(catalog, pages, root):
    language, page = "en" if root else "el", pages[f"{root}/centres/"]
    regions = [one.text for one in page.all("h3") if one.get("id").startswith("kep-")]
    towns = [one.text for one in page.all("a") if "/municipalities/" in one.get("href")]
    places = in_order(catalog.municipalities.values(), lambda one: one.name.in_language(language))

    assert regions == in_order(regions, str)
    assert towns == [
        one.name.in_language(language)
        for region in regions
        for one in places
        if one.region.in_language(language) == region
    ]


@pytest.mark.parametrize("root", ROOTS)
def test_a_service_lists_its_centres_in_the_order_of_the_list_of_centres(pages, root):
    there, order = (
        [link for link in pages[f"{root}{address}"].links if "/centres/kep" in link]
        for address in ("/services/birth-certificate/", "/centres/")
    )

    assert there
    assert there == [link for link in order if link in there]


@pytest.mark.parametrize("root", ROOTS)
def test_kep_eke_are_in_the_alphabet_of_the_language(pages, root):
    links = [one for one in pages[f"{root}/centres/"].all("a") if "/kep-eke" in one.get("href")]

    assert links
    assert links == in_order(links, lambda one: one.text)


@pytest.mark.parametrize("root", ROOTS)
def test_every_municipality_has_its_centres_and_their_hours(catalog, pages, root):
    for slug in catalog.municipalities:
        page = pages[f"{root}/municipalities/{slug}/"]
        there = {one.slug for one in catalog.centres.values() if one.municipality == slug}
        named = {link.split("/")[-2] for link in page.links if "/centres/kep" in link}

        assert named == there, slug
        assert page.text.count("08:00–19:00") >= len(there)
        assert f"{root}/municipalities/{slug}/" in pages[f"{root}/centres/"].links


@pytest.mark.parametrize("root", ROOTS)
def test_a_municipality_says_what_can_be_booked_there(catalog, pages, root):
    for slug in catalog.municipalities:
        links = set(pages[f"{root}/municipalities/{slug}/"].links)
        centres = [one for one in catalog.centres.values() if one.municipality == slug]
        fields = {field for one in centres for field in one.fields}
        own = (
            {one.slug for one in catalog.services_in("municipal")}
            if "municipal" in fields
            else set()
        )

        assert {f"{root}/fields/{field}/" for field in fields} <= links
        assert services_on(pages[f"{root}/municipalities/{slug}/"]) == own


@pytest.mark.parametrize("root", ROOTS)
def test_everything_is_two_clicks_from_the_home_page(pages, root):
    near = set(pages[f"{root}/"].links)
    far = near | {link for one in near & pages.keys() for link in pages[one].links}
    wanted = {
        address
        for address in pages
        if address.startswith(f"{root}/")
        and address.removeprefix(root).split("/")[1]
        in {"services", "fields", "categories", "life-events", "municipalities", "centres", "a-z"}
    }

    assert wanted - far == set()


@pytest.mark.parametrize("root", ROOTS)
def test_a_service_leads_to_its_subject_and_its_occasion(catalog, pages, root):
    for slug, service in catalog.services.items():
        links = pages[f"{root}/services/{slug}/"].links

        assert f"{root}/categories/{service.category}/" in links
        if service.life_event:
            assert f"{root}/life-events/{service.life_event}/" in links


def test_without_a_position_there_is_nothing_to_ask_for(catalog, pages):
    known = any(centre.position for centre in catalog.centres.values())

    assert bool(pages["/centres/"].with_class("finder__nearest")) is known


def test_a_known_position_goes_to_the_page_of_the_centres_and_brings_the_button(tmp_path, build):
    catalog = tmp_path / "catalog_data"
    shutil.copytree(CATALOG_DATA, catalog)
    place_at(catalog, "kep-zografou", 37.97, 23.77)
    built = build(tmp_path / "site", catalog)
    assert built.returncode == 0, built.stderr
    pages = read_pages(tmp_path / "site")

    for root in ("", "/en"):
        page = pages[f"{root}/centres/"]
        positions = {
            one.get("href"): one.get("data-position")
            for one in page.all("a")
            if one.get("data-position")
        }

        assert positions == {f"{root}/centres/kep-zografou/": "37.97 23.77"}
        assert [one.get("type") for one in page.all("button")] == ["submit", "button"]
        assert "needs-script" in page.with_class("finder")[0].classes


def place_at(catalog, centre, latitude, longitude):
    """Write a position into the file of a centre."""
    path = catalog / "centres" / f"{centre}.yaml"
    position = f"position: {{latitude: {latitude}, longitude: {longitude}}}\nprovenance:\n"
    path.write_text(path.read_text("utf-8").replace("provenance:\n", position, 1), "utf-8")
