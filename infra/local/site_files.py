"""The files of the built site, read once and kept ready to be sent, also compressed."""

import gzip
import hashlib
import mimetypes
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import brotli

KEPT_FILES = 256
SMALLEST_COMPRESSED = 1024
SLOW_FROM = 100_000  # bytes that Brotli at its best would take long for
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/xml",
    "application/atom+xml",
    "image/svg",
)
# What is not in every machine's list of types.
TYPES = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
# By the name in Accept-Encoding; the first is preferred, as by Static Web Apps.
ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=11 if len(body) < SLOW_FROM else 5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
UTF8_TYPES = ("text/", "application/json", "application/ld+json", "application/xml")


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file as it is sent. *compressed* has it by encoding; nothing where that would not help."""

    body: bytes
    compressed: Mapping[str, bytes]
    content_type: str
    etag: str
    modified: datetime


class SiteFiles:
    """The folder *root*; the files used last stay in memory until they change."""

    def __init__(self, root: Path, types: Mapping[str, str] | None = None) -> None:
        self._root = root.resolve()
        self._types = {**TYPES, **(types or {})}
        self._kept: OrderedDict[str, tuple[int, SiteFile]] = OrderedDict()

    def is_file(self, name: str) -> bool:
        """Tell whether there is such a file; a way out of the folder leads to none."""
        return self._place(name) is not None

    def read(self, name: str) -> SiteFile | None:
        """Return a file, or None if there is none."""
        place = self._place(name)
        if place is None:
            return None
        changed = place.stat().st_mtime_ns
        kept = self._kept.get(name)
        if kept is None or kept[0] != changed:
            kept = (changed, self._load(place))
            self._kept[name] = kept
        self._kept.move_to_end(name)
        if len(self._kept) > KEPT_FILES:
            self._kept.popitem(last=False)
        return kept[1]

    def _place(self, name: str) -> Path | None:
        if "\0" in name:
            return None
        place = (self._root / name).resolve()
        return place if place.is_relative_to(self._root) and place.is_file() else None

    def _load(self, place: Path) -> SiteFile:
        body = place.read_bytes()
        content_type = self._type(place)
        worth_it = content_type.startswith(COMPRESSIBLE) and len(body) >= SMALLEST_COMPRESSED
        return SiteFile(
            body=body,
            compressed={name: ENCODINGS[name](body) for name in ENCODINGS if worth_it},
            content_type=content_type,
            etag=hashlib.sha256(body).hexdigest()[:16],
            modified=datetime.fromtimestamp(int(place.stat().st_mtime), UTC),
        )

    def _type(self, place: Path) -> str:
        found = self._types.get(place.suffix) or mimetypes.guess_type(place.name)[0]
        content_type = found or "application/octet-stream"
        if content_type.startswith(UTF8_TYPES) and "charset" not in content_type:
            return f"{content_type}; charset=utf-8"
        return content_type
