"""The pages for those who run the service: whole, true, and followed on the local stack."""

import importlib.util
import re
from pathlib import Path

import pytest
from cost import load_cost, month_of
from operate_pages import SETTINGS, setting_words, settings, written

from functions.domain.log_line import FIELDS
from functions.settings import DEFAULTS
from tests.site.reading import Page

ROOT = Path(__file__).parents[2]
BICEP = ROOT / "infra" / "azure"
FOLDERS = ("/operate/", "/en/operate/")
MAKE = re.compile(r"\bmake ([a-z][\w-]*)")
MODULE = re.compile(r"python -m ([\w.]+)")
TARGET = re.compile(r"^([a-z][\w-]*):", re.MULTILINE)
PATH = re.compile(r"(?<![\w/.-])(?:infra|site|functions|tests|catalog_data)/[\w./-]+\w")
VARIABLE = re.compile(r"readEnvironmentVariable\('(\w+)'")
SECRETS = re.compile(r"\{secret\}([a-z-]+)\)")
LOCAL_ONLY = {"STORE_PATH", "ENTRA_CA_FILE", "CLOCK_FILE", "LIMITS"}


@pytest.fixture(params=FOLDERS)
def operate(request: pytest.FixtureRequest, pages: dict[str, Page]) -> dict[str, Page]:
    """The pages of one language, by their name; the index is nameless."""
    return {
        address.removeprefix(request.param).rstrip("/"): page
        for address, page in pages.items()
        if address.startswith(request.param)
    }


def text_of(page: Page) -> str:
    return "\n".join(element.text for element in page.all("main"))


def ids_of(page: Page) -> set[str]:
    return {element.get("id") for element in page.elements if element.get("id")}


def test_both_languages_have_every_page_and_the_index_leads_to_each(operate):
    assert set(operate) == {"", *written()}
    linked = {href.rstrip("/").rpartition("/")[2] for href in operate[""].links}
    assert set(written()) <= linked


def test_both_languages_have_the_same_sections_and_the_same_lines_to_type(pages):
    for address, page in pages.items():
        if address.startswith("/operate/"):
            other = pages[f"/en{address}"]
            assert ids_of(page) == ids_of(other), address
            assert [e.text for e in page.all("pre")] == [e.text for e in other.all("pre")], address


def test_every_command_on_the_pages_is_one_that_there_is(operate):
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    for name, page in operate.items():
        text = "\n".join(element.text for element in page.all("code"))
        assert set(MAKE.findall(text)) <= targets, name
        for module in MODULE.findall(text):
            assert importlib.util.find_spec(module), (name, module)
        for path in PATH.findall(text):
            assert (ROOT / path).exists(), (name, path)


def test_every_setting_is_on_the_page_with_what_it_is_in_both_languages(operate):
    assert setting_words().keys() == DEFAULTS.keys(), SETTINGS
    named = {code.text for code in operate["settings"].all("code")}

    assert named >= DEFAULTS.keys()
    for setting in settings():
        assert setting.words.what.el.strip() != setting.words.what.en.strip(), setting.name


def test_what_is_local_and_what_is_secret_is_so_in_the_deployment_too():
    words = setting_words()
    bicep = (BICEP / "main.bicep").read_text("utf-8")

    assert {name for name, one in words.items() if one.local} == LOCAL_ONLY
    for name in re.findall(r"^  (\w+): .*\{secret\}", bicep, re.MULTILINE):
        assert words[name].secret, name
    for name in LOCAL_ONLY:
        assert not re.search(rf"^  {name}:", bicep, re.MULTILINE), name


def test_each_alert_has_a_runbook_of_its_name_and_each_runbook_an_alert(operate):
    bicep = (BICEP / "alerts.bicep").read_text("utf-8")
    named = set(re.findall(r"\$\{runbooks\}#([a-z][\w-]*)", bicep))
    named |= set(re.findall(r"^    name: '([a-z-]+)'$", bicep, re.MULTILINE))  # `logAlerts`

    # The budget's mails are Azure's own and cannot hold a link.
    assert ids_of(operate["alerts"]) >= {*named, "budget", "fields"}
    runbooks = {element.get("id") for element in operate["alerts"].all("h2")} - {
        "improve",
        "changes",
    }
    assert runbooks == {*named, "budget", "fields"}


def test_every_field_of_the_log_is_explained(operate):
    assert {code.text for code in operate["alerts"].all("code")} >= FIELDS.keys()


def test_the_page_on_deploying_asks_for_what_the_parameters_need(operate):
    asked = {term.text for term in operate["deploy"].all("dt")}
    files = [BICEP / f"{name}.bicepparam" for name in ("test", "production")]
    read = {name for file in files for name in VARIABLE.findall(file.read_text("utf-8"))}

    assert asked == read
    assert asked <= set(VARIABLE.findall((BICEP / "main.bicepparam").read_text("utf-8")))


def test_the_page_on_deploying_names_what_the_workflows_read(operate):
    """Variables of the repository and its environments, secrets, and outputs that there are."""
    workflows = [ROOT / ".github" / "workflows" / name for name in ("deploy.yml", "release.yml")]
    text = "\n".join(path.read_text("utf-8") for path in workflows)
    smoke = re.search(r"for name in ([a-z ]+); do", text)[1].split()
    bicep = (BICEP / "main.bicep").read_text("utf-8")
    named = {code.text for code in operate["deploy"].all("code")}

    assert named >= set(re.findall(r"\bvars\.(\w+)", text)) | {f"smoke-{one}" for one in smoke}
    assert set(re.findall(r"^output (DEPLOY_\w+)", bicep, re.MULTILINE)) <= named


def test_the_page_on_secrets_has_each_secret_of_the_vault(operate):
    bicep = (BICEP / "main.bicep").read_text("utf-8")
    text = text_of(operate["secrets"])

    for name in set(SECRETS.findall(bicep)):
        assert name in text, name


def test_the_page_on_cost_shows_the_sums(pages):
    facts = load_cost()
    text = text_of(pages["/en/operate/cost/"])

    for number in facts.appointments:
        assert f"{month_of(number, facts).total:,.2f}" in text


def test_citizens_are_not_led_there_by_a_menu(pages):
    for address, page in pages.items():
        if "/operate/" in address or address.endswith("/about-the-data/"):
            continue
        assert not [href for href in page.links if "/operate/" in href], address
