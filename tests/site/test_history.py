"""What a page says of its changes: all of them, from git, or nothing."""

import re
import subprocess
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from change_words import PARTS
from changed_parts import UNSEEN
from history import ATHENS, SKIPPED, Change, history
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from page_foot import SHOWN, Foot
from page_words import Words

from functions.adapters.catalog_files import CATALOG_DATA
from functions.domain.catalog import Centre, Service
from tests.site.conftest import ROOT
from tests.site.reading import read
from tests.site.repository import BIRTH, Repository

WHOLE = ROOT / ".git"
NOON = datetime(2026, 3, 10, 12, tzinfo=ATHENS)
CENTRE = "catalog_data/centres/kep-athina.yaml"


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def test_a_file_has_its_changes_the_newest_first_by_the_clock_of_athens(repository):
    first = repository.commit("Add", "2026-01-31T23:30:00Z", {BIRTH: "cost: 1\n"})
    repository.commit("Another file", "2026-02-10T09:00:00Z", {CENTRE: "name: x\n"})
    second = repository.commit("Free of charge", "2026-03-10T09:00:00Z", {BIRTH: "cost: 0\n"})

    changes = history(repository.catalog)

    assert changes.keys() == {BIRTH, CENTRE}
    assert changes[BIRTH] == [
        Change(second, datetime(2026, 3, 10, 11, tzinfo=ATHENS), "changed", ("cost",)),
        Change(first, datetime(2026, 2, 1, 1, 30, tzinfo=ATHENS), "added"),
    ]


def test_a_file_keeps_its_history_under_a_new_name(repository):
    text = "title: the same for the most part\n" * 9
    repository.commit("Add", "2026-01-01T09:00:00Z", {BIRTH: text})
    renamed = BIRTH.replace("birth", "nativity")
    repository.git("mv", BIRTH, renamed)
    repository.commit("Rename", "2026-01-02T09:00:00Z", {})
    repository.commit("Mend", "2026-01-03T09:00:00Z", {renamed: f"{text}cost: 0\n"})

    changes = history(repository.catalog)

    assert [(one.kind, one.parts) for one in changes[renamed]] == [
        ("changed", ("cost",)),
        ("renamed", ()),
        ("added", ()),
    ]
    assert BIRTH not in changes


def test_a_new_file_under_an_old_name_has_a_history_of_its_own(repository):
    text = "title: the same for the most part\n" * 9
    repository.commit("Add", "2026-01-01T09:00:00Z", {BIRTH: text})
    renamed = BIRTH.replace("birth", "nativity")
    repository.git("mv", BIRTH, renamed)
    repository.commit("Rename", "2026-01-02T09:00:00Z", {})
    repository.commit("Another one", "2026-01-03T09:00:00Z", {BIRTH: "title: quite another\n"})

    changes = history(repository.catalog)

    assert [one.at.day for one in changes[BIRTH]] == [3]
    assert [one.at.day for one in changes[renamed]] == [2, 1]


def test_the_commit_that_retired_a_service_is_told_from_later_ones(repository):
    repository.commit("Add", "2026-01-01T09:00:00Z", {BIRTH: "title: a\n"})
    repository.commit("Retire", "2026-01-02T09:00:00Z", {BIRTH: "title: a\nretired: {on: 1}\n"})
    repository.commit("A letter", "2026-01-03T09:00:00Z", {BIRTH: "title: b\nretired: {on: 1}\n"})

    changes = history(repository.catalog, [BIRTH])

    assert [one.kind for one in changes[BIRTH]] == ["changed", "ended", "added"]


def test_commits_that_change_no_content_are_left_out(repository):
    repository.commit("Add", "2026-01-01T09:00:00Z", {BIRTH: "title: a\n"})
    form = repository.commit("Quote", "2026-01-02T09:00:00Z", {BIRTH: "title: 'a'\n"})
    repository.commit("Skip", "2026-01-03T09:00:00Z", {SKIPPED: f"# form\n{form} # quotes\n"})

    assert [one.kind for one in history(repository.catalog)[BIRTH]] == ["added"]


def test_a_change_that_nobody_can_see_is_left_out(repository):
    """The words of the search, comments, quotes and line breaks are not on the page."""
    text = "# {0}\ntitle: {1}a\n b{1}\nkeywords:\n  el: [{2},\n    {2}s]\n\nreviewed: 1\n"
    repository.commit("Add", "2026-01-01T09:00:00Z", {BIRTH: text.format("a", "", "x")})
    repository.commit("Words", "2026-01-02T09:00:00Z", {BIRTH: text.format("a", "", "y")})
    repository.commit("Comment", "2026-01-03T09:00:00Z", {BIRTH: text.format("b", "'", "y")})
    seen = text.format("b", "'", "z").replace("reviewed: 1", "reviewed: 2")
    repository.commit("Both", "2026-01-04T09:00:00Z", {BIRTH: seen})

    changes = history(repository.catalog)[BIRTH]

    assert [(one.at.day, one.parts) for one in changes] == [(4, ("reviewed",)), (1, ())]


def test_half_a_history_is_none(repository, tmp_path):
    for day in (1, 2, 3):
        repository.commit("Again", f"2026-01-0{day}T09:00:00Z", {BIRTH: f"cost: {day}\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(clone))

    assert history(clone / "catalog_data") == {}


def test_without_a_repository_there_is_no_history(tmp_path):
    (tmp_path / "services").mkdir()

    assert history(tmp_path) == {}


@pytest.mark.parametrize(
    ("language", "kind", "parts", "said"),
    [
        ("el", "changed", ("cost",), "Αλλαγή: κόστος"),
        ("en", "changed", ("cost", "provenance"), "Change: cost and sources"),
        ("el", "changed", ("documents", "information_needed"), "Αλλαγή: τι να έχετε έτοιμο"),
        ("el", "changed", ("what_files_once_had",), "Αλλαγή: άλλα στοιχεία"),
        ("en", "changed", (), "Change"),
        ("el", "added", (), "Νέα σελίδα"),
        ("el", "ended", ("retired",), "Δεν προσφέρεται πια"),
        ("en", "renamed", ("title",), "New address"),
    ],
)
def test_a_page_says_in_its_own_language_what_changed_in_it(language, kind, parts, said):
    foot = _foot(language, [Change("a" * 40, NOON, kind, parts)])

    (link,) = [one for one in foot.all("a") if "/commit/" in one.get("href")]
    assert link.text == said
    assert link.get("href") == f"https://git.example/commit/{'a' * 40}"


def test_every_key_that_can_be_seen_has_a_name_in_the_history():
    keys = {*Service.model_fields, *Centre.model_fields} - {"slug", "field", *UNSEEN}

    assert keys == set(PARTS)


def test_of_many_changes_the_last_are_shown_and_the_others_linked_to():
    many = [Change("a" * 40, NOON - timedelta(days=day), "changed", ("cost",)) for day in range(10)]

    foot = _foot("en", many)

    shown = [link for link in foot.links if "/commit/" in link]
    assert len(shown) == SHOWN
    days = [one.text.partition(":")[0] for one in foot.all("li")]
    assert days == [f"{day} March 2026" for day in range(10, 10 - SHOWN, -1)]
    assert f"https://git.example/commits/main/{BIRTH}" in foot.links
    assert f"https://git.example/commits/main/{BIRTH}" not in _foot("en", many[:SHOWN]).links


def _foot(language, changes):
    import yaml

    page = f'---\ntitle: "A"\nsource_path: "{BIRTH}"\n---\n# A\n'
    foot = Foot("/services/a/", "unused", Words(language), {BIRTH: changes})
    front = foot.below(page).split("---\n")[1]
    templates = Environment(
        loader=FileSystemLoader(ROOT / "site" / "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 (as the engine has it: the template escapes)
    )
    extra = SimpleNamespace(repository="https://git.example")
    meta = {"changes": None, "more_changes": False, **yaml.safe_load(front)}
    html = templates.get_template("page_foot.html.j2").render(
        meta=meta,
        lang=language,
        origin="https://kep.example",
        address=meta["address"],
        config=SimpleNamespace(extra=extra),
    )
    return read("/services/a/", html)


def test_every_page_of_a_service_or_centre_shows_its_changes(catalog, pages):
    changes = history(CATALOG_DATA)
    files = {
        f"/services/{one.slug}/": f"services/{one.field}/{one.slug}"
        for one in catalog.services.values()
    }
    files |= {f"/centres/{slug}/": f"centres/{slug}" for slug in catalog.centres}
    for address, file in files.items():
        known = [one.commit for one in changes.get(f"catalog_data/{file}.yaml", ())]
        for root in ("", "/en"):
            links = pages[root + address].links
            shown = [link.rpartition("/")[2] for link in links if "/commit/" in link]

            assert shown == known[:SHOWN], address


@pytest.mark.skipif(not WHOLE.exists(), reason="no repository")
def test_what_is_left_out_are_commits_of_this_history():
    lines = (ROOT / SKIPPED).read_text("utf-8").splitlines()
    listed = [line.partition("#")[0].strip() for line in lines if not line.startswith("#")]

    asked = ["git", "rev-parse", "--is-shallow-repository"]
    is_shallow = subprocess.check_output(asked, cwd=ROOT, text=True).strip() == "true"  # noqa: S603
    for commit in listed:
        assert re.fullmatch("[0-9a-f]{40}", commit), commit
        if not is_shallow:
            subprocess.run(  # noqa: S603 (our own arguments)
                ["git", "merge-base", "--is-ancestor", commit, "HEAD"],  # noqa: S607
                cwd=ROOT,
                check=True,
            )


def test_every_page_leads_to_its_own_file_and_to_the_form_that_names_it(pages):
    for address, page in pages.items():
        links = [link for link in page.links if "github.com/mykeplive/mykeplive/" in link]
        if address == "/404.html" or page.all("meta")[1].get("http-equiv"):
            continue
        (edited,) = [link for link in links if "/edit/main/" in link]
        (told,) = [link for link in links if "/issues/new?template=wrong-fact.yml" in link]

        assert (ROOT / edited.partition("/edit/main/")[2]).is_file(), address
        assert told.endswith(f"&page=https%3A//mykeplive.gov.gr{address}"), address


def test_the_page_of_a_service_leads_to_the_file_of_that_service(catalog, pages):
    for slug, service in catalog.services.items():
        for root in ("", "/en"):
            (edited,) = [one for one in pages[f"{root}/services/{slug}/"].links if "/edit/" in one]

            assert edited.endswith(f"/catalog_data/services/{service.field}/{slug}.yaml")
