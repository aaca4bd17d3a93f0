"""A page before it is written: where it stands, its template, what that is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands (nothing is the home page), its template, what that is given."""

    path: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
