"""The yearly list: what nobody has compared with its sources for a year."""

from dataclasses import replace
from datetime import date

import pytest

from infra.catalogue.reviews import due, main, report, year_before


def reviewed(catalog, days):
    """Return the catalogue with some services reviewed on other days, the rest today."""
    services = {
        slug: one.model_copy(update={"reviewed": days.get(slug, date(2027, 11, 1))})
        for slug, one in catalog.services.items()
    }
    return replace(catalog, services=services)


def test_a_service_is_due_a_year_after_its_review_not_a_day_before(catalog):
    one = catalog.services["birth-certificate"].model_copy(update={"reviewed": date(2026, 11, 23)})

    assert due([one], date(2027, 11, 22)) == []
    assert due([one], date(2027, 11, 23)) == [one]
    assert due([one], date(2027, 11, 24)) == [one]


def test_the_year_before_a_leap_day_ends_on_the_28th():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(date(2028, 3, 1)) == date(2027, 3, 1)


def test_the_oldest_come_first_in_their_field(catalog):
    days = {
        "birth-certificate": date(2026, 5, 2),
        "e-paravolo": date(2026, 5, 1),
        "public-tree-felling-request": date(2026, 1, 1),
    }

    text = report(reviewed(catalog, days), date(2027, 11, 26))

    rows = [line.split(" | ")[2] for line in text.splitlines() if line.startswith("| 2")]
    assert [row.strip("`| ") for row in rows] == [
        "e-paravolo.yaml",
        "birth-certificate.yaml",
        "public-tree-felling-request.yaml",
    ]
    assert "2026-11-26" in text
    assert "Πιστοποιητικό γέννησης / Birth certificate" in text
    assert "Υπηρεσίες προς Επιχειρήσεις" not in text


def test_nothing_is_printed_when_nothing_is_due(catalog, capsys):
    assert report(catalog, date(2026, 11, 26)) == ""
    assert main(["--today", "2026-11-26"], date(2030, 1, 1)) == 0
    printed = capsys.readouterr()
    assert (printed.out, "No service is due" in printed.err) == ("", True)


def test_all_services_together_fit_into_an_issue(catalog):
    text = report(catalog, date(2030, 1, 1))

    assert text.count("\n| 2") == len(catalog.services)
    assert len(text) < 65_536


def test_a_day_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["--today", "26/11/2026"], date(2026, 1, 1))
    assert "--today" in capsys.readouterr().err
