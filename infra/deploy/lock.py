"""
Whether `requirements.lock` fits `requirements.txt`.

`requirements.txt` is the list that people keep. `make lock` writes the lock: the packages
that these bring with them, each with its version and the hashes of its files.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LIST, LOCK = ROOT / "requirements.txt", ROOT / "requirements.lock"
COMMENT = re.compile(r"(^|\s)#.*")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
PYTHONS = ("3.11", "3.12", "3.13")


def faults(wanted: str, locked: str) -> list[str]:
    """Return what keeps the lock from fitting the list, in words; both are texts of files."""
    pins = list(_pins(locked))
    bare = [f"{pin.name}: without a hash" for pin, hashes in pins if not hashes]
    loose = [f"{pin.name}: no version" for pin, _ in pins if not _is_exact(pin)]
    missing = [
        f"{one}: not in the lock for Python {python}"
        for one in _requirements(wanted)
        for python in PYTHONS
        if _holds(one, python) and not _is_locked(one, [pin for pin, _ in pins], python)
    ]
    return [*bare, *loose, *missing]


def _requirements(text: str) -> Iterator[Requirement]:
    for line in text.splitlines():
        if words := COMMENT.sub("", line).strip():
            yield Requirement(words)


def _pins(text: str) -> Iterator[tuple[Requirement, list[str]]]:
    for entry in text.replace("\\\n", " ").splitlines():
        if words := COMMENT.sub("", entry).strip():
            yield Requirement(words.split("--hash")[0].strip()), HASH.findall(words)


def _is_exact(pin: Requirement) -> bool:
    return [one.operator for one in pin.specifier] == ["=="]


def _is_locked(wanted: Requirement, pins: list[Requirement], python: str) -> bool:
    return any(
        canonicalize_name(pin.name) == canonicalize_name(wanted.name)
        and pin.specifier == wanted.specifier
        and _holds(pin, python)
        for pin in pins
    )


def _holds(one: Requirement, python: str) -> bool:
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    return one.marker is None or one.marker.evaluate(environment)
