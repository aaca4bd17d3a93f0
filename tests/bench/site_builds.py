"""
The build of the site: whole, after an edit of one service, and with ten times the catalogue.

The larger catalogue holds each service and centre ten times, under new slugs; what the
circular counts is not asked of it. Whole builds are measured in turn: a smaller one before
and after the large one.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.domain.catalog import Catalog, Centre, Service

TIMES = 10
EDITS = 5
EDITED = "services/administrative/birth-certificate.yaml"
WORD = "  el: Ζητάτε"

E = TypeVar("E", Service, Centre)


def measure() -> list[tuple[str, str]]:
    catalog = load_catalog(CATALOG_DATA)
    larger = times(catalog, TIMES)
    before, large, after = (_seconds(_building(one)) for one in (catalog, larger, catalog))
    whole = (before + after) / 2
    return [
        ("both languages, from the catalogue", f"{whole:.1f} s"),
        ("again after an edit of one service, from its YAML", f"{_after_an_edit():.2f} s"),
        (f"{TIMES} times the catalogue", f"{large:.1f} s  × {large / whole:.1f}"),
    ]


def times(catalog: Catalog, number: int) -> Catalog:
    """Return the catalogue with each service and centre *number* times."""
    return replace(
        catalog,
        services=_copies(catalog.services, number),
        centres=_copies(catalog.centres, number),
    )


def _copies(entries: Mapping[str, E], number: int) -> dict[str, E]:
    named = (
        (f"{slug}-{n}" if n else slug, entry)
        for n in range(number)
        for slug, entry in entries.items()
    )
    return {slug: entry.model_copy(update={"slug": slug}) for slug, entry in named}


def _seconds(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return perf_counter() - began


def _building(catalog: Catalog) -> Callable[[], None]:
    from assembly import Contents
    from build import build_from
    from feed import ended_files
    from history import history
    from publication import Publication

    def call() -> None:
        contents = Contents(catalog, history(CATALOG_DATA, ended_files(catalog)))
        with TemporaryDirectory() as folder:
            build_from(contents, Path(folder, "site"), Path(folder, "assets"), Publication())

    return call


def _after_an_edit() -> float:
    with _watching() as (edit, look):
        taken = []
        for _ in range(EDITS):
            edit()
            taken.append(_seconds(look))
    return median(taken)


@contextmanager
def _watching() -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """Build a copy of the catalogue; yield what edits a service, and what makes the site follow."""
    from watch import Watch

    with TemporaryDirectory() as folder, ProcessPoolExecutor(2) as workers:
        work, catalog = Path(folder, "work"), Path(folder, "catalog_data")
        work.mkdir()
        shutil.copytree(CATALOG_DATA, catalog)
        path = catalog / EDITED
        watch = Watch(catalog, Path(folder, "site"), Path(folder, "assets"), work, workers)
        watch.look([catalog])
        yield (
            lambda: path.write_text(
                path.read_text("utf-8").replace(WORD, f"{WORD} τώρα", 1), "utf-8"
            ),
            lambda: watch.look([path]),
        )
