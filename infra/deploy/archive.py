"""Archives that are the same whenever and wherever they are made of the same files."""

import hashlib
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
MODE = (stat.S_IFREG | 0o644) << 16
LEVEL = 9


def write_zip(folder: Path, target: Path) -> None:
    """Write every file below *folder* into *target*: sorted, and without their times."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), LONG_AGO)
            entry.external_attr, entry.compress_type = MODE, zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=LEVEL)


def checksums(files: Iterable[Path]) -> str:
    """Return the lines that `sha256sum --check` reads."""
    return "".join(f"{digest(path)}  {path.name}\n" for path in sorted(files))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
