"""Every fault that can be found has a sentence in Greek and one in English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from functions.adapters import catalog_files
from functions.adapters.catalog_entries import fault_of
from functions.adapters.catalog_messages import MESSAGES
from functions.adapters.yaml_marks import parse_document
from functions.domain import catalog
from functions.domain.rules import Rules

GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
MODELS: tuple[type[BaseModel], ...] = (
    catalog.Category,
    catalog.Centre,
    catalog.CircularRule,
    catalog.FormField,
    catalog.LifeEvent,
    catalog.Municipality,
    catalog.Renamed,
    catalog.Service,
    catalog.Source,
    catalog.Statement,
    catalog.Term,
    catalog.Text,
    catalog.ThematicField,
    Rules,
    catalog_files._RuleEntry,  # noqa: SLF001 the shape of an entry in rules.yaml
)

# What pydantic can find wrong with text, lists and mappings, by the kind of schema.
ALWAYS: dict[str, set[str]] = {
    "any": set(),
    "bool": {"bool_type"},
    "default": set(),
    "definition-ref": set(),
    "definitions": set(),
    "dict": {"dict_type"},
    "float": {"float_type", "float_parsing"},
    "int": {"int_type", "int_parsing", "int_parsing_size"},
    "literal": {"literal_error"},
    "model": {"model_type"},
    "model-field": {"missing"},
    "model-fields": {"model_type", "extra_forbidden"},
    "nullable": set(),
    "str": {"string_type"},
    "tuple": {"tuple_type"},
}
IF_SET: dict[tuple[str, str], str] = {
    ("float", "ge"): "greater_than_equal",
    ("float", "le"): "less_than_equal",
    ("int", "ge"): "greater_than_equal",
    ("int", "gt"): "greater_than",
    ("int", "le"): "less_than_equal",
    ("str", "min_length"): "string_too_short",
    ("str", "pattern"): "string_pattern_mismatch",
    ("tuple", "min_length"): "too_short",
}
# Our own checks after pydantic's; those before it tell by what they raise.
AFTERWARDS = {"_calendar_day": {"month_day"}, "_in_order": {"shift_ends", "shift_order"}}


def error_types(schema: Any) -> Iterator[str]:
    """Yield every error type that a schema of pydantic's can raise for what YAML holds."""
    if isinstance(schema, list | tuple):
        for one in schema:
            yield from error_types(one)
    if not isinstance(schema, dict):
        return
    kind = schema.get("type")
    if kind == "function-before":
        yield _refusal(schema["function"]["function"])
        return  # what comes out of ours is right
    if kind == "function-after":
        yield from AFTERWARDS[schema["function"]["function"].__name__]
        yield from error_types(schema["schema"])
        return
    if isinstance(kind, str) and kind != "no-info":
        yield from ALWAYS[kind]
        yield from (code for (one, key), code in IF_SET.items() if one == kind and key in schema)
    for key, value in schema.items():
        if key not in {"metadata", "serialization", "default", "expected", "cls"}:
            yield from error_types(value)


def _refusal(check: Any) -> str:
    with pytest.raises(PydanticCustomError) as refusal:
        check(object())
    return refusal.value.type


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_error_that_a_model_can_raise_has_its_words(model):
    wordless = set(error_types(model.__pydantic_core_schema__)) - set(MESSAGES)

    assert wordless == set()


TEXTS = st.sampled_from(["", "α", "12:30", "a-b", "-1", "9" * 5000, "nan", "1.5", "2026-02-30"])
NAMES = st.sampled_from(sorted({name for model in MODELS for name in model.model_fields} | {"el"}))
YAML_VALUES = st.recursive(
    TEXTS | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=8),
    max_leaves=30,
)


@given(model=st.sampled_from(MODELS), data=st.dictionaries(NAMES, YAML_VALUES))
def test_whatever_stands_in_a_file_every_fault_can_be_said(model, data):
    document, _ = parse_document("a.yaml", "a: b\n")

    try:
        model.model_validate(data)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            said = fault_of(document, one["loc"], one)
            assert GREEK.search(said.message_el)
            assert not GREEK.search(said.message_en.replace("α", ""))


def test_every_sentence_is_there_in_greek_and_in_english_with_the_same_places():
    for code, (greek, english) in MESSAGES.items():
        assert GREEK.search(greek), code
        assert not GREEK.search(english), code
        assert set(re.findall(r"\{\w+", greek.replace("_el}", "}"))) == set(
            re.findall(r"\{\w+", english.replace("_en}", "}"))
        ), code


def test_every_code_that_the_checks_use_has_its_words_and_no_sentence_is_left_unused():
    folder = Path(catalog_files.__file__).parent
    used = {
        node.value
        for name in (
            *("yaml_marks", "catalog_entries", "catalog_checks"),
            *("catalog_former_checks", "catalog_files"),
        )
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    raised = {code for model in MODELS for code in error_types(model.__pydantic_core_schema__)}

    assert set(MESSAGES) - used - raised == set()
