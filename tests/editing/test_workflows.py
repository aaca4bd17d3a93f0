"""What runs at GitHub: pinned, with few rights, and naming only what there is."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
# An action by a commit, and which version that is.
PINNED = re.compile(
    r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+(\.\d+){0,2}|\$/\.github/workflows/[a-z-]+\.yml"
)
WRITES = {"comment": "pull-requests", "list": "issues"}
# An identity at Azure, and nothing here; only what was merged runs beside it.
SIGNS_IN = {"deploy": {"test", "production"}, "release": {"release"}}
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
each_form = pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)


def read(path):
    """Return a file's content; BaseLoader, because YAML 1.1 takes `on` for true."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 (makes only text)


def jobs(path):
    return read(path)["jobs"].items()


def steps(job):
    """Return the steps of a job; one that calls another workflow has none."""
    return job.get("steps", [])


def scripts(path):
    return "\n".join(step.get("run", "") for _, job in jobs(path) for step in steps(job))


def test_there_is_a_workflow_for_each_occasion():
    assert [path.stem for path in WORKFLOWS] == [
        "catalogue",
        "check",
        "deploy",
        "nightly",
        "release",
        "reviews",
    ]


@each_workflow
def test_every_action_is_pinned_by_a_commit(path):
    used = re.findall(r"uses: *(.+)", path.read_text("utf-8"))

    assert used
    assert [one for one in used if not PINNED.fullmatch(one)] == []


def test_an_action_is_the_same_commit_everywhere():
    used = {one for path in WORKFLOWS for one in re.findall(r"uses: *(.+)", path.read_text())}

    assert len(used) == len({one.partition("@")[0] for one in used})


@each_workflow
def test_a_job_may_do_what_it_says_and_no_more(path):
    assert read(path)["permissions"] == {}
    for name, job in jobs(path):
        granted = job["permissions"]

        writing = {right for right, level in granted.items() if level != "read"}
        signs_in = {"id-token"} if name in SIGNS_IN.get(path.stem, ()) else set()
        assert set(granted) - {"contents", "actions"} <= {WRITES.get(name)} | signs_in
        assert writing == ({WRITES[name]} if name in WRITES else set()) | signs_in


@each_workflow
def test_no_foreign_code_runs_where_secrets_or_rights_are(path):
    """A proposal is checked out in jobs alone that can neither write nor read a secret."""
    assert "pull_request_target" not in read(path)["on"]
    for name, job in jobs(path):
        checked_out = any("checkout@" in step.get("uses", "") for step in steps(job))
        trusted = "pull_request" not in read(path)["on"]

        assert trusted or not checked_out or ("secrets." not in str(job) and name not in WRITES)
        for step in steps(job):
            if "checkout@" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] == "false"


@each_workflow
def test_what_strangers_wrote_is_never_part_of_a_script(path):
    assert "${{" not in scripts(path)


@each_workflow
def test_a_job_ends_by_itself(path):
    timed = [job for _, job in jobs(path) if steps(job)]
    assert all(0 < int(job["timeout-minutes"]) <= 120 for job in timed)


@each_workflow
def test_what_a_workflow_runs_is_there(path):
    targets = set(re.findall(r"\bmake ([a-z-]+)", scripts(path)))
    modules = set(re.findall(r"python -m ((?:infra|functions)\.[\w.]+)", scripts(path)))
    files = set(re.findall(r"(?:python |^)((?:site|\.ci)/[\w./]+)", scripts(path), re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert targets | modules | files
    for target in targets:
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target
    for module in modules:
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), module
    assert all((ROOT / file).is_file() for file in files)


@pytest.mark.parametrize("name", ["check", "catalogue", "deploy"])
def test_where_pages_are_built_the_whole_history_is_there(name):
    for _, job in jobs(GITHUB / "workflows" / f"{name}.yml"):
        for step in steps(job):
            if "checkout@" in step.get("uses", ""):
                assert step["with"]["fetch-depth"] == "0"


def test_the_whole_is_what_runs_on_any_machine():
    assert scripts(GITHUB / "workflows" / "check.yml").splitlines()[-1] == ".ci/run"


@each_form
def test_a_form_speaks_both_languages_and_asks_for_nothing_personal(path):
    form = read(path)
    questions = [one for one in form["body"] if one["type"] != "markdown"]
    greek, latin = re.compile("[α-ω]{3}"), re.compile(r"/ .*[a-z]{2}")

    assert greek.search(form["name"])
    assert latin.search(form["name"])
    for one in questions:
        label = one["attributes"]["label"]
        assert greek.search(label), label
        assert latin.search(label), label
    assert "Μη γράψετε προσωπικά στοιχεία" in form["body"][0]["attributes"]["value"]
    asked = {one["id"] for one in questions}
    assert not asked & {"name", "email", "phone", "contact"}


def test_the_form_that_pages_lead_to_takes_the_pages_address():
    link = (ROOT / "site" / "templates" / "page_foot.html.j2").read_text("utf-8")
    ((name, field),) = re.findall(r"issues/new\?template=([\w-]+\.yml)&amp;(\w+)=", link)

    fields = {one.get("id") for one in read(GITHUB / "ISSUE_TEMPLATE" / name)["body"]}
    assert field in fields


def owners():
    lines = (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def test_whatever_has_an_owner_is_there():
    for pattern, *teams in owners():
        place = ROOT / pattern.strip("/")

        assert pattern == "*" or place.exists(), pattern
        assert pattern.endswith("/") == place.is_dir() or pattern == "*", pattern
        assert teams
        assert all(re.fullmatch(r"@mykeplive/[a-z-]+", team) for team in teams), pattern


def test_each_field_has_its_own_owners():
    fields = {path.name for path in (ROOT / "catalog_data" / "services").iterdir()}
    owned = {
        pattern.split("/")[-2]: teams for pattern, *teams in owners() if "/services/" in pattern
    }

    assert owned.keys() == fields
    assert len({team for (team,) in owned.values()}) == len(fields)


def test_a_summary_that_was_refused_says_why_and_stops_the_step(tmp_path):
    """The step is run as it stands, with a command that refuses in place of the real one."""
    job = read(GITHUB / "workflows" / "catalogue.yml")["jobs"]["check"]
    (step,) = [one for one in job["steps"] if one.get("id") == "summary"]

    for says, outcome in (("", 1), ("## What changes", 1), ("## What changes", 0)):
        refuse = "echo stranded >&2" if outcome else ":"
        done = _run_step(step["run"], f"printf '%s' '{says}'; {refuse}; exit {outcome}", tmp_path)

        assert done.returncode == outcome
        said = (tmp_path / "output").read_text("utf-8")
        assert (says or "stranded") in said
        assert said.splitlines()[0].removeprefix("text<<") == said.splitlines()[-1]
        assert (tmp_path / "page").read_text("utf-8").strip() in said


def _run_step(script, command, folder):
    make = folder / "bin" / "make"
    make.parent.mkdir(exist_ok=True)
    make.write_text(f"#!/bin/sh\n{command}\n")
    make.chmod(0o755)
    for name in ("output", "page", "summary.md"):
        (folder / name).unlink(missing_ok=True)
    return subprocess.run(  # noqa: S603 (our own script)
        ["bash", "-e", "-c", script],  # noqa: S607
        cwd=folder,
        env={
            "PATH": f"{make.parent}:/usr/bin:/bin",
            "BASE": "origin/main",
            "CHECKED": "",
            "GITHUB_OUTPUT": "output",
            "GITHUB_STEP_SUMMARY": "page",
        },
        capture_output=True,
        check=False,
    )
