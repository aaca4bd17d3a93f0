"""Booking: who gets a time, who does not, and what is stored."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.adapters.sqlite_store import SqliteStore
from functions.domain import keys, log
from functions.domain.booking import Booking, Citizen, Interpreter, Status
from functions.domain.booking_request import parse_booking_request
from functions.domain.errors import (
    AlreadyBooked,
    HoldGone,
    IdempotencyMismatch,
    Invalid,
    NotOffered,
    OutsideHours,
    Refusal,
    SlotTaken,
    TooMany,
    TryAgain,
)
from functions.ports import Insert, Ports, StoreBusy
from functions.use_cases.book import book
from functions.use_cases.list_free_slots import SlotQuery, list_free_slots
from functions.use_cases.show_bookings import list_bookings
from tests.builders import (
    ACCOUNTANT,
    BIRTH,
    CLEARANCE,
    EKE,
    MARIA,
    PATRA,
    TOURISM,
    WEDNESDAY_0900,
    ZOGRAFOU,
    Clock,
    a_body,
    a_citizen,
    a_request,
    make_catalog,
    make_ports,
    references,
)
from tests.fake_store import FakeStore

OTHER = {"first_name": "Άννα", "last_name": "Ρήγα"}
BUSINESS = {"name": "Ήλιος ΑΕ", "tax_id": "094259216", "capacity": "πρόεδρος"}


class ThreadSafe:
    """References for several threads at once."""

    def __init__(self, make) -> None:
        self._make, self._lock = make, Lock()

    def __call__(self, code: str) -> str:
        with self._lock:
            return self._make(code)


def booked(ports: Ports, citizen: Citizen = MARIA, key: str = "key", **changes) -> Booking:
    return book(a_request(**changes), citizen, key, "el", ports)


def stored(ports: Ports) -> dict:
    """Everything that is stored, but for what only says that a request was seen."""
    return {at: row.data for at, row in ports.store.rows.items() if not at[1].startswith("once:")}


def test_a_free_time_is_given_to_the_citizen_with_all_its_rows():
    ports = make_ports()

    booking = booked(ports)

    rows = {key: row.data for (at, key), row in ports.store.rows.items() if at == ZOGRAFOU}
    assert booking.status is Status.BOOKED
    assert rows["slot:2026-11-25:0900"]["references"] == [booking.reference]
    assert rows[keys.booking(booking.reference)]["log_hash"] == log.digest(
        rows[keys.log(booking.reference, 1)]
    )
    assert rows[f"live:2026-11-25:{booking.citizen}"] == {"reference": booking.reference}
    assert rows[keys.todo(booking.reference)]["version"] == 1
    assert ports.nudge.posted == [booking.reference]


def test_no_key_and_no_log_entry_tells_who_it_is():
    ports = make_ports()
    booked(ports, **{"for": OTHER}, business=None)

    for (partition, key), row in ports.store.rows.items():
        for secret in (MARIA.tax_id, "Παππά", "Ρήγα", "123456", "maria@"):
            assert secret not in partition + key
            if key.startswith("log:"):
                assert secret not in str(row.data)


def test_a_booked_time_is_no_longer_offered():
    ports = make_ports()
    booked(ports)

    starts = [s.starts_at for s in list_free_slots(SlotQuery(ZOGRAFOU, BIRTH), ports)]

    assert WEDNESDAY_0900 not in starts
    assert WEDNESDAY_0900 + timedelta(minutes=20) in starts


def test_who_comes_too_late_is_told_the_nearest_free_times():
    ports = make_ports()
    booked(ports)

    with pytest.raises(SlotTaken) as taken:
        booked(ports, a_citizen(1))

    minutes = [
        (s.starts_at - WEDNESDAY_0900).total_seconds() / 60 for s in taken.value.alternatives
    ]
    assert minutes == [-40, -20, 20]
    assert len(list_bookings(a_citizen(1), ports)) == 0


def test_the_same_key_gives_the_same_booking_and_stores_nothing_more():
    ports = make_ports()
    first = booked(ports)
    before = dict(ports.store.rows)

    again = booked(ports)

    assert again == first
    assert ports.store.rows == before


def test_the_same_key_with_another_body_is_refused():
    ports = make_ports()
    booked(ports)

    with pytest.raises(IdempotencyMismatch):
        booked(ports, starts_at=WEDNESDAY_0900 + timedelta(hours=1))


def test_a_key_belongs_to_its_citizen():
    ports = make_ports(catalog=make_catalog(desks=2))

    assert booked(ports).reference != booked(ports, a_citizen(1)).reference


def test_a_citizen_has_one_appointment_a_day_at_a_centre():
    ports = make_ports()
    booked(ports)

    with pytest.raises(AlreadyBooked):
        booked(ports, key="another", starts_at=WEDNESDAY_0900 + timedelta(hours=1))

    assert booked(ports, key="elsewhere", centre=PATRA).centre == PATRA
    assert booked(ports, key="later", starts_at=WEDNESDAY_0900 + timedelta(days=1))


def test_nobody_has_more_coming_appointments_than_the_rules_allow():
    ports = make_ports()
    for day in range(3):
        booked(ports, key=str(day), starts_at=WEDNESDAY_0900 + timedelta(days=day % 3))

    before = stored(ports)
    with pytest.raises(TooMany):
        booked(ports, key="one more", starts_at=WEDNESDAY_0900 + timedelta(days=5))

    assert stored(ports) == before


def test_a_past_appointment_no_longer_counts():
    clock = Clock()
    ports = make_ports(now=clock)
    for day in range(3):
        booked(ports, key=str(day), starts_at=WEDNESDAY_0900 + timedelta(days=day))

    clock.forward(days=2)

    assert booked(ports, key="one more", starts_at=WEDNESDAY_0900 + timedelta(days=6))


def test_a_place_that_a_dead_worker_left_behind_stops_counting():
    class DiesInTheCentre(FakeStore):
        def commit(self, partition, operations):
            if partition == ZOGRAFOU and self.is_dying:
                raise StoreBusy("died")
            return super().commit(partition, operations)

    store, clock = DiesInTheCentre(), Clock()
    ports = make_ports(store=store, now=clock)
    store.is_dying = True
    for day in range(3):
        with pytest.raises(TryAgain):
            booked(ports, key=str(day), starts_at=WEDNESDAY_0900 + timedelta(days=day))
    store.is_dying = False

    with pytest.raises(TooMany):  # it may still be on its way
        booked(ports, key="new", starts_at=WEDNESDAY_0900 + timedelta(days=5))
    clock.forward(minutes=3)

    assert booked(ports, key="new", starts_at=WEDNESDAY_0900 + timedelta(days=5))


def test_somebody_else_in_the_call_is_guarded_by_the_document():
    ports = make_ports(catalog=make_catalog(desks=2))
    booked(ports, **{"for": OTHER})

    with pytest.raises(AlreadyBooked):
        booked(ports, a_citizen(1), **{"for": OTHER}, starts_at=WEDNESDAY_0900 + timedelta(hours=1))
    with pytest.raises(AlreadyBooked):  # it counts for the one who booked it, too
        booked(ports, key="mine", starts_at=WEDNESDAY_0900 + timedelta(hours=1))


def test_somebody_elses_cap_is_counted_over_all_who_book_for_them():
    ports = make_ports()
    for day in range(3):
        booked(
            ports, a_citizen(day), **{"for": OTHER}, starts_at=WEDNESDAY_0900 + timedelta(days=day)
        )

    with pytest.raises(TooMany):
        booked(ports, a_citizen(9), **{"for": OTHER}, starts_at=WEDNESDAY_0900 + timedelta(days=5))

    assert list_bookings(a_citizen(9), ports) == []
    assert booked(ports, a_citizen(9), key="own", starts_at=WEDNESDAY_0900 + timedelta(days=6))


def test_an_appointment_with_an_interpreter_takes_two_slots_of_the_grid():
    ports = make_ports()

    booking = booked(ports, interpreter="sign_language")

    assert booking.slot.ends_at - booking.slot.starts_at == timedelta(minutes=40)
    assert booking.camera_stays_on
    for key in ("slot:2026-11-25:0900", "slot:2026-11-25:0920"):
        assert ports.store.get(ZOGRAFOU, key).data["references"] == [booking.reference]
    with pytest.raises(SlotTaken):
        booked(ports, a_citizen(1), starts_at=WEDNESDAY_0900 + timedelta(minutes=20))


def test_a_longer_appointment_does_not_fit_before_a_taken_slot():
    ports = make_ports()
    booked(ports, starts_at=WEDNESDAY_0900 + timedelta(minutes=20))

    with pytest.raises(SlotTaken):
        booked(ports, a_citizen(1), interpreter=Interpreter.LIP_READING)

    assert ports.store.get(ZOGRAFOU, "slot:2026-11-25:0900") is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"centre": EKE}, NotOffered),
        ({"service": TOURISM, "business": BUSINESS}, NotOffered),
        ({"starts_at": WEDNESDAY_0900 + timedelta(minutes=1)}, OutsideHours),
        ({"starts_at": WEDNESDAY_0900 - timedelta(days=1)}, OutsideHours),
        ({"starts_at": WEDNESDAY_0900 + timedelta(days=3)}, OutsideHours),
        ({"starts_at": WEDNESDAY_0900 + timedelta(days=30)}, OutsideHours),
        ({"hold": "anything"}, HoldGone),
    ],
)
def test_what_is_refused_leaves_nothing_behind(changes, refusal):
    ports = make_ports()

    with pytest.raises(refusal):
        booked(ports, **changes)

    assert ports.store.rows == {}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"centre": "kep-nowhere"}, "centre", "unknown_centre"),
        ({"service": "nothing"}, "service", "unknown_service"),
        ({"centre": EKE, "service": TOURISM}, "business", "required"),
        ({"business": BUSINESS}, "business", "not_applicable"),
    ],
)
def test_what_only_the_catalogue_can_tell_is_named_by_its_field(changes, field, code):
    with pytest.raises(Invalid) as invalid:
        booked(make_ports(), **changes)

    assert [(error.field, error.code) for error in invalid.value.errors] == [(field, code)]


@pytest.mark.parametrize(
    ("service", "centre", "business"),
    [
        (TOURISM, EKE, BUSINESS),
        (ACCOUNTANT, EKE, BUSINESS),
        (CLEARANCE, ZOGRAFOU, BUSINESS),
        (CLEARANCE, ZOGRAFOU, None),
    ],
)
def test_a_business_is_named_where_the_audience_of_the_service_is_one(service, centre, business):
    booking = booked(make_ports(), service=service, centre=centre, business=business)

    assert (booking.business is not None) == (business is not None)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        (
            {"applicant": {"email": "no", "mobile": "6912345678"}},
            "applicant.email",
            "invalid_email",
        ),
        (
            {"applicant": {"email": "a@example.com", "mobile": "1"}},
            "applicant.mobile",
            "invalid_mobile",
        ),
        (
            {"identity_document": {"kind": "library_card", "number": "1234"}},
            "identity_document.kind",
            "not_a_choice",
        ),
        (
            {"identity_document": {"kind": "passport", "number": "1"}},
            "identity_document.number",
            "invalid_document_number",
        ),
        ({"business": {**BUSINESS, "tax_id": "094259217"}}, "business.tax_id", "invalid_tax_id"),
        ({"for": {"first_name": "", "last_name": "Ρ"}}, "for.first_name", "required"),
        ({"starts_at": "2026-11-25T09:00:00"}, "starts_at", "time_without_offset"),
        ({"starts_at": "tomorrow"}, "starts_at", "invalid_time"),
        ({"starts_at": 1790000000}, "starts_at", "invalid_time"),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, "starts_at", "invalid_time"),
        ({"notes": "α" * 501}, "notes", "too_long"),
        ({"interpreter": "dog"}, "interpreter", "not_a_choice"),
        ({"colour": "blue"}, "colour", "unknown_field"),
    ],
)
def test_each_field_that_cannot_be_used_is_named(changes, field, code):
    with pytest.raises(Invalid) as invalid:
        parse_booking_request({**a_body(), **changes})

    assert [(error.field, error.code) for error in invalid.value.errors] == [(field, code)]


def test_all_wrong_fields_are_named_at_once():
    with pytest.raises(Invalid) as invalid:
        parse_booking_request({"applicant": {}, "extra": 1})

    assert {error.field for error in invalid.value.errors} >= {
        "centre",
        "service",
        "starts_at",
        "applicant.email",
        "applicant.mobile",
        "identity_document",
        "extra",
    }


def test_a_busy_store_refuses_and_the_repeat_succeeds():
    ports = make_ports()
    ports.store.is_busy = True
    with pytest.raises(StoreBusy):
        booked(ports)
    ports.store.is_busy = False

    assert booked(ports).reference


def test_a_commit_whose_answer_was_lost_is_recognised():
    class LosesAnswers(FakeStore):
        def commit(self, partition, operations):
            etags = super().commit(partition, operations)
            if partition == ZOGRAFOU:
                raise StoreBusy("answer lost")
            return etags

    ports = make_ports(store=LosesAnswers())

    booking = booked(ports)

    assert [each.booking for each in list_bookings(MARIA, ports)] == [booking]


def test_the_loser_of_a_race_for_the_slots_etag_looks_again():
    class SomebodyWasFaster(FakeStore):
        def commit(self, partition, operations):
            if partition == ZOGRAFOU and self.get(ZOGRAFOU, "slot:2026-11-25:0900") is None:
                rival = Insert("slot:2026-11-25:0900", {"state": "open", "references": ["ZOG-R"]})
                super().commit(ZOGRAFOU, [rival])
            return super().commit(partition, operations)

    with pytest.raises(SlotTaken):
        booked(make_ports(store=SomebodyWasFaster()))
    two_desks = make_ports(store=SomebodyWasFaster(), catalog=make_catalog(desks=2))
    assert (
        booked(two_desks).reference
        in two_desks.store.get(ZOGRAFOU, "slot:2026-11-25:0900").data["references"]
    )


def test_the_same_request_many_times_at_once_is_one_booking(tmp_path):
    """A double click, a client that repeats too soon: all get the same answer."""
    store = SqliteStore(tmp_path / "rows.sqlite3")
    ports = make_ports(store=store, random_reference=ThreadSafe(references()))

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: booked(ports).reference, range(48)))

    assert len(set(answers)) == 1
    assert [a.booking.reference for a in list_bookings(MARIA, ports)] == answers[:1]
    store.close()


def test_a_repeat_that_looked_before_the_first_was_granted_gets_its_answer():
    class FirstIsGrantedMeanwhile(FakeStore):
        """The first look at the key comes too early: the twin is served right after it."""

        def get(self, partition, key):
            row = super().get(partition, key)
            if key.startswith("once:") and twin:
                twin.pop()()
            return row

    ports = make_ports(store=FirstIsGrantedMeanwhile())
    granted: list[Booking] = []
    twin = [lambda: granted.append(booked(ports))]

    assert booked(ports) == granted[0]


def test_a_repeat_that_is_refused_takes_nothing_from_the_first_one():
    ports = make_ports()
    first = booked(ports, service=BIRTH)
    before = dict(ports.store.rows)

    with pytest.raises(IdempotencyMismatch):
        booked(ports, notes="other")

    assert ports.store.rows == before
    assert [a.booking for a in list_bookings(MARIA, ports)] == [first]


def test_a_slot_that_an_administrator_closed_is_refused():
    ports = make_ports()
    ports.store.commit(
        ZOGRAFOU, [Insert("slot:2026-11-25:0900", {"state": "closed", "references": []})]
    )

    with pytest.raises(SlotTaken):
        booked(ports)


@given(
    desks=st.integers(1, 4),
    order=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 2)), max_size=24),
)
@settings(max_examples=60)
def test_no_desk_is_ever_given_twice_and_nobody_exceeds_a_cap(desks, order):
    """Invariants of circular R2: slots, bookings, guards, lists and log agree after any order."""
    ports = make_ports(catalog=make_catalog(desks=desks))
    for number, hour in order:
        try:
            booked(
                ports,
                a_citizen(number),
                f"{number}{hour}",
                starts_at=WEDNESDAY_0900 + timedelta(hours=hour),
            )
        except Refusal:
            continue

    rows = {key: row.data for (at, key), row in ports.store.rows.items() if at == ZOGRAFOU}
    bookings = {key[5:]: row for key, row in rows.items() if key.startswith("book:")}
    held = [
        ref for key, row in rows.items() if key.startswith("slot:") for ref in row["references"]
    ]
    assert Counter(held) == Counter(list(bookings))
    assert all(
        len(row["references"]) <= desks for key, row in rows.items() if key.startswith("slot:")
    )
    assert {key[5:] for key in rows if key.startswith("todo:")} == set(bookings)
    assert {key[4:-7] for key in rows if key.startswith("log:")} == set(bookings)
    assert {row["reference"] for key, row in rows.items() if key.startswith("live:")} == set(
        bookings
    )
    assert max(Counter(row["citizen"] for row in bookings.values()).values(), default=0) <= 1
    listed = [a.booking.reference for n in range(8) for a in list_bookings(a_citizen(n), ports)]
    assert sorted(listed) == sorted(bookings)
