"""What axe cannot see: keys, focus, motion, forced colours, space in text, size, print."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/services/",
    "/services/birth-certificate/",
    "/centres/",
    "/centres/kep-zografou/",
    "/a-z/",
    "/sign-language/",
    "/en/easy-to-read/",
    "/call-test/",
    "/en/accessibility/",
    "/api/book?service=birth-certificate",
]
SMALL, LARGE = 320, 1280
KEYS = "abcdefghijklmnopqrstuvwxyz0123456789/.,?;[]"
MOST_STOPS = 1500


@pytest.fixture
def small(browser: Browser, stack: str) -> Iterator[Visitor]:
    """Somebody with a window of 320 px, which is what 400 % zoom leaves of a screen."""
    visitor = Visitor.with_browser(browser, stack, width=SMALL)
    yield visitor
    visitor.leave()


def faults_of(visitor: Visitor, look: str, pages: list[str] = PAGES) -> dict[str, object]:
    """Return what the function *look* finds, by page; nothing is what is hoped for."""
    found = {}
    for path in pages:
        visitor.open(path)
        if seen := visitor.page.evaluate(look):
            found[path] = seen
    assert visitor.complaints == []
    return found


# ---- 2.1.4: no shortcuts of one character ----


def test_no_single_key_is_a_shortcut(visitor):
    page = visitor.page
    for path in PAGES:
        visitor.open(path)
        before = page.evaluate(_WHERE)
        for key in KEYS:
            page.keyboard.press(key)

        assert page.evaluate(_WHERE) == before, path


_WHERE = "[location.href, document.activeElement.tagName, scrollX, scrollY]"


# ---- 2.1.1, 2.4.1, 2.4.3, 2.4.7, 2.4.11: the keyboard ----


@pytest.mark.parametrize("path", PAGES)
def test_every_tab_stop_is_seen_and_in_order_in_a_small_window(small, path):
    small.open(path)

    stops = list(tab_stops(small.page))

    assert stops[0]["name"] in {"Μετάβαση στο κύριο περιεχόμενο", "Skip to main content"}
    assert [stop["name"] for stop in stops if stop["fault"]] == []


def tab_stops(page: Page) -> Iterator[dict[str, str]]:
    """Press Tab until the page ends; yield what has the focus each time, and its fault."""
    page.evaluate(_REMEMBER)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("stop()")
        if stop is None:
            return
        yield stop
    raise AssertionError("the focus never comes to the end")


_REMEMBER = """() => {
    let last = null;
    const shown = (style) =>
        style.boxShadow !== "none"
        || (style.outlineStyle !== "none" && !style.outlineColor.endsWith(", 0)"));
    const fault = (one) => {
        const box = one.getClientRects()[0];
        if (!box || box.width < 2 || box.height < 2) return "has no size";
        const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
        if (x < 0 || x > innerWidth || y < 0 || y > innerHeight) return "is off the screen";
        const over = document.elementFromPoint(x, y);
        const label = one.labels?.[0];
        if (!one.contains(over) && !label?.contains(over)) return "is covered";
        if (last && !(last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING))
            return "comes before the last one";
        const styles = [getComputedStyle(one), getComputedStyle(one, "::after")];
        if (one.nextElementSibling) styles.push(getComputedStyle(one.nextElementSibling));
        return styles.some(shown) ? "" : "does not show the focus";
    };
    window.stop = () => {
        const one = document.activeElement;
        if (one === document.body || one === last) return null;
        const wrong = fault(one);
        last = one;
        const name = (one.innerText || one.value || one.id || one.tagName).trim();
        return {name: wrong ? `${name} ${wrong}` : name, fault: wrong};
    };
}"""


def test_the_skip_link_leads_to_the_content(small):
    for path in PAGES:
        small.open(path)
        small.page.keyboard.press("Tab")
        small.page.keyboard.press("Enter")

        assert small.page.evaluate("document.activeElement.id") == "main", path


# ---- 2.3.3: motion ----


def test_nothing_moves_where_less_motion_is_asked_for(visitor):
    visitor.open("/")
    assert visitor.page.evaluate(_MOVING), "what moves is seen, where nobody asked for less"

    visitor.page.emulate_media(reduced_motion="reduce")

    assert faults_of(visitor, _MOVING) == {}


_MOVING = """() => {
    const moves = (style) =>
        style.transitionDuration.split(", ").some((time) => time !== "0s")
        || style.animationName !== "none" || style.scrollBehavior !== "auto";
    return [...document.querySelectorAll("*")]
        .filter((one) =>
            ["", "::before", "::after"].some((part) => moves(getComputedStyle(one, part))))
        .map((one) => one.outerHTML.slice(0, 80));
}"""


# ---- forced colours ----


def test_with_forced_colours_buttons_icons_and_focus_are_seen(visitor):
    visitor.page.emulate_media(forced_colors="active")

    assert faults_of(visitor, _LOST_IN_FORCED_COLOURS) == {}


_LOST_IN_FORCED_COLOURS = """() => {
    const ground = (one) => {
        for (let each = one; each; each = each.parentElement) {
            const colour = getComputedStyle(each).backgroundColor;
            if (!colour.endsWith(", 0)")) return colour;
        }
        return getComputedStyle(document.documentElement).backgroundColor;
    };
    const all = (selector) => [...document.querySelectorAll(selector)]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 1);
    const named = (words, found) => found.map((one) => `${words}: ${one.outerHTML.slice(0, 90)}`);
    const unframed = all(".button, .input, .choice input").filter((one) => {
        const style = getComputedStyle(one);
        const drawn = style.borderTopStyle !== "none"
            && style.borderTopColor !== ground(one.parentElement);
        return style.appearance !== "auto" && !drawn;
    });
    const unseen = all("svg.icon").filter((one) => getComputedStyle(one).fill === ground(one));
    const unfocused = all("a, button, input, select, summary").filter((one) => {
        one.focus({preventScroll: true, focusVisible: true});
        const styles = [getComputedStyle(one), getComputedStyle(one, "::after")];
        if (one.nextElementSibling) styles.push(getComputedStyle(one.nextElementSibling));
        return !styles.some((style) =>
            style.outlineStyle !== "none" && style.outlineColor !== ground(one.parentElement)
            && !style.outlineColor.endsWith(", 0)"));
    });
    return [
        ...named("no frame", unframed),
        ...named("no icon", unseen),
        ...named("no focus", unfocused),
    ];
}"""


# ---- 1.4.4, 1.4.12: larger text, more space ----


def test_pages_can_be_read_with_text_at_400_percent(large_text, stack):
    visitor = Visitor.with_browser(large_text, stack, width=LARGE)

    assert faults_of(visitor, _CUT_OFF) == {}
    assert visitor.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "64px"
    visitor.leave()


def test_more_space_in_the_text_cuts_nothing_off(small):
    assert faults_of(small, f"() => {{ {_MORE_SPACE} return ({_CUT_OFF})(); }}") == {}


# The distances of success criterion 1.4.12. A style element would be refused by the CSP.
_MORE_SPACE = """
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
"""
_CUT_OFF = """() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    const hides = (style) => style.overflowX !== "visible" || style.overflowY !== "visible";
    const cut = [...document.querySelectorAll("body *")].filter((one) =>
        one.innerText?.trim() && one.checkVisibility() && hides(getComputedStyle(one))
        && !one.closest(".visually-hidden, svg") && one.clientWidth > 1
        && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1));
    const out = [...document.querySelectorAll("main :is(a, button, p, dd, h1, h2)")].filter((one) =>
        one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1);
    return [
        ...(wide > 0 ? [`${wide} px too wide`] : []),
        ...[...cut, ...out].map((one) => one.outerHTML.slice(0, 120)),
    ];
}"""


# ---- 2.5.8: size of what can be pressed ----


@pytest.mark.parametrize("width", [SMALL, LARGE])
def test_what_can_be_pressed_is_large_enough(browser, stack, width):
    visitor = Visitor.with_browser(browser, stack, width=width)

    assert faults_of(visitor, _TOO_SMALL) == {}
    visitor.leave()


# 24 by 24 px; or in a line of text; or a circle of 24 px around it meets no other target.
_TOO_SMALL = """() => {
    const size = 24;
    const box = (one) => (one.labels?.[0] ?? one).getBoundingClientRect();
    const pressed = "a[href], button, input, select, textarea, summary";
    const targets = [...document.querySelectorAll(pressed)]
        .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .skip-link")
            && one.type !== "hidden" && box(one).width > 1);
    const least = (rectangle) => Math.min(rectangle.width, rectangle.height);
    const small = (one) =>
        Math.max(least(box(one)), least(one.getBoundingClientRect())) < size - 0.5;
    const inLine = (one) => getComputedStyle(one).display === "inline"
        && one.closest("p, li, dd, td, h1, h2, h3").innerText.trim() !== one.innerText.trim();
    const near = (one, other) => {
        const [a, b] = [box(one), box(other)];
        const [x, y] = [a.left + a.width / 2, a.top + a.height / 2];
        const gapX = Math.max(b.left - x, 0, x - b.right);
        const gapY = Math.max(b.top - y, 0, y - b.bottom);
        return Math.hypot(gapX, gapY) < size / 2;
    };
    return targets
        .filter((one) => small(one) && !inLine(one))
        .filter((one) => targets.some((other) => other !== one && near(one, other)))
        .map((one) => `${box(one).width} x ${box(one).height}: ${one.outerHTML.slice(0, 90)}`);
}"""


# ---- print, and the rest ----


def test_on_paper_there_is_the_content_and_nothing_to_press(visitor):
    visitor.page.emulate_media(media="print", color_scheme="light")

    assert faults_of(visitor, _ON_PAPER) == {}


_ON_PAPER = """() => [
    ...[...document.querySelectorAll(".site-nav, .language, .skip-link, .button, .breadcrumbs")]
        .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 90)),
    ...(document.querySelector("h1").checkVisibility() ? [] : ["no heading"]),
    ...[...document.querySelectorAll("main p, main li, main dd")]
        .filter((one) => one.checkVisibility())
        .filter((one) => getComputedStyle(one).color === "rgb(254, 254, 254)")
        .map((one) => one.outerHTML.slice(0, 90)),
]"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_printed_service_holds_its_centres_and_sources_on_white(visitor, dark):
    """What is folded on the screen; and paper is white, whatever the screen is."""
    visitor.page.emulate_media(media="print", color_scheme="dark" if dark else "light")
    visitor.open("/services/birth-certificate/")

    assert visitor.page.evaluate(_UNFOLDED) == []
    assert visitor.page.evaluate(_PALE) == []


_UNFOLDED = """() => [...document.querySelectorAll("details")]
    .filter((one) => !one.querySelector("a").checkVisibility())
    .map((one) => one.querySelector("summary").innerText)"""

# Brighter than mid grey: text and icons on paper, and dark fields behind them.
_PALE = """() => {
    const light = (colour) => {
        const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
        return a === 0 ? null : (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    };
    return [...document.querySelectorAll("main :is(p, li, dt, dd, h1, h2, a, summary, svg)")]
        .filter((one) => one.checkVisibility())
        .filter((one) => {
            const style = getComputedStyle(one);
            const ground = light(style.backgroundColor);
            return light(style.color) > 0.5 || (ground !== null && ground < 0.7);
        })
        .map((one) => one.outerHTML.slice(0, 90));
}"""


def test_nothing_is_told_only_to_a_mouse(visitor):
    """1.4.13: what the pointer brings up, the keyboard cannot; so nothing does."""
    assert faults_of(visitor, "() => document.querySelectorAll('body [title]').length") == {}


@pytest.mark.parametrize("language", ["el", "en"])
def test_help_is_found_at_the_same_place_on_every_page(visitor, language):
    """3.2.6: the same links in the same order at the foot, of the functions' pages too."""
    feet = set()
    for path in PAGES:
        visitor.open(path)
        if visitor.page.evaluate("document.documentElement.lang") == language:
            feet.add(tuple(visitor.page.locator(".site-footer nav a").all_inner_texts()))

    assert len(feet) == 1
