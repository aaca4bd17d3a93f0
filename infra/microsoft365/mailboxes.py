"""
List the mailboxes that the service needs, one a centre, for the scripts in this folder.

    python -m infra.microsoft365.mailboxes --domain kep.example > mailboxes.csv

Columns: `slug` (as in the catalogue), `address`, `name` (Greek, shown in calendars and as the
sender). The first is the service's own mailbox. A centre that has closed is not listed; that of
the smoke test is where `--smoke-centre kep-smoke` names it (SMOKE_CENTRE).
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TextIO

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.domain.catalog import Catalog
from functions.domain.contact_details import email_address
from functions.domain.smoke_centre import with_smoke_centre
from functions.ports import SERVICE_MAILBOX

COLUMNS = ("slug", "address", "name")
SERVICE_NAME = "myKEPlive"


def rows(catalog: Catalog, domain: str, today: date) -> Iterator[tuple[str, str, str]]:
    """Yield slug, address and name: the service's own mailbox, then the centres open on *today*."""
    yield SERVICE_MAILBOX, f"{SERVICE_MAILBOX}@{domain}", SERVICE_NAME
    for slug, centre in catalog.centres.items():
        if centre.closed is None or today < centre.closed.on:
            yield slug, f"{slug}@{domain}", centre.name.el


def write(file: TextIO, catalog: Catalog, domain: str, today: date) -> None:
    """Write the list as CSV."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(catalog, domain, today))


def main(arguments: Sequence[str], today: date) -> int:
    """Print the list."""
    parser = argparse.ArgumentParser(description=__doc__.strip().partition("\n")[0])
    parser.add_argument("--domain", required=True, type=_domain, help="MAIL_DOMAIN")
    parser.add_argument("--smoke-centre", default="", help="SMOKE_CENTRE, where there is one")
    options = parser.parse_args(arguments)
    catalog = with_smoke_centre(load_catalog(CATALOG_DATA), options.smoke_centre)
    write(sys.stdout, catalog, options.domain, today)
    return 0


def _domain(text: str) -> str:
    # Its errors are ValueErrors, which argparse tells as such.
    return email_address(f"kep@{text}").partition("@")[2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], date.today()))  # noqa: DTZ011 (whoever runs it)
