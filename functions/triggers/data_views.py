"""What the pages about a citizen's own data show; see `functions/templates/data/`."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.domain.booking import Citizen, Language
from functions.ports import Ports
from functions.triggers.appointment_views import OTHER, moment_in_words
from functions.triggers.html import address_of, language_from
from functions.triggers.lead_back import errors_of
from functions.triggers.my_views import PATH

DATA, ERASE = f"{PATH}/data", f"{PATH}/data/erase"
DAY = timedelta(days=1)
# Facts that are kept by an id which says nothing to a reader: only their times are shown.
BY_ID = frozenset({"sent", "attempted"})
MOST_DIGITS = 4

Facts = list[dict[str, str]]


def data(
    document: Mapping[str, Any], citizen: Citizen, params: Mapping[str, str], ports: Ports
) -> dict[str, Any]:
    """Return *document*, which is what is stored, as groups of facts."""
    language = language_from(params)
    reader = Reader(language, ports)
    person = {**document["person"], "pseudonym": document["pseudonym"]}
    return {
        "citizen": {"name": citizen.person.full_name},
        "person": reader.facts(person),
        "appointments": [reader.appointment(each) for each in document["appointments"]],
        "hold": reader.facts(document["hold"] or {}),
        "waiting": [reader.facts(each) for each in document["waiting"]],
        "download": f"{DATA}.json",
        "erase": address_of(ERASE, language),
        "back": address_of(PATH, language),
        "alternate": address_of(DATA, OTHER[language]),
    }


def erasing(
    count: int, citizen: Citizen, params: Mapping[str, str], ports: Ports
) -> dict[str, Any]:
    """Return what the page shows on which *count* past appointments can be erased."""
    language, done = language_from(params), params.get("done", "")
    is_number = done.isdecimal() and len(done) <= MOST_DIGITS
    return {
        "citizen": {"name": citizen.person.full_name},
        "count": count,
        "erased": int(done) if is_number and not count else 0,
        "missed_days": ports.catalog.rules.missed_within // DAY,
        "errors": errors_of(params, "", language),
        "address": ERASE,
        "back": address_of(DATA, language),
        "alternate": address_of(ERASE, OTHER[language]),
    }


class Reader:
    """Says what is stored in a reader's *language*; the templates name the facts."""

    def __init__(self, language: Language, ports: Ports) -> None:
        self._language: Language = language
        self._catalog = ports.catalog

    def appointment(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Return an appointment: its facts, and what was done with it and when."""
        rest = {name: value for name, value in stored.items() if name != "log"}
        log = [{"at": self._said("at", e["at"]), "action": e["action"]} for e in stored["log"]]
        return {"reference": stored["reference"], "facts": self.facts(rest), "log": log}

    def facts(self, stored: Mapping[str, Any]) -> Facts:
        """Return every fact that is there, named by its path, such as `contact.email`."""
        return list(self._facts(stored, ""))

    def _facts(self, stored: Mapping[str, Any], inside: str) -> Iterator[dict[str, str]]:
        for name, value in stored.items():
            is_group = isinstance(value, Mapping) and name not in BY_ID
            if is_group:
                yield from self._facts(value, f"{inside}{name}.")
            elif value not in (None, "", [], {}):
                yield {"name": f"{inside}{name}", "value": self._said(name, value)}

    def _said(self, name: str, value: Any) -> str:
        if isinstance(value, Mapping):
            return self._said(name, list(value.values()))
        if isinstance(value, list):
            return " · ".join(self._said(name, each) for each in value)
        if name == "centre" and value in self._catalog.centres:
            return self._catalog.centres[value].name.in_language(self._language)
        if name == "service":
            return self._catalog.service_named(value).title.in_language(self._language)
        return _time(value, self._language) or str(value)


def _time(value: object, language: Language) -> str:
    """Return an instant in words; nothing where it is none."""
    if not isinstance(value, str) or "T" not in value:
        return ""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return ""
    return moment_in_words(moment, language) if moment.tzinfo else ""
