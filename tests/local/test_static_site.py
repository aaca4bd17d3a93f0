"""The static site, as Static Web Apps serves it."""

import pytest
from site_config import UnknownSetting, parse_site_config


def test_a_page_has_the_global_headers(stack):
    answer = stack.client.get("/services/")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_a_routes_headers_win_and_an_empty_one_takes_away(stack):
    answer = stack.client.get("/assets/site.1a2b.css")

    assert answer.headers["cache-control"] == "immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/services", "/services/"),
        ("/services?q=%CE%B1", "/services/?q=%CE%B1"),
        ("/services/index.html", "/services/"),
        ("/index.html", "/"),
        ("/plain", "/plain/"),
        ("/plain.html", "/plain/"),
        ("/old/anything", "/services/"),
    ],
)
def test_a_page_has_one_address_and_the_others_lead_there(stack, asked, address):
    answer = stack.client.get(asked)

    assert (answer.status_code, answer.headers["location"]) == (301, address)


@pytest.mark.parametrize("asked", ["/", "/services/", "/plain/", "/alias", "/catalog.json"])
def test_the_address_itself_is_answered(stack, asked):
    assert stack.client.get(asked).status_code == 200


@pytest.mark.parametrize(
    "asked", ["/none/", "/none", "/hidden/x", "/assets/", "/staticwebapp.config.json", "/%00"]
)
def test_what_is_not_there_is_the_sites_own_page_with_404(stack, asked):
    answer = stack.client.get(asked)

    assert answer.status_code == 404
    assert answer.text == "<h1>Δεν βρέθηκε</h1>"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("asked", ["/../conftest.py", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd"])
def test_nothing_outside_of_the_site_is_served(stack, asked):
    assert stack.client.get(asked).status_code == 404


def test_a_copy_that_is_current_is_not_sent_again(stack):
    first = stack.client.get("/services/")
    by_tag = stack.client.get("/services/", headers={"If-None-Match": first.headers["etag"]})
    by_time = stack.client.get(
        "/services/", headers={"If-Modified-Since": first.headers["last-modified"]}
    )

    assert [by_tag.status_code, by_time.status_code] == [304, 304]
    assert by_tag.content == b""


def test_a_copy_that_is_old_is_sent_again(stack):
    answer = stack.client.get("/services/", headers={"If-None-Match": '"other"'})

    assert answer.status_code == 200


@pytest.mark.parametrize(("accepted", "used"), [("gzip", "gzip"), ("gzip, deflate, br", "br")])
def test_text_is_compressed_for_those_who_take_it(stack, accepted, used):
    compressed = stack.client.get("/services/", headers={"Accept-Encoding": accepted})
    plain = stack.client.get("/services/", headers={"Accept-Encoding": "identity"})

    assert compressed.headers["content-encoding"] == used
    assert "content-encoding" not in plain.headers
    assert compressed.text == plain.text
    assert int(compressed.headers["content-length"]) < int(plain.headers["content-length"])


def test_the_head_of_a_page_can_be_asked_for(stack):
    answer = stack.client.head("/services/")

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


def test_a_page_takes_no_form(stack):
    assert stack.client.post("/services/").status_code == 405


def test_the_configurations_own_types_are_used(stack):
    assert stack.client.get("/a.thing").headers["content-type"] == "application/x-thing"


@pytest.mark.parametrize(
    "values",
    [
        {"navigationFallback": {"rewrite": "/index.html"}},
        {"routes": [{"route": "/my", "allowedRoles": ["authenticated"]}]},
        {"routes": [{"route": "/a/*/b"}]},
        {"responseOverrides": {"401": {"redirect": "/login"}}},
        {"responseOverrides": {"404": {"rewrite": "/index.html", "statusCode": 200}}},
        {"trailingSlash": "sometimes"},
    ],
)
def test_a_setting_that_is_not_imitated_stops_the_start(values):
    with pytest.raises(UnknownSetting):
        parse_site_config(values)


@pytest.mark.parametrize(
    ("route", "path", "fits"),
    [
        ("/profile/index.html", "/profile", True),
        ("/profile/index.html", "/profile/", True),
        ("/profile", "/profile/index.html", False),
        ("/calendar*", "/calendar/january", True),
        ("/calendar/*", "/calendar", False),
        ("/images/*.{png,jpg}", "/images/a/b.jpg", True),
        ("/images/*.{png,jpg}", "/images/a.svg", False),
    ],
)
def test_which_addresses_a_route_is_for(route, path, fits):
    config = parse_site_config({"routes": [{"route": route}]})

    assert (config.route("GET", path) is not None) is fits


@pytest.mark.parametrize(
    ("setting", "folder", "page"),
    [
        ("always", "/about/", "/contact/"),
        ("never", "/about", "/contact"),
        ("auto", "/about/", "/contact"),
        ("", None, None),
    ],
)
def test_how_addresses_end(setting, folder, page):
    config = parse_site_config({"trailingSlash": setting} if setting else {})

    assert config.address_of("about/index.html") == folder
    assert config.address_of("contact.html") == page
