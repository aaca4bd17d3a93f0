"""
List the appointments to come that a catalogue would strand.

    python -m infra.stranded [folder]

It reads the store of this environment (the settings of the functions), asks of each
appointment to come whether the catalogue in *folder* still has its centre, service and time,
and ends with 1 where one does not. References only: nobody's data is opened.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.bootstrap import connect
from functions.use_cases.find_stranded import Reason, Stranded, find_stranded

WORDS: dict[Reason, str] = {
    "centre": "το ΚΕΠ δεν υπάρχει / no such centre",
    "service": "η υπηρεσία δεν υπάρχει / no such service",
    "not_offered": "το ΚΕΠ δεν την προσφέρει πια / the centre no longer offers it",
    "hours": "εκτός ωραρίου / outside of the hours",
}


def report(found: Iterable[Stranded]) -> list[str]:
    """Return a line for each appointment."""
    return [
        f"{one.reference}  {one.centre}  {one.slot.starts_at:%Y-%m-%d %H:%M}  {one.service}: "
        f"{WORDS[one.reason]}"
        for one in found
    ]


def main(arguments: Sequence[str]) -> int:
    """Print the lines and return the exit code."""
    folder = Path(arguments[0]) if arguments else CATALOG_DATA
    lines = report(find_stranded(load_catalog(folder), connect().ports))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
