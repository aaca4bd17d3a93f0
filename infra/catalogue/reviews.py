"""
Print which services nobody has compared with their sources for a year, as Markdown.

    python -m infra.catalogue.reviews [--today 2026-11-26]      (make reviews)

The standard output stays empty when there are none, so that a scheduled run knows whether to
speak. All services together fit into an issue of GitHub (65,536 characters). Centres bear no day
of review.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.domain.catalog import Catalog, Service, ThematicField

INTRODUCTION = """\
# Ώρα για έλεγχο / Time for a review

Οι υπηρεσίες αυτές δεν συγκρίθηκαν με τις πηγές τους από {since} ή νωρίτερα: {count}.
Διορθώστε ό,τι άλλαξε και γράψτε την ημέρα στο `reviewed`, ακόμη κι αν δεν άλλαξε τίποτα.

These services have not been compared with their sources since {since} or earlier: {count}.
Mend what has changed and write the day into `reviewed`, even if nothing has.
"""
NONE = "Καμία υπηρεσία δεν περιμένει έλεγχο. / No service is due for a review.\n"
HEAD = """
## {field.title.el} / {field.title.en}

`catalog_data/services/{field.slug}/`

| έλεγχος / reviewed | υπηρεσία / service | αρχείο / file |
| --- | --- | --- |
"""


def year_before(day: date) -> date:
    """Return the same day a year earlier; for 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def due(services: Iterable[Service], today: date) -> Sequence[Service]:
    """Return the services last reviewed a year before *today* or earlier, the oldest first."""
    since = year_before(today)
    late = (one for one in services if one.reviewed <= since)
    return sorted(late, key=lambda one: (one.reviewed, one.slug))


def report(catalog: Catalog, today: date) -> str:
    """Return the list as Markdown, by thematic field; nothing when no service is due."""
    late = due(catalog.services.values(), today)
    if not late:
        return ""
    homes = [one for one in catalog.fields.values() if one.reuses is None]
    sections = (_section(home, [one for one in late if one.field == home.slug]) for home in homes)
    head = INTRODUCTION.format(since=year_before(today).isoformat(), count=len(late))
    return head + "".join(sections)


def _section(field: ThematicField, services: Sequence[Service]) -> str:
    return HEAD.format(field=field) + "".join(map(_row, services)) if services else ""


def _row(one: Service) -> str:
    return f"| {one.reviewed} | {one.title.el} / {one.title.en} | `{one.slug}.yaml` |\n"


def main(arguments: Sequence[str], today: date) -> int:
    """Print the list as of *today*, or of the day that the *arguments* name."""
    parser = argparse.ArgumentParser(description=__doc__.strip().partition("\n")[0])
    parser.add_argument("--today", type=date.fromisoformat, default=today)
    catalog = load_catalog(CATALOG_DATA)
    found = report(catalog, parser.parse_args(arguments).today)
    sys.stdout.write(found)
    sys.stderr.write("" if found else NONE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], date.today()))  # noqa: DTZ011 (whoever runs it)
