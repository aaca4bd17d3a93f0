"""
What changed in the files of services and centres, and when, from git.

Git is asked once for all files; asking it for each would take seconds. Where it cannot
answer in full (no git, no repository, a clone without the whole history) there is no
history at all: a page that shows half of it would be wrong.

Commits that change the form and not the content (`.git-blame-ignore-revs`, which git
and GitHub know too) are left out, and of any other commit the files in which it changes
nothing that can be seen. What a commit says of itself is for those who work on the
catalogue, and is not used.
"""

import io
import os
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from changed_parts import changed_parts

ATHENS = ZoneInfo("Europe/Athens")
FOLDERS = ("services", "centres")
ENDING = "^(retired|closed):"
SKIPPED = ".git-blame-ignore-revs"
MARK = "\x1e"  # before each commit; no line about a file begins with it
LOG = (
    "-c",
    "core.quotePath=off",
    "log",
    "--raw",
    "--no-abbrev",
    "--find-renames",
    "--no-color",
    "--no-show-signature",
    f"--format={MARK}%H %cI",
)
NO_BLOB = "0" * 40

Kind = Literal["added", "changed", "renamed", "ended", "removed"]
# By git's letter, and by our own word; any other letter is a change like others.
KINDS: Mapping[str, Kind] = {"A": "added", "R": "renamed", "D": "removed", "ended": "ended"}


@dataclass(frozen=True, slots=True)
class Change:
    """One commit, as it touched one file. *parts* are the keys of what it changed there."""

    commit: str
    at: datetime
    kind: Kind
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """
    What git says of one file in one commit.

    Both paths are the same but after a renaming. *before* and *after* name the contents.
    """

    commit: str
    at: str
    before: str
    after: str
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
    ending = {(line.commit, line.path) for line in _lines(endings)}
    skipped = _skipped(top)
    lines = [
        replace(line, status="ended") if (line.commit, line.path) in ending else line
        for line in _lines(log)
        if line.commit not in skipped
    ]
    return _by_file(lines, _contents(top, lines))


def _top(folder: Path) -> Path | None:
    """Return the folder of the repository, or None if its history is not all here."""
    said = _git(folder, "rev-parse", "--is-shallow-repository", "--show-toplevel")
    shallow, _, top = _text(said or b"true\n").partition("\n")
    return Path(top.strip()) if shallow == "false" else None


def _git(folder: Path, *arguments: str, told: bytes = b"") -> bytes | None:
    """Run git in *folder* and tell it *told*; None if there is no git or it refuses."""
    # A hook of git sets variables that would lead it to another repository.
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    try:
        done = subprocess.run(  # noqa: S603 (our own arguments)
            ["git", "-C", str(folder), *arguments],  # noqa: S607 (the one on the path)
            env=environment,
            input=told,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace")


def _skipped(top: Path) -> frozenset[str]:
    path = top / SKIPPED
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return frozenset(line.partition("#")[0].strip() for line in lines)


def _lines(log: bytes | None) -> Iterator[_Line]:
    """Yield what a log says, in its order: for each commit the files that it touched."""
    commit, at = "", ""
    for line in _text(log or b"").split("\n"):
        if line.startswith(MARK):
            commit, at = line.removeprefix(MARK).split(" ")
        elif line:
            told, *paths = line.split("\t")
            *_, before, after, status = told.split(" ")
            yield _Line(commit, at, before, after, status[0], paths[-1], paths[0])


def _contents(top: Path, lines: Iterable[_Line]) -> Mapping[str, str]:
    """Return the text of both versions of each file that changed, by git's name for it."""
    named = {name for line in lines for name in (line.before, line.after)} - {NO_BLOB}
    told = "".join(f"{name}\n" for name in sorted(named)).encode()
    said = io.BytesIO(_git(top, "cat-file", "--batch", told=told) or b"")
    texts = {}
    while head := said.readline().split():
        name, _, *size = head
        if size:  # or else git says that it is missing
            texts[name.decode()] = _text(said.read(int(size[0]) + 1))
    return texts


def _by_file(lines: Iterable[_Line], texts: Mapping[str, str]) -> History:
    """Gather the changes of each file; what it was called before counts as it."""
    changes: dict[str, list[Change]] = {}
    today: dict[str, str] = {}
    for line in lines:
        name = today[line.former_path] = today.get(line.path, line.path)
        if change := _change(line, texts):
            changes.setdefault(name, []).append(change)
    return changes


def _change(line: _Line, texts: Mapping[str, str]) -> Change | None:
    """Return what a line tells, or None if nobody can see a difference."""
    kind = KINDS.get(line.status, "changed")
    known = line.before in texts and line.after in texts
    parts = changed_parts(texts[line.before], texts[line.after]) if known else ()
    if known and kind == "changed" and not parts:
        return None
    return Change(line.commit, datetime.fromisoformat(line.at).astimezone(ATHENS), kind, parts)
