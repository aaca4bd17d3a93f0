"""How it is deployed: built once, the site first, production last, and no secret stored."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = ROOT / ".github" / "workflows"


def read(name):
    """Return a workflow; BaseLoader, because YAML 1.1 takes `on` for true."""
    return yaml.load((WORKFLOWS / f"{name}.yml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506


@pytest.fixture(scope="module")
def deploy():
    return read("deploy")["jobs"]


@pytest.fixture(scope="module")
def release():
    return read("release")["jobs"]["release"]


def place(release, part):
    """Return which step of the release has *part* in it: there is one."""
    (found,) = [number for number, step in enumerate(release["steps"]) if part in str(step)]
    return found


def test_what_is_checked_is_what_is_deployed(deploy):
    check, upload = deploy["build"]["steps"][-2:]

    assert check["run"] == ".ci/run"
    assert "package" in re.search(r"for step in (.*);", (ROOT / ".ci/run").read_text())[1].split()
    assert upload["with"]["path"] == "build/release"


def test_both_environments_get_the_same_files_production_after_test(deploy):
    test, production = deploy["test"], deploy["production"]

    assert test["needs"] == "build"
    assert production["needs"] == "test"
    assert test["with"]["run"] == production["with"]["run"] == "${{ inputs.run || github.run_id }}"
    assert (test["with"]["environment"], production["with"]["environment"]) == (
        "test",
        "production",
    )


def test_the_site_goes_first_with_the_styles_of_before_and_the_smoke_test_last(release):
    order = [
        place(release, part)
        for part in (
            "sha256sum --check",
            "make keep-assets",
            "azure/login@",
            "static-web-apps-deploy@",
            "config-zip",
            "make smoke",
        )
    ]

    assert order == sorted(order)
    assert order[-1] == len(release["steps"]) - 1


def test_no_secret_is_stored(deploy, release):
    assert "secrets." not in str(deploy) + str(release)
    assert release["permissions"]["id-token"] == "write"
    signing_in = release["steps"][place(release, "azure/login@")]["with"]
    assert set(signing_in) == {"client-id", "tenant-id", "subscription-id"}
    for script in (step.get("run", "") for step in release["steps"]):
        assert script.count("::add-mask::") == len(
            re.findall(r"az (?:staticwebapp secrets|key)", script)
        )


MERGED = "inputs.run == '' && 'merged' || github.run_id"


def test_merges_go_one_after_the_other_and_going_back_waits_for_none_of_them(deploy):
    assert "concurrency" not in read("deploy")
    for name, job in deploy.items():
        group = f"{name}-${{{{ {MERGED} }}}}"
        assert job["concurrency"] == {"group": group, "cancel-in-progress": "false"}


def test_in_an_environment_one_release_goes_after_the_other_and_each_keeps_its_place(release):
    assert release["concurrency"] == {
        "group": "release-${{ inputs.environment }}",
        "cancel-in-progress": "false",
        "queue": "max",
    }


@pytest.mark.parametrize(
    ("facts", "deployed"),
    [
        ({}, ["test", "production"]),
        ({"build": "failure"}, []),
        ({"build": "cancelled"}, []),
        ({"test": "failure"}, ["test"]),
        ({"DEPLOY": ""}, []),
        ({"run": "17", "environment": "production"}, ["production"]),
        ({"run": "17", "environment": "test"}, ["test"]),
        ({"run": "17", "environment": "production", "DEPLOY": ""}, []),
        ({"environment": "production"}, ["test", "production"]),
    ],
)
def test_a_merge_goes_to_test_first_and_going_back_only_where_it_is_asked_for(
    deploy, facts, deployed
):
    said = {"DEPLOY": "on", "run": "", "environment": "", "build": "success", "test": "success"}
    said |= facts
    results = {"build": "skipped" if said["run"] else said["build"]}

    for name in ("test", "production"):
        has_run = holds(deploy[name]["if"], said | results)
        results[name] = said["test"] if has_run else "skipped"

    assert [name for name in ("test", "production") if results[name] != "skipped"] == deployed


NAME = re.compile(r"(?:inputs|vars|needs)\.(\w+)(?:\.result)?")
IN_PYTHON = {"!cancelled()": "True", "&&": "and", "||": "or"}


def holds(condition, said):
    """Tell whether the condition of a job holds; *said* has inputs, variables and results."""
    text = NAME.sub(lambda name: repr(said[name[1]]), condition)
    for theirs, ours in IN_PYTHON.items():
        text = text.replace(theirs, ours)
    return eval(text)  # noqa: S307 - a line of our own workflow


def test_every_variable_that_is_read_is_explained():
    text = (WORKFLOWS / "release.yml").read_text("utf-8")
    head = text.partition("\nname:")[0]

    for name in set(re.findall(r"vars\.([A-Z_]+)", text)):
        assert name in head, name
