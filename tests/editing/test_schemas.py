"""The JSON Schemas say what the reader of the catalogue says, as far as one file can tell."""

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from functions.adapters.catalog_files import BrokenCatalog
from infra.catalogue.schema_kinds import KINDS
from infra.catalogue.schemas import WORDS, files, main
from tests.catalog.test_faults import PLANTED, plant
from tests.editing.yaml_core import read

MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")

# Of the planted faults, those that a value alone shows; the rest only the check can know.
THE_SCHEMA_TOO = (
    "a list instead of a mapping",
    "a missing key",
    "a missing key inside",
    "an unknown key",
    "the name of the file again",
    "an empty text",
    "nothing where a text belongs",
    "an empty list",
    "a value that is none of the allowed",
    "yes instead of true",
    "a date that is none",
    "an amount with a comma",
    "no day at all",
    "a number in words",
    "a number of the registry that lost its zero",
    "an unknown category",
    "an unknown life event",
    "an unknown source",
    "a grade without a sentence",
    "an unknown field",
    "an unknown municipality",
    "a shift that is none",
    "a weekday that does not exist",
    "a rule that is no duration",
    "a rule without a reason",
)


@pytest.fixture(scope="module")
def validators(shipped):
    """Return what validates against the shipped schemas, by the name of the schema's file."""
    return {
        path.name: jsonschema.Draft7Validator(json.loads(path.read_text("utf-8")))
        for path in (shipped / "schema").iterdir()
    }


def faults(path: Path, validators) -> list[str]:
    """Return what the schema that a file's first line names says about it."""
    text = path.read_text("utf-8")
    schema = MODELINE.match(text)[1].rpartition("/")[2]
    return [error.message for error in validators[schema].iter_errors(read(text))]


def test_every_schema_is_one(validators):
    for validator in validators.values():
        jsonschema.Draft7Validator.check_schema(validator.schema)


def test_every_file_names_its_schema_and_keeps_it(shipped, validators):
    for path in shipped.rglob("*.yaml"):
        named = MODELINE.match(path.read_text("utf-8"))

        assert named, path
        assert (path.parent / named[1]).is_file(), path
        assert faults(path, validators) == [], path


def test_the_shipped_schemas_are_those_that_the_models_and_tables_make(shipped):
    assert main(["--check"], shipped) == 0


def test_every_key_has_words_and_no_words_are_left_over(shipped):
    words = yaml.safe_load(WORDS.read_text("utf-8"))
    said = "\n".join(files(shipped).values())

    for model, keys in words.items():
        for key, one in keys.items():
            assert len(one["title"]) == 2, (model, key)
            assert " / ".join(one["title"]) in said, (model, key)


@pytest.mark.parametrize("name", THE_SCHEMA_TOO)
def test_what_the_check_refuses_for_its_value_the_schema_refuses_too(
    name, shipped, validators, tmp_path
):
    planted = PLANTED[name]
    path = tmp_path / planted.file
    path.parent.mkdir(parents=True, exist_ok=True)
    original = (shipped / planted.file).read_text("utf-8")
    path.write_text(original, "utf-8")

    plant(tmp_path, planted)
    broken = path.read_text("utf-8")
    if not MODELINE.match(broken):
        path.write_text(MODELINE.match(original)[0] + broken, "utf-8")

    assert faults(path, validators)


def test_the_editor_is_offered_what_the_tables_have(validators):
    service = validators["service.schema.json"].schema
    category = service["properties"]["category"]["allOf"][0]["$ref"].rpartition("/")[2]

    assert "municipal" in service["definitions"][category]["enum"]
    assert (
        "Υπηρεσίες Δήμου / Municipal services"
        in service["definitions"][category]["enumDescriptions"]
    )


def test_what_the_place_of_a_file_says_is_no_key_of_it(validators):
    assert not {"slug", "field"} & set(validators["service.schema.json"].schema["properties"])
    assert all(kind.named <= set(kind.model.model_fields) for kind in KINDS.values())


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("reviewed: 2026-11-23", True),
        ("reviewed: '2026-11-23'", True),
        ("cost: {eur: 2.04, source: circular}", True),
        ("cost: {eur: 147, source: circular}", True),
        ("mitos_id: '094255'", True),
        ("mitos_id: 094255", False),
        ("issued_online: no", False),
        ("cost:", False),
    ],
)
def test_the_schema_reads_values_as_the_editor_does(written, sound, validators):
    validator = validators["service.schema.json"]
    key, value = next(iter(read(written).items()))
    found = validator.evolve(schema=validator.schema["properties"][key] | _lists(validator))

    assert found.is_valid(value) == sound


def _lists(validator) -> dict:
    return {"definitions": validator.schema["definitions"]}


def test_a_schema_that_is_out_of_date_is_one_plain_line(shipped, tmp_path, capsys):
    folder = Path(shutil.copytree(shipped, tmp_path / "catalog_data"))
    with (folder / "categories.yaml").open("a", encoding="utf-8") as file:
        file.write("\nnew:\n  title:\n    el: Νέα\n    en: New\n")
    (folder / "schema" / "old.schema.json").write_text("{}", "utf-8")

    assert main(["--check"], folder) == 1
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "service.schema.json" in said
    assert "old.schema.json" in said
    assert "make schemas" in said

    main([], folder)
    (folder / "schema" / "old.schema.json").unlink()
    assert main(["--check"], folder) == 0


def test_a_table_that_cannot_be_read_is_reported_at_its_place(shipped, tmp_path):
    folder = Path(shutil.copytree(shipped, tmp_path / "catalog_data"))
    (folder / "sources.yaml").write_text("a: [", "utf-8")

    with pytest.raises(BrokenCatalog, match=r"sources\.yaml:2:1"):
        files(folder)
