"""The few OData query options that the calls here understand; any other is refused."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from stand_ins.graph_errors import bad_request

QUOTED = r"'((?:[^']|'')*)'"
BY_PROPERTY = re.compile(
    rf"singleValueExtendedProperties/any\(\s*ep:\s*ep/id eq {QUOTED} and ep/value eq {QUOTED}\s*\)",
    re.IGNORECASE,
)
BY_JOIN_ADDRESS = re.compile(rf"joinWebUrl eq {QUOTED}", re.IGNORECASE)
MAX_TOP = 1000


def unquoted(text: str) -> str:
    """Return the text in an OData literal, in which a quote is written twice."""
    return text.replace("''", "'")


def refuse_other_options(query: Mapping[str, str], *known: str) -> None:
    """
    Refuse query options that are not *known*.

    Raises:
        GraphError: 400.
    """
    for name in query:
        if name not in known:
            raise bad_request(f"The query option '{name}' is not supported here.")


def with_property(
    items: Iterable[dict[str, Any]], query: Mapping[str, str]
) -> list[dict[str, Any]]:
    """
    Return those of *items* that carry the extended property in `$filter`, or all without one.

    Raises:
        GraphError: 400: the filter is another one.
    """
    text = query.get("$filter")
    if text is None:
        return list(items)
    found = BY_PROPERTY.fullmatch(text.strip())
    if not found:
        raise bad_request(
            f"The query filter '{text}' is not supported here.", "ErrorInvalidUrlQuery"
        )
    wanted = (_folded(unquoted(found[1])), unquoted(found[2]))
    return [item for item in items if wanted in _properties(item)]


def answer_list(
    context: str, items: Iterable[dict[str, Any]], query: Mapping[str, str]
) -> dict[str, Any]:
    """Return the page of *items* that `$top` and `$select` ask for."""
    page = list(items)[: _top(query)]
    return {"@odata.context": context, "value": [_selected(item, query) for item in page]}


def _top(query: Mapping[str, str]) -> int:
    text = query.get("$top", "10")
    if not text.isdecimal() or not 1 <= int(text) <= MAX_TOP:
        raise bad_request(f"Invalid value '{text}' for $top.", "ErrorInvalidUrlQuery")
    return int(text)


def _selected(item: dict[str, Any], query: Mapping[str, str]) -> dict[str, Any]:
    shown = {
        "@odata.etag": f'W/"{item["changeKey"]}"',
        # Extended properties are shown to those only who ask for them with $expand.
        **{name: value for name, value in item.items() if name not in HIDDEN},
    }
    if "$select" not in query:
        return shown
    wanted = {name.strip() for name in query["$select"].split(",")} | {"id", "@odata.etag"}
    return {name: value for name, value in shown.items() if name in wanted}


HIDDEN = {"singleValueExtendedProperties", "attachments"}


def _properties(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (_folded(each["id"]), each["value"])
        for each in item.get("singleValueExtendedProperties") or ()
    ]


def _folded(property_id: str) -> str:
    """Return the id with its GUID in small letters: Exchange does not mind the case."""
    return re.sub(r"\{[^}]*\}", lambda guid: guid[0].lower(), property_id)
