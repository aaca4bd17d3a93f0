"""
What changed in the files of services and centres, and when, from git.

Git is asked once for all files; asking it for each would take seconds. Where it cannot
answer in full (no git, no repository, a clone without the whole history) there is no
history at all: a page that shows half of it would be wrong.

Commits that change the form and not the content (`.git-blame-ignore-revs`, which git
and GitHub know too) are left out.
"""

import os
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

ATHENS = ZoneInfo("Europe/Athens")
FOLDERS = ("services", "centres")
ENDING = "^(retired|closed):"
SKIPPED = ".git-blame-ignore-revs"
MARK = "\x1e"  # before each commit; no line about a file begins with it
LOG = (
    "-c",
    "core.quotePath=off",
    "log",
    "--name-status",
    "--find-renames",
    "--no-color",
    "--no-show-signature",
    "--encoding=UTF-8",
    f"--format={MARK}%H %cI %s",
)

Kind = Literal["added", "changed", "renamed", "ended", "removed"]
# By git's letter, and by our own word; any other letter is a change like others.
KINDS: Mapping[str, Kind] = {"A": "added", "R": "renamed", "D": "removed", "ended": "ended"}


@dataclass(frozen=True, slots=True)
class Change:
    """One commit, as it touched one file. *subject* is the first line of its message."""

    commit: str
    at: datetime
    kind: Kind
    subject: str


@dataclass(frozen=True, slots=True)
class _Line:
    """What git says of one file in one commit; both paths are the same but after a renaming."""

    commit: str
    at: str
    subject: str
    status: str
    path: str
    former_path: str


# By the file's path in the repository; the newest change first.
History = Mapping[str, Sequence[Change]]
NO_HISTORY: History = {}


def history(catalog_folder: Path, ended: Collection[str] = ()) -> History:
    """
    Return the changes of each service and centre, by today's path of its file.

    *ended* are the files of retired services and closed centres: of these, the commit that
    said so is told from other changes.
    """
    top = _top(catalog_folder)
    if top is None:
        return NO_HISTORY
    log = _git(top, *LOG, "--", *(str(catalog_folder.resolve() / name) for name in FOLDERS))
    endings = _git(top, *LOG, f"-G{ENDING}", "--", *ended) if ended else None
    ending = {(line.commit, line.path) for line in _lines(endings or "")}
    skipped = _skipped(top)
    lines = (line for line in _lines(log or "") if line.commit not in skipped)
    return _by_file(
        replace(line, status="ended") if (line.commit, line.path) in ending else line
        for line in lines
    )


def _top(folder: Path) -> Path | None:
    """Return the folder of the repository, or None if its history is not all here."""
    said = _git(folder, "rev-parse", "--is-shallow-repository", "--show-toplevel")
    shallow, _, top = (said or "true\n").partition("\n")
    return Path(top.strip()) if shallow == "false" else None


def _git(folder: Path, *arguments: str) -> str | None:
    """Run git in *folder*; None if there is no git or it refuses."""
    # A hook of git sets variables that would lead it to another repository.
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    try:
        done = subprocess.run(  # noqa: S603 (our own arguments)
            ["git", "-C", str(folder), *arguments],  # noqa: S607 (the one on the path)
            env=environment,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.decode("utf-8", "replace")


def _skipped(top: Path) -> frozenset[str]:
    path = top / SKIPPED
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return frozenset(line.partition("#")[0].strip() for line in lines)


def _lines(log: str) -> Iterator[_Line]:
    """Yield what a log says, in its order: for each commit the files that it touched."""
    commit, at, subject = "", "", ""
    for line in log.split("\n"):
        if line.startswith(MARK):
            commit, at, subject = line.removeprefix(MARK).split(" ", 2)
        elif line:
            status, *paths = line.split("\t")
            yield _Line(commit, at, subject, status[0], paths[-1], paths[0])


def _by_file(lines: Iterable[_Line]) -> History:
    """Gather the changes of each file; what it was called before counts as it."""
    changes: dict[str, list[Change]] = {}
    today: dict[str, str] = {}
    for line in lines:
        name = today[line.former_path] = today.get(line.path, line.path)
        changes.setdefault(name, []).append(_change(line))
    return changes


def _change(line: _Line) -> Change:
    moment = datetime.fromisoformat(line.at).astimezone(ATHENS)
    # What is not printable may turn text around, and XML has no place for it.
    subject = "".join(character for character in line.subject if character.isprintable())
    return Change(line.commit, moment, KINDS.get(line.status, "changed"), subject)
