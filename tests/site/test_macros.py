"""The shell and the macros that the functions render their pages with."""

from pathlib import Path

import pytest
from jinja2 import ChainableUndefined, Environment, FileSystemLoader
from markupsafe import Markup

from tests.site.reading import Page, read

TEMPLATES = Path(__file__).parents[2] / "site" / "templates"
ASSETS = {name: f"/assets/{name}" for name in ("icon.svg", "site.css", "forms.js")}
DAYS = [
    {"label": "Τρίτη 24 Νοεμβρίου", "slots": [{"value": "0800", "label": "08:00"}]},
    {"label": "Τετάρτη 25 Νοεμβρίου", "slots": [{"value": "0920", "label": "09:20"}]},
    {"label": "Πέμπτη 26 Νοεμβρίου", "slots": [{"value": "1000", "label": "10:00"}]},
]


def render(content: str, lang: str = "el", **values: object) -> Page:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=ChainableUndefined
    )
    page = environment.from_string(
        '{% extends "shell.html.j2" %}{% import "macros.html.j2" as ui with context %}'
        f"{{% block content %}}{content}{{% endblock %}}"
    )
    given = {"lang": lang, "title": "Μια ερώτηση", "assets": ASSETS, **values}
    return read("/api/page", page.render(given))


def test_the_title_says_when_something_is_wrong():
    wrong = [{"field": "email", "text": "Γράψτε μια διεύθυνση"}]

    assert render("").one("title").text == "Μια ερώτηση – myKEPlive"
    assert render("", errors=wrong).one("title").text == "Σφάλμα: Μια ερώτηση – myKEPlive"
    assert render("", "en", errors=wrong).one("title").text.startswith("Error: ")


def test_the_error_summary_takes_the_focus_and_leads_to_the_fields():
    errors = [{"field": "email", "text": "Γράψτε μια διεύθυνση"}]
    page = render(
        "{{ ui.error_summary(errors) }}{{ ui.text_input('email', 'Ηλεκτρονικό ταχυδρομείο',"
        " error=errors[0].text) }}",
        errors=errors,
    )
    (summary,) = page.with_class("error-summary")

    assert "autofocus" in summary.attributes
    assert "#email" in page.links
    assert page.one("input").get("aria-describedby") == "email-error"
    assert page.text.count("Γράψτε μια διεύθυνση") == 2


def test_without_errors_there_is_no_summary():
    assert render("{{ ui.error_summary([]) }}").with_class("error-summary") == []


def test_what_somebody_typed_is_never_markup():
    page = render("{{ ui.text_input('name', 'Όνομα', value) }}", value='"><script>x</script>')

    assert page.all("script") == []
    assert page.one("input").get("value") == '"><script>x</script>'


def test_a_question_can_be_the_heading_of_the_page():
    page = render("{{ ui.radios('who', 'Για ποιον;', items, heading=true) }}", items=_items())

    assert [(one.text, one.inside[-2:]) for one in page.all("h1")] == [
        ("Για ποιον;", ("fieldset", "legend"))
    ]


def _items() -> list[dict[str, object]]:
    return [
        {"group": "Περιφέρεια Αττικής"},
        {"value": "me", "label": "Για εμένα", "hint": "Εσείς"},
        {"divider": True},
        {"value": "other", "label": "Για άλλον", "html": Markup("<p>Ποιον;</p>")},
    ]


def test_the_first_radio_has_the_fields_id_so_that_an_error_can_lead_to_it():
    page = render("{{ ui.radios('who', 'Για ποιον;', items, 'other') }}", items=_items())
    first, other = page.all("input")

    assert (first.get("id"), other.get("id")) == ("who", "who-other")
    assert "checked" in other.attributes
    assert first.get("aria-describedby") == "who-hint"
    assert {one.get("for") for one in page.all("label")} == {"who", "who-other"}


def test_optional_questions_are_marked_and_the_others_are_not():
    page = render("{{ ui.text_input('a', 'Ένα') }}{{ ui.text_input('b', 'Δύο', optional=true) }}")

    assert [one.text for one in page.all("label")] == ["Ένα", "Δύο (προαιρετικό)"]


def test_hours_are_radios_by_day_and_the_day_of_the_choice_is_open():
    page = render("{{ ui.slot_radios('time', 'Πότε;', days, '1000') }}", days=DAYS)
    opened = ["open" in one.attributes for one in page.all("details")]

    assert opened == [True, False, True]
    assert [one.get("id") for one in page.all("input")] == ["time", "time-0920", "time-1000"]
    assert page.all("label")[1].text == "Τετάρτη 25 Νοεμβρίου, 09:20"
    assert "1 ελεύθερη ώρα" in page.text


def test_the_limit_of_a_text_is_said_without_javascript():
    page = render("{{ ui.text_area('notes', 'Σημειώσεις', 'Ένα', limit=500) }}")

    assert page.one("textarea").get("aria-describedby") == "notes-limit"
    assert page.one("textarea").text.strip() == "Ένα"
    assert "Έως 500 χαρακτήρες" in page.text


def test_a_link_to_change_an_answer_says_which():
    rows = [{"key": "Ώρα", "value": ["Τρίτη", "09:20"], "href": "/api/x", "change": "την ώρα"}]
    page = render("{{ ui.summary_list(rows) }}", rows=rows)

    assert [one.text for one in page.all("a") if one.get("href") == "/api/x"] == ["Αλλαγή την ώρα"]


@pytest.mark.parametrize(("level", "element"), [(2, "h2"), (3, "h3"), (0, "p")])
def test_a_notice_has_a_heading_where_one_fits(level, element):
    page = render(
        "{% call ui.notice('info', 'Σημείωση', level) %}<p>Κείμενο</p>{% endcall %}", level=level
    )

    assert [one.name for one in page.with_class("notice__title")] == [element]


def test_every_other_piece_can_be_read_by_a_parser():
    page = render(
        "{{ ui.progress(2, 7) }}{{ ui.panel('Έγινε', 'Κωδικός', 'ZOG-7F3K-Q2M') }}"
        "{{ ui.select('kind', 'Είδος', items, 'b') }}{{ ui.checkbox('agree', 'Συμφωνώ', true) }}"
        "{{ ui.checkboxes('days', 'Ημέρες', items, ['b']) }}{{ ui.tag('Κλειστό', 'red') }}"
        "{{ ui.warning_text('Προσοχή') }}{{ ui.button('Συνέχεια') }}{{ ui.print_button() }}"
        "{{ ui.link_button('Αρχή', '/') }}{% call ui.inset() %}<p>Κάτι</p>{% endcall %}"
        "{% call ui.details('Περισσότερα') %}<p>Άλλα</p>{% endcall %}",
        items=[{"value": "a", "label": "Α"}, {"value": "b", "label": "Β"}],
        back="/api/before",
        scripts=["forms.js"],
        noindex=True,
    )

    assert "Βήμα 2 από 7" in page.text
    assert page.one("h1").text == "Έγινε"
    assert "/api/before" in page.links
    assert page.one("script").get("src") == "/assets/forms.js"
    assert [one.get("content") for one in page.all("meta") if one.get("name") == "robots"] == [
        "noindex"
    ]
    assert len(page.ids) == len(set(page.ids))


def test_a_table_is_one_for_who_hears_it_and_each_cell_carries_its_heading_for_who_sees_it():
    rows = [{"cells": ["09:00", ["ZOG-7F3K-Q2M", "Υπηρεσία"]], "marked": True}]
    page = render("{{ ui.records('Ραντεβού', ['Ώρα', 'Ποιο'], rows) }}", rows=rows)

    roles = [one.get("role") for one in page.elements if one.get("role")]
    assert roles == [
        *("table", "rowgroup", "row", "columnheader", "columnheader"),
        *("rowgroup", "row", "rowheader", "cell"),
    ]
    assert [one.text for one in page.with_class("records__label")] == ["Ώρα", "Ποιο"]
    assert all(one.get("aria-hidden") == "true" for one in page.with_class("records__label"))
    assert [one.name for one in page.with_class("records__marked")] == ["tr"]


def test_a_question_can_be_a_section_and_an_answer_have_a_limit():
    page = render(
        "<h1>Α</h1>{{ ui.radios('who', 'Ποιος;', items, section=true) }}"
        "{{ ui.text_input('name', 'Όνομα', limit=80) }}"
        "{{ ui.select('kind', 'Είδος', items, empty=false) }}",
        items=[{"value": "a", "label": "Α"}, {"value": "b", "label": "Β"}],
    )

    assert page.one("h2").inside[-2:] == ("fieldset", "legend")
    assert [one.get("maxlength") for one in page.all("input")][-1] == "80"
    assert [one.get("value") for one in page.all("option")] == ["a", "b"]
