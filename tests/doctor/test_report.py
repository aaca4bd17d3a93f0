"""The report says every finding in plain words, in both languages, and gives nothing away."""

import json
import string

import pytest

from infra.doctor.__main__ import main
from infra.doctor.chart import NoSettings, examined, read_chart
from infra.doctor.checks import CHECKS, examine
from infra.doctor.findings import Finding, Outcome
from infra.doctor.report import LANGUAGES, PARTS, as_document, as_text, explained, words
from tests.doctor.town import a_patient

CODES = sorted(words()["findings"])
BLANKS = {
    "centres": "kep-patra", "count": "32", "callback": "https://x.example/api", "day": "2026-12-01",
    "kind": "ValueError", "fault": "missing settings: STORE", "parts": "outbox",
    "permissions": "Mail.Send",
    "queue": "reconcile", "reason": "503", "resource": "Azure Storage", "seconds": "60",
    "seen": "9", "setting": "DATA_KEYS", "source": "tzdata", "table": "mykeplive", "use": "read",
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_a_finding_says_what_and_who_and_how_in_both_languages(code):
    entry = explained(Finding(code, BLANKS))

    assert entry["who"] in words()["who"]
    for part in PARTS:
        for language in LANGUAGES:
            sentence = entry[part][language]
            assert sentence.endswith("."), sentence
            assert "{" not in sentence
        assert entry[part]["el"] != entry[part]["en"]
        greek = [one for one in entry[part]["el"] if one.lower() in "αβγδεζηθικλμνξοπρστυφχψω"]
        assert len(greek) > len(entry[part]["el"]) / 5


def test_every_blank_of_the_words_is_known():
    texts = json.dumps(words()["findings"], ensure_ascii=False)
    # Texts from YAML hold no other braces than those of the blanks.
    blanks = {
        field
        for entry in words()["findings"].values()
        for text in _texts(entry)
        for _, field, _, _ in string.Formatter().parse(text)
        if field
    }

    assert texts
    assert blanks <= BLANKS.keys()


def _texts(value):
    if isinstance(value, str):
        return [value]
    return [text for each in value.values() for text in _texts(each)]


def test_every_check_has_a_title():
    assert {check.name for check in CHECKS} | {"settings", "vault", "vault_end"} == words()[
        "checks"
    ].keys()


def test_a_report_holds_no_secret_and_no_person(outside, catalog):
    with a_patient(
        outside, catalog, gsis_client_secret="s3cret-gsis", data_keys=("s3cret-key",)
    ) as (
        patient,
        _,
    ):
        outcomes = examine(patient)
        text = as_text(outcomes) + json.dumps(as_document(outcomes), ensure_ascii=False)

    settings = patient.settings
    for kept in (*settings.session_keys, settings.citizen_key, settings.graph_client_secret):
        assert kept not in text
    assert "s3cret" not in text
    assert "officer@" not in text
    assert "gsis_secret" in text


def test_a_report_ends_with_what_the_program_cannot_see():
    text = as_text([Outcome("keys")], ["en"])

    assert text.startswith("✓ Encryption keys\n")
    assert "Everything that can be checked from here is well." in text
    assert "Get-CsTeamsMeetingPolicy" in text
    assert "Ρολόι" not in text


def test_a_check_that_waits_says_for_what():
    text = as_text([Outcome("poison", waits_for="queue")], ["en"])

    assert "– Work that failed (not checked; this must be mended first: Queue of the work)" in text
    assert as_document([Outcome("poison", waits_for="queue")])["well"] is False


def test_what_is_worth_knowing_is_said_and_is_no_fault():
    outcomes = [Outcome("seals", (Finding("seals_newest", {"seen": "9"}, is_fault=False),))]

    text, document = as_text(outcomes, ["en"]), as_document(outcomes)

    assert text.startswith("✓ Locked data in the store\n    All appointments in the store (9)")
    assert "The old keys can go out of data-keys." in text
    assert "Who can mend it" not in text
    assert "Everything that can be checked from here is well." in text
    assert (document["well"], document["checks"][0]["state"]) == (True, "well")
    assert document["checks"][0]["findings"][0]["is_fault"] is False


def test_both_forms_of_settings_are_read():
    listed = [
        {"name": "STORE", "slotSetting": False, "value": "tables"},
        {"name": "X", "value": None},
    ]

    assert read_chart(json.dumps(listed)) == {"STORE": "tables", "X": ""}
    assert read_chart('{"STORE": "tables"}') == {"STORE": "tables"}


@pytest.mark.parametrize("text", ["", "nothing", "[1]", '"STORE"', '[{"name": "STORE"}]'])
def test_other_texts_are_no_settings(text):
    with pytest.raises(NoSettings):
        read_chart(text)


def test_bad_settings_are_named_and_nothing_else_is_tried():
    outcomes = examined({"STORE": "tables"})

    [settings, *rest] = outcomes
    assert settings.findings[0].code == "settings"
    assert "SERVICE_MAILBOX_ID" in settings.findings[0].facts["fault"]
    assert {one.waits_for for one in rest} == {"settings"}


def test_without_settings_it_says_so(capsys, tmp_path):
    assert main(["--settings", str(tmp_path / "none.json")]) == 1
    assert "make run" in capsys.readouterr().err
