"""
Microsoft's Bicep types, read out of a program that carries them.

`Azure.Bicep.Types.Az` is a .NET assembly with one deflated JSON file for each provider and
API version, and an index. The program holds the assembly as it is, so it can be found by
the names of its resources.
"""

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

INDEX = "index.json.deflated"
MARK = b"/types.json.deflated"
RAW = -15  # deflate without a header


class BicepCatalogue:
    """The types in *program*, by `type@version`."""

    def __init__(self, program: Path) -> None:
        self._files = _resources(program.read_bytes())
        self._index: dict[str, dict[str, str]] = self._read(INDEX)["resources"]

    def __contains__(self, name: str) -> bool:
        return name in self._index and self._file(name)[0] in self._files

    def types(self, name: str) -> list[dict[str, Any]]:
        """Return what the resource *name* is made of; the first is its body."""
        file, number = self._file(name)
        every = self._read(file)
        body = int(every[number]["body"]["$ref"].removeprefix("#/"))
        return reachable(every, body)

    def _file(self, name: str) -> tuple[str, int]:
        file, _, number = self._index[name]["$ref"].partition("#/")
        return f"{file}.deflated", int(number)

    def _read(self, file: str) -> Any:
        return json.loads(zlib.decompress(self._files[file], RAW))


def _resources(program: bytes) -> dict[str, bytes]:
    """Return the embedded files of the assembly inside *program* that has Bicep types."""
    import dnfile  # type: ignore[import-not-found,unused-ignore]

    mark = program.index(MARK)
    start = program.rindex(b"MZ", 0, mark)
    while program[start + 0x80 : start + 0x84] != b"PE\0\0":
        start = program.rindex(b"MZ", 0, start)
    assembly = dnfile.dnPE(data=program[start : program.index(b"MZ", mark)])
    data = assembly.get_data(assembly.net.struct.ResourcesRva, assembly.net.struct.ResourcesSize)
    rows = assembly.net.mdtables.ManifestResource.rows
    return {str(row.Name): _content(data, row.Offset) for row in rows}


def _content(data: bytes, offset: int) -> bytes:
    (size,) = struct.unpack_from("<I", data, offset)
    return data[offset + 4 : offset + 4 + size]


def reachable(every: list[dict[str, Any]], first: int) -> list[dict[str, Any]]:
    """Return the types of *every* that *first* leads to, it first; without descriptions."""
    order = [first]
    for number in order:  # grows while it is walked
        _references(every[number], lambda to: order.append(to) if to not in order else None)
    new = {old: f"#/{place}" for place, old in enumerate(order)}
    return [_renumbered(every[number], new) for number in order]


def _references(value: Any, see: Callable[[int], object]) -> None:
    if isinstance(value, dict):
        if "$ref" in value:
            see(int(value["$ref"].removeprefix("#/")))
        for part in value.values():
            _references(part, see)
    elif isinstance(value, list):
        for part in value:
            _references(part, see)


def _renumbered(value: Any, new: dict[int, str]) -> Any:
    if isinstance(value, list):
        return [_renumbered(part, new) for part in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return {"$ref": new[int(value["$ref"].removeprefix("#/"))]}
    return {key: _renumbered(part, new) for key, part in value.items() if not _is_prose(key, part)}


def _is_prose(key: str, part: Any) -> bool:
    return key == "description" and isinstance(part, str)
