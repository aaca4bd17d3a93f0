"""What search engines are told: schema.org, in a data block that is no code."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from schema_org import DataBlocks, in_html

from functions.domain.catalog import Text
from tests.site.reading import Page, read

THING = {"@id", "@type", "name", "description", "identifier", "url", "sameAs", "subjectOf"}
# schema.org 30.0: the properties of a type, those of the types above it included.
PROPERTIES: Mapping[str, set[str]] = {
    "GovernmentService": THING
    | {
        "jurisdiction",
        "serviceOperator",
        "areaServed",
        "audience",
        "availableChannel",
        "broker",
        "category",
        "hasCertification",
        "hasOfferCatalog",
        "hoursAvailable",
        "isRelatedTo",
        "isSimilarTo",
        "offers",
        "provider",
        "serviceOutput",
        "serviceType",
        "termsOfService",
    },
    "ServiceChannel": THING
    | {
        "availableLanguage",
        "processingTime",
        "providesService",
        "serviceLocation",
        "servicePhone",
        "servicePostalAddress",
        "serviceSmsNumber",
        "serviceUrl",
    },
    "GovernmentOffice": THING | {"address", "areaServed", "email", "geo", "telephone"},
    "GovernmentOrganization": THING,
    "AdministrativeArea": THING,
    "Country": THING,
    "Legislation": THING,
    "Audience": THING | {"audienceType"},
    "BusinessAudience": THING | {"audienceType"},
    "Offer": THING | {"price", "priceCurrency"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "BreadcrumbList": THING | {"itemListElement"},
    "ListItem": THING | {"item", "position"},
}
EXAMPLE = "register-real-estate-agent"


def data(page: Page) -> list[dict[str, Any]]:
    """Return the things of a page's data blocks, in order."""
    blocks = [one for one in page.all("script") if one.get("type") == "application/ld+json"]
    found = [json.loads(one.text) for one in blocks]
    assert all(one.pop("@context") == "https://schema.org" for one in found)
    return found


def things(value: object) -> Iterator[dict[str, Any]]:
    """Yield every thing in *value*, also those inside others."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from things(part)


@pytest.fixture(scope="module")
def described(pages) -> dict[str, list[dict[str, Any]]]:
    """The data of each page that has some."""
    return {address: found for address, page in pages.items() if (found := data(page))}


def test_only_properties_of_the_vocabulary_are_used(described):
    unknown = {
        (one["@type"], name)
        for graph in described.values()
        for one in things(graph)
        for name in set(one) - PROPERTIES[one["@type"]]
    }

    assert unknown == set()


def test_a_service_says_in_the_pages_language_what_the_page_says(described, catalog):
    for slug, service in catalog.services.items():
        for root, language in (("", "el"), ("/en", "en")):
            address = f"{root}/services/{slug}/"
            one = described[address][-1]

            assert one["@type"] == "GovernmentService"
            assert one["name"] == service.title.in_language(language)
            assert one["url"] == f"https://mykeplive.gov.gr{address}"
            assert one["@id"] == f"https://mykeplive.gov.gr/services/{slug}/#service"
            assert ("offers" in one) == bool(service.cost and service.cost.eur is not None)
            assert ("processingTime" in one["availableChannel"]) == bool(service.processing_time)
            assert ("provider" in one) == catalog.is_sourced(service.provenance, "authority")
            assert ("subjectOf" in one) == catalog.is_sourced(service.provenance, "legal_basis")


def test_what_is_known_of_a_service_is_there(described):
    one = described[f"/en/services/{EXAMPLE}/"][-1]

    assert one["sameAs"] == "https://id.mitos.gov.gr/822764"
    assert one["offers"] == {"@type": "Offer", "price": "0", "priceCurrency": "EUR"}
    assert one["availableChannel"]["processingTime"] == "P10D"
    assert one["provider"]["name"] == "Chamber of commerce"
    assert one["subjectOf"][0]["name"].startswith("ν. 4072/2012")
    assert one["audience"] == [{"@type": "BusinessAudience", "audienceType": "Businesses"}]


def test_the_path_to_a_page_is_that_of_its_breadcrumbs(described, pages):
    for address, page in pages.items():
        shown = [
            (one.text, f"https://mykeplive.gov.gr{one.get('href')}")
            for one in page.all("a")
            if {"ol", "nav"} <= set(one.inside)
        ]
        paths = [one for one in described.get(address, []) if one["@type"] == "BreadcrumbList"]

        assert len(paths) == bool(shown), address
        for path in paths:
            steps = path["itemListElement"]
            assert [(one["name"], one["item"]) for one in steps] == shown, address
            assert [one["position"] for one in steps] == list(range(1, len(steps) + 1))


def test_a_centre_is_an_office(described, catalog):
    office = described["/centres/kep-zografou/"][-1]
    municipality = catalog.municipalities["zografou"]

    assert office["@type"] == "GovernmentOffice"
    assert office["name"] == catalog.centres["kep-zografou"].name.el
    assert office["areaServed"] == {"@type": "AdministrativeArea", "name": municipality.name.el}
    assert "telephone" not in office


def test_nothing_in_the_data_ends_the_element():
    title = "</script><script>alert(1)</script><!--"
    html = f"<html><script>{in_html({'name': title})}</script></html>"
    (script,) = read("/", html).all("script")

    assert json.loads(script.text)["name"] == title


def test_a_title_with_markup_stays_a_title(catalog):
    title = Text(el='"><script>x</script>', en="{origin} & </script>")
    service = catalog.services[EXAMPLE].model_copy(update={"title": title})

    assert "<" not in DataBlocks(catalog, "el").service(service)


def test_where_the_site_stands_is_said_by_the_shell_alone(catalog):
    text = DataBlocks(catalog, "en").service(catalog.services[EXAMPLE])

    assert '"url":"{origin}/en/services/' in text
    assert "mykeplive.gov.gr" not in text
