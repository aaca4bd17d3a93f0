"""The package of the functions, unpacked into an empty folder and loaded with nothing else."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.worker.settings import settings
from tests.worker.test_worker_library import ROUTES, TIMERS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "build" / "release" / "functions.zip"
PACKAGES = ".python_packages/lib/site-packages/"
UNCHECKED = 1  # what a file of bytecode says that is taken as it is (PEP 552)


@pytest.fixture(scope="module")
def package():
    with zipfile.ZipFile(PACKAGE) as opened:
        yield opened


@pytest.fixture(scope="module")
def loaded(package, tmp_path_factory):
    """What the worker found in the package, and what it answered."""
    folder = tmp_path_factory.mktemp("wwwroot")
    package.extractall(folder)
    command = [sys.executable, "-I", "-S", str(Path(__file__).with_name("load_package.py"))]
    done = subprocess.run(  # noqa: S603 (our own program)
        [*command, str(folder)],
        env=settings(tmp_path_factory.mktemp("store")),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_worker_finds_every_function_in_the_package(loaded):
    routes = {name: list(route) for name, route in ROUTES.items()}
    timers = {name: [schedule] for name, schedule in TIMERS.items()}

    assert loaded["functions"] == routes | timers | {"reconcile_booking": []}


def test_nothing_is_loaded_from_anywhere_else(loaded):
    assert loaded["strangers"] == []


def test_what_is_left_out_of_the_packages_is_not_missed(loaded):
    """A booking with a telephone of another country, shown with its day in words."""
    answers = loaded["answers"]

    assert answers["booked"] == 201
    assert re.search(r"(Δευτέρα|Τρίτη|Τετάρτη|Πέμπτη|Παρασκευή) \d+ [Α-Ω]", answers["page"])
    assert re.search(r"(Mon|Tues|Wednes|Thurs|Fri)day,? \d+ [A-Z]", answers["english page"])


def test_all_code_is_compiled_and_taken_as_it_is(package):
    names = set(package.namelist())
    sources = {name for name in names if name.endswith(".py")}
    compiled = {name for name in names if name.endswith(".pyc")}

    assert {_source(name) for name in compiled} == sources
    assert {package.read(name)[4] for name in compiled} == {UNCHECKED}


def _source(name):
    return name.replace("__pycache__/", "").replace(".cpython-313.pyc", ".py")


def test_the_packages_are_those_of_the_lock_and_no_tools(package):
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)(?!.*<)", lock, re.MULTILINE))
    folders = re.compile(rf"{PACKAGES}([\w.]+)-([\w.]+)\.dist-info/METADATA")
    found = dict(one.groups() for one in map(folders.fullmatch, package.namelist()) if one)

    assert {name.replace("_", "-").lower(): version for name, version in found.items()} == pins
