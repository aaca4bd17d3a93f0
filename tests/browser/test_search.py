"""The search finds what people mean: with and without accents, in any case, in Greeklish."""

import pytest

from tests.browser.visitor import Visitor, eventually
from tests.searches import QUERIES, wanted

pytestmark = pytest.mark.browser

HOMES = {"el": "", "en": "/en"}
# All of them, with how long the slowest took, in milliseconds.
FIND = """
queries => {
  const field = document.querySelector('input[name=q]');
  let slowest = 0;
  const found = queries.map(query => {
    field.value = query;
    const start = performance.now();
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
    slowest = Math.max(slowest, performance.now() - start);
    const links = [...document.querySelectorAll('.results a')];
    return links.map(link => link.pathname.split('/').at(-2));
  });
  return {found, slowest};
}
"""
SENT = ("responseHeadersSize", "responseBodySize")
PATIENCE = 1000  # milliseconds for one query: far more than any takes


def search(visitor: Visitor, query: str) -> None:
    visitor.page.get_by_role("searchbox").fill(query)


def heading(visitor: Visitor) -> str:
    return visitor.page.locator(".results__count").inner_text()


def first(visitor: Visitor) -> str:
    return visitor.page.locator(".results a").first.inner_text()


def missed(asked: dict, slugs: list[str]) -> bool:
    return (
        ("finds" in asked and not {*wanted(asked)} & {*slugs[: asked.get("within", 3)]})
        or len(slugs) < asked.get("at_least", 0)
        or ("nothing" in asked and bool(slugs))
    )


@pytest.mark.parametrize("language", ["el", "en"])
def test_every_query_finds_its_service_among_the_first(browser, stack, language):
    visitor = Visitor.with_browser(browser, stack)
    with (
        visitor.page.expect_response(f"**/assets/words.{language}.*.json"),
        visitor.page.expect_response(f"**/assets/other-words.{language}.*.json"),
    ):
        visitor.open(f"{HOMES[language]}/services/?q=qqqqq")
    visitor.page.wait_for_load_state("networkidle")
    asked = [one for one in QUERIES if one["page"] == language]

    said = visitor.page.evaluate(FIND, [one["query"] for one in asked])

    pairs = zip(asked, said["found"], strict=True)
    assert {one["query"]: slugs[:5] for one, slugs in pairs if missed(one, slugs)} == {}
    assert said["slowest"] < PATIENCE
    assert visitor.complaints == []
    visitor.leave()


def test_a_search_can_be_shared(visitor):
    visitor.open("/services/?q=poiniko+mitroo")

    eventually(lambda: first(visitor) == "Αντίγραφο Ποινικού Μητρώου")
    search(visitor, "γέννηση")
    visitor.page.wait_for_url("**/services/?q=%CE%B3%CE%AD%CE%BD%CE%BD%CE%B7%CF%83%CE%B7")
    search(visitor, "")
    visitor.page.wait_for_url("**/services/")


def test_what_was_found_is_announced_once_after_the_typing(visitor):
    visitor.open("/services/")
    visitor.page.evaluate(
        """() => {
          window.said = [];
          const status = document.querySelector('main [role=status]');
          new MutationObserver(() => window.said.push(status.textContent))
            .observe(status, {childList: true});
        }"""
    )

    visitor.page.get_by_role("searchbox").press_sequentially("διαθήκη", delay=20)
    visitor.page.get_by_role("status").filter(has_text="«διαθήκη»").wait_for(state="attached")

    assert visitor.page.evaluate("window.said") == [heading(visitor)]


def test_enter_goes_to_what_was_found_and_tab_to_the_first_result(visitor):
    visitor.open("/services/")
    search(visitor, "δέντρα")

    visitor.page.keyboard.press("Enter")

    visitor.page.locator("h2:focus", has_text="«δέντρα»").wait_for()
    visitor.page.keyboard.press("Tab")
    assert visitor.page.locator(":focus").inner_text() == first(visitor)


def test_words_that_arrive_late_leave_the_reader_where_they_are(visitor):
    held = []
    # The driver writes a mark on what it is given, which a bound method cannot bear.
    hold = lambda route: held.append(route)  # noqa: E731, PLW0108
    visitor.page.route("**/assets/words.el.*.json", hold)
    visitor.open("/services/?q=δένδρων")
    link = visitor.page.locator(".results a").first
    link.focus()

    held[0].continue_()
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.wait_for_url("**q=**")

    assert visitor.page.locator(":focus").inner_text() == first(visitor)


@pytest.mark.parametrize(
    ("typed", "meant"), [("ποινκο μητρωο", "ποινικ"), ("cyxol;ogow", "ψυχολόγ")]
)
def test_what_was_mistyped_is_read_as_what_it_may_mean_and_the_page_says_so(visitor, typed, meant):
    visitor.open("/services/")

    search(visitor, typed)

    eventually(lambda: "Μήπως εννοείτε" in heading(visitor))
    assert meant in heading(visitor)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("γέννηση", "υπηρεσίες για «γέννηση»"),
        ("κομμωτ", "Για «κομμωτ» ίσως ψάχνετε κάποια από αυτές: 1"),
        ("γεν", "Για «γεν» ίσως ψάχνετε κάποια από αυτές"),
        ("visa", "Δεν υπάρχει υπηρεσία «visa». Ίσως χρειαστείτε για αυτό: 1"),
        ("ταξί", "Καμία υπηρεσία για «ταξί»"),
        ("taxi", "Καμία υπηρεσία για «taxi»"),
        ("Ε9", "Καμία υπηρεσία για «Ε9»"),
        ("Ε93", "Καμία υπηρεσία για «Ε93»"),
        ("μετάφρασμα", "Καμία υπηρεσία για «μετάφρασμα»"),
    ],
)
def test_the_page_affirms_only_what_there_is(visitor, typed, said):
    with visitor.page.expect_response("**/assets/words.el.*.json"):
        visitor.open(f"/services/?q={typed}")

    visitor.page.locator(".results__count").filter(has_text=said).wait_for()
    visitor.page.get_by_role("status").filter(has_text=said).wait_for(state="attached")


@pytest.mark.parametrize("query", ["γέννηση", "ταξί", "διαβατήριο"])
def test_a_search_from_the_home_page_is_six_requests_and_60_kilobytes(visitor, query):
    sizes = {}
    visitor.page.on(
        "requestfinished",
        lambda request: sizes.update({request.url: sum(map(request.sizes().get, SENT))}),
    )

    visitor.open(f"/services/?q={query}")
    visitor.page.locator(".results__count").filter(has_text=query).wait_for()
    visitor.page.wait_for_load_state("networkidle")

    assert len(sizes) <= 6, sizes
    assert sum(sizes.values()) <= 60_000, sizes


def test_whoever_finds_nothing_is_shown_other_ways(visitor):
    visitor.open("/services/?q=ωξψζζζ")

    visitor.page.get_by_role("heading", name="Καμία υπηρεσία").wait_for()
    ways = visitor.page.locator(".results__none a")
    ways.first.wait_for()
    assert [address for address in _paths(ways) if address in ("/a-z/", "/categories/")]
    ways.filter(has_text="αλφαβητικά").click()
    assert visitor.heading()


def _paths(links):
    return links.evaluate_all("links => links.map(link => link.pathname)")


@pytest.mark.parametrize("home", ["/", "/en/"])
def test_the_form_of_the_home_page_leads_to_the_search(visitor, home):
    visitor.open(home)
    field = visitor.page.locator("main form[role=search] input")

    field.fill("poiniko mitroo")
    field.press("Enter")

    visitor.page.wait_for_url(f"**{home}services/?q=poiniko+mitroo")
    eventually(lambda: visitor.page.locator(".results a").count())
    assert _paths(visitor.page.locator(".results a"))[0].endswith("/criminal-record-copy/")


@pytest.mark.parametrize("width", [320, 1366])
@pytest.mark.parametrize("query", ["πιστοποιητικό", "ποινκο", "ωξψζζζ"])
def test_results_are_accessible(browser, stack, width, query):
    visitor = Visitor.with_browser(browser, stack, width=width)
    visitor.open(f"/services/?q={query}")
    visitor.page.locator(".results__count").filter(has_text=query).wait_for()

    assert visitor.faults_of_access() == []
    visitor.leave()


def test_without_javascript_the_list_is_a_list(browser, stack):
    visitor = Visitor.with_browser(browser, stack, javascript=False)

    visitor.open("/services/?q=anything")

    assert visitor.page.locator("[data-group] a:visible").count() == 304
    assert not visitor.page.locator(".found").is_visible()
    visitor.leave()
