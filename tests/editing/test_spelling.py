"""Every published word is looked up, each in its own dictionary, and found where it stands."""

import shutil
from pathlib import Path

import pytest

from infra.catalogue.published_words import Piece, of_catalogue, of_functions, of_pages
from infra.catalogue.spelling import (
    NoHunspell,
    hunspell,
    known_words,
    looked_up,
    main,
    misspelt,
    report,
)

ROOT = Path(__file__).parents[2]


def dictionary(*words: str):
    """Return a stand-in for hunspell that has *words* alone."""
    return lambda language, asked: {word for word in asked if word.lower() not in words}


def words_of(pieces) -> set[str]:
    """Return all words of some texts."""
    return {word for piece in pieces for word in piece.words()}


def test_a_greek_word_goes_to_the_greek_dictionary_wherever_it_stands():
    asked: dict[str, set[str]] = {}

    def unknown(language, words):
        asked[language] = set(words)
        return ()

    misspelt({"Γάμος", "wedding"}, (), unknown)

    assert asked == {"el": {"Γάμος"}, "en": {"wedding"}}


def test_letters_of_two_alphabets_in_one_word_are_wrong_unless_listed():
    latin_o = "Κέντρo"

    assert misspelt({latin_o, "eΕΦΚΑ"}, {"eΕΦΚΑ"}, dictionary()) == {latin_o}


def test_a_listed_word_holds_for_its_capitals_but_a_name_only_as_it_is_written():
    known = {"χειλεανάγνωση", "ΑΜΚΑ"}

    assert misspelt({"Χειλεανάγνωση", "ΑΜΚΑ"}, known, dictionary()) == set()
    assert misspelt({"Αμκα"}, known, dictionary()) == {"Αμκα"}


@pytest.mark.parametrize(
    ("word", "form"),
    [("ίδρυσή", "ίδρυση"), ("ίδρυση", "ίδρυση"), ("KEP’s", "KEP"), ("société", "société")],
)
def test_words_are_looked_up_as_dictionaries_have_them(word, form):
    assert looked_up(word) == form


@pytest.mark.parametrize(
    "text",
    ["στο gov.gr/kep", "a@kep.gr", "ΥΑ/Φ15/32", "17ης", "2nd", "{tokens}", "sources.yaml"],
)
def test_addresses_numbers_and_placeholders_are_no_words(text):
    assert words_of([Piece(Path("x"), 0, text)]) <= {"στο"}


def test_a_wrong_word_of_the_catalogue_is_reported_at_its_line_and_column(tmp_path):
    file = tmp_path / "one.yaml"
    file.write_text(
        "title:\n  el: Καλή λέξη και\n    κακιιή λέξη\n  en: Good\n"
        "keywords:\n  el: [γραμένο]\nlegal_basis:\n  - άρθρρο 1\n",
        "utf-8",
    )
    right = dictionary("καλή", "λέξη", "και", "good")

    lines = list(report(list(of_catalogue(tmp_path)), [], (), right))

    assert [line.removeprefix(f"{file.as_posix()}:").partition(" / ")[0] for line in lines] == [
        "8:5: άγνωστη λέξη «άρθρρο»",
        "3:5: άγνωστη λέξη «κακιιή»",
    ]


def test_of_pages_what_is_shown_or_read_out_counts_once(tmp_path):
    page = '<html><head><meta name="robots" content="noindex"></head><body class="klass">'
    page += '<p title="Τίτλος">Λέξη &amp; word</p><script>var codeword</script></body></html>'
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(page, "utf-8")

    pieces = list(of_pages(tmp_path))

    assert words_of(pieces) == {"Τίτλος", "Λέξη", "word"}
    assert len(list(report([], pieces, (), dictionary("λέξη", "word")))) == 1


def test_a_page_is_named_only_for_what_no_source_has(tmp_path):
    (tmp_path / "one.yaml").write_text("el: λάθοος\n", "utf-8")
    (tmp_path / "a.html").write_text("<p>λάθοος και μόονο</p>", "utf-8")

    lines = list(
        report(list(of_catalogue(tmp_path)), list(of_pages(tmp_path)), (), dictionary("και"))
    )

    assert ["one.yaml:1:5" in lines[0], "a.html:1:" in lines[1]] == [True, True]


def test_in_code_what_stands_beside_greek_is_for_people(tmp_path):
    (tmp_path / "one.py").write_text(
        'log("internall")\nWords("Ένα λάθοος", "A misstake")\nx = {"k": "Γειά", "CODE": "AB-CD"}\n',
        "utf-8",
    )
    (tmp_path / "two.html.j2").write_text(
        '{# commentt #}{% set t = {"key": "Δύο λέξεις", "class_name": "A sentence" } %}\n'
        '<p class="klass">{{ namee }} Kείμενο</p>\n',
        "utf-8",
    )

    found = words_of(of_functions(tmp_path))

    assert {"λάθοος", "misstake", "Γειά", "λέξεις", "sentence", "Kείμενο"} <= found
    assert not {"internall", "commentt", "klass", "namee", "AB", "key"} & found


def test_the_lists_are_sorted_and_each_word_stands_once(shipped):
    for language in ("el", "en"):
        lines = (shipped / "spelling" / f"{language}.txt").read_text("utf-8").splitlines()

        assert lines == sorted(set(lines))


def test_without_hunspell_one_plain_line_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)

    def missing(language, words):
        raise NoHunspell

    assert main(tmp_path, missing) == 1
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "apt-get install hunspell hunspell-el hunspell-en-gb" in said


@pytest.mark.skipif(shutil.which("hunspell") is None, reason="hunspell is not installed")
def test_the_catalogue_and_the_functions_have_no_wrong_word(shipped):
    pieces = [*of_catalogue(shipped), *of_functions(ROOT / "functions")]

    assert list(report(pieces, [], known_words(shipped / "spelling"), hunspell)) == []


@pytest.mark.skipif(shutil.which("hunspell") is None, reason="hunspell is not installed")
def test_hunspell_knows_a_right_word_from_a_wrong_one():
    assert hunspell("el", {"πιστοποιητικό", "πιστοποιητικο"}) == {"πιστοποιητικο"}
    assert hunspell("en", {"colour", "colur"}) == {"colur"}
