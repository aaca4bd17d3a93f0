"""The lines to type on the operators' pages: names that there are, in an order that can be kept."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from infra.deploy.smoke import CENTRE
from infra.doctor.__main__ import LOCAL

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "site" / "pages" / "en" / "operate"  # the Greek lines are the same
BICEP = ROOT / "infra" / "azure"
SCRIPTS = ROOT / "infra" / "microsoft365"
NAMES = ("deploy", "microsoft365", "restore")
VALUE = re.compile(r"\$\{?([A-Z][A-Z_]+)")
SET = re.compile(r"\b([A-Z][A-Z_]+)=")
# Yours, and nobody else knows them.
GIVEN = {"restore": {"APPLICATION_ID", "BACKUP_ACCOUNT"}}
# From here on there are outputs.
OUTPUTS_READ = re.compile(r"^\. \./\w+-outputs\.env$|\{: #after \}$")


def lines(name: str, others: str = "") -> list[str]:
    """The lines to type of a page, and those that begin with *others*."""
    text = (PAGES / f"{name}.md.j2").read_text("utf-8").replace("\\\n", "")
    begins = ("    ", others) if others else "    "
    return [line.strip() for line in text.splitlines() if line.startswith(begins)]


def outputs() -> list[str]:
    return re.findall(r"^output (\w+)", (BICEP / "main.bicep").read_text("utf-8"), re.MULTILINE)


def parameters() -> set[str]:
    files = [BICEP / f"{name}.bicepparam" for name in ("test", "production")]
    found = [re.findall(r"readEnvironmentVariable\('(\w+)'", one.read_text()) for one in files]
    return {name for names in found for name in names}


@pytest.mark.parametrize("name", NAMES)
def test_a_line_uses_what_there_is_when_its_turn_comes(name):
    """Parameters of the deployment, its outputs once it was made, and what was set before."""
    known = {*parameters(), *GIVEN.get(name, ())}
    for line in lines(name, others="## "):
        if OUTPUTS_READ.search(line):
            known |= set(outputs())
        if "--command-line" not in line:  # a shell of its own, in the container
            assert set(VALUE.findall(line)) <= known | set(SET.findall(line)), line
        known |= set(SET.findall(line))


def test_the_line_that_reads_the_outputs_gives_each_its_own_name(tmp_path):
    """Also where Azure has changed the letters of a name, as it does."""
    [line] = [one for one in lines("deploy") if "> test-outputs.env" in one]
    answer = {"sitE_NAME": {"type": "String", "value": "mykep-test-site"}}
    (tmp_path / "test-outputs.json").write_text(json.dumps(answer))
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    script = f'{line}\n. ./test-outputs.env\necho "$SITE_NAME"'

    said = subprocess.run(  # noqa: S603 - the page's own line
        ["/bin/sh", "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True
    )

    assert said.stdout == "mykep-test-site\n"


def test_what_is_made_is_looked_up_under_the_name_under_which_it_was_made():
    made, shown = (
        [re.search(r"--name (\S+)", one)[1] for one in lines("deploy") if command in one]
        for command in ("az deployment group create", "az deployment group show")
    )

    assert made == shown == ["test"]


def test_the_subscription_is_told_of_every_provider_that_is_used():
    [line] = [one for one in lines("deploy") if one.startswith("for provider in ")]
    text = "\n".join(path.read_text("utf-8") for path in BICEP.glob("*.bicep"))
    used = set(re.findall(r"'(Microsoft\.\w+)/[\w/]+@", text)) - {"Microsoft.Authorization"}

    # The doctor's container is made by hand.
    assert set(line.removesuffix("; do").split()[3:]) == used | {"Microsoft.ContainerInstance"}


@pytest.mark.parametrize("name", ["deploy", "microsoft365"])
def test_a_line_gives_a_script_the_parameters_that_it_has_and_needs(name):
    calls = [shlex.split(one) for one in lines(name) if one.startswith("pwsh infra/")]
    for _, script, *words in calls:
        content = (ROOT / script).read_text("utf-8")
        given = {word[1:] for word in words if word.startswith("-")}

        assert given <= set(re.findall(r"\] \$(\w+)", content)), script
        assert given >= set(re.findall(r"\(Mandatory\)\].+ \$(\w+)", content)), script
    assert name == "deploy" or {Path(one[1]).name for one in calls} == {
        path.name for path in SCRIPTS.glob("*.ps1")
    }


def test_nothing_that_gets_a_right_or_a_token_is_fetched_without_a_version():
    text = "\n".join(lines("deploy") + lines("microsoft365"))

    assert re.findall(r"npx [^\n]*?(@azure/\S+)", text) == ["@azure/static-web-apps-cli@2.0.10"]
    assert "--deployment-token" not in text  # it would stand in the list of processes
    for install in re.findall(r"pip install[^&\n]*", text):
        assert "--require-hashes -r requirements.lock" in install
    for clone in re.findall(r"git clone.+", text):
        assert "git checkout -q $COMMIT" in clone


def test_the_doctor_is_lent_the_identity_of_the_functions_and_no_other():
    bicep = (BICEP / "main.bicep").read_text("utf-8")
    prefix = re.search(r"param prefix string = '(\w+)'", bicep)[1]

    assert "name: '${base}-identity'" in bicep
    [lent] = [one for one in lines("microsoft365") if one.startswith("IDENTITY_ID=")]
    assert f"az identity show --resource-group mykeplive-test --name {prefix}-test-identity" in lent


def test_the_centre_of_the_smoke_test_is_in_the_list_of_mailboxes():
    assert any(f"--smoke-centre {CENTRE}" in one for one in lines("microsoft365"))
    assert f"<code>{CENTRE}</code>" in (PAGES / "deploy.md.j2").read_text("utf-8")


def test_the_site_is_unpacked_where_nothing_is():
    typed = lines("deploy")
    [unpacked] = [number for number, one in enumerate(typed) if one.startswith("unzip ")]

    assert typed[unpacked - 1] == "rm -rf build/next"


def test_the_log_of_the_local_stack_lies_with_its_data():
    [line] = [one for one in lines("local") if one.startswith("sed ")]
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert Path(line.split()[-1]) == LOCAL.with_name("run.log")
    assert '--log "$(or $(DATA),build/data)/run.log"' in makefile
