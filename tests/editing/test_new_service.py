"""The conversation about a new service: every answer, every slip, and what is written."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from functions.adapters.catalog_files import BrokenCatalog, load_catalog
from infra.catalogue.new_service import converse, main
from infra.catalogue.service_questions import WORDS, next_question

TODAY = date(2026, 11, 26)
# What is typed for each question; a list where it is asked again, or more than once.
CITIZEN = {
    "field": "administrative",
    "title.el": "Πιστοποιητικό αγαμίας",
    "title.en": "Certificate of no marriage",
    "slug": "1",
    "audience": "citizen",
    "category": "1",
    "life_event": "marriage",
    "description.el": "Βεβαιώνει ότι δεν έχετε παντρευτεί.",
    "description.en": "Certifies that you are not married.",
    "keywords.el": "αγαμία, ανύπαντρος",
    "keywords.en": "single, unmarried",
    "authority.el": "",
    "identity": "1",
    "documents": ["Αίτηση | Application", ""],
    "cost.eur": "",
    "processing_time.days": "",
    "legal_basis": "",
    "issued_online": "",
    "mitos_id": "",
    "provenance.membership": "1",
    "provenance.title": "1",
    "provenance.title_en": "1",
    "provenance.description": "1",
    "provenance.documents": "1",
    "provenance.sources": "1, mitos-lod",
}
MUNICIPAL = CITIZEN | {
    "field": "municipal",
    "template.subject": "Άδεια για πάγκο",
    "template.body": "Παρακαλώ για πάγκο στον Δήμο {municipality}, θέση {place}. ΑΦΜ: {afm}.",
    "label.place": "Θέση | Place",
    "provenance.template": "1",
}


class FakeConsole:
    """Answers each question by its words, and remembers what was said."""

    def __init__(self, catalog, typed) -> None:
        self.said: list[str] = []
        self._catalog = catalog
        self._typed = {
            key: list(lines) if isinstance(lines, list) else [lines] for key, lines in typed.items()
        }
        self._titles = {f"\n{el} / {en}": key for key, (el, en) in WORDS.items()}
        self._asked = ""

    def say(self, text: str) -> None:
        self.said.append(text)
        if text.startswith("\nΤι ζητά το {"):
            self._asked = f"label.{text.partition('{')[2].partition('}')[0]}"
        self._asked = self._titles.get(text, self._asked)

    def ask(self, prompt: str) -> str:
        line = self._typed[self._asked].pop(0)
        if isinstance(line, BaseException):
            raise line
        return line


@pytest.fixture
def folder(shipped, tmp_path) -> Path:
    """Return a copy of the catalogue that ships."""
    return Path(shutil.copytree(shipped, tmp_path / "catalog_data"))


def talk(catalog, typed) -> FakeConsole:
    """Hold the conversation and return where it took place."""
    console = FakeConsole(catalog, typed)
    converse(console, catalog)
    return console


def everything(folder: Path) -> set[str]:
    """Return the names of all files of a folder."""
    return {path.name for path in folder.rglob("*")}


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        (CITIZEN, "administrative/certificate-no-marriage.yaml"),
        (MUNICIPAL, "municipal/certificate-no-marriage.yaml"),
        (
            CITIZEN | {"field": "business", "purpose": "2"},
            "business/certificate-no-marriage.yaml",
        ),
    ],
)
def test_the_file_is_sound_but_for_the_counts_of_the_circular(typed, file, folder, catalog):
    console = FakeConsole(catalog, typed)

    assert main(console, folder, TODAY) == 0

    assert (folder / "services" / file).is_file()
    with pytest.raises(BrokenCatalog) as broken:
        load_catalog(folder)
    assert ["R1" in one.message_en for one in broken.value.faults] == [True]
    assert any("Η εγκύκλιος (R1) ορίζει" in said for said in console.said)
    assert any("The circular (R1) says" in said for said in console.said)


def test_where_one_was_retired_the_catalogue_with_the_new_one_is_sound(folder, catalog):
    main(FakeConsole(catalog, CITIZEN), folder, TODAY)
    old = folder / "services/administrative/e-paravolo.yaml"
    with old.open("a", encoding="utf-8") as file:
        file.write("retired:\n  on: 2026-11-20\n  reason: {el: Τέλος, en: The end}\n")

    new = load_catalog(folder).services["certificate-no-marriage"]

    assert new.title.el == "Πιστοποιητικό αγαμίας"
    assert new.reviewed == TODAY
    assert [item.en for item in new.further_documents] == ["Application"]
    assert new.provenance.sources == ("circular", "mitos-lod")


def test_what_a_source_gives_is_written_with_the_source(folder, catalog):
    facts = {
        "cost.eur": "2.04",
        "cost.source": "circular",
        "processing_time.days": "15",
        "processing_time.source": "mitos-lod",
        "legal_basis": ["άρθρο 1 ν. 2/2003", "π.δ. 4/2005", ""],
        "provenance.legal_basis": "found",
        "issued_online": "no",
    }
    main(FakeConsole(catalog, CITIZEN | facts), folder, TODAY)
    (folder / "services/administrative/e-paravolo.yaml").unlink()

    new = load_catalog(folder).services["certificate-no-marriage"]

    assert (str(new.cost.eur), new.cost.source) == ("2.04", "circular")
    assert (new.processing_time.days, new.processing_time.source) == (15, "mitos-lod")
    assert new.legal_basis == ("άρθρο 1 ν. 2/2003", "π.δ. 4/2005")
    assert new.provenance.legal_basis == "found"
    assert new.issued_online is False


def test_a_municipal_service_gets_its_template_with_its_own_fields_alone(folder, catalog):
    main(FakeConsole(catalog, MUNICIPAL), folder, TODAY)

    text = (folder / "services/municipal/certificate-no-marriage.yaml").read_text("utf-8")

    assert "    - name: place\n      label:\n        el: Θέση\n        en: Place\n" in text
    assert "name: afm" not in text


@pytest.mark.parametrize(
    ("question", "slip", "right", "word"),
    [
        ("field", "9", "1", "διαλέξτε έναν αριθμό"),
        ("title.el", "Title", "Τίτλος", "γράψτε το στα ελληνικά"),
        ("title.en", "Τίτλος", "Title", "γράψτε το στα αγγλικά"),
        ("title.el", "", "Τίτλος", "χρειάζεται απάντηση"),
        ("title.el", "Τί\u200bτλος", "Τίτλος", "αόρατο"),
        ("slug", "Άδεια", "adeia", "μόνο πεζά λατινικά"),
        ("slug", "birth-certificate", "2", "υπάρχει ήδη"),
        ("keywords.el", " , ", "λέξη", "χρειάζεται μία λέξη"),
        ("cost.eur", "2,04", "2.04", "γράψτε ένα ποσό"),
        ("processing_time.days", "δύο", "2", "γράψτε έναν αριθμό"),
        ("mitos_id", "94255", "094255", "γράψτε έξι ψηφία"),
        ("provenance.sources", "circular, hearsay", "circular", "διαλέξτε έναν αριθμό"),
    ],
)
def test_a_slip_is_asked_again_with_a_plain_word(question, slip, right, word, catalog):
    sources = {"cost.source": "1", "processing_time.source": "1"}
    console = talk(catalog, CITIZEN | sources | {question: [slip, right]})

    assert [said for said in console.said if "✗" in said] == [
        said for said in console.said if word in said and " / " in said
    ]


def test_a_document_in_one_language_is_asked_again(catalog):
    console = talk(catalog, CITIZEN | {"documents": ["Αίτηση", ""]})

    assert any("γράψτε ελληνικά | αγγλικά" in said for said in console.said)


@pytest.mark.parametrize(
    ("question", "end"),
    [("field", EOFError()), ("slug", KeyboardInterrupt()), ("provenance.sources", EOFError())],
)
def test_whoever_stops_leaves_nothing_behind(question, end, folder, catalog):
    before = everything(folder)
    console = FakeConsole(catalog, CITIZEN | {question: [end]})

    assert main(console, folder, TODAY) == 130

    assert everything(folder) == before
    assert "δεν γράφτηκε τίποτα" in console.said[-1]


def test_a_catalogue_with_faults_is_mended_first(folder, catalog):
    (folder / "categories.yaml").write_text("a: [", "utf-8")
    console = FakeConsole(catalog, {})

    assert main(console, folder, TODAY) == 1
    assert "categories.yaml:2:1" in console.said[0]


def test_what_is_asked_next_follows_from_the_answers_alone(catalog):
    assert next_question({}, catalog).key == "field"
    assert next_question({"field": "business"}, catalog).key == "purpose"
    assert tuple(next_question({"field": "business"}, catalog).options) == (
        "information",
        "processing",
    )


def test_every_word_is_in_both_languages():
    assert all(el and en and el != en for el, en in WORDS.values())
