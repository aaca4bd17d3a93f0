"""What the steps of a release do when something is wrong: their own lines, with stand-ins."""

import subprocess
from pathlib import Path

import pytest
import yaml

RELEASE = Path(__file__).parents[2] / ".github" / "workflows" / "release.yml"
BLOB = "https://host.example/packages/functions.zip"
# What az says, in this order, when the package is there and when it is not.
POSTED = "Starting zip deployment.\nWaiting for sync triggers...\n"
ASKED = f"{POSTED}Checking the health of the function app\n"
ILL = f"{ASKED}ERROR: Deployment was successful but the app appears to be unhealthy.\n"
REFUSED = f"{POSTED}ERROR: Zip deployment failed.\n"


class Step:
    """A step of the release, run in *folder* with stand-ins for the commands that it calls."""

    def __init__(self, name, folder):
        steps = yaml.safe_load(RELEASE.read_text("utf-8"))["jobs"]["release"]["steps"]
        [self.script] = [step["run"] for step in steps if step.get("name") == name]
        self.folder = folder
        self.calls = folder / "calls"
        self.calls.touch()

    def stand_in(self, command, *lines):
        path = self.folder / command
        path.write_text("\n".join(["#!/bin/bash", f'echo "$*" >>{self.calls}', *lines]))
        path.chmod(0o755)

    def run(self, **environment):
        """Run it as GitHub does; return the exit code and what was printed."""
        ran = subprocess.run(  # noqa: S603 - a line of our own workflow
            ["bash", "-e", "-c", self.script],  # noqa: S607 - wherever it is
            cwd=self.folder,
            env={"PATH": f"{self.folder}:/usr/bin:/bin", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return ran.returncode, ran.stdout


@pytest.fixture
def keep(tmp_path):
    return Step("Keep the styles of the release that is live now", tmp_path)


@pytest.fixture
def functions(tmp_path):
    return Step("The functions", tmp_path)


@pytest.mark.parametrize(
    ("code", "back", "expected", "is_warned"),
    [
        (0, "false", 0, False),
        (0, "true", 0, False),
        (2, "false", 1, False),
        (2, "true", 0, True),
    ],
)
def test_a_live_site_that_cannot_be_read_stops_a_release_but_not_going_back(
    keep, code, back, expected, is_warned
):
    keep.stand_in("make", f"exit {code}")

    ended, printed = keep.run(BACK=back, ADDRESS="https://live.example")

    assert (ended, "::warning::" in printed) == (expected, is_warned)
    assert keep.calls.read_text() == "keep-assets URL=https://live.example NEXT=build/next\n"


def az(said, code, blob=""):
    """Return the lines of an az that finds *blob* in the settings, and posts with *said*."""
    return f"""
case "$*" in
*appsettings*) printf '%s' '{blob}' ;;
*config-zip*) printf '%s' '{said}' >&2; exit {code} ;;
esac"""


@pytest.mark.parametrize(
    ("said", "code", "expected", "is_warned"),
    [
        pytest.param(ASKED, 0, 0, False, id="well"),
        pytest.param(ILL, 1, 0, True, id="ill, so the smoke test decides"),
        pytest.param(ASKED, 124, 0, True, id="no end of asking"),
        pytest.param(REFUSED, 1, 1, False, id="not deployed"),
        pytest.param("", 124, 1, False, id="no end of posting"),
    ],
)
def test_only_what_az_says_of_the_health_does_not_stop_a_release(
    functions, said, code, expected, is_warned
):
    functions.stand_in("az", az(said, code))

    ended, printed = functions.run(FUNCTION_APP="app", RESOURCE_GROUP="group")

    assert (ended, "::warning::" in printed) == (expected, is_warned)
    assert said in printed
    assert "blob upload" not in functions.calls.read_text()


def test_the_package_of_a_premium_app_goes_where_its_setting_says(functions):
    functions.stand_in("az", az("", 1, blob=BLOB))

    ended, _ = functions.run(FUNCTION_APP="app", RESOURCE_GROUP="group")

    _, upload, restart = functions.calls.read_text().splitlines()
    assert ended == 0
    assert f"storage blob upload --auth-mode login --blob-url {BLOB} --overwrite" in upload
    assert restart == "functionapp restart --name app --resource-group group"


def test_an_app_whose_settings_cannot_be_read_gets_no_package(functions):
    functions.stand_in("az", "exit 3")

    ended, _ = functions.run(FUNCTION_APP="app", RESOURCE_GROUP="group")

    assert ended == 3
    assert len(functions.calls.read_text().splitlines()) == 1
