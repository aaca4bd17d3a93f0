"""The doctor says whether an old data key can go, and names one that went too early."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from functions.adapters.fernet_vault import FernetVault
from functions.domain import keys
from functions.domain.reference import ALPHABET
from functions.ports import Insert
from infra.doctor.checks import examine
from infra.doctor.findings import Outcome
from infra.doctor.patient import Patient
from infra.doctor.seal_probe import ENOUGH
from tests.doctor.town import a_patient, found
from tests.fake_store import FakeStore
from tests.unit.busy_store import BusyStore

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def deployment(outside, catalog):
    """What gives a patient whose settings have the keys that it is given, the newest first."""

    def give(*data_keys: str) -> Patient:
        return replace(patient, settings=replace(patient.settings, data_keys=data_keys))

    with a_patient(outside, catalog) as (patient, _):
        yield give


def lock(patient: Patient, key: str, count: int, start: str = "") -> None:
    """Put rows there that *key* has sealed, their references spread, or all with *start*."""
    sealed = FernetVault([key], "key").seal("text")
    for slug, centre in patient.catalog.centres.items():
        taken = len(list(patient.store.range(slug, "book:", "book;")))
        for number in range(taken, taken + count):
            letter = start or ALPHABET[number % len(ALPHABET)]
            key_of_row = keys.booking(f"{centre.code}-{letter}{number:03}-222")
            patient.store.commit(slug, [Insert(key_of_row, {"sealed": sealed})])


def told(patient: Patient) -> Outcome:
    [outcome] = [one for one in examine(patient) if one.check == "seals"]
    return outcome


def test_one_key_that_opens_all_is_well_and_says_nothing(deployment):
    patient = deployment(NEW)
    lock(patient, NEW, 3)

    assert told(patient) == Outcome("seals")


def test_how_many_are_still_under_an_old_key_is_told_and_no_fault(deployment):
    patient = deployment(NEW, OLD)
    lock(patient, NEW, 3)
    lock(patient, OLD, 2)
    centres = len(patient.catalog.centres)

    outcome = told(patient)

    [finding] = outcome.findings
    assert (finding.code, outcome.is_well) == ("seals_older", True)
    assert finding.facts == {"seen": f"{5 * centres}", "count": f"{2 * centres}"}


def test_when_the_old_key_locks_nothing_any_more_it_is_said_to_go(deployment):
    patient = deployment(NEW, OLD)
    lock(patient, NEW, 3)

    outcome = told(patient)

    assert [one.code for one in outcome.findings] == ["seals_newest"]
    assert outcome.is_well


@pytest.mark.parametrize(
    ("data_keys", "codes"),
    [
        ((NEW,), ["seals_unopened"]),
        ((NEW, Fernet.generate_key().decode()), ["seals_unopened"]),
    ],
)
def test_a_key_that_went_too_early_is_a_fault_and_no_other_is_said_to_go(
    deployment, data_keys, codes
):
    patient = deployment(*data_keys)
    lock(patient, NEW, 3)
    lock(patient, OLD, 1)

    outcome = told(patient)

    assert found(patient) == [one.code for one in outcome.findings] == codes
    assert not outcome.is_well
    assert outcome.findings[0].facts["count"] == str(len(patient.catalog.centres))


def test_with_one_key_a_large_centre_is_looked_at_in_part_and_a_small_one_whole(deployment):
    patient = deployment(NEW)
    lock(patient, OLD, len(ALPHABET) * ENOUGH)
    centres = len(patient.catalog.centres)
    assert told(patient).findings[0].facts["seen"] == str(ENOUGH * centres)

    small = replace(patient, store=FakeStore())
    lock(small, OLD, ENOUGH - 1, start=ALPHABET[0])
    lock(small, OLD, 4 * ENOUGH, start=ALPHABET[-1])
    assert told(small).findings[0].facts["seen"] == str((5 * ENOUGH - 1) * centres)


def test_a_store_that_stops_answering_tells_nothing_of_the_keys(deployment):
    patient = deployment(NEW, OLD)
    busy = BusyStore(patient.store)
    busy.will_fail("reading", 2)  # the first is the check of the table

    outcome = told(replace(patient, store=busy))

    assert [one.code for one in outcome.findings] == ["store_down"]


def test_nothing_is_written(deployment):
    patient = deployment(NEW, OLD)
    lock(patient, OLD, 2)
    before = dict(patient.store.rows)

    examine(patient)

    assert patient.store.rows == before
