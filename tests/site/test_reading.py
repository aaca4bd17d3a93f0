"""Pages as people read them: plain, complete, and honest about what is missing."""

import re

import pytest
from foreign_words import ForeignWords
from jinja2 import Environment, FileSystemLoader
from page_words import templates
from site_assets import videos

from tests.site.conftest import ROOT
from tests.site.reading import read

ROOTS = [pytest.param("", id="Greek"), pytest.param("/en", id="English")]
LONG = 25  # words
SENTENCE = re.compile(r"(?<=[.;!?])\s+")
OFFICIALESE = re.compile(
    r"δύναται|ανωτέρω|εν λόγω|κατόπιν|άνευ|προκειμένου|υφίστατ|καθίσταται|πραγματοποιείται"
    r"|pursuant|aforementioned|hereby|in order to|prior to",
    re.IGNORECASE,
)
IDEAS = {"who", "what", "how", "when", "answer", "call", "change", "help"}
VIDEO = {"interpreter.mp4", "interpreter.jpg", "interpreter.el.vtt", "interpreter.en.vtt"}


@pytest.mark.parametrize("language", ["el", "en"])
def test_descriptions_are_plain(catalog, language):
    for slug, service in catalog.services.items():
        text = service.description.in_language(language)

        assert all(len(one.split()) <= LONG for one in SENTENCE.split(text)), (slug, text)
        assert not OFFICIALESE.search(text), slug


@pytest.mark.parametrize("root", ROOTS)
def test_a_service_says_how_it_is_done_without_a_video_call(catalog, pages, root):
    for slug, service in catalog.services.items():
        page = pages[f"{root}/services/{slug}/"]
        online = "Στο διαδίκτυο:" if not root else "Online:"

        assert "otherwise" in page.ids
        assert (online in page.text) is bool(service.issued_online)


def test_what_replaced_a_service_can_be_looked_up(catalog, pages):
    replaced = [one for one in catalog.services.values() if one.mitos_match == "successor"]

    assert len(replaced) == 13
    for service in replaced:
        page = pages[f"/services/{service.slug}/"]
        (notice,) = page.with_class("notice--warning")

        assert "αντικα" in notice.text
        assert (service.mitos_title or "νεότερη") in notice.text
        assert f"https://id.mitos.gov.gr/{service.mitos_id}" in page.links


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("name", ["easy-to-read", "sign-language"])
def test_how_to_get_an_interpreter_is_told_in_single_ideas(catalog, pages, root, name):
    page = pages[f"{root}/{name}/"]
    sentences = [
        one.text for one in page.all("p") if "section" in one.inside and "footer" not in one.inside
    ]

    assert set(page.ids) >= IDEAS
    assert catalog.rules.digest_opens.strftime("%H:%M") in page.text
    assert sentences
    assert all(len(one.split()) <= 12 for one in sentences)
    assert all(len(SENTENCE.split(one.strip())) == 1 for one in sentences)


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("page", ["/", "/how-it-works/", "/fields/disability/", "/accessibility/"])
def test_these_pages_are_found_from_where_one_reads_of_interpreters(pages, root, page):
    assert {f"{root}/easy-to-read/", f"{root}/sign-language/"} <= set(pages[root + page].links)


@pytest.mark.parametrize("root", ROOTS)
def test_while_there_is_no_video_the_page_says_so_and_has_the_text(pages, root):
    page = pages[f"{root}/sign-language/"]

    assert page.all("video") == []
    assert "transcript" in page.ids
    assert ("Το βίντεο δεν έχει γίνει ακόμη" if not root else "has not been made yet") in page.text


def _slot(lang: str, files: set[str]):
    environment = Environment(loader=FileSystemLoader(ROOT / "site" / "templates"), autoescape=True)
    template = environment.from_string(
        '{% from "video.html.j2" import video %}<p id="transcript"></p>'
        '{{ video("interpreter", "Τίτλος", lang, assets) }}'
    )
    assets = {name: f"/assets/{name}" for name in files}
    return read("/", template.render(lang=lang, assets=assets))


@pytest.mark.parametrize("lang", ["el", "en"])
def test_a_video_that_is_there_is_shown_with_captions_in_the_language_of_the_page(lang):
    page = _slot(lang, VIDEO)
    film, track = page.one("video"), page.one("track")

    assert {"controls", "playsinline"} <= set(film.attributes)
    assert film.get("poster") == "/assets/interpreter.jpg"
    assert page.one("source").get("src") == "/assets/interpreter.mp4"
    assert track.get("src") == f"/assets/interpreter.{lang}.vtt"
    assert (track.get("kind"), track.get("srclang")) == ("captions", lang)
    assert "autoplay" not in film.attributes
    assert "#transcript" in page.links


def test_a_video_is_taken_with_all_that_belongs_to_it(tmp_path):
    for name in VIDEO:
        (tmp_path / name).write_bytes(name.encode())

    assert videos(tmp_path) == {name: name.encode() for name in VIDEO}
    assert videos(tmp_path / "nowhere") == {}


def test_a_video_without_captions_stops_the_build(tmp_path):
    for name in VIDEO - {"interpreter.en.vtt"}:
        (tmp_path / name).write_bytes(b"")

    with pytest.raises(SystemExit, match=r"interpreter\.en\.vtt"):
        videos(tmp_path)


@pytest.fixture(scope="module")
def foreign():
    return ForeignWords(templates("el"))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("με Teams.", 'με <span lang="en">Teams</span>.'),
        ("η Apostille", 'η <span lang="fr">Apostille</span>'),
        ("στο [TAXISnet](/Teams/)", 'στο [<span lang="en">TAXISnet</span>](/Teams/)'),
        ('<a title="Teams" href="/Teams">εδώ</a>', '<a title="Teams" href="/Teams">εδώ</a>'),
        ("gov.gr/Teams, Teams.gr, myTeams", "gov.gr/Teams, Teams.gr, myTeams"),
        ("## Teams {: #Teams }", '## <span lang="en">Teams</span> {: #Teams }'),
    ],
)
def test_foreign_words_are_marked_where_they_are_read(foreign, text, marked):
    front = "---\ntitle: Teams\n---\n"

    assert foreign.marked(f"{front}{text}\n") == f"{front}{marked}\n"


def test_foreign_words_of_the_head_of_a_page_are_marked_too_but_not_its_title(pages):
    page = pages["/services/birth-certificate/"]
    marked = [one.text for one in page.all("span") if one.get("lang") == "en"]

    assert "TAXISnet" in marked
    assert all("<span" not in one.text for one in page.all("title"))
    assert not [
        one
        for each in pages.values()
        for one in each.all("span")
        if "lang" in one.attributes and "title" in one.inside
    ]


def test_on_english_pages_nothing_is_marked_as_english(pages):
    english = [page for address, page in pages.items() if address.startswith("/en/")]

    assert not [one for page in english for one in page.all("span") if one.get("lang") == "en"]
