"""The entry of a new service, from the answers about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from functions.domain.catalog import Catalog
from functions.domain.service import SHOWN_TO_CAMERA
from infra.catalogue.service_questions import MUNICIPAL, Answers, own_placeholders

IDENTITY = {
    "el": f"Δελτίο ταυτότητας, διαβατήριο ή άλλο έγγραφο ταυτοποίησης, {SHOWN_TO_CAMERA}",
    "en": "Identity card, passport or other identity document, to show on camera",
}


def entry_of(answers: Answers, catalog: Catalog, today: date) -> Mapping[str, Any]:
    """Return the keys and plain values of the file; what was not answered is left out."""
    identity = [IDENTITY] if answers["identity"] == "yes" else []
    entry = {
        "title": _texts("title", answers),
        "description": _texts("description", answers),
        "keywords": {one: list(answers[f"keywords.{one}"]) for one in ("el", "en")},
        **{key: answers[key] for key in ("purpose", "audience", "category", "life_event")},
        "authority": _texts("authority", answers),
        "documents": [*identity, *answers["documents"]],
        "cost": _sourced("cost", "eur", answers),
        "processing_time": _sourced("processing_time", "days", answers),
        "legal_basis": answers["legal_basis"],
        "issued_online": {"yes": True, "no": False}.get(answers["issued_online"]),
        "blank_application": _template(answers, catalog),
        "mitos_id": answers["mitos_id"],
        "reviewed": today,
        "provenance": _provenance(answers),
    }
    return {key: value for key, value in entry.items() if value not in (None, [])}


def _texts(key: str, answers: Answers) -> Mapping[str, str] | None:
    if not answers[f"{key}.el"]:
        return None
    return {language: answers[f"{key}.{language}"] for language in ("el", "en")}


def _sourced(key: str, part: str, answers: Answers) -> Mapping[str, Any] | None:
    if answers[f"{key}.{part}"] is None:
        return None
    return {part: answers[f"{key}.{part}"], "source": answers[f"{key}.source"]}


def _template(answers: Answers, catalog: Catalog) -> Mapping[str, Any] | None:
    if answers["field"] != MUNICIPAL:
        return None
    body = answers["template.body"]
    names = own_placeholders(body, catalog)
    fields = [{"name": name, "label": answers[f"label.{name}"]} for name in names]
    return {"subject": answers["template.subject"], "body": body, "fields": fields}


def _provenance(answers: Answers) -> Mapping[str, Any]:
    found = {
        key.removeprefix("provenance."): value
        for key, value in answers.items()
        if key.startswith("provenance.")
    }
    return {**found, "sources": list(found["sources"])}
