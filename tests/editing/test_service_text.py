"""A new file looks as its neighbours do, and names of files are made of titles."""

import re

import pytest
import yaml

from infra.catalogue.service_text import GROUPS, service_text
from infra.catalogue.slugs import latin, slug_of

WRITTEN = {key for group in GROUPS for key in group}
KEYWORDS = re.compile(r"keywords:\n(?: .*\n)+")


def test_what_is_written_for_a_shipped_service_is_its_file(shipped):
    same = 0
    for path in shipped.glob("services/*/*.yaml"):
        text = path.read_text("utf-8")
        entry = yaml.safe_load(text)
        if set(entry) <= WRITTEN and "#" not in text.partition("\n")[2]:
            same += 1
            written = service_text(entry)
            assert KEYWORDS.sub("", written) == KEYWORDS.sub("", text), path
            assert yaml.safe_load(written) == entry
    assert same > 20


def test_keywords_go_on_under_the_first_and_are_never_broken_inside():
    words = [f"δύο λέξεις {number}" for number in range(12)]
    lines = service_text({"keywords": {"el": words, "en": ["a: b", "no"]}}).splitlines()[2:]

    assert len(lines) == 3
    assert all(len(line) <= 98 for line in lines)
    assert lines[1].startswith("       δύο λέξεις")
    assert lines[2] == "  en: ['a: b', 'no']"


def test_digits_that_are_a_name_are_quoted():
    assert "mitos_id: '094255'" in service_text({"mitos_id": "094255"})
    assert "eur: 147\n" in service_text({"cost": {"eur": 147, "source": "circular"}})


@pytest.mark.parametrize(
    ("greek", "expected"),
    [
        ("Πιστοποιητικό", "pistopoiitiko"),
        ("Αυτοκίνητο", "aftokinito"),
        ("Αύγουστος", "avgoustos"),
        ("άυλος", "aylos"),
        ("Μπαχαρικά και άγγελος", "bacharika kai angelos"),
        ("ψηφίο ξένου", "psifio xenou"),
        ("ευχή", "efchi"),
        ("Προϋπηρεσία", "proypiresia"),
    ],
)
def test_greek_becomes_latin_after_elot_743(greek, expected):
    assert latin(greek) == expected


def test_a_name_of_a_file_has_no_little_words_and_nothing_but_letters_digits_hyphens():
    assert slug_of("Certificate of the elections (of a club) – 2nd copy") == (
        "certificate-elections-club-2nd-copy"
    )
    assert slug_of("«Άδεια» 2ης φάσης!") == "adeia-2is-fasis"
    assert slug_of("…") == ""
