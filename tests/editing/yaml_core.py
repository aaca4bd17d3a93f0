"""YAML 1.2 as the editor's language server reads it: the core schema."""

import re
from typing import Any

import yaml


class _Core(yaml.SafeLoader):
    """PyYAML reads YAML 1.1; the rules for plain words are these instead (YAML 1.2, 10.3)."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's own attribute)


for _kind, _pattern in {
    "null": r"null|Null|NULL|~|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}.items():
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^(?:{_pattern})$"), None)
_Core.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node), 10)
)


def read(text: str) -> Any:
    """Return the values of *text*; keys are text, as in JSON."""
    return _plain(yaml.load(text, Loader=_Core))  # noqa: S506 (a safe loader)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value
