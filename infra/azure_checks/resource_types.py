"""The committed types of the resources (`types/`, made by `refresh_types`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

TYPES = Path(__file__).parent / "types"
REQUIRED, READ_ONLY = 1, 2
# What Bicep itself lets every resource have.
EVERYWHERE = frozenset({"parent", "scope", "dependsOn"})


def file_of(name: str) -> Path:
    """Return the file of the resource *name*, `type@version`."""
    return TYPES / f"{name.replace('/', '.')}.json"


def written(types: list[dict[str, Any]]) -> str:
    """Return *types* as a file: one a line, so that a change shows."""
    return "[\n" + ",\n".join(json.dumps(one, sort_keys=True) for one in types) + "\n]\n"


@cache
def body_of(name: str) -> "Type | None":
    """Return the type of the body of the resource *name*; None where it is not known."""
    path = file_of(name)
    if not path.exists():
        return None
    every = tuple(json.loads(path.read_text("utf-8")))
    return Type(every, 0)


@cache
def versions_of(kind: str) -> tuple[str, ...]:
    """Return the API versions that are known of the resource type *kind*."""
    return tuple(path.stem.partition("@")[2] for path in TYPES.glob(f"{kind.replace('/', '.')}@*"))


@dataclass(frozen=True)
class Property:
    """One property of an object, with what may stand in it."""

    type: "Type"
    flags: int

    @property
    def is_required(self) -> bool:
        return bool(self.flags & REQUIRED) and not self.is_read_only

    @property
    def is_read_only(self) -> bool:
        return bool(self.flags & READ_ONLY)


@dataclass(frozen=True, eq=False)
class Type:
    """One of Bicep's types: *number* in the file that is *every*."""

    every: tuple[dict[str, Any], ...]
    number: int

    @property
    def _raw(self) -> dict[str, Any]:
        return self.every[self.number]

    @property
    def kind(self) -> str:
        return str(self._raw["$type"])

    @property
    def called(self) -> str:
        return str(self._raw.get("name", "this"))

    @property
    def literal(self) -> str:
        return str(self._raw["value"])

    @property
    def item(self) -> "Type":
        return self._to(self._raw["itemType"])

    @property
    def choices(self) -> tuple["Type", ...]:
        return tuple(self._to(one) for one in self._raw["elements"])

    @property
    def discriminator(self) -> str:
        return str(self._raw["discriminator"])

    @property
    def limits(self) -> tuple[float, float]:
        """The least and greatest of a number, or length of a text."""
        low = self._raw.get("minValue", self._raw.get("minLength", float("-inf")))
        return low, self._raw.get("maxValue", self._raw.get("maxLength", float("inf")))

    @cached_property
    def properties(self) -> Mapping[str, Property]:
        found = self._raw.get("properties") or self._raw.get("baseProperties") or {}
        return {name: self._property(one) for name, one in found.items()}

    @cached_property
    def others(self) -> "Type | None":
        """What a property of any other name may be; None where there may be none."""
        other = self._raw.get("additionalProperties")
        return self._to(other) if other else None

    @cached_property
    def variants(self) -> Mapping[str, "Type"]:
        """Of a discriminated object: the discriminator's values, and what each makes of it."""
        return {name: self._to(one) for name, one in self._raw["elements"].items()}

    def _property(self, one: dict[str, Any]) -> Property:
        return Property(self._to(one["type"]), one["flags"])

    def _to(self, reference: dict[str, str]) -> "Type":
        return Type(self.every, int(reference["$ref"].removeprefix("#/")))
