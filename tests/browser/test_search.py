"""The search finds what people mean: with and without accents, in any case, in Greeklish."""

from pathlib import Path

import pytest
import yaml

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

QUERIES = yaml.safe_load((Path(__file__).parents[1] / "site" / "queries.yaml").read_text("utf-8"))
HOMES = {"el": "", "en": "/en"}


def found(visitor: Visitor, query: str) -> list[str]:
    """Type *query* and return the slugs of what is listed, best first."""
    visitor.page.locator("input[name=q]").fill(query)
    links = visitor.page.locator(".results li a")
    return links.evaluate_all("links => links.map(l => l.pathname.split('/').at(-2))")


@pytest.mark.parametrize("language", ["el", "en"])
def test_every_query_finds_its_service_among_the_first(browser, stack, language):
    visitor = Visitor.with_browser(browser, stack)
    with visitor.page.expect_response("**/words.json"):
        visitor.open(f"{HOMES[language]}/services/?q=x")
    visitor.page.wait_for_load_state("networkidle")
    missed = {}
    for one in (each for each in QUERIES if each["page"] == language):
        slugs = found(visitor, one["query"])
        if (
            ("finds" in one and one["finds"] not in slugs[: one.get("within", 3)])
            or len(slugs) < one.get("at_least", 0)
            or ("nothing" in one and slugs)
        ):
            missed[one["query"]] = slugs[:5]

    assert missed == {}
    assert visitor.complaints == []
    visitor.leave()


def test_a_search_can_be_shared_and_its_count_is_announced(browser, stack):
    visitor = Visitor.with_browser(browser, stack)

    visitor.open("/services/?q=poiniko+mitroo")

    status = visitor.page.get_by_role("status").filter(has_text="poiniko")
    status.wait_for()
    assert visitor.page.locator(".results li a").first.inner_text() == "Αντίγραφο Ποινικού Μητρώου"
    visitor.leave()


def test_without_javascript_the_list_is_a_list(browser, stack):
    visitor = Visitor.with_browser(browser, stack, javascript=False)

    visitor.open("/services/")

    assert visitor.page.locator("[data-group] a").count() == 304
    visitor.leave()
