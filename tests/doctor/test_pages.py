"""What the operator's pages on Microsoft 365 and GSIS say is so."""

from pathlib import Path

import pytest

from functions.adapters.gsis_sign_in import CALLBACK
from functions.settings import DEFAULTS
from infra.doctor.permissions import GRANTS

FOLDERS = [Path("site/pages") / language / "operate" for language in ("el", "en")]
in_both = pytest.mark.parametrize("folder", FOLDERS, ids=["el", "en"])


@in_both
def test_the_page_names_every_permission_and_every_script(folder):
    page = (folder / "microsoft365.md.j2").read_text("utf-8")

    for wanted in (*GRANTS, *(path.name for path in Path("infra/microsoft365").glob("*.ps1"))):
        assert wanted in page


@in_both
def test_the_page_names_the_addresses_of_gsis_and_ours(folder):
    page = (folder / "gsis.md.j2").read_text("utf-8")

    for wanted in (CALLBACK, DEFAULTS["GSIS_ENDPOINT"], "https://test.gsis.gr/oauth2server"):
        assert wanted in page


def test_both_languages_have_the_same_commands_and_sections():
    for name in ("microsoft365", "gsis"):
        greek, english = (
            [line for line in (folder / f"{name}.md.j2").read_text("utf-8").splitlines()
             if line.startswith(("    ", "##"))]
            for folder in FOLDERS
        )  # fmt: skip
        assert [one for one in greek if one[0] == " "] == [one for one in english if one[0] == " "]
        assert [one.split("{:")[-1] for one in greek if one[0] == "#"] == [
            one.split("{:")[-1] for one in english if one[0] == "#"
        ]
