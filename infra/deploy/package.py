"""
What is deployed, in one folder:

    python -m infra.deploy.package            (make package)

writes into build/release

    functions.zip    what `.funcignore` lets through, and the packages of `requirements.lock`
    site.zip         the built site
    sbom.cdx.json    the bill of materials of functions.zip (CycloneDX)
    SHA256SUMS       the checksums of these

and leaves the content of functions.zip in build/functions. Made of the same sources, the
archives are the same. Needs build/site and build/site-packages (`infra.deploy.packages`).
"""

import argparse
import json
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from infra.deploy import lock
from infra.deploy.archive import checksums, write_zip
from infra.deploy.bill import BadBill, bill
from infra.deploy.packages import INSIDE, WWWROOT, compile_all
from infra.deploy.shipped import Unexpected, shipped

ROOT = Path(__file__).resolve().parents[2]
ASSETS = Path("site/templates/assets.json")
MOST_MEGABYTES = 50  # of functions.zip: what is not there need not be loaded at a cold start
MEGABYTE = 1_000_000


class NotDeployable(Exception):
    """What was built must not be deployed; the message says why."""


def make_release(build: Path, python: str) -> str:
    """
    Write build/functions and build/release; return what there is to say of them.

    *python* is the Python 3.13 that compiles.

    Raises:
        NotDeployable, Unexpected, BadBill: Nothing was written.
    """
    _refuse_other_packages()
    with tempfile.TemporaryDirectory(dir=build, prefix=".release-") as folder:
        functions, release = Path(folder, "functions"), Path(folder, "release")
        release.mkdir()
        _fill(functions, build, python)
        refuse_other_styles(functions, build / "site")
        write_zip(functions, release / "functions.zip")
        write_zip(build / "site", release / "site.zip")
        (release / "sbom.cdx.json").write_text(bill(functions / INSIDE, _version()), "utf-8")
        (release / "SHA256SUMS").write_text(checksums(release.iterdir()), "utf-8")
        said = sizes(functions, release)
        for made in (functions, release):
            shutil.rmtree(build / made.name, ignore_errors=True)
            made.rename(build / made.name)
    return said


def _fill(functions: Path, build: Path, python: str) -> None:
    for path in shipped(ROOT):
        (functions / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, functions / path)
    compile_all(functions, WWWROOT, python)
    shutil.copytree(build / "site-packages", functions / INSIDE)


def _refuse_other_packages() -> None:
    if found := lock.faults(lock.LIST.read_text("utf-8"), lock.LOCK.read_text("utf-8")):
        raise NotDeployable("\n".join(["requirements.lock does not fit: make lock", *found]))


def refuse_other_styles(functions: Path, site: Path) -> None:
    """Refuse functions whose pages name styles and scripts that this site does not have."""
    named = json.loads((functions / ASSETS).read_text("utf-8")).values()
    if missing := [one for one in named if not (site / one.lstrip("/")).is_file()]:
        raise NotDeployable(f"{ASSETS} is of another build of the site: {', '.join(missing)}")


def sizes(functions: Path, release: Path) -> str:
    """Return how large all is, in words; refuse a package that is too large."""
    packed = (release / "functions.zip").stat().st_size / MEGABYTE
    whole = sum(one.stat().st_size for one in functions.rglob("*") if one.is_file()) / MEGABYTE
    if packed > MOST_MEGABYTES:
        raise NotDeployable(f"functions.zip has {packed:.1f} MB; {MOST_MEGABYTES} are allowed")
    site = (release / "site.zip").stat().st_size / MEGABYTE
    return (
        f"functions.zip {packed:.1f} MB of at most {MOST_MEGABYTES} ({whole:.1f} MB unpacked), "
        f"site.zip {site:.1f} MB"
    )


def _version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def main(arguments: Sequence[str]) -> int:
    """Make the release, say how large it is, and return the exit code."""
    parser = argparse.ArgumentParser(description="Make what is deployed.")
    parser.add_argument("--python", default=sys.executable, help="the Python 3.13 that compiles")
    asked = parser.parse_args(arguments)
    try:
        said = make_release(ROOT / "build", asked.python)
    except (NotDeployable, Unexpected, BadBill) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
