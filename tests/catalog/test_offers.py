"""Circular R1: services for businesses at KEP-EKE alone, all others at the other KEPs."""

from hypothesis import given
from hypothesis import strategies as st

from functions.domain.catalog import Catalog, Centre, Provenance, Text, ThematicField
from tests.builders import ACCOUNTANT, BIRTH, CLEARANCE, TOURISM, make_catalog

FOUND = Provenance(membership="found")
FIELDS = ("administrative", "business", "disability", "municipal")
BUSINESS = {ACCOUNTANT, TOURISM}


def a_centre(fields: tuple[str, ...], *, point_of_single_contact: bool) -> Centre:
    return Centre(
        slug="kep-any",
        code="ANY",
        name=Text(el="ΚΕΠ", en="KEP"),
        municipality="zografou",
        point_of_single_contact=point_of_single_contact,
        fields=fields,
        provenance=FOUND,
    )


def with_centre(centre: Centre) -> Catalog:
    """Return the small catalogue of the tests with *centre* as its only centre."""
    small = make_catalog()
    values = {name: getattr(small, name) for name in Catalog.__dataclass_fields__}
    return Catalog(**{**values, "centres": {centre.slug: centre}})


@given(
    fields=st.lists(st.sampled_from(FIELDS), min_size=1, unique=True),
    point_of_single_contact=st.booleans(),
    service=st.sampled_from([ACCOUNTANT, BIRTH, CLEARANCE, TOURISM]),
)
def test_no_list_of_fields_lets_a_service_out_of_its_kind_of_centre(
    fields, point_of_single_contact, service
):
    centre = a_centre(tuple(fields), point_of_single_contact=point_of_single_contact)

    offered = with_centre(centre).offers("kep-any", service)

    assert not offered or (service in BUSINESS) == point_of_single_contact


@given(service=st.text(), centre=st.text())
def test_what_nobody_knows_is_offered_nowhere(service, centre):
    assert not make_catalog().offers(centre, service)


def test_a_centre_with_the_disability_field_alone_offers_the_52_through_it():
    catalog = with_centre(a_centre(("disability",), point_of_single_contact=False))

    assert catalog.offers("kep-any", BIRTH)
    assert not catalog.offers("kep-any", CLEARANCE)


def test_the_centres_of_a_service_and_the_services_of_a_centre_agree():
    catalog = make_catalog()

    for centre in catalog.centres:
        for service in catalog.services:
            offered = catalog.offers(centre, service)
            assert (catalog.centres[centre] in catalog.centres_offering(service)) == offered
            assert (catalog.services[service] in catalog.services_at(centre)) == offered


def test_a_field_that_reuses_another_has_its_services():
    text = Text(el="Πεδίο", en="Field")
    field = ThematicField(
        slug="disability", title=text, description=text, offered_by="kep", reuses="administrative"
    )

    assert field.holds == "administrative"
    assert [one.slug for one in make_catalog().fields_of(BIRTH)] == ["administrative", "disability"]
