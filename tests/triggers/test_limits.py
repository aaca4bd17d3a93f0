"""Limits per session and address, as a client of the pages and the API meets them."""

from dataclasses import replace

import pytest

from functions.adapters.page_templates import PageTemplates
from functions.ports import StoreBusy
from functions.triggers.client_address import UNKNOWN, client_address
from functions.triggers.limits import AddressLimits
from tests.builders import BIRTH, MARIA, RULES, ZOGRAFOU, a_body, a_citizen, make_catalog
from tests.fake_store import FakeStore
from tests.triggers.client import Client, document

HOPS = 2  # as behind Static Web Apps
PROXY = "[fd00::1]:64909"
HERE, THERE = f"198.51.100.7:51234, {PROXY}", f"203.0.113.9:51234, {PROXY}"
SLOTS = f"/api/v1/centres/{ZOGRAFOU}/slots?service={BIRTH}"
FEW = {"reads_per_minute": 3, "writes_per_minute": 4, "writes_per_session_minute": 2}


class HalfStore(FakeStore):
    """A store that can be read, and on some days takes no writes."""

    takes_writes = True
    refused = 0

    def commit(self, partition, operations):
        if not self.takes_writes:
            self.refused += 1
            raise StoreBusy("fake")
        return super().commit(partition, operations)


@pytest.fixture
def limited(client: Client) -> Client:
    """A client that meets limits of a few a minute, and pages from their real templates."""
    catalog = make_catalog(RULES.model_copy(update=FEW))
    ports = replace(client.web.ports, catalog=catalog, store=HalfStore())
    limits = AddressLimits(HOPS)
    return Client(replace(client.web, ports=ports, limits=limits, pages=PageTemplates()))


def post(client: Client, forwarded: str = HERE, **headers: str):
    return client.send("/api/v1/bookings", a_body(), X_Forwarded_For=forwarded, **headers)


def used_up(client: Client, forwarded: str = HERE) -> None:
    """Write as somebody who is not signed in, until the address has nothing left."""
    client = Client(client.web)
    for _ in range(FEW["writes_per_minute"]):
        assert post(client, forwarded).status_code == 401


@pytest.mark.parametrize(
    ("language", "title"), [("el", "Πολλά αιτήματα μαζί"), ("en", "Too many requests at once")]
)
def test_too_many_writes_are_told_to_wait_in_both_languages(limited, language, title):
    used_up(limited)

    refused = post(limited, Accept_Language=language)

    problem = document(refused)
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert (problem["code"], problem["title"]) == ("slow_down", title)
    assert refused.headers["Retry-After"] == "15"


def test_the_wait_is_told_in_whole_seconds_and_is_long_enough(limited):
    used_up(limited)
    limited.web.ports.now.forward(seconds=1.5)

    assert post(limited).headers["Retry-After"] == "14"
    limited.web.ports.now.forward(seconds=14)
    assert post(limited).status_code == 401


def test_others_are_not_affected(limited):
    used_up(limited)

    assert post(limited, THERE).status_code == 401


@pytest.mark.parametrize("spoofed", ["203.0.113.1", "203.0.113.1, 203.0.113.2:80", "nonsense, ,"])
def test_what_a_client_writes_into_the_header_does_not_matter(limited, spoofed):
    used_up(limited)

    assert post(limited, f"{spoofed}, {HERE}").status_code == 429
    assert post(limited, f"{spoofed}, {THERE}").status_code == 401


def test_whose_address_cannot_be_told_share_one(limited):
    used_up(limited, "")

    assert post(limited, "198.51.100.7").status_code == 429
    assert post(limited, f"somebody, {PROXY}").status_code == 429
    assert post(limited, HERE).status_code == 401


def test_a_request_from_another_site_is_refused_before_it_is_counted(limited):
    for _ in range(10):
        answer = post(limited, Origin="https://evil.example")
        assert answer.status_code == 403

    assert post(limited).status_code == 401


def test_one_who_is_signed_in_has_a_limit_of_their_own(limited):
    limited.sign_in(MARIA)
    answers = [post(limited, Idempotency_Key="k").status_code for _ in range(3)]
    limited.cookies.clear()
    limited.sign_in(a_citizen(1))

    assert answers == [201, 201, 429]
    assert post(limited, Idempotency_Key="k").status_code == 409  # the neighbour is served


@pytest.mark.parametrize("has_written", [False, True])
def test_free_times_are_limited_by_reading_alone(limited, has_written):
    if has_written:
        used_up(limited)

    answers = [limited.get(SLOTS, X_Forwarded_For=HERE) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].headers["Retry-After"] == "20"
    assert limited.get(SLOTS, X_Forwarded_For=THERE).status_code == 200


@pytest.mark.parametrize("door", ["citizen", "staff"])
def test_starting_to_sign_in_too_often_is_refused_on_a_page(limited, door):
    address = f"/api/auth/{door}/login?return=/&lang=en"
    answers = [limited.get(address, X_Forwarded_For=HERE) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[3].mimetype == "text/html"
    assert answers[3].headers["Retry-After"] == "20"
    assert "Too many requests at once" in answers[3].get_body().decode()


def test_a_page_that_is_refused_says_so_in_greek(limited):
    used_up(limited)

    answer = limited.post("/api/book", {"service": BIRTH}, X_Forwarded_For=HERE)

    assert answer.status_code == 429
    assert "Πολλά αιτήματα μαζί" in answer.get_body().decode()
    assert answer.headers["Retry-After"] == "15"


def begin_booking(client: Client) -> str:
    """Return the address of the first step of a new draft."""
    client.sign_in(MARIA)
    begun = client.post("/api/book", {"service": BIRTH, "centre": ZOGRAFOU}, X_Forwarded_For=THERE)
    return str(begun.headers["Location"])


def test_a_step_that_is_refused_keeps_what_was_typed_and_says_why(limited):
    step = begin_booking(limited).rsplit("/", 1)[0] + "/contact"
    used_up(limited)

    typed = {"email": "maria@example", "mobile": "691", "address": ""}
    answer = limited.post(step, typed, X_Forwarded_For=HERE)
    page = limited.get(step).get_body().decode()

    assert (answer.status_code, answer.headers["Location"]) == (303, step)
    assert "maria@example" in page
    assert "Πολλά αιτήματα μαζί" in page


def test_a_refused_change_of_the_centre_forgets_the_time_that_was_chosen(limited):
    start = begin_booking(limited).rsplit("/", 1)[0]
    limited.web.ports.now.forward(minutes=1)
    limited.post(f"{start}/interpreter", {"interpreter": "none"}, X_Forwarded_For=THERE)
    limited.web.ports.now.forward(minutes=1)
    time = {"time": "2026-11-25T09:00:00+02:00"}
    assert limited.post(f"{start}/time", time, X_Forwarded_For=THERE).status_code == 303
    used_up(limited)

    limited.post(f"{start}/centre", {"centre": "kep-patra"}, X_Forwarded_For=HERE)
    limited.web.ports.now.forward(minutes=1)
    again = limited.post(f"{start}/centre", {"centre": "kep-patra"}, X_Forwarded_For=HERE)

    assert again.headers["Location"] == f"{start}/time"


def test_a_confirmation_that_is_refused_leads_back_to_the_answers(limited):
    start = begin_booking(limited).rsplit("/", 1)[0]
    used_up(limited)

    answer = limited.post(f"{start}/check", {}, X_Forwarded_For=HERE)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{start}/check")


@pytest.mark.parametrize("path", ["000000000000/contact", "{draft}/nothing"])
def test_a_refused_step_that_does_not_exist_is_not_found(limited, path):
    draft = begin_booking(limited).split("/")[3]
    used_up(limited)

    answer = limited.post(f"/api/book/{path.format(draft=draft)}", {}, X_Forwarded_For=HERE)

    assert answer.status_code == 404


def test_a_foreign_step_is_still_forbidden(limited):
    step = begin_booking(limited)

    assert limited.post(step, {}, Origin="https://evil.example").status_code == 403


def test_without_the_store_writing_is_closed_and_reading_open(limited):
    limited.web.ports.store.takes_writes = False

    closed, opened = post(limited), limited.get(SLOTS, X_Forwarded_For=HERE)

    assert (closed.status_code, document(closed)["code"]) == (503, "try_again")
    assert int(closed.headers["Retry-After"]) > 0
    assert opened.status_code == 200


def test_a_store_that_takes_no_counts_is_not_asked_by_every_reader(limited):
    store = limited.web.ports.store
    store.takes_writes = False
    for _ in range(50):
        assert limited.get(SLOTS, X_Forwarded_For=HERE).status_code == 200
    assert store.refused == 1

    limited.web.ports.now.forward(seconds=10)
    store.takes_writes = True
    answers = [limited.get(SLOTS, X_Forwarded_For=HERE).status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]


def test_without_limits_nobody_is_refused(client):
    answers = {post(client).status_code for _ in range(400)}

    assert answers == {401}


@pytest.mark.parametrize(
    ("forwarded", "hops", "address"),
    [
        ("198.51.100.7", 1, "198.51.100.7"),
        ("198.51.100.7:51234", 1, "198.51.100.7"),
        ("9.9.9.9, 198.51.100.7:51234", 1, "198.51.100.7"),
        ("9.9.9.9, 198.51.100.7:1 ,10.0.0.1:2", 2, "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:ffff::1]:443", 1, "2001:db8:1:2::/64"),
        ("[2001:db8:1:3::1]", 1, "2001:db8:1:3::/64"),
        ("::ffff:198.51.100.7", 1, "198.51.100.7"),
        ("fe80::1%eth0", 1, "fe80::/64"),
        ("", 1, UNKNOWN),
        ("198.51.100.7", 2, UNKNOWN),
        ("198.51.100.7,", 1, UNKNOWN),
        ("unknown", 1, UNKNOWN),
        ("198.51.100.700", 1, UNKNOWN),
        ("198.51.100.7:x", 1, UNKNOWN),
        ("[2001:db8::1", 1, UNKNOWN),
        ("٩.٩.٩.٩", 1, UNKNOWN),
    ],
)
def test_the_address_is_counted_from_the_right(forwarded, hops, address):
    assert client_address(forwarded, hops) == address
