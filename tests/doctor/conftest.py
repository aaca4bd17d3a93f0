"""A patient in order, and the stand-ins of the contract tests around it."""

from collections.abc import Iterator

import pytest

from functions.adapters.catalog_files import CATALOG_DATA, load_catalog
from functions.domain.catalog import Catalog
from infra.doctor.patient import Patient
from tests.contract.conftest import client, outside, whole_outside
from tests.contract.outside import Outside
from tests.doctor.town import Town, a_patient

__all__ = ["client", "outside", "whole_outside"]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(CATALOG_DATA)


@pytest.fixture
def in_town(outside: Outside, catalog: Catalog) -> Iterator[tuple[Patient, Town]]:
    with a_patient(outside, catalog) as both:
        yield both


@pytest.fixture
def patient(in_town: tuple[Patient, Town]) -> Patient:
    return in_town[0]


@pytest.fixture
def town(in_town: tuple[Patient, Town]) -> Town:
    return in_town[1]
