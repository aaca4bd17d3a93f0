"""The pages around the call: the test before it, and what happens in it."""

import re

import pytest

ROOTS = ["", "/en"]
FAULTS = ("blocked", "missing", "busy", "insecure", "embedded", "old")
SCRIPT = re.compile(r"/assets/call-test\.\w+\.js")


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("page", ["/how-it-works/", "/services/birth-certificate/"])
def test_the_pages_around_the_call_are_found_from_where_one_reads_of_it(pages, root, page):
    assert {f"{root}/the-call/", f"{root}/call-test/"} <= set(pages[root + page].links)


@pytest.mark.parametrize("root", ROOTS)
def test_the_home_page_and_the_page_of_the_call_lead_to_the_test(pages, root):
    assert f"{root}/call-test/" in pages[f"{root}/"].links
    assert f"{root}/call-test/" in pages[f"{root}/the-call/"].links


@pytest.mark.parametrize("root", ROOTS)
def test_the_page_of_the_call_names_the_rule_behind_each_moment(pages, root):
    cited = {link.partition("#")[2] for link in pages[f"{root}/the-call/"].links}

    assert {"r4", "r5", "r6", "r7", "r8", "r9", "r15"} <= cited


def test_the_script_of_the_test_is_loaded_there_alone(pages):
    loading = {address for address, page in pages.items() if SCRIPT.search(page.html)}

    assert loading == {"/call-test/", "/en/call-test/"}


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("name", ["camera", "microphone"])
def test_every_fault_has_words_and_says_what_to_do(pages, root, name):
    page = pages[f"{root}/call-test/"]
    (trial,) = [one for one in page.elements if one.get("data-trial") == name]

    assert all(trial.get(f"data-{fault}") for fault in FAULTS)
    assert {*FAULTS, "quiet", "silent", "offline"} <= set(page.ids)


@pytest.mark.parametrize("root", ROOTS)
def test_what_needs_the_script_is_hidden_until_it_runs(pages, root):
    page = pages[f"{root}/call-test/"]
    trials = [one for one in page.elements if one.get("data-trial")]
    (by_hand,) = [one for one in page.elements if "data-by-hand" in one.attributes]

    assert len(trials) == 5
    assert all("hidden" in one.attributes for one in trials)
    assert "hidden" not in by_hand.attributes


@pytest.mark.parametrize("root", ROOTS)
def test_the_picture_is_silent_and_stays_in_the_page(pages, root):
    picture = pages[f"{root}/call-test/"].one("video")

    assert {"muted", "playsinline", "hidden", "aria-label"} <= set(picture.attributes)
    assert not {"src", "autoplay"} & set(picture.attributes)
