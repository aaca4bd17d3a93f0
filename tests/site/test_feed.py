"""The feeds of changes: Atom that any reader takes (RFC 4287), stable and honest."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from feed import NEWEST, ended_files, feed, subjects
from history import ATHENS, Change
from site_files import SiteFiles

ORIGIN = "https://kep.example"
NOON = datetime(2026, 3, 10, 12, tzinfo=ATHENS)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
BIRTH = "catalog_data/services/administrative/birth-certificate.yaml"
ROOTS = [pytest.param("el", "", id="Greek"), pytest.param("en", "/en", id="English")]


def a_change(kind="changed", *, at=NOON, parts=("cost",), commit="c" * 40):
    return Change(commit, at, kind, parts)


def parsed(catalog, changes, language="el"):
    """Write the feed and read it again, as a reader gets it."""
    return ET.fromstring(ET.tostring(feed(catalog, changes, language, ORIGIN), "utf-8"))  # noqa: S314 (our own)


def text(element, name):
    return element.findtext(f"a:{name}", namespaces=ATOM)


@pytest.mark.parametrize(("language", "root"), ROOTS)
def test_an_entry_says_what_happened_to_which_service_when(catalog, language, root):
    (entry,) = parsed(catalog, {BIRTH: [a_change()]}, language).findall("a:entry", ATOM)

    title = catalog.services["birth-certificate"].title.in_language(language)
    assert text(entry, "title") == f"{'Change' if root else 'Αλλαγή'}: {title}"
    assert text(entry, "updated") == "2026-03-10T12:00:00+02:00"
    assert text(entry, "summary") == ("cost" if root else "κόστος")
    assert entry.find("a:category", ATOM).attrib == {"term": "changed"}
    assert entry.find("a:link", ATOM).get("href") == f"{ORIGIN}{root}/services/birth-certificate/"


@pytest.mark.parametrize(("language", "root"), ROOTS)
def test_a_feed_has_what_the_standard_asks_for(catalog, language, root):
    """RFC 4287 §4.1.1: exactly one id, title and updated; an author; a link to itself."""
    document = parsed(catalog, {one.file: [a_change()] for one in subjects(catalog)}, language)

    for element in (document, *document.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1
        assert datetime.fromisoformat(text(element, "updated")).tzinfo
        assert re.fullmatch(r"tag:kep\.example,2026:[\w./-]+", text(element, "id"))
        assert element.find("a:link[@rel='alternate']", ATOM) is not None
    assert document.find("a:author/a:name", ATOM) is not None
    assert document.find("a:link[@rel='self']", ATOM).get("href") == f"{ORIGIN}{root}/changes.atom"
    assert document.get("{http://www.w3.org/XML/1998/namespace}lang") == language


@pytest.mark.parametrize(("language", "root"), ROOTS)
def test_of_a_large_change_nothing_is_left_out(catalog, language, root):
    """An entry for the services of a field, with all of them by name, and one for centres."""
    document = parsed(catalog, {one.file: [a_change()] for one in subjects(catalog)}, language)

    named = {}
    for entry in document.findall("a:entry", ATOM):
        content = entry.find("a:content", ATOM)
        links = re.findall(r'<li><a href="([^"]+)">[^<]+</a>: [^<]+</li>', content.text)
        named[entry.find("a:link", ATOM).get("href")] = links
        assert content.get("type") == "html"
        assert f"({len(links)})" in text(entry, "title")
    groups = ("fields/administrative", "fields/business", "fields/municipal", "centres")
    assert named.keys() == {f"{ORIGIN}{root}/{group}/" for group in groups}
    pages = {f"{ORIGIN}{root}/{one.path}/" for one in subjects(catalog)}
    assert {link for links in named.values() for link in links} == pages


def test_what_one_commit_adds_and_changes_is_told_apart(catalog):
    files = [one.file for one in subjects(catalog)][:4]
    kinds = dict(zip(files, ("added", "changed", "added", "changed"), strict=True))

    document = parsed(catalog, {file: [a_change(kind)] for file, kind in kinds.items()})

    titles = {text(entry, "title").partition(":")[0] for entry in document.findall("a:entry", ATOM)}
    assert titles == {"Νέες σελίδες", "Αλλαγές"}


def test_a_title_in_a_list_is_text_and_no_markup(catalog):
    two = list(catalog.services.values())[:2]
    title = two[0].title.model_copy(update={"el": 'A <b>&"</b>'})
    services = {**catalog.services, two[0].slug: two[0].model_copy(update={"title": title})}
    changed = replace(catalog, services=services)

    files = [one.file for one in subjects(changed)][:2]
    (entry,) = parsed(changed, {file: [a_change()] for file in files}).findall("a:entry", ATOM)

    assert "A &lt;b&gt;&amp;&quot;&lt;/b&gt;" in text(entry, "content")


def test_identifiers_differ_between_entries_and_languages_and_stay(catalog):
    changes = {one.file: [a_change(commit=c * 40) for c in "ab"] for one in subjects(catalog)}
    changes |= {BIRTH: [a_change(), a_change("added", commit="d" * 40)]}
    found = [
        [text(entry, "id") for entry in parsed(catalog, changes, language).findall("a:entry", ATOM)]
        for language in ("el", "en")
    ]

    assert len({*found[0], *found[1]}) == len(found[0] + found[1]) == 2 * 10
    again = parsed(catalog, changes).findall("a:entry", ATOM)
    assert [text(entry, "id") for entry in again] == found[0]


def test_the_newest_come_first_and_the_rest_is_left_out(catalog):
    hours = [a_change(at=NOON + timedelta(hours=n), commit=f"{n:040}") for n in range(NEWEST + 9)]

    document = parsed(catalog, {BIRTH: hours})

    moments = [text(entry, "updated") for entry in document.findall("a:entry", ATOM)]
    assert len(moments) == NEWEST
    assert moments == sorted(moments, key=datetime.fromisoformat, reverse=True)
    assert text(document, "updated") == moments[0]


def test_what_the_catalogue_does_not_have_any_more_is_not_in_it(catalog):
    gone = "catalog_data/services/administrative/no-such-service.yaml"

    assert parsed(catalog, {gone: [a_change("removed")]}).findall("a:entry", ATOM) == []


def test_without_a_history_the_feed_is_empty_and_as_old_as_the_last_review(catalog):
    document = parsed(catalog, {})

    reviewed = max(service.reviewed for service in catalog.services.values())
    assert document.findall("a:entry", ATOM) == []
    assert datetime.fromisoformat(text(document, "updated")).date() == reviewed


def test_what_has_ended_is_looked_for_among_retired_services_and_closed_centres(catalog):
    ended = [one.file for one in subjects(catalog) if one.ended]

    assert ended_files(catalog) == ended
    assert len(ended) == len(catalog.retired) + sum(
        centre.closed is not None for centre in catalog.centres.values()
    )


@pytest.mark.parametrize(("language", "root"), ROOTS)
def test_every_page_names_the_feed_of_its_language(pages, site, language, root):
    document = ET.parse(site / root.lstrip("/") / "changes.atom").getroot()  # noqa: S314 (our own file)

    assert document.tag == "{http://www.w3.org/2005/Atom}feed"
    for address, page in pages.items():
        named = [one.get("href") for one in page.all("link") if "atom" in one.get("type")]
        if page.one("html").get("lang") == language and address != "/404.html":
            assert named in ([f"{root}/changes.atom"], []), address
            assert named or "refresh" in page.html, address


def test_a_feed_is_served_as_one(site):
    types = json.loads((site / "staticwebapp.config.json").read_text("utf-8"))["mimeTypes"]

    assert SiteFiles(site, types).read("changes.atom").content_type == "application/atom+xml"
