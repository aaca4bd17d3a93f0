"""Archives, the lock and the bill of materials."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from infra.deploy import lock, package
from infra.deploy.archive import checksums, write_zip
from infra.deploy.bill import BadBill, bill, checked
from infra.deploy.packages import leave_out

ROOT = Path(__file__).parents[2]
WANTED = 'one==1.0  # why\ntwo==2.0; python_version < "3.13"\n'
HASH = f"--hash=sha256:{'a' * 64}"
LOCKED = f"""# made by a program
One==1.0 \\
    {HASH}
three==3.0 \\
    {HASH}
two==2.0 ; python_full_version < '3.13' \\
    {HASH}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "of" / "it").mkdir(parents=True)
    (tmp_path / "of" / "it" / "b.txt").write_text("β")
    (tmp_path / "a.txt").write_text("α")
    return tmp_path / "of"


def test_an_archive_is_the_same_whenever_it_is_made(folder, tmp_path):
    write_zip(folder, tmp_path / "first.zip")
    os.utime(folder / "it" / "b.txt", (0, 1_000_000_000))
    (folder / "it" / "b.txt").chmod(0o600)
    write_zip(folder, tmp_path / "second.zip")

    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_the_checksums_are_those_that_the_command_checks(folder, tmp_path):
    write_zip(folder, tmp_path / "of.zip")
    (tmp_path / "SHA256SUMS").write_text(checksums([tmp_path / "of.zip", tmp_path / "a.txt"]))

    subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, check=True)  # noqa: S607
    (tmp_path / "a.txt").write_text("ω")
    changed = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, check=False)  # noqa: S607
    assert changed.returncode == 1


def test_the_lock_fits_the_list():
    assert lock.faults(lock.LIST.read_text("utf-8"), lock.LOCK.read_text("utf-8")) == []


def test_a_lock_that_fits_has_no_faults():
    assert lock.faults(WANTED, LOCKED) == []


@pytest.mark.parametrize(
    ("wanted", "locked", "fault"),
    [
        (WANTED.replace("1.0", "1.1"), LOCKED, "one==1.1: not in the lock for Python 3.13"),
        (WANTED.replace("3.13", "3.14"), LOCKED, "two==2.0; python_version"),
        (WANTED + "four==4.0\n", LOCKED, "four==4.0: not in the lock for Python 3.11"),
        (
            WANTED,
            LOCKED.replace(f"three==3.0 \\\n    {HASH}", "three==3.0"),
            "three: without a hash",
        ),
        (WANTED, LOCKED.replace("three==", "three>="), "three: no version"),
    ],
)
def test_a_lock_that_does_not_fit_is_refused(wanted, locked, fault):
    assert any(one.startswith(fault) for one in lock.faults(wanted, locked))


def a_package(folder, name, version, *lines):
    place = folder / f"{name}-{version}.dist-info"
    place.mkdir()
    words = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *lines]
    (place / "METADATA").write_text("\n".join(words) + "\n")


def test_the_bill_names_every_package_its_licence_and_what_it_needs(tmp_path):
    a_package(tmp_path, "Six_Pence", "1.16", "License-Expression: MIT", "Requires-Dist: moon>=1")
    a_package(
        tmp_path,
        "moon",
        "1.0",
        f"License: {'all of its text ' * 9}",
        "Classifier: License :: OSI Approved :: BSD License",
        'Requires-Dist: six-pence; python_version < "3.11"',
    )

    text = bill(tmp_path, "9.9")

    made = json.loads(text)
    assert made["metadata"]["component"]["version"] == "9.9"
    licences = {one["purl"]: one["licenses"][0]["license"] for one in made["components"]}
    assert licences == {
        "pkg:pypi/moon@1.0": {"name": "BSD License"},
        "pkg:pypi/six-pence@1.16": {"id": "MIT"},
    }
    needs = {one["ref"]: one.get("dependsOn", []) for one in made["dependencies"]}
    assert needs["pkg:pypi/six-pence@1.16"] == ["pkg:pypi/moon@1.0"]
    assert needs["pkg:pypi/moon@1.0"] == []
    assert len(needs["mykeplive"]) == 2
    assert bill(tmp_path, "9.9") == text


def test_a_bill_that_is_not_as_cyclonedx_asks_is_refused():
    with pytest.raises(BadBill):
        checked(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "componets": []}))


def test_what_nothing_reads_is_left_out(tmp_path):
    names = {
        "bin/normalizer": False,
        "babel/locale-data/el.dat": True,
        "babel/locale-data/root.dat": True,
        "babel/locale-data/fr.dat": False,
        "babel/global.dat": True,
        "phonenumbers/geodata/data0.py": False,
        "phonenumbers/data/region_GR.py": True,
        "httpx-0.28.1.dist-info/RECORD": False,
        "httpx-0.28.1.dist-info/METADATA": True,
    }
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    leave_out(tmp_path)

    left = {one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*") if one.is_file()}
    assert left == {name for name, is_kept in names.items() if is_kept}
    assert not (tmp_path / "bin").exists()


@pytest.fixture
def built(tmp_path):
    """A package and a site that fit each other, and the archives made of them."""
    functions, site, release = (tmp_path / name for name in ("functions", "site", "release"))
    for folder in (functions / "site/templates", site / "assets", release):
        folder.mkdir(parents=True)
    (site / "assets" / "site.0123456789.css").write_text("new{}")
    listed = {"site.css": "/assets/site.0123456789.css"}
    (functions / package.ASSETS).write_text(json.dumps(listed))
    write_zip(functions, release / "functions.zip")
    write_zip(site, release / "site.zip")
    return functions, site, release


def test_functions_of_another_build_of_the_site_are_refused(built):
    functions, site, _ = built
    package.refuse_other_styles(functions, site)

    (site / "assets" / "site.0123456789.css").unlink()

    with pytest.raises(package.NotDeployable, match=r"another build.*site\.0123456789\.css"):
        package.refuse_other_styles(functions, site)


def test_a_package_that_is_too_large_is_refused_with_its_size(built):
    functions, _, release = built
    assert package.sizes(functions, release).startswith("functions.zip 0.0 MB of at most 50")

    os.truncate(release / "functions.zip", 50_100_000)

    with pytest.raises(package.NotDeployable, match=r"^functions\.zip has 50\.1 MB; 50 are"):
        package.sizes(functions, release)
