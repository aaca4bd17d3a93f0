"""The list of mailboxes for the scripts."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from functions.domain.catalog import Closed, Text
from infra.microsoft365.mailboxes import main, write

TODAY = date(2026, 11, 24)


def listed(catalog, today=TODAY) -> dict[str, dict[str, str]]:
    file = io.StringIO()
    write(file, catalog, "kep.example", today)
    file.seek(0)
    return {row["slug"]: row for row in csv.DictReader(file)}


def test_every_centre_has_a_mailbox_and_so_has_the_service(catalog):
    found = listed(catalog)

    assert found.keys() == {"mykeplive", *catalog.centres}
    assert found["kep-zografou"] == {
        "slug": "kep-zografou",
        "address": "kep-zografou@kep.example",
        "name": "ΚΕΠ Δήμου Ζωγράφου",
    }


def test_a_centre_that_has_closed_needs_none(catalog):
    slug, centre = next(iter(catalog.centres.items()))
    closed = Closed(on=TODAY, reason=Text(el="Έκλεισε.", en="It closed."))
    after = replace(catalog, centres={slug: centre.model_copy(update={"closed": closed})})

    assert slug not in listed(after)
    assert slug in listed(after, TODAY - timedelta(days=1))


def test_the_centre_of_the_smoke_test_is_listed_for_those_who_have_one(capsys):
    main(["--domain", "kep.example", "--smoke-centre", "kep-smoke"], TODAY)

    assert "kep-smoke,kep-smoke@kep.example," in capsys.readouterr().out


def test_a_domain_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["--domain", "not a domain"], TODAY)
    assert "--domain" in capsys.readouterr().err
