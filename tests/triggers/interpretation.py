"""Appointments with an interpreter, and the pages about them as somebody reads them."""

from datetime import datetime, timedelta

from functions.domain.booking import Booking
from functions.domain.slot import ATHENS
from functions.domain.staff import Administrator, Officer
from functions.ports import Row
from functions.use_cases.answer_request import answer_path
from functions.use_cases.book import book
from functions.use_cases.reconcile import sweep
from functions.use_cases.send_digest import send_digest
from tests.builders import MARIA, WEDNESDAY_0900, ZOGRAFOU, a_citizen, a_request
from tests.site.reading import Page, read
from tests.triggers.client import Client

TUESDAY_1831 = datetime(2026, 11, 24, 18, 31, tzinfo=ATHENS)
ELENI = Officer("officer@zografou.example", "Ελένη Γεωργίου", (ZOGRAFOU,))
NIKOS = Administrator("administrator@ministry.example", "Νίκος Ράλλης")

# What is the citizen's alone: MARIA, and what `a_request` writes of her.
PRIVATE = ("Μαρία", "Παππά", "Άννα", "Ρήγα", "maria@", "6912345678", "123456783", "ΑΒ123456")


def asked(
    client: Client, at: datetime = WEDNESDAY_0900, number: int = 0, kind="sign_language", **more
) -> Booking:
    """Return an appointment; the first one is of MARIA, who booked it for somebody else."""
    person = {"for": {"first_name": "Άννα", "last_name": "Ρήγα"}} if number == 0 else {}
    citizen = a_citizen(number) if number else MARIA
    request = a_request(at, interpreter=kind, **person, **more)
    booking = book(request, citizen, f"key {number}", "el", client.web.ports)
    sweep(client.web.ports)
    return booking


def tell_the_desk(client: Client, at: datetime = TUESDAY_1831) -> None:
    """Let the digest of Wednesday go at *at*."""
    client.web.ports.now.now = at
    send_digest(client.web.ports)


def link_of(booking: Booking, client: Client) -> str:
    return answer_path(booking.reference, booking.sequence, client.web.ports)


def rows(client: Client) -> dict[tuple[str, str], Row]:
    """Return everything that is stored."""
    return dict(client.web.ports.store.rows)


def seen(client: Client, address: str, status: int = 200) -> Page:
    """Return the page at *address*; it is nobody's business but the reader's."""
    response = client.get(address)
    assert response.status_code == status, response.headers
    assert response.headers["Cache-Control"] == "no-store"
    page = read(address, response.get_body().decode())
    assert [text for text in PRIVATE if text in page.html] == []
    assert [one.get("content") for one in page.all("meta") if one.get("name") == "robots"] == [
        "noindex"
    ]
    assert len(page.all("h1")) == 1
    assert len(page.ids) == len(set(page.ids))
    return page


def follow(client: Client, address: str, form: dict[str, str]) -> Page:
    """Send a form and return the page that the browser is sent to."""
    response = client.post(address, form)
    assert response.status_code == 303, response.get_body()
    return seen(client, response.headers["Location"])


def later(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)
