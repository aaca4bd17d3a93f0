"""A :class:`functions.ports.Pages` that shows what a template would be given."""

from collections.abc import Mapping
from typing import Any


class FakePages:
    """`last` is the name of the last template and its context."""

    def __init__(self) -> None:
        self.last: tuple[str, Mapping[str, Any]] = ("", {})

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        self.last = template, context
        return f"<!doctype html><title>{template}</title>{context!r}"
