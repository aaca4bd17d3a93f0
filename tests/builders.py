"""Values for tests: each builder takes only what matters there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from functions.domain.booking import Citizen, Person
from functions.domain.booking_request import BookingRequest, parse_booking_request
from functions.domain.catalog import (
    Catalog,
    Category,
    Centre,
    Keywords,
    Municipality,
    Provenance,
    Service,
    Text,
    ThematicField,
)
from functions.domain.reference import ALPHABET, new_reference
from functions.domain.rules import Rules, Shift
from functions.domain.slot import ATHENS
from functions.ports import Ports
from tests.fake_store import FakeStore
from tests.fakes import (
    FakeAccess,
    FakeCalendar,
    FakeLetters,
    FakeMailbox,
    FakeNote,
    FakeNudge,
    FakeTexts,
    FakeVault,
)

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ATHENS)
WEDNESDAY_0900 = datetime(2026, 11, 25, 9, 0, tzinfo=ATHENS)

ZOGRAFOU, PATRA, EKE = "kep-zografou", "kep-patra", "kep-eke-thessaloniki"
BIRTH, CLEARANCE, TOURISM, ACCOUNTANT = "birth", "clearance", "tourism", "accountant"

RULES = Rules(
    slot_length=timedelta(minutes=20),
    desks=1,
    shifts={day: (Shift(time(8), time(19)),) for day in range(1, 6)},
    window_days=15,
    change_until=timedelta(hours=8),
    reminders=(timedelta(hours=24), timedelta(hours=2)),
    digest_opens=time(18, 30),
    digest_when_empty="line",
    interpreter_answer_until=time(7, 30),
    slots_with_interpreter=2,
    live_appointments=3,
    draft_lifetime=timedelta(minutes=30),
    session_lifetime=timedelta(hours=1),
    sent_lookup_limit=timedelta(hours=6),
    alternatives=3,
    hold_lifetime=timedelta(minutes=10),
    hold_extensions=10,
    reminders_not_within=timedelta(hours=1),
    offer_lifetime=timedelta(minutes=30),
    offers=3,
    waiting_lifetime=timedelta(days=15),
    waiting_places=3,
    quiet_from=time(21),
    quiet_until=time(8),
    missed_limit=2,
    missed_within=timedelta(days=30),
    reads_per_minute=1200,
    writes_per_minute=300,
    writes_per_session_minute=60,
    holiday_overrides={},
)


def a_text(el: str) -> Text:
    return Text(el=el, en=f"{el} (en)")


def a_service(slug: str, field: str, audience: str, purpose: str = "processing") -> Service:
    return Service(
        slug=slug,
        field=field,
        purpose=purpose,
        audience=audience,
        title=a_text(f"Υπηρεσία {slug}"),
        keywords=Keywords(el=("λέξη",), en=("word",)),
        category="any",
        reviewed=date(2026, 11, 23),
        provenance=Provenance(membership="found"),
    )


def a_centre(slug: str, code: str, *, eke: bool = False, **facts: Any) -> Centre:
    return Centre(
        slug=slug,
        code=code,
        name=a_text(f"ΚΕΠ {code}"),
        municipality="zografou",
        point_of_single_contact=eke,
        fields=("business",) if eke else ("administrative", "disability", "municipal"),
        provenance=Provenance(membership="found"),
        **facts,
    )


def make_catalog(rules: Rules = RULES, desks: int = 1) -> Catalog:
    """Return a small catalogue: two KEPs, one KEP-EKE, four services."""
    services = (
        a_service(BIRTH, "administrative", "citizen"),
        a_service(CLEARANCE, "municipal", "both"),
        a_service(TOURISM, "business", "business"),
        a_service(ACCOUNTANT, "business", "business", "information"),
    )
    centres = (
        a_centre(ZOGRAFOU, "ZOG", desks=desks),
        a_centre(PATRA, "PAT", desks=2),
        a_centre(EKE, "THE", eke=True),
    )
    municipality = Municipality(
        slug="zografou",
        name=a_text("Δήμος Ζωγράφου"),
        genitive_el="Ζωγράφου",
        region=a_text("Αττική"),
        regional_unit=a_text("Κεντρικός Τομέας Αθηνών"),
        kallikratis_code="9190",
        org_code="92161",
        provenance=Provenance(membership="found"),
    )
    return Catalog(
        fields={each.slug: each for each in _fields()},
        categories={"any": Category(slug="any", title=a_text("Κάθε είδους"))},
        life_events={},
        municipalities={"zografou": municipality},
        centres={each.slug: each for each in centres},
        services={each.slug: each for each in services},
        sources={},
        provenance_words={},
        nace_sections={},
        sdg_codes={},
        application_fields={},
        rules=rules,
        rule_reasons={},
        circular_rules={},
        circular_text_el="",
        glossary={},
    )


def _fields() -> tuple[ThematicField, ...]:
    def a_field(slug: str, offered_by: str = "kep", reuses: str | None = None) -> ThematicField:
        text = a_text(slug)
        return ThematicField(
            slug=slug, title=text, description=text, offered_by=offered_by, reuses=reuses
        )

    return (
        a_field("administrative"),
        a_field("business", "kep-eke"),
        a_field("disability", reuses="administrative"),
        a_field("municipal"),
    )


MARIA = Citizen("123456783", Person("Μαρία", "Παππά"))


def a_citizen(number: int) -> Citizen:
    """Return one of as many citizens as wanted, with a right tax number."""
    digits = f"{10_000_000 + number:08}"
    total = sum(int(digit) << (8 - place) for place, digit in enumerate(digits))
    return Citizen(f"{digits}{total % 11 % 10}", Person(f"Πολίτης{number}", "Δοκιμής"))


def a_body(**changes: Any) -> dict[str, Any]:
    """Return the JSON of a booking request; a change to None drops the field."""
    body: dict[str, Any] = {
        "centre": ZOGRAFOU,
        "service": BIRTH,
        "starts_at": WEDNESDAY_0900.isoformat(),
        "applicant": {"email": "maria@example.com", "mobile": "6912345678"},
        "identity_document": {"kind": "identity_card", "number": "ΑΒ 123456"},
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def a_request(starts_at: datetime = WEDNESDAY_0900, **changes: Any) -> BookingRequest:
    return parse_booking_request(a_body(starts_at=starts_at.isoformat(), **changes))


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is told otherwise."""

    now: datetime = TUESDAY

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def references() -> Callable[[str], str]:
    """Return a maker of references that are all different and the same in every run."""
    numbers = count()

    def make(code: str) -> str:
        number = next(numbers)
        digits = iter([number // len(ALPHABET) ** place % len(ALPHABET) for place in range(7)])
        return new_reference(code, lambda alphabet: alphabet[next(digits)])

    return make


def make_ports(**changes: Any) -> Ports:
    """Return ports that are all fakes, but for *changes*."""
    fakes: Mapping[str, Any] = {
        "catalog": make_catalog(),
        "store": FakeStore(),
        "calendar": FakeCalendar(),
        "mailbox": FakeMailbox(),
        "letters": FakeLetters(),
        "texts": FakeTexts(),
        "vault": FakeVault(),
        "nudge": FakeNudge(),
        "now": Clock(),
        "random_reference": references(),
        "worker": "worker-1",
        "access": FakeAccess(),
        "note": FakeNote(),
        "ticks": count().__next__,  # a second passes from look to look
    }
    return Ports(**{**fakes, **changes})
