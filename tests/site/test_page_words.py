"""Values in words, and values that look like markup."""

from datetime import date, time, timedelta
from decimal import Decimal

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_text import as_json, as_text, circular_text
from page_words import Words
from yaml import safe_load

from functions.domain.rules import Shift

GREEK, ENGLISH = Words("el"), Words("en")
WORKDAY = (Shift(time(8), time(19)),)
SPLIT_DAY = (Shift(time(8), time(13)), Shift(time(17), time(19)))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_no_text_of_the_catalogue_becomes_markup(text):
    html = markdown.markdown(f"- {as_text(text)}", extensions=["attr_list"])

    assert html.startswith("<ul>\n<li>")
    assert html.count("<") == 4


@pytest.mark.parametrize(
    "text",
    [
        "*bold*",
        "[link](/x)",
        "<script>",
        "# heading",
        "1. list",
        "> quote",
        "{: #id }",
        "a_b_c",
        "`code`",
    ],
)
def test_what_looks_like_markdown_is_shown_as_it_stands(text):
    assert markdown.markdown(str(as_text(text)), extensions=["attr_list"]).startswith("<p>")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"])))
def test_front_matter_holds_any_text(text):
    assert safe_load(f"title: {as_json(text)}")["title"] == text


def test_days_sums_and_durations_read_as_people_write_them():
    assert GREEK.day(date(2026, 11, 24)) == "24 Νοεμβρίου 2026"
    assert ENGLISH.day(date(2026, 11, 24)) == "24 November 2026"
    assert GREEK.month_day("12-06") == "6 Δεκεμβρίου"
    assert GREEK.euros(Decimal("2.04")) == "2,04 €"
    assert ENGLISH.euros(Decimal(150)) == "€150"
    assert GREEK.duration(timedelta(minutes=20)) == "20 λεπτά"
    assert ENGLISH.duration(timedelta(hours=1)) == "1 hour"
    assert GREEK.days(1) == "1 ημέρα"
    assert GREEK.listed(["α", "β", "γ"]) == "α, β και γ"


def test_days_with_the_same_hours_share_a_line():
    shifts = {1: WORKDAY, 2: WORKDAY, 3: SPLIT_DAY, 5: WORKDAY, 6: ()}

    assert GREEK.hours(shifts) == [
        "Δευτέρα έως Τρίτη, 08:00–19:00",
        "Τετάρτη, 08:00–13:00 και 17:00–19:00",
        "Παρασκευή, 08:00–19:00",
    ]
    assert ENGLISH.hours({1: WORKDAY, 2: WORKDAY})[0].startswith("Monday to Tuesday")


def test_a_rule_that_is_cited_can_be_looked_up():
    assert GREEK.cited("εγκύκλιος R11") == 'εγκύκλιος <a href="/circular/#r11">R11</a>'
    assert ENGLISH.cited("R1 & R2").startswith('<a href="/en/circular/#r1">R1</a> &amp; ')


def test_the_circular_keeps_its_sections_and_its_list():
    html = circular_text("# Title\n\nOne **two**\n\n## [Α] Part\n\nThree\n\n1. a\n2. b\n")

    assert html == (
        '<p>One <strong>two</strong></p>\n<h3 id="section-1">[Α] Part</h3>\n'
        "<p>Three</p>\n<ol><li>a</li><li>b</li></ol>"
    )
