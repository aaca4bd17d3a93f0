"""References, keys, the log, what people type, and the moves of a booking."""

from dataclasses import replace
from datetime import date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.row_limits import check_operations
from functions.domain import contact_details, keys, log
from functions.domain.booking import MOVES, IllegalMove, Status
from functions.domain.booking_rows import from_row, to_row
from functions.domain.reference import ALPHABET, PATTERN, centre_of, new_reference
from functions.domain.slot import ATHENS
from functions.ports import Insert
from functions.use_cases.book import book
from tests.builders import MARIA, ZOGRAFOU, a_request, make_catalog, make_ports


@given(st.lists(st.sampled_from(ALPHABET), min_size=7, max_size=7))
def test_a_reference_leads_to_its_centre_and_can_be_a_key(letters):
    reference = new_reference("ZOG", lambda _: letters.pop())

    assert PATTERN.fullmatch(reference)
    assert centre_of(reference, make_catalog().centres.values()).slug == ZOGRAFOU
    check_operations([Insert(keys.booking(reference), {})])


@pytest.mark.parametrize(
    "text", ["", "ZOG", "zog-7f3k-q2m", "ZOG-7F3K-Q2M\n", "QQQ-7F3K-Q2M", "ZOG-7F3K-Q2O"]
)
def test_what_is_no_reference_leads_nowhere(text):
    assert centre_of(text, make_catalog().centres.values()) is None


def test_slots_sort_by_day_and_hour_and_a_day_ends_before_the_next():
    morning = keys.slot(datetime(2026, 11, 24, 8, 0, tzinfo=ATHENS))
    evening = keys.slot(datetime(2026, 11, 24, 18, 40, tzinfo=ATHENS))

    assert (
        keys.slots_of(date(2026, 11, 24)) <= morning < evening < keys.slots_of(date(2026, 11, 25))
    )
    assert keys.past(keys.TODO) > keys.todo("ZOG-7F3K-Q2M")


@given(st.text(min_size=1, max_size=300))
def test_any_idempotency_key_makes_a_key(text):
    check_operations([Insert(keys.once(text), {})])


def test_each_log_entry_follows_the_one_before():
    at = datetime(2026, 11, 24, 10, tzinfo=ATHENS)
    first = log.entry("booked", "someone", at, {"slot": "x"})
    second = log.entry("cancelled", "someone", at, {}, first["hash"])

    assert second["follows"] == first["hash"] == log.digest(first)
    assert log.digest({**first, "actor": "else"}) != first["hash"]


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_a_booking_moves_only_as_the_table_says(before, after):
    booking = replace(book(a_request(), MARIA, "k", "el", make_ports()), status=before)

    if after in MOVES[before]:
        assert booking.move(after).version == booking.version + 1
    else:
        with pytest.raises(IllegalMove):
            booking.move(after)


def test_a_booking_comes_back_from_its_row_and_the_row_hides_the_numbers():
    ports = make_ports()
    booking = book(
        a_request(**{"for": {"first_name": "Άννα", "last_name": "Ρ"}}), MARIA, "k", "el", ports
    )

    row = to_row(booking, "hash", ports.vault.seal)

    assert from_row(row, ports.vault.unseal) == booking
    clear = {name: value for name, value in row.items() if name != "sealed"}
    assert MARIA.tax_id not in str(clear)
    assert "123456" not in str(clear["document_kind"]) + str(clear["notes"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("691 234 5678", "+306912345678"),
        ("+30 691-234-5678", "+306912345678"),
        ("00306912345678", "+306912345678"),
        ("+49 151 23456789", "+4915123456789"),
    ],
)
def test_mobile_numbers_are_taken_as_people_write_them(typed, kept):
    assert contact_details.mobile_number(typed) == kept


@pytest.mark.parametrize("typed", ["", "123", "2101234567", "69123", "+30691234567a8", "hello"])
def test_what_is_no_mobile_number_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - the wording is the library's
        contact_details.mobile_number(typed)


@pytest.mark.parametrize("typed", ["094259216", "094 259 216", "094-259-216", " 094259216 "])
def test_tax_numbers_are_taken_with_spaces(typed):
    assert contact_details.tax_number(typed) == "094259216"


@pytest.mark.parametrize("typed", ["094259217", "09425921", "0942592160", "abcdefghi", ""])
def test_a_tax_number_with_a_wrong_check_digit_or_length_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011
        contact_details.tax_number(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ΑΒ 123456", "ΑΒ123456"),
        ("αβ-123456", "ΑΒ123456"),
        ("x1234567", "X1234567"),
        ("1234", "1234"),
    ],
)
def test_document_numbers_lose_spaces_and_hyphens(typed, kept):
    assert contact_details.document_number(typed) == kept


@pytest.mark.parametrize("typed", ["123", "1" * 21, "ΑΒ_123456", "ΑΒ123456;", "Ж12345"])
def test_a_document_number_has_4_to_20_greek_or_latin_letters_and_digits(typed):
    with pytest.raises(ValueError):  # noqa: PT011
        contact_details.document_number(typed)


def test_a_document_is_the_same_in_greek_and_latin_letters():
    greek, latin = "ΑΒ123456", "AB123456"

    assert greek != latin
    assert contact_details.same_document("identity_card", greek) == contact_details.same_document(
        "identity_card", latin
    )
