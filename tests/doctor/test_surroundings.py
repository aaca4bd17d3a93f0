"""The doctor names what is missing in Azure, at GSIS and in the settings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from azure.core.exceptions import HttpResponseError
from cryptography.fernet import Fernet

from functions.adapters.table_store import TableStore
from infra.doctor.checks import examine
from infra.doctor.findings import Finding, Outcome
from infra.doctor.own_probes import knows_greece
from tests.doctor.town import EMPTY, a_patient, codes, found
from tests.fake_store import FakeStore

QUEUE, POISON = "/local/queue/reconcile/messages", "/local/queue/reconcile-poison/messages"
MESSAGE = "<QueueMessage><MessageText>x</MessageText></QueueMessage>"
ONE = f"<QueueMessagesList>{MESSAGE}</QueueMessagesList>"


class RefusingStore(FakeStore):
    """A store that says *status* to readers, or to writers alone."""

    def __init__(self, status: int, *, to_readers: bool = True) -> None:
        super().__init__()
        response = SimpleNamespace(status_code=status, reason="no", headers={}, text=str)
        self._error = HttpResponseError(response=response)
        self._to_readers = to_readers

    def range(self, partition, first, past):
        if self._to_readers:
            raise self._error
        return super().range(partition, first, past)

    def commit(self, partition, operations):
        raise self._error


def test_a_table_that_is_not_there_is_named(patient, azurite):
    empty = TableStore(connection=azurite, table=f"t{uuid4().hex[:20]}")

    assert found(replace(patient, store=empty)) == ["table_missing"]
    empty.create()
    assert found(replace(patient, store=empty)) == []


@pytest.mark.parametrize("to_readers", [True, False])
def test_a_table_without_the_role_is_named(patient, to_readers):
    store = RefusingStore(403, to_readers=to_readers)

    [finding] = [one for each in examine(replace(patient, store=store)) for one in each.findings]
    assert finding.code == "table_refused"
    assert finding.facts["use"] == ("read" if to_readers else "write")


def test_a_store_that_does_not_answer_is_named(patient):
    patient.store.is_busy = True

    assert found(patient) == ["store_down"]


def test_the_rows_of_the_store_stay_as_they_are(patient):
    examine(patient)

    assert patient.store.rows == {}


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "queue_missing"), (403, "queue_refused"), (401, "queue_refused"), (503, "queue_down")],
)
def test_a_queue_that_is_not_there_or_not_ours_is_named(patient, town, status, code):
    town.answers[QUEUE] = (status, "<Error/>")

    assert found(patient) == [code]


def test_work_that_waits_in_the_queue_is_well_but_in_poison_is_not(patient, town):
    town.answers[QUEUE] = (200, ONE)
    assert found(patient) == []

    town.answers[POISON] = (200, ONE)
    assert found(patient) == ["poison"]


def test_a_poison_queue_that_nothing_has_made_yet_is_well(patient, town):
    town.answers[POISON] = (404, "<Error/>")

    assert found(patient) == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((503, '{"status": "red", "red": ["outbox"]}'), "health_red"),
        ((502, "<html>Bad gateway</html>"), "health_down"),
        ((200, "[]"), "check_failed"),
    ],
)
def test_a_service_that_is_ill_or_silent_is_named(patient, town, answer, code):
    town.answers["/api/health"] = answer

    assert found(patient) == [code]


@pytest.mark.parametrize(("off", "codes"), [(60, ["clock"]), (-60, ["clock"]), (3, [])])
def test_a_clock_that_is_wrong_is_named(patient, town, off, codes):
    town.sent_at = "Tue, 24 Nov 2026 10:00:00 GMT"
    now = datetime(2026, 11, 24, 10, tzinfo=UTC) + timedelta(seconds=off)

    assert found(replace(patient, now=lambda: now)) == codes


def test_gsis_that_is_down_is_named(outside, patient):
    outside.world.faults.gsis = "down"

    assert found(patient) == ["gsis_down"]


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("gsis_client_id", "somebody-else", "gsis_client"),
        ("gsis_client_secret", "wrong", "gsis_secret"),
        ("gsis_endpoint", "http://localhost:1/gsis", "gsis_down"),
    ],
)
def test_what_gsis_does_not_accept_is_named(outside, catalog, setting, value, code):
    with a_patient(outside, catalog, **{setting: value}) as (patient, _):
        assert found(patient) == [code]


def test_keys_that_are_none_are_named(outside, catalog):
    with a_patient(outside, catalog, data_keys=("no key",), citizen_key="short") as (patient, _):
        assert found(patient) == ["key_unusable", "citizen_key_short"]


def test_a_key_that_does_two_jobs_is_named(outside, catalog):
    key = Fernet.generate_key().decode()
    with a_patient(outside, catalog, data_keys=(key,), session_keys=(key,)) as (patient, _):
        assert found(patient) == ["keys_shared"]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (date(2026, 12, 20), ["secrets_expire"]),
        (date(2026, 11, 1), ["secrets_expire"]),
        (date(2027, 11, 1), []),
    ],
)
def test_a_secret_that_ends_soon_is_named(outside, catalog, ends, expected):
    with a_patient(outside, catalog, secrets_end=ends) as (patient, town):
        town.sent_at = "Tue, 24 Nov 2026 10:00:00 GMT"
        now = datetime(2026, 11, 24, 10, tzinfo=UTC)
        assert found(replace(patient, now=lambda: now)) == expected


@pytest.mark.parametrize(
    ("zone", "knows"), [("Europe/Athens", True), ("Europe/Nicosia", True), ("Europe/Berlin", False)]
)
def test_time_zone_data_are_tried_at_known_instants(zone, knows):
    assert knows_greece(ZoneInfo(zone)) is knows


def test_a_check_that_waits_says_for_what(patient, town):
    town.answers[QUEUE] = (404, EMPTY)

    waiting = {one.check: one.waits_for for one in examine(patient) if one.waits_for}
    assert waiting == {"poison": "queue", "health": "queue"}
    assert codes(examine(patient)) == ["queue_missing"]


def test_secrets_that_cannot_be_read_are_not_called_wrong(outside, catalog):
    unread = {"data_keys": ("{}",), "session_keys": ("{}",), "citizen_key": "{}"}
    with a_patient(outside, catalog, centre_accounts={}, gsis_client_secret="{}", **unread) as (
        patient,
        _,
    ):
        before = [Outcome("vault", (Finding("vault_identity", {"setting": "DATA_KEYS"}),))]
        outcomes = examine(patient, before=before)

    assert codes(outcomes) == ["vault_identity"]
    waiting = {one.check for one in outcomes if one.waits_for == "vault"}
    assert waiting == {"keys", "accounts", "mailboxes", "meetings", "gsis_secret", "seals"}
