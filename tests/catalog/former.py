"""A copy of the catalogue in which something has gone."""

from dataclasses import dataclass
from pathlib import Path

ADMINISTRATIVE = "services/administrative"


@dataclass(frozen=True)
class Former:
    """The names of what has gone, and of what took its place."""

    retired: str = "e-paravolo"
    successor: str = "e-paravolo-online"
    old: str = "birth-certificate"
    new: str = "birth-paper"
    closed: str = "kep-volos-2"
    instead: str = "kep-volos"


FORMER = Former()


def add(path: Path, lines: str) -> None:
    """Write *lines* at the end of a file."""
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n{lines}\n", "utf-8")


def change(path: Path, old: str, new: str) -> None:
    """Change the first *old* of a file to *new*."""
    text = path.read_text("utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), "utf-8")


def retire(folder: Path) -> None:
    """Retire a service and put another one in its place, so that the counts hold."""
    service = folder / ADMINISTRATIVE / f"{FORMER.retired}.yaml"
    successor = service.with_stem(FORMER.successor)
    successor.write_bytes(service.read_bytes())
    add(
        service,
        f"retired:\n  on: 2026-11-01\n  replaced_by: {FORMER.successor}\n"
        "  reason: {el: Το παράβολο πληρώνεται μόνο ηλεκτρονικά., en: It is paid online only.}",
    )


def rename(folder: Path) -> None:
    """Give a service another name."""
    service = folder / ADMINISTRATIVE / f"{FORMER.old}.yaml"
    service.rename(service.with_stem(FORMER.new))
    (folder / "renamed.yaml").write_text(f"services: {{{FORMER.old}: {FORMER.new}}}\n", "utf-8")


def close(folder: Path, on: str = "2027-01-05") -> None:
    """Close a centre from a day on."""
    add(
        folder / f"centres/{FORMER.closed}.yaml",
        f"closed: {{on: {on}, instead: {FORMER.instead}}}",
    )


def with_former(folder: Path) -> Path:
    """Do all of it in *folder* and return it."""
    retire(folder)
    rename(folder)
    close(folder)
    return folder
