"""
A service of the catalogue, with what a citizen has to know about it.

A field that may be empty is empty when no source gives the fact.
"""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from functions.domain.provenance import Provenance
from functions.domain.rules import Day
from functions.domain.texts import Digits4, Digits6, Item, Keywords, Slug, Text, Value, Words

Audience = Literal["citizen", "business", "both"]
Purpose = Literal["processing", "information"]
Match = Literal["exact", "renamed", "combined", "successor", "related", "not-in-2024"]
FormFieldType = Literal["text", "textarea", "number", "date", "email", "file", "choice"]

AMOUNT = re.compile(r"[0-9]+(\.[0-9]{2})?")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def _amount(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and AMOUNT.fullmatch(value):
        return Decimal(value)
    raise PydanticCustomError("amount", "not an amount such as 147 or 2.04")


Amount = Annotated[Decimal, BeforeValidator(_amount)]


class Cost(Value):
    """What a service costs, as far as *source* (a slug) says so."""

    eur: Amount | None = None
    note: Text | None = None
    source: Slug


class ProcessingTime(Value):
    """How many days the competent body has or takes, and who says so."""

    days: Annotated[int, Field(gt=0)]
    source: Slug


class FormField(Value):
    """One thing that the blank application asks for; *name* is its placeholder."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
    label: Text
    type: FormFieldType = "text"
    required: StrictBool = True


class BlankApplication(Value):
    """
    The template (υπόδειγμα) of a λευκή αίτηση to a municipality (circular R15).

    In Greek only, since the municipal registry receives it. `{name}` in *body* is
    a field of the template, a common field, or `{municipality}`.
    """

    subject: Words
    body: Words
    fields: tuple[FormField, ...]

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names between braces in the body, in order."""
        return tuple(PLACEHOLDER.findall(self.body))


class Retired(Value):
    """
    Since when a service is no longer offered, why, and which one (a slug) took its place.

    Appointments that stand are kept; a new one cannot be booked once this is written.
    """

    on: Day
    reason: Text
    replaced_by: Slug | None = None


# How the general item for the identity document ends.
SHOWN_TO_CAMERA = "για να το δείξετε στην κάμερα"


class Service(Value):
    """
    A service (υπηρεσία), or for businesses a procedure (διαδικασία).

    *purpose* `information` is an appointment that informs; with `processing` the
    case itself is processed. *issued_online* tells whether gov.gr also has an
    online route. *mitos_id* is the number in the National Registry of
    Administrative Procedures (six digits, may begin with 0); *mitos_match* says
    how its entry relates to this one.
    """

    slug: Slug
    field: Slug
    purpose: Purpose
    audience: Audience
    title: Text
    description: Text | None = None
    keywords: Keywords
    category: Slug
    life_event: Slug | None = None
    authority: Text | None = None
    authority_org_code: Words | None = None
    documents: tuple[Item, ...] = ()
    information_needed: tuple[Item, ...] = ()
    cost: Cost | None = None
    processing_time: ProcessingTime | None = None
    legal_basis: tuple[Words, ...] = ()
    legal_basis_source: Slug | None = None
    issued_online: StrictBool | None = None
    status_note: Text | None = None
    mitos_id: Digits6 | None = None
    mitos_uuid: Words | None = None
    mitos_match: Match | None = None
    mitos_title: Words | None = None
    mitos_variant_ids: tuple[Digits6, ...] = ()
    mitos_related_id: Digits6 | None = None
    ermis_code: Digits4 | None = None
    title_2021: Words | None = None
    registry_variants_2021: Annotated[int, Field(ge=0)] | None = None
    names_kep_eke: StrictBool | None = None
    nace_section: Annotated[str, StringConstraints(pattern=r"^[A-U]$")] | None = None
    sdg_codes: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]+$")], ...] = ()
    blank_application: BlankApplication | None = None
    retired: Retired | None = None
    reviewed: Day
    provenance: Provenance

    @property
    def further_documents(self) -> tuple[Item, ...]:
        """
        The documents beside that for the identification (circular R5).

        Pages and mails name that one themselves, by the kind that was entered.
        """
        return tuple(item for item in self.documents if not item.el.endswith(SHOWN_TO_CAMERA))

    @property
    def processing_days(self) -> int | None:
        """The days of `processing_time`, or None when no source gives them."""
        return self.processing_time.days if self.processing_time else None
