"""
The packages of the functions, as Azure runs them: Python 3.13 on Linux.

    .venv313/bin/python -m infra.deploy.packages build/site-packages

installs what `requirements.lock` names, by its hashes, leaves out what nothing of ours
reads, and compiles the rest. Run by the Python that production runs.

A file of bytecode is taken as it is (`unchecked-hash`): by its time, Python would compile
everything anew at each cold start, because a package's files have other times than here.
"""

import fnmatch
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
WWWROOT = Path("/home/site/wwwroot")  # where Azure puts a package
INSIDE = Path(".python_packages/lib/site-packages")
# The wheels to take: those for the C library of Debian 11 and later.
PLATFORMS = ("manylinux_2_28_x86_64", "manylinux2014_x86_64")

# What is left out: large, and read by nothing of ours. A test loads and runs what remains.
UNUSED = (
    "bin/*",  # commands, with the path of the Python that installed them
    "*.dist-info/RECORD",  # names and hashes of what is left out, and of those commands
    "babel/locale-data/*.dat",  # all languages, but for LANGUAGES
    "phonenumbers/carrierdata/*",  # to whom a number belongs
    "phonenumbers/geodata/*",  # where it is
    "phonenumbers/tzdata/*",
)
LANGUAGES = ("root", "el", "el_GR", "en", "en_001", "en_150", "en_GB", "en_US")
KEPT = {f"babel/locale-data/{language}.dat" for language in LANGUAGES}


class WrongPython(Exception):
    """Packages for Azure cannot be made here; the message says what it takes."""


def make_packages(target: Path) -> None:
    """
    Make the folder *target* anew.

    Raises:
        WrongPython: This is not Python 3.13 on Linux x86-64.
    """
    _refuse_other_machines()
    shutil.rmtree(target, ignore_errors=True)
    _install(target)
    leave_out(target)
    compile_all(target, WWWROOT / INSIDE)


def leave_out(folder: Path) -> None:
    """Remove what is `UNUSED`."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        if name not in KEPT and any(fnmatch.fnmatch(name, one) for one in UNUSED):
            path.unlink()
    for path in sorted((one for one in folder.rglob("*") if one.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()


def compile_all(folder: Path, home: Path, python: str = sys.executable) -> None:
    """Compile what is in *folder*; *home* is where it will lie, for the lines of a traceback."""
    command = [python, "-m", "compileall", "-qq", "--invalidation-mode", "unchecked-hash"]
    command += ["-s", str(folder), "-p", str(home), str(folder)]
    subprocess.run(command, env=_fixed(), check=True)  # noqa: S603 (our own arguments)


def _fixed() -> dict[str, str]:
    """Return an environment in which the same source gives the same bytecode."""
    return {**os.environ, "PYTHONHASHSEED": "0"}


def _install(target: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "-qq", "--target", str(target)]
    command += ["--require-hashes", "--no-deps", "--no-compile", "--only-binary=:all:"]
    command += ["--implementation", "cp", "--python-version", "3.13"]
    command += [f"--platform={one}" for one in PLATFORMS]
    subprocess.run([*command, "-r", str(LOCK)], check=True)  # noqa: S603 (our own arguments)


def _refuse_other_machines() -> None:
    here = (sys.version_info[:2], sys.platform, os.uname().machine)
    if here != ((3, 13), "linux", "x86_64"):
        raise WrongPython(f"Python 3.13 on Linux x86-64 is needed; this is {here}")


if __name__ == "__main__":
    make_packages(Path(sys.argv[1]).resolve())
