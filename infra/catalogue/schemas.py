"""
JSON Schemas for the files of `catalog_data/`, so that an editor completes and checks while typing.

    python -m infra.catalogue.schemas            writes catalog_data/schema/<kind>.schema.json
    python -m infra.catalogue.schemas --check    says whether they are as they should be

They are made from the models that read the files, the words of `schema_words.yaml`, and
the keys of the tables that entries refer to. Draft-07, because the YAML language server
(redhat.vscode-yaml) knows all of it, and of later drafts a part; nothing newer is needed.

The editor reads YAML 1.2, our reader takes everything as text. So the schemas ask for
what both read alike: digits that are a name (`'0171'`) in quotes, amounts and counts
without, days bare. They are stricter than the check in this, and in that an empty value
is a fault; what no file can know alone (counts, unique codes) only the check knows.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from functions.adapters.catalog_files import CATALOG_DATA, BrokenCatalog
from functions.adapters.yaml_marks import read_document
from functions.domain.catalog import ASPECTS, Statement, Text
from functions.domain.rules import Rules
from infra.catalogue.schema_entries import Entries, Schema, described
from infra.catalogue.schema_kinds import (
    FORMATS,
    KINDS,
    MORE,
    REFERENCES,
    SHAPES,
    SLUG,
    TABLES,
    Kind,
)

DRAFT = "http://json-schema.org/draft-07/schema#"
WORDS = Path(__file__).with_name("schema_words.yaml")
STALE = (
    "{folder}: δεν συμφωνεί με τα μοντέλα και τους πίνακες ({names})· τρέξτε «make schemas» / "
    "does not agree with the models and the tables ({names}); run “make schemas”\n"
)


def schemas(folder: Path, words: Mapping[str, Any]) -> Mapping[str, Schema]:
    """
    Return the schema of each kind of file in *folder*, by the kind's name.

    Raises:
        BrokenCatalog: A table that entries refer to cannot be read.
        KeyError: There are no words for a key of a model.
    """
    lists = _lists(folder)
    entries = Entries(words, REFERENCES, SHAPES, MORE, FORMATS)
    bodies = {name: _file(entries, kind) for name, kind in KINDS.items()}
    bodies["provenance"] = _provenance(entries)
    bodies["rules"] = _rules(entries)
    return {name: _document(body, lists) for name, body in bodies.items()}


def _file(entries: Entries, kind: Kind) -> Schema:
    entry = entries.of(kind.model, kind.named)
    return entry if kind.keys is None else _mapping(entry, {"pattern": kind.keys})


def _provenance(entries: Entries) -> Schema:
    grades = _mapping(entries.of(Statement), {"pattern": SLUG})
    return _mapping(grades, {"enum": list(ASPECTS)})


def _rules(entries: Entries) -> Schema:
    """Return the schema of the rules: under each one's name its value and the reason."""
    rules = entries.of(Rules)
    reason = {**described(("Ο λόγος", "The reason")), **entries.of(Text)}
    rules["properties"] = {
        name: {
            "description": value["description"],
            "type": "object",
            "additionalProperties": False,
            "required": ["value", "reason"],
            "properties": {"value": value, "reason": reason},
        }
        for name, value in rules["properties"].items()
    }
    return rules


def _mapping(entry: Schema, keys: Schema) -> Schema:
    return {"type": "object", "propertyNames": keys, "additionalProperties": entry}


def _document(body: Schema, lists: Mapping[str, Schema]) -> Schema:
    """Return *body* as a document of its own, with the lists that it refers to."""
    text = json.dumps(body)
    used = {name: one for name, one in lists.items() if f'"#/definitions/{name}"' in text}
    head = {"$schema": DRAFT, "$comment": "Written by `make schemas`; do not edit."}
    return {**head, **body, **({"definitions": used} if used else {})}


def _lists(folder: Path) -> Mapping[str, Schema]:
    """Return what can be referred to: the keys of the tables, and the grades by aspect."""
    named = {
        name: _list({key: entry[title] if title else entry for key, entry in table.items()})
        for name, (file, title) in TABLES.items()
        for table in [_read(folder / file)]
    }
    grades = _read(folder / "provenance.yaml")
    return {**named, **{f"grades-{aspect}": _list(grades[aspect]) for aspect in ASPECTS}}


def _list(texts: Mapping[str, Any]) -> Schema:
    return {
        "enum": list(texts),
        "enumDescriptions": [f"{text['el']} / {text['en']}" for text in texts.values()],
    }


def _read(path: Path) -> Mapping[str, Any]:
    document, faults = read_document(path)
    if document is None or faults:
        raise BrokenCatalog(faults)
    return dict(document.data)


def files(folder: Path) -> Mapping[Path, str]:
    """Return the text of every schema file that belongs into *folder*`/schema`, by its path."""
    words = yaml.safe_load(WORDS.read_text("utf-8"))
    return {
        folder / "schema" / f"{kind}.schema.json": json.dumps(one, ensure_ascii=False, indent=1)
        + "\n"
        for kind, one in schemas(folder, words).items()
    }


def stale(expected: Mapping[Path, str], folder: Path) -> Iterator[str]:
    """Yield the names of the files that are missing, differ, or do not belong there."""
    for path, text in expected.items():
        if not path.is_file() or path.read_text("utf-8") != text:
            yield path.name
    yield from sorted(path.name for path in folder.glob("*") if path not in expected)


def main(arguments: Sequence[str], folder: Path = CATALOG_DATA) -> int:
    """Write the schemas of *folder*, or with `--check` compare them; return the exit code."""
    target, expected = folder / "schema", files(folder)
    if "--check" not in arguments:
        target.mkdir(exist_ok=True)
        for path, text in expected.items():
            path.write_text(text, "utf-8")
        return 0
    names = list(stale(expected, target))
    if names:
        sys.stdout.write(STALE.format(folder=target.name, names=", ".join(names)))
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
