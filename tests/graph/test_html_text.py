"""The text that Exchange derives from an HTML mail, as the stand-in derives it."""

import pytest
from stand_ins.html_text import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<h1>a</h1>\n  <p>b\n   c</p>", "a\n\nb c"),
        ("one<br>two", "one\ntwo"),
        ('<a href="https://a.example/?b&amp;c">here</a>.', "here<https://a.example/?b&c>."),
        (
            '<a href="https://a.example">https://a.example</a>',
            "https://a.example<https://a.example>",
        ),
        ("<ul><li>a</li><li>b</li></ul>c", "  *   a\n  *   b\n\nc"),
        ("<ol><li>a</li><li>b</li></ol>", "  1.   a\n  2.   b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<head><title>t</title><style>p{}</style></head><body>b</body>", "b"),
        ('<p style="display:none">not hidden</p>', "not hidden"),
        ("a &lt;b&gt; &amp; «ψ»", "a <b> & «ψ»"),
        ('<img src="a.png" alt="a map"> <hr>b', f"[a map]\n{'_' * 32}\nb"),
        ("", ""),
    ],
)
def test_html_becomes_lines(html, text):
    assert html_to_text(html) == text
