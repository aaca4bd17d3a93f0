"""
The text of a service's file, in the form that all of them have.

Keys come in the order of their groups, an empty line between groups; lines break after 98
characters; lists of words stand in brackets; digits that are a name are quoted, so
that no reader takes them for a number.
"""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

MODELINE = "# yaml-language-server: $schema=../../schema/service.schema.json\n"
WIDTH = 98
GROUPS: Sequence[Sequence[str]] = (
    ("title", "description", "keywords"),
    ("purpose", "audience", "category", "life_event"),
    ("authority", "authority_org_code"),
    (
        "documents",
        "information_needed",
        "cost",
        "processing_time",
        "legal_basis",
        "legal_basis_source",
        "issued_online",
    ),
    ("blank_application",),
    ("mitos_id",),
    ("reviewed", "provenance"),
)


def service_text(entry: Mapping[str, Any]) -> str:
    """Return the text of the file that holds *entry*: its keys and plain values."""
    groups = ("".join(_block(key, entry[key]) for key in keys if key in entry) for keys in GROUPS)
    return MODELINE + "\n".join(group for group in groups if group)


def _block(key: str, value: Any) -> str:
    if key == "keywords":
        return "keywords:\n" + "".join(_words(language, value[language]) for language in value)
    text: str = yaml.dump(
        {key: value}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH
    )
    return text


def _words(language: str, words: Sequence[str]) -> str:
    """Return a list in brackets; what does not fit goes on under the first word."""
    head = f"  {language}: ["
    items = [yaml.dump([word], allow_unicode=True, width=10**6).strip()[2:] for word in words]
    # A line may be broken between two words, not within one.
    text = ", ".join(item.replace(" ", "\N{NO-BREAK SPACE}") for item in items)
    lines = textwrap.fill(
        text,
        WIDTH - 1,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace("\N{NO-BREAK SPACE}", " ") + "]\n"


class _Dumper(yaml.SafeDumper):
    """Writes lists indented, as the neighbours have them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 (PyYAML's)
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # `094255` is text to YAML 1.1, which PyYAML writes, and a number to YAML 1.2.
    style = "'" if text.isdigit() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
