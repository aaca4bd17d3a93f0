"""YAML is read as it is written: nothing becomes a number, a time or a boolean by chance."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from functions.adapters.yaml_marks import parse_document

VISIBLE = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"], include_characters="\n")


def read(text: str) -> object:
    """Return what *text* is, which has no fault."""
    document, faults = parse_document("a.yaml", text)
    assert faults == []
    assert document is not None
    return document.data


LOOKS_LIKE_SOMETHING_ELSE = """
    12:30 08:00 190:20:30 2026-11-23 no NO yes on off True null ~ = 094255 0x1F 1_000 1e3 1.50 .nan
"""


@pytest.mark.parametrize("written", LOOKS_LIKE_SOMETHING_ELSE.split())
def test_what_looks_like_something_else_stays_text(written):
    assert read(f"key: {written}\n") == {"key": written}


def test_only_a_bare_true_or_false_is_a_boolean():
    assert read("a: true\nb: false\nc: 'true'\nd: \"false\"\n") == {
        "a": True,
        "b": False,
        "c": "true",
        "d": "false",
    }


def test_an_empty_value_is_none_and_an_empty_text_is_text():
    assert read("a:\nb: ''\n") == {"a": None, "b": ""}


@given(st.text(VISIBLE))
@example("12:30")
@example("no")
@example("094255")
@example(" leading and trailing ")
@example("γραμμή\n\nκαι άλλη: {με} [σημεία] # & *")
def test_any_text_that_is_written_comes_back_as_it_was(text):
    written = yaml.safe_dump({"key": text}, allow_unicode=True)

    assert read(written) == {"key": text}


@given(
    st.recursive(
        st.text(st.characters(categories=["L", "N"]), min_size=1),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("αβγabc", min_size=1), inner),
        max_leaves=12,
    )
)
def test_nested_values_come_back_as_they_were(value):
    written = yaml.safe_dump({"key": value}, allow_unicode=True, default_style='"')

    assert read(written) == {"key": value}


@pytest.mark.parametrize("key", [True, False])
def test_a_place_counts_letters_not_bytes(key):
    document, _ = parse_document("a.yaml", "τίτλος: {ελ: ωμέγα, en: omega}\n")

    assert document is not None
    assert document.place(("τίτλος", "en"), key=key) == (1, 21 if key else 25)


def test_a_place_that_is_not_there_is_the_one_around_it():
    document, _ = parse_document("a.yaml", "a:\n  b: [1, 2]\n")

    assert document is not None
    assert document.place(("a", "b", 7)) == (2, 6)
    assert document.place(("a", "c")) == (2, 3)
    assert document.place(()) == (1, 1)


def test_an_alias_inside_itself_is_a_fault_and_no_endless_loop():
    document, faults = parse_document("a.yaml", "a: &a [*a]\n")

    assert document is not None
    assert [one.message_en[:32] for one in faults] == ["anchors and aliases (& and *) ar"]


def test_two_documents_in_one_file_are_a_fault():
    document, faults = parse_document("a.yaml", "a: 1\n---\nb: 2\n")

    assert document is None
    assert [(one.line, one.column) for one in faults] == [(2, 1)]
