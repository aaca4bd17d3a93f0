"""
What a citizen sends to book: parsed once, here, and trusted from then on.

The wording of each code stands in `functions.messages`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from functions.domain import contact_details
from functions.domain.booking import Business, Contact, DocumentKind, IdentityDocument, Interpreter
from functions.domain.booking import Person as Named
from functions.domain.errors import FieldError, Invalid
from functions.domain.slot import ATHENS

NOTES_LIMIT = 500
Model = TypeVar("Model", bound=BaseModel)


def _checked(code: str, normalise: Callable[[str], str]) -> AfterValidator:
    def check(text: str) -> str:
        try:
            return normalise(text)
        except ValueError as error:
            raise PydanticCustomError(code, "{reason}", {"reason": str(error)}) from error

    return AfterValidator(check)


def _line(longest: int) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=1, max_length=longest, pattern=r"^[^\x00-\x1f\x7f]*$"
    )


def _instant(text: object) -> datetime:
    """Return an ISO 8601 time with an offset; Athens wall clock from here on."""
    if not isinstance(text, str):
        raise PydanticCustomError("invalid_time", "not a text")
    try:
        moment = datetime.fromisoformat(text)
        local = moment.astimezone(ATHENS)
    except (ValueError, OverflowError) as error:
        raise PydanticCustomError("invalid_time", "not an ISO 8601 time") from error
    if moment.tzinfo is None:
        raise PydanticCustomError("time_without_offset", "no offset")
    return local


Instant = Annotated[datetime, BeforeValidator(_instant)]
Name = Annotated[str, _line(80)]
Email = Annotated[str, _line(254), _checked("invalid_email", contact_details.email_address)]
Mobile = Annotated[str, _line(40), _checked("invalid_mobile", contact_details.mobile_number)]
TaxNumber = Annotated[str, _line(20), _checked("invalid_tax_id", contact_details.tax_number)]
DocumentNumber = Annotated[
    str, _line(40), _checked("invalid_document_number", contact_details.document_number)
]
Notes = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=NOTES_LIMIT,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
    ),
]


class Part(BaseModel):
    """A piece of a request: frozen, and strict about what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ApplicantPart(Part):
    email: Email
    mobile: Mobile
    address: Annotated[str, _line(200)] | None = None

    def to_contact(self) -> Contact:
        return Contact(self.email, self.mobile, self.address)


class PersonPart(Part):
    first_name: Name
    last_name: Name

    def to_person(self) -> Named:
        return Named(self.first_name, self.last_name)


class DocumentPart(Part):
    kind: DocumentKind
    number: DocumentNumber

    def to_document(self) -> IdentityDocument:
        return IdentityDocument(self.kind, self.number)


class BusinessPart(Part):
    name: Annotated[str, _line(160)]
    tax_id: TaxNumber
    capacity: Annotated[str, _line(80)]

    def to_business(self) -> Business:
        return Business(self.name, self.tax_id, self.capacity)


class BookingRequest(Part):
    """The body of `POST /api/v1/bookings`, and what the pages gather step by step."""

    centre: Annotated[str, _line(80)]
    service: Annotated[str, _line(120)]
    starts_at: Instant
    hold: Annotated[str, _line(80)] | None = None
    applicant: ApplicantPart
    booked_for: Annotated[PersonPart | None, Field(alias="for")] = None
    identity_document: DocumentPart
    business: BusinessPart | None = None
    interpreter: Interpreter | None = None
    notes: Notes | None = None


class HoldRequest(Part):
    """The body of `POST /api/v1/holds`."""

    centre: Annotated[str, _line(80)]
    service: Annotated[str, _line(120)]
    starts_at: Instant
    interpreter: Interpreter | None = None


class WaitRequest(Part):
    """What somebody waits for: any time at a centre, told to an e-mail address."""

    centre: Annotated[str, _line(80)]
    service: Annotated[str, _line(120)]
    interpreter: Interpreter | None = None
    email: Email


class RescheduleRequest(Part):
    """The body of `POST /api/v1/bookings/{reference}/reschedule`; no centre is the same one."""

    starts_at: Instant
    centre: Annotated[str, _line(80)] | None = None


class InterpreterRequest(Part):
    """What an officer asks for an appointment afterwards: a kind, or nobody any more."""

    interpreter: Interpreter | None


class AnswerRequest(Part):
    """What the interpreters' desk answers, perhaps with the interpreter's name."""

    answer: Literal["acknowledged", "unavailable"]
    name: Name | None = None


# pydantic's type → our code; what is missing here is `invalid_value`.
CODES: Mapping[str, str] = {
    "missing": "required",
    "string_too_short": "required",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
    "time_without_offset": "time_without_offset",
    "invalid_time": "invalid_time",
    "string_type": "wrong_type",
    "model_type": "wrong_type",
    "model_attributes_type": "wrong_type",
    "dict_type": "wrong_type",
    "string_pattern_mismatch": "invalid_characters",
    "invalid_email": "invalid_email",
    "invalid_mobile": "invalid_mobile",
    "invalid_tax_id": "invalid_tax_id",
    "invalid_document_number": "invalid_document_number",
}


def parse_booking_request(body: object) -> BookingRequest:
    """
    Return the request that *body* (decoded JSON) holds.

    Raises:
        Invalid: Names every field that cannot be used.
    """
    return parse(BookingRequest, body)


def parse(model: type[Model], body: object) -> Model:
    """
    Return *body* (decoded JSON) as *model*.

    Raises:
        Invalid: Names every field that cannot be used.
    """
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise Invalid(field_errors(error)) from error


def field_errors(error: ValidationError) -> list[FieldError]:
    """Return what pydantic found as our codes, each field once, in the order of the body."""
    found: dict[str, FieldError] = {}
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        path = ".".join(str(part) for part in fault["loc"]) or "body"
        found.setdefault(path, FieldError(path, CODES.get(fault["type"], "invalid_value")))
    return list(found.values())
