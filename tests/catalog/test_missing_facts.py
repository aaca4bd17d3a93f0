"""The report of what no source gives."""

from functions.domain.catalog import Centre, Service
from functions.domain.missing_facts import (
    CENTRE_FACTS,
    SERVICE_FACTS,
    missing_of_centre,
    missing_of_service,
    report,
)


def test_every_fact_that_may_be_empty_and_that_a_citizen_would_act_on_is_looked_for():
    assert set(SERVICE_FACTS) <= set(Service.model_fields)
    assert set(CENTRE_FACTS) <= set(Centre.model_fields)
    assert {"telephone", "address", "position", "patron_day"} <= set(CENTRE_FACTS)
    assert {"documents", "cost", "processing_time", "description"} <= set(SERVICE_FACTS)


def test_what_a_source_gives_is_not_missing(catalog):
    chania = catalog.centres["kep-chania"]
    residence = catalog.services["permanent-residence-certificate"]

    assert missing_of_centre(chania) == ("telephone", "email", "position", "patron_day")
    assert missing_of_service(residence) == ("documents",)


def test_our_own_reading_does_not_stand_in_for_a_source(catalog):
    economist = catalog.services["announcement-coach-domestic-graduates"]

    assert {"documents", "cost", "processing_time", "authority"} <= set(
        missing_of_service(economist)
    )


def test_the_report_counts_and_lists_every_service_and_centre_once(catalog):
    text = report(catalog)

    for slug in (*catalog.services, *catalog.centres):
        assert text.count(f"| `{slug}` |") == 1, slug
    assert "| τηλέφωνο / telephone | 60 / 60 |" in text
    assert "| δικαιολογητικά / documents | 235 / 247 |" in text


def test_the_report_is_a_table_that_every_markdown_reader_understands(catalog):
    rows = [line for line in report(catalog).splitlines() if line.startswith("|")]

    assert {row.count("|") for row in rows} == {3, 4}
