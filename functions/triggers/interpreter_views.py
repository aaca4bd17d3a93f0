"""What the answer page of the interpreters' desk shows; see `functions/templates/interpreter/`."""

from collections.abc import Mapping
from typing import Any

from functions.domain.errors import Invalid
from functions.triggers.appointment_views import OTHER, appointment_facts
from functions.triggers.html import address_of, language_from
from functions.triggers.web import Web
from functions.use_cases.show_bookings import Appointment

# What can be wrong with an answer, as `?wrong=` says it → the field where it is shown.
FIELD_OF_WRONG: Mapping[str, str] = {
    "choice": "answer",
    "name": "name",
    "try_again": "",
}
WRONG_OF_FIELD = {field: wrong for wrong, field in FIELD_OF_WRONG.items()}


def wrong_in(invalid: Invalid) -> str:
    """Return what `?wrong=` says of an answer that cannot be used."""
    return WRONG_OF_FIELD.get(invalid.errors[0].field, "choice")


def request(
    found: Appointment, path: str, params: Mapping[str, str], web: Web
) -> Mapping[str, Any]:
    """Return what the page shows; *path* is its own, *params* what it was asked with."""
    language = language_from(params)
    facts = appointment_facts(found, language, web.ports)
    answer = facts["answer"] or {"status": "", "name": ""}
    wrong = params.get("wrong", "")
    return {
        "appointment": facts,
        "mailbox": f"{found.booking.centre}@{web.mail_domain}",
        "answer_until": f"{web.ports.catalog.rules.interpreter_answer_until:%H:%M}",
        "values": {
            "answer": params.get("answer") or answer["status"],
            "name": answer["name"],
        },
        "wrong": wrong if wrong in FIELD_OF_WRONG else "",
        "wrong_field": FIELD_OF_WRONG.get(wrong, ""),
        "address": path,
        "alternate": address_of(path, OTHER[language]),
    }
