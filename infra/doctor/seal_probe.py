"""
Probe of what is locked in the store: do our keys open it, and are the old ones still needed?

While a key is exchanged, every appointment is looked at, so that the answer is sure; a store
with some hundred thousand takes minutes. With one key alone the question is only whether it is
the right one, and a part of them answers that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from functions.adapters.fernet_vault import FernetVault
from functions.adapters.table_store import TABLE
from functions.domain import keys
from functions.domain.catalog import Centre
from functions.domain.reference import ALPHABET
from functions.ports import Row, Store, StoreBusy, Vault
from functions.use_cases.renew_seals import Seal, seal_of, sealed_rows
from infra.doctor.findings import CannotTell, Finding
from infra.doctor.patient import Patient

ENOUGH = 5  # appointments of a centre


def seals(patient: Patient) -> Iterator[Finding]:
    """Whether the keys open what is in the store, and whether the old ones can go."""
    vault = FernetVault(patient.settings.data_keys, patient.settings.citizen_key)
    try:
        found = Counter(seal_of(row, vault) for row in _looked_at(patient, vault))
    except StoreBusy as busy:
        raise CannotTell(Finding("store_down", {"table": TABLE})) from busy
    seen = str(found.total())
    if found[Seal.UNKNOWN]:
        yield Finding("seals_unopened", {"seen": seen, "count": str(found[Seal.UNKNOWN])})
    if found[Seal.OLDER]:
        facts = {"seen": seen, "count": str(found[Seal.OLDER])}
        yield Finding("seals_older", facts, is_fault=False)
    elif vault.has_older_keys and not found[Seal.UNKNOWN]:
        yield Finding("seals_newest", {"seen": seen}, is_fault=False)


def _looked_at(patient: Patient, vault: Vault) -> Iterator[Row]:
    for slug, centre in patient.catalog.centres.items():
        if vault.has_older_keys:
            yield from sealed_rows(slug, patient.store)
        else:
            yield from _some_rows(centre, patient.store)


def _some_rows(centre: Centre, store: Store) -> Iterable[Row]:
    """Return one in thirty, which is chance since references are random; of a few, all."""
    first, second = (keys.booking(f"{centre.code}-{letter}") for letter in ALPHABET[:2])
    some = list(store.range(centre.slug, first, second))
    return some if len(some) >= ENOUGH else sealed_rows(centre.slug, store)
