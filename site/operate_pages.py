"""
The pages for those who run the service: `/operate/`.

Their texts stand in `pages/<language>/operate/`. The table of settings is made from
`functions/settings.py` and the words of `settings.yaml`; the cost from `cost.yaml`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from cost import cost_page
from page import Page
from pydantic import BaseModel, ConfigDict

from functions.domain.log_line import FIELDS
from functions.domain.texts import Text
from functions.settings import DEFAULTS

HERE = Path(__file__).resolve().parent
SETTINGS = HERE / "settings.yaml"

# The order of the index.
NAMES = (
    "local",
    "deploy",
    "microsoft365",
    "gsis",
    "settings",
    "alerts",
    "secrets",
    "restore",
    "cost",
)


class SettingWords(BaseModel):
    """What `settings.yaml` says of a setting."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Text
    secret: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: *default* is None where it must be given, and empty where it may be left out."""

    name: str
    default: str | None
    words: SettingWords


def operate_pages() -> Iterator[Page]:
    """Yield the pages for those who run the service."""
    yield Page("operate", "operate/index.md.j2", {"names": written()})
    for name in written():
        values = VALUES.get(name, dict)()
        yield Page(f"operate/{name}", f"operate/{name}.md.j2", values)


def written() -> list[str]:
    """Return the names of the pages that there are, in the order of the index."""
    folders = (HERE / "pages" / "operate", HERE / "pages" / "el" / "operate")
    there = {path.name.removesuffix(".md.j2") for folder in folders for path in folder.iterdir()}
    return [name for name in NAMES if name in there]


def settings() -> list[Setting]:
    """Return every setting with its words, in the order of the code."""
    words = setting_words()
    return [Setting(name, default, words[name]) for name, default in DEFAULTS.items()]


def setting_words() -> dict[str, SettingWords]:
    """Return the words by setting."""
    content: dict[str, Any] = yaml.safe_load(SETTINGS.read_text("utf-8"))
    return {name: SettingWords.model_validate(entry) for name, entry in content.items()}


def _settings_page() -> dict[str, Any]:
    every = settings()
    return {
        "needed": [one for one in every if one.default is None],
        "optional": [one for one in every if one.default is not None and not one.words.local],
        "local_only": [one for one in every if one.words.local],
    }


# page → what its template is given
VALUES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "alerts": lambda: {"fields": list(FIELDS)},
    "cost": cost_page,
    "deploy": lambda: {"names": written()},
    "settings": _settings_page,
}
