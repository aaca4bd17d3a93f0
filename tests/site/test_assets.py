"""What is taken of the theme's stylesheet and of our scripts."""

import pytest
from site_assets import joined, trimmed, without_comments


def test_rules_for_elements_and_for_text_are_taken():
    assert trimmed("p{margin:0}.md-typeset a{color:red}") == "p{margin:0}.md-typeset a{color:red}"


def test_rules_for_parts_that_no_page_has_are_left_out():
    assert trimmed(".md-header{top:0}.md-typeset .admonition{top:0}@keyframes x{to{top:0}}") == ""


def test_a_rule_keeps_the_selectors_that_can_apply():
    assert trimmed(".md-nav,h1,.md-typeset :is(a,b){top:0}") == "h1,.md-typeset :is(a,b){top:0}"


def test_rules_inside_conditions_are_looked_at_one_by_one():
    sheet = "@media print{.md-nav{top:0}p{top:1px}}@media screen{.md-nav{top:0}}"

    assert trimmed(sheet) == "@media print{p{top:1px}}"


def test_braces_in_strings_do_not_count():
    assert trimmed('@charset "UTF-8";p:after{content:"}"}.x{top:0}') == 'p:after{content:"}"}'


def test_pictures_inside_the_stylesheet_are_left_out():
    assert trimmed(":root{--icon:url('data:image/svg+xml;utf8,<svg/>')}p{top:0}") == "p{top:0}"


@pytest.mark.parametrize(
    "comment",
    [
        "// @ts-check\n",
        "/* One line. */\n",
        "/**\n * Several.\n * @param {string} a  @param {b} c\n */\n",
    ],
)
def test_comments_on_lines_of_their_own_are_left_out_of_scripts(comment):
    assert without_comments(f"f();\n  {comment}g();\n") == "f();\ng();\n"


@pytest.mark.parametrize(
    "line",
    [
        'const address = "https://example.com"; // ours\n',
        "  (list.parentElement).hidden = true; /* so */\n",
        "const pattern = /[/*]x/; f(/** why */ (a));\n",
    ],
)
def test_a_line_with_code_stays_as_it_is(line):
    assert without_comments(line) == line


def test_types_are_left_out_of_lines_with_code():
    script = "const f = (/** @type {any} */ a) => /** @type {B<C>} */ (a);\n"

    assert without_comments(script) == "const f = (a) => (a);\n"


def test_a_script_comes_after_the_modules_that_it_imports_each_once(tmp_path):
    (tmp_path / "page.js").write_text(
        'import { a } from "./a.js";\nimport {\n  b,\n} from "./b.js";\na(b);\n'
    )
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = () => b;\n')
    (tmp_path / "b.js").write_text("export const b = 1;\n")

    script = joined(tmp_path / "page.js")

    assert script.split("\n\n") == ["const b = 1;", "const a = () => b;", "a(b);\n"]
