"""
Where appointments are taken: municipalities and their centres, with what is known of each.

A field that may be empty is empty when no source gives the fact.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from functions.domain.provenance import Provenance
from functions.domain.rules import Day, Shifts
from functions.domain.texts import Digits4, Slug, Text, Value, Words

CentreKind = Literal["kep", "kep-eke"]

CentreCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Telephone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ]{5,20}$")]


def _calendar_day(text: str) -> str:
    """Check that the month has the day; in any year, so 02-29 is allowed."""
    try:
        date.fromisoformat(f"2000-{text}")
    except ValueError:
        raise PydanticCustomError("month_day", "not a month and day such as 12-06") from None
    return text


MonthDay = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{2}-[0-9]{2}$"), AfterValidator(_calendar_day)
]


class Municipality(Value):
    """A municipality (Δήμος) that takes part; *genitive_el* follows «Δήμος»."""

    slug: Slug
    name: Text
    genitive_el: Words
    region: Text
    regional_unit: Text
    kallikratis_code: Digits4
    org_code: Words
    provenance: Provenance


class Position(Value):
    """Where a centre is, in WGS 84 degrees."""

    latitude: Annotated[float, Field(ge=34, le=42)]
    longitude: Annotated[float, Field(ge=19, le=30)]


class Closed(Value):
    """The first day *on* which a centre takes no appointments, why, and which one to use."""

    on: Day
    reason: Text | None = None
    instead: Slug | None = None


class Centre(Value):
    """
    A Citizen Service Centre (ΚΕΠ) or a Point of Single Contact (ΚΕΠ-ΕΚΕ).

    *code* is the first part of its booking references. *fields* are the thematic
    fields it offers. *desks* and *shifts* are empty where `Rules` apply;
    *patron_day* is a local holiday such as `12-06` (6 December). One that is *closed*
    stays in the catalogue: until that day it works as ever, and its appointments are kept.
    """

    slug: Slug
    code: CentreCode
    name: Text
    municipality: Slug
    point_of_single_contact: StrictBool = False
    fields: Annotated[tuple[Slug, ...], Field(min_length=1)]
    kep_code: Digits4 | None = None
    telephone: Telephone | None = None
    email: Email | None = None
    address: Text | None = None
    position: Position | None = None
    patron_day: MonthDay | None = None
    desks: Annotated[int, Field(ge=1)] | None = None
    shifts: Shifts | None = None
    closed: Closed | None = None
    provenance: Provenance

    @property
    def kind(self) -> CentreKind:
        """Which of the two kinds of centre this is."""
        return "kep-eke" if self.point_of_single_contact else "kep"
