"""What puts Markdown into the shell: what it refuses, and which blocks it leaves alone."""

import json
import re

import markdown
import pytest
from engine import ENGINE, BuildFailed, Engine
from raw_blocks import is_whole

PAGE = "---\ntitle: A page\naddress: /a/\n---\n"


@pytest.fixture
def engine(site):
    assets = json.loads((site / "assets.json").read_text("utf-8"))
    return Engine(
        ENGINE, {"assets": assets, "origin": "https://x.gr", "repository": "", "preview": ""}
    )


def test_a_link_that_leads_nowhere_stops_the_build_and_is_named(engine, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"{PAGE}[A service](services/none.md)", "utf-8")

    with pytest.raises(BuildFailed, match=r"services/none\.md"):
        engine.render("el", tmp_path / "docs", tmp_path / "rendered")


@pytest.mark.parametrize(
    "block",
    [
        "<p>One</p>",
        '<dl class="facts">\n<div><dt>Cost</dt>\n<dd>None</dd></div>\n</dl>',
        "<div>\n<div>One</div>\n<div>Two</div>\n</div>",
    ],
)
def test_one_element_is_a_whole_block(block):
    assert is_whole(block)


@pytest.mark.parametrize(
    "block",
    [
        "Words <p>and</p>",
        "<p>One</p>\n**two**\n<p>three</p>",
        "<div>\n<div>One</div>",
        "<span>One</span>",
        "<div>One</div> and more",
        "<p>One",
        "",
    ],
)
def test_anything_else_is_left_to_markdown(block):
    assert not is_whole(block)


def test_blocks_put_aside_come_back_as_markdown_would_have_left_them():
    text = "# Title\n\n<ul>\n<li>*one*</li>\n</ul>\n\nWords *and*\n\n<p>two</p>\n\n- <b>three</b>\n"

    aside, usual = (markdown.markdown(text, extensions=some) for some in (["raw_blocks"], []))

    assert re.sub(r"\n+", "\n", aside) == re.sub(r"\n+", "\n", usual)
    assert "<li>*one*</li>" in aside
