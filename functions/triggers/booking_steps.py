"""
The questions of a booking, one a page, in one table.

A step knows when it is asked and what is wrong with an answer. The order, "step 3 of
7", the way back and what is asked next all follow from the table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.domain.booking import Interpreter
from functions.domain.booking_request import (
    ApplicantPart,
    BookingRequest,
    BusinessPart,
    DocumentPart,
    Notes,
    Part,
    PersonPart,
    RescheduleRequest,
    parse,
    parse_booking_request,
)
from functions.domain.catalog import Service
from functions.domain.errors import FieldError, Invalid
from functions.domain.slot import Slot
from functions.ports import Ports
from functions.triggers.drafts import Answers, Draft
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots, offers_now

NO_INTERPRETER = "none"


class NotesPart(Part):
    """The one optional text."""

    notes: Notes


@dataclass(frozen=True, slots=True)
class Step:
    """
    One page with one question.

    *check* returns what is wrong with the answers; *applies* whether it is asked for
    this draft and service; *undoes* names steps whose answers depend on this one.
    """

    name: str
    fields: tuple[str, ...]
    check: Callable[[Answers, Draft, Ports], list[FieldError]]
    applies: Callable[[Draft, Service], bool] = lambda draft, service: True
    undoes: tuple[str, ...] = ()


def _one_of(name: str, *choices: str) -> Callable[[Answers, Draft, Ports], list[FieldError]]:
    def check(answers: Answers, draft: Draft, ports: Ports) -> list[FieldError]:
        return [] if answers[name] in choices else [FieldError(name, "not_a_choice")]

    return check


def _part(model: type[Part]) -> Callable[[Answers, Draft, Ports], list[FieldError]]:
    def check(answers: Answers, draft: Draft, ports: Ports) -> list[FieldError]:
        try:
            parse(model, filled_in(answers, model))
        except Invalid as invalid:
            return list(invalid.errors)
        return []

    return check


def filled_in(answers: Answers, model: type[Part]) -> dict[str, str]:
    """Return the answers without empty optional ones."""
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    return {name: text for name, text in answers.items() if text.strip() or name in required}


def _centre(answers: Answers, draft: Draft, ports: Ports) -> list[FieldError]:
    offered = offers_now(answers["centre"], draft.service, ports)
    return [] if offered else [FieldError("centre", "not_a_choice")]


def _time(answers: Answers, draft: Draft, ports: Ports) -> list[FieldError]:
    """Whether it can be had is found out by holding it."""
    try:
        parse(RescheduleRequest, {"starts_at": answers["time"]})
    except Invalid:
        return [FieldError("time", "not_a_choice")]
    return []


def _for_business(draft: Draft, service: Service) -> bool:
    represents = service.audience == "both" and draft.answer("represents") == "business"
    return service.audience == "business" or represents


STEPS: tuple[Step, ...] = (
    Step("centre", ("centre",), _centre, undoes=("time",)),
    Step(
        "interpreter",
        ("interpreter",),
        _one_of("interpreter", NO_INTERPRETER, *Interpreter),
        undoes=("time",),
    ),
    Step("time", ("time",), _time),
    Step(
        "represents",
        ("represents",),
        _one_of("represents", "myself", "business"),
        lambda draft, service: service.audience == "both",
    ),
    Step("business", ("name", "tax_id", "capacity"), _part(BusinessPart), _for_business),
    Step("who", ("who",), _one_of("who", "me", "other")),
    Step(
        "person",
        ("first_name", "last_name"),
        _part(PersonPart),
        lambda draft, service: draft.answer("who") == "other",
    ),
    Step("document", ("kind", "number"), _part(DocumentPart)),
    Step("contact", ("email", "mobile", "address"), _part(ApplicantPart)),
    Step("notes", ("notes",), _part(NotesPart)),
)
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}

# Parts of the request whose step has another name.
STEP_OF_FIELD: Mapping[str, str] = {
    "starts_at": "time",
    "applicant": "contact",
    "for": "person",
    "identity_document": "document",
}


def steps_for(draft: Draft, ports: Ports) -> list[Step]:
    """Return the steps that are asked for this draft, in order."""
    service = ports.catalog.service_named(draft.service)
    return [step for step in STEPS if step.applies(draft, service)]


def next_step(draft: Draft, ports: Ports) -> str:
    """Return the first step without an answer that can be used, or `check` when all have one."""
    steps = steps_for(draft, ports)
    return next((step.name for step in steps if _is_open(step, draft, ports)), "check")


def _is_open(step: Step, draft: Draft, ports: Ports) -> bool:
    answers = draft.answers.get(step.name)
    return answers is None or bool(step.check(answers, draft, ports))


def free_times(draft: Draft, ports: Ports) -> list[Slot]:
    """Return the times that can be chosen for this draft now, its own one included."""
    centre, wanted = draft.answer("centre"), asked_for(draft)
    query = SlotQuery(centre, draft.service, interpreter=wanted, own=draft.hold)
    return list_free_slots(query, ports)


def asked_for(draft: Draft) -> Interpreter | None:
    """Return the kind of interpreter that the draft asks for."""
    wanted = draft.answer("interpreter")
    return Interpreter(wanted) if wanted in set(Interpreter) else None


def to_request(draft: Draft, ports: Ports) -> BookingRequest:
    """
    Return the request that the answers add up to.

    Raises:
        Invalid: An answer is missing or cannot be used.
    """
    asked = {step.name for step in steps_for(draft, ports)}
    given = {name: dict(text) for name, text in draft.answers.items() if name in asked}
    body: dict[str, Any] = {
        "centre": draft.answer("centre"),
        "service": draft.service,
        "starts_at": draft.answer("time"),
        "applicant": filled_in(given.get("contact", {}), ApplicantPart),
        "identity_document": given.get("document", {}),
        "for": given.get("person"),
        "business": given.get("business"),
        "interpreter": asked_for(draft),
        "notes": draft.answer("notes").replace("\r\n", "\n"),
    }
    return parse_booking_request(body)
