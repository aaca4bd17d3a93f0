"""The centre of the smoke test: it can be booked at, and nobody finds it."""

import pytest

from functions import bootstrap
from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.domain.smoke_centre import CODE, with_smoke_centre
from functions.settings import BadSettings, read_settings
from functions.triggers.time_views import centres_by_region
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from tests.builders import BIRTH, EKE, TOURISM, ZOGRAFOU, make_catalog, make_ports
from tests.worker.settings import settings

SMOKE = "kep-smoke"


@pytest.fixture
def catalog():
    return with_smoke_centre(make_catalog(), SMOKE)


def test_without_the_setting_there_is_none():
    catalog = make_catalog()

    assert with_smoke_centre(catalog, "") is catalog


def test_it_takes_appointments_for_what_a_kep_offers(catalog):
    ports = make_ports(catalog=catalog)

    assert list_free_slots(SlotQuery(SMOKE, BIRTH), ports)
    assert not catalog.offers(SMOKE, TOURISM)
    assert catalog.centres[SMOKE].code == CODE


def test_no_list_shows_it_and_no_count_counts_it(catalog):
    without = make_catalog()

    assert catalog.listed_centres == without.listed_centres
    for service in without.services:
        assert catalog.centres_offering(service) == without.centres_offering(service)
    ports = make_ports(catalog=catalog)
    chosen = [item.get("value") for item in centres_by_region(BIRTH, "el", ports)]
    assert ZOGRAFOU in chosen
    assert SMOKE not in chosen


@pytest.mark.parametrize("name", [EKE, "Not A Slug"])
def test_it_has_a_name_of_its_own(name):
    with pytest.raises(ValueError, match=name):
        with_smoke_centre(make_catalog(), name)


def test_no_real_centre_has_its_code():
    assert CODE not in {one.code for one in load_catalog(CATALOG_DATA).centres.values()}


def test_a_setting_that_names_a_real_centre_is_refused_by_its_name(tmp_path):
    values = settings(tmp_path)

    with pytest.raises(BadSettings, match=r"^SMOKE_CENTRE: kep-zografou"):
        bootstrap.full_catalog(read_settings(values | {"SMOKE_CENTRE": "kep-zografou"}))

    named = bootstrap.full_catalog(read_settings(values | {"SMOKE_CENTRE": SMOKE}))
    assert named.unlisted == {SMOKE}
