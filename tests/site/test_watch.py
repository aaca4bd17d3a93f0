"""The site while it is edited: what changes is made again, and it is what a whole build makes."""

import os
import shutil
from concurrent.futures import ProcessPoolExecutor

import pytest
import watch
from edition import copy_changes
from remembering import Remembering

from functions.adapters.catalog_files import CATALOG_DATA, read_catalog

SERVICE = "services/administrative/birth-certificate.yaml"


@pytest.fixture
def catalog_folder(tmp_path):
    return shutil.copytree(CATALOG_DATA, tmp_path / "catalog_data")


@pytest.fixture
def editing(tmp_path, catalog_folder):
    """The site of a copy of the catalogue, built once, and who watches over it."""
    (tmp_path / "work").mkdir()
    with ProcessPoolExecutor(2) as workers:
        site, assets = tmp_path / "edited", tmp_path / "edited.json"
        watching = watch.Watch(catalog_folder, site, assets, tmp_path / "work", workers)
        watching.look([catalog_folder])
        yield watching


def _contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_after_a_change_only_its_pages_are_new_and_the_site_is_what_a_whole_build_makes(
    editing, catalog_folder, tmp_path, build
):
    before = _contents(editing.target)
    kept = (editing.target / "centres" / "index.html").stat()
    changed = _edit(catalog_folder / SERVICE, "  el: Ζητάτε", "  el: Τώρα ζητάτε")

    said = editing.look([changed])

    after = _contents(editing.target)
    pages = {name for name in after if name.endswith(".html") and after[name] != before.get(name)}
    assert "services/birth-certificate/index.html" in pages
    assert len(pages) == int(said.split("→ ")[1].split()[0]) <= 5
    assert all("Τώρα ζητάτε" in after[name].decode() for name in pages if "categories" not in name)
    assert (editing.target / "centres" / "index.html").stat() == kept
    whole = tmp_path / "whole" / "site"
    assert build(whole, catalog_folder).returncode == 0
    assert _contents(whole) == after


def test_another_keyword_gives_the_search_other_words_and_the_page_their_address(
    editing, catalog_folder
):
    before = _words(editing.target)
    changed = _edit(catalog_folder / SERVICE, "keywords:\n  el: [", "keywords:\n  el: [πρώτη, ")

    editing.look([changed])

    (words,) = _words(editing.target)
    assert [words] != before
    assert words in (editing.target / "services" / "index.html").read_text("utf-8")


def _words(site):
    return [path.name for path in (site / "assets").glob("words.el.*")]


def test_a_fault_is_told_with_its_place_and_the_site_stays_until_it_is_mended(
    editing, catalog_folder
):
    before = _contents(editing.target)
    path = _edit(catalog_folder / SERVICE, "purpose: processing", "purpose: no")

    assert "birth-certificate.yaml:" in editing.look([path])
    assert _contents(editing.target) == before

    _edit(path, "purpose: no", "purpose: processing")

    assert "0 σελίδες" in editing.look([path])


def test_what_is_no_longer_made_is_taken_away(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    for folder, names in ((source, ["a/1", "b/2"]), (target, ["a/1", "c/d/3"])):
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(folder.name)

    copy_changes(source, target)

    assert _contents(target) == {"a/1": b"source", "b/2": b"source"}
    assert not (target / "c").exists()


def test_only_files_that_changed_are_read_again(catalog_folder):
    known = {}
    first = read_catalog(Remembering(catalog_folder, known))
    path = _edit(catalog_folder / SERVICE, "  el: Ζητάτε", "  el: Τώρα ζητάτε")

    second = read_catalog(Remembering(catalog_folder, known))

    same = [slug for slug in first.services if first.services[slug] is second.services[slug]]
    assert set(first.services) - set(same) == {path.stem}


def test_what_editors_leave_about_is_no_change(tmp_path):
    (tmp_path / "one.yaml").write_text("1")
    last = watch.stamps([tmp_path])
    for name in (".one.yaml.swp", "one.yaml~", "one.pyc"):
        (tmp_path / name).write_text("2")

    assert watch.differing(last, watch.stamps([tmp_path])) == []

    os.utime(tmp_path / "one.yaml", (0, 0))

    assert watch.differing(last, watch.stamps([tmp_path])) == [tmp_path / "one.yaml"]
