"""The doctor names what is missing in Microsoft 365: exactly that, and nothing when all is well."""

from dataclasses import replace

import pytest
from rights import CONSENTED, EXCHANGE_ROLES

from functions.ports import SERVICE_MAILBOX
from functions.settings import CentreAccount
from infra.doctor.checks import CHECKS, examine
from infra.doctor.permissions import needed
from tests.doctor.town import FULL, a_patient, codes, found

ZOGRAFOU, PATRA = "kep-zografou", "kep-patra"
MINISTER = "minister@kep.example"


def at(slug: str) -> frozenset[str]:
    return frozenset({f"{slug}@kep.example"})


def facts_of(outcomes, code: str) -> dict[str, str]:
    [facts] = [dict(one.facts) for each in outcomes for one in each.findings if one.code == code]
    return facts


def test_nothing_is_found_when_all_is_well(patient):
    outcomes = examine(patient)

    assert [one.check for one in outcomes if not one.is_well] == []
    # Without a name, nobody's mailbox was tried: that is not said to be well.
    assert [one.check for one in outcomes] == [one.name for one in CHECKS if one.name != "scope"]


def test_an_examination_changes_nothing(outside, patient):
    examine(patient)

    world = outside.world
    assert (world.mails, world.calendars, world.reports) == ([], {}, {})


@pytest.mark.parametrize("permission", sorted(EXCHANGE_ROLES))
def test_a_missing_role_of_exchange_is_named(outside, patient, permission):
    outside.world.rights.exchange_roles = EXCHANGE_ROLES - {permission}

    assert found(patient) == [f"permission_missing_{permission}"]


@pytest.mark.parametrize("permission", sorted(CONSENTED))
def test_a_missing_consent_is_named(outside, patient, permission):
    outside.world.rights.consented = CONSENTED - {permission}

    assert found(patient) == [f"permission_missing_{permission}"]


def test_the_stand_in_gives_what_the_table_says_is_needed():
    assert needed() == CONSENTED | EXCHANGE_ROLES


def test_a_consent_that_reaches_every_mailbox_is_named(outside, patient):
    outside.world.rights.consented = CONSENTED | {"Mail.Send", "User.Read.All"}

    outcomes = examine(patient)

    assert codes(outcomes) == ["permission_too_wide"]
    assert facts_of(outcomes, "permission_too_wide") == {"permissions": "Mail.Send, User.Read.All"}


@pytest.mark.parametrize("slug", [ZOGRAFOU, PATRA])
def test_a_centre_without_a_mailbox_is_named(outside, patient, slug):
    outside.world.rights.missing = at(slug)

    outcomes = [one for one in examine(patient) if one.check == "mailboxes"]

    assert facts_of(outcomes, "mailbox_missing") == {"centres": slug}
    assert codes(outcomes) == ["mailbox_missing"]


@pytest.mark.parametrize("slug", [ZOGRAFOU, PATRA])
def test_a_mailbox_outside_of_the_management_scope_is_named(outside, patient, slug):
    outside.world.rights.out_of_scope = at(slug)

    outcomes = examine(patient)

    assert codes(outcomes) == ["mailbox_out_of_scope"]
    assert facts_of(outcomes, "mailbox_out_of_scope") == {"centres": slug}


def test_ids_of_mailboxes_that_are_mixed_up_are_named(outside, catalog):
    mixed = {ZOGRAFOU: FULL[PATRA], PATRA: FULL[ZOGRAFOU]}
    with a_patient(outside, catalog, centre_accounts=mixed) as (patient, _):
        assert found(patient) == ["mailbox_other"]


def test_the_mailbox_of_the_service_is_looked_at_too(outside, patient):
    outside.world.rights.missing = at(SERVICE_MAILBOX)
    assert found(patient) == ["service_mailbox_missing"]

    outside.world.rights.missing = frozenset()
    outside.world.rights.out_of_scope = at(SERVICE_MAILBOX)
    assert found(patient) == ["service_mailbox_out_of_scope"]


def test_a_centre_whose_meetings_nobody_has_opened_is_named(outside, patient):
    outside.world.rights.without_policy = at(PATRA)
    outcomes = examine(patient)

    assert codes(outcomes) == ["policy_missing"]
    assert facts_of(outcomes, "policy_missing") == {"centres": PATRA}


def test_a_policy_that_nobody_has_is_said_once(outside, patient):
    outside.world.rights.without_policy = at(PATRA) | at(ZOGRAFOU)

    assert found(patient) == ["policy_missing_everywhere"]


def test_a_strangers_mailbox_that_is_refused_is_well(outside, patient):
    outside.world.rights.strangers = ((MINISTER, "99999999-9999-5999-8999-999999999999"),)

    assert found(replace(patient, outside=MINISTER)) == []


def test_a_strangers_mailbox_that_opens_is_named(outside, patient):
    rights = outside.world.rights
    rights.strangers = ((MINISTER, "99999999-9999-5999-8999-999999999999"),)
    rights.consented = CONSENTED | {"Calendars.ReadWrite"}

    assert found(replace(patient, outside=MINISTER)) == ["permission_too_wide", "scope_too_wide"]


def test_a_stranger_who_is_not_there_proves_nothing(patient):
    assert found(replace(patient, outside=MINISTER)) == ["scope_unknown"]


def test_graph_that_is_down_is_said_and_no_permission_is_suspected(outside, patient):
    outside.world.faults.graph = "down"

    assert set(found(patient)) == {"graph_down"}


def test_a_wrong_secret_is_said_and_what_needs_a_token_waits(outside, catalog):
    with a_patient(outside, catalog, graph_client_secret="wrong") as (patient, _):
        outcomes = examine(patient)

    assert codes(outcomes) == ["identity_refused"]
    waiting = {one.check for one in outcomes if one.waits_for == "identity"}
    assert {*needed(), "table", "queue", "consent", "staff_sign_in"} <= waiting


def test_entra_that_is_down_is_said(outside, catalog):
    nowhere = "https://localhost:1/tenant"
    with a_patient(outside, catalog, entra_authority=nowhere) as (patient, _):
        assert found(patient) == ["entra_down"]


@pytest.mark.parametrize(
    ("setting", "code"),
    [("staff_client_secret", "staff_credential"), ("staff_client_id", "staff_unknown")],
)
def test_a_staff_application_that_entra_does_not_believe_is_named(outside, catalog, setting, code):
    with a_patient(outside, catalog, **{setting: "wrong"}) as (patient, _):
        assert found(patient) == [code]


def test_a_centre_without_an_account_or_officers_is_named(outside, catalog):
    accounts = {ZOGRAFOU: CentreAccount(FULL[ZOGRAFOU].object_id), "kep-nowhere": FULL[PATRA]}
    with a_patient(outside, catalog, centre_accounts=accounts) as (patient, _):
        outcomes = examine(patient)

    assert codes(outcomes) == ["account_missing", "account_unknown", "officers_missing"]
    assert facts_of(outcomes, "account_missing") == {"centres": PATRA}
    assert facts_of(outcomes, "officers_missing") == {"centres": ZOGRAFOU}
