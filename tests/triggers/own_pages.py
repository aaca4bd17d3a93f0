"""A citizen's own pages as the citizen reads them."""

from datetime import datetime

from functions.domain.booking import Booking, Citizen, Status
from functions.use_cases.book import book
from functions.use_cases.reconcile import sweep
from functions.use_cases.show_bookings import list_bookings, stored_booking
from tests.builders import MARIA, WEDNESDAY_0900, a_request
from tests.site.reading import Page, read
from tests.triggers.client import Client


def booked(
    client: Client, at: datetime = WEDNESDAY_0900, citizen: Citizen = MARIA, **more
) -> Booking:
    """Return an appointment whose calendar entry and mail are there."""
    booking = book(a_request(at, **more), citizen, f"key {at} {more}", "el", client.web.ports)
    sweep(client.web.ports)
    return booking


def seen(client: Client, address: str, status: int = 200) -> Page:
    """Return the page at *address*, which is well made and nobody else's business."""
    response = client.get(address)
    assert response.status_code == status, (response.status_code, response.headers)
    assert response.headers["Cache-Control"] == "no-store"
    page = read(address, response.get_body().decode())
    assert len(page.all("h1")) == 1
    assert len(page.ids) == len(set(page.ids))
    assert [one.get("content") for one in page.all("meta") if one.get("name") == "robots"] == [
        "noindex"
    ]
    return page


def sent_to(client: Client, address: str, form: dict[str, str] | None = None) -> str:
    """Send a form and return where the browser is sent."""
    response = client.post(address, form or {})
    assert response.status_code == 303, response.get_body()
    return response.headers["Location"]


def follow(client: Client, address: str, form: dict[str, str] | None = None) -> Page:
    """Send a form and return the page that the browser ends at."""
    address = sent_to(client, address, form)
    while (response := client.get(address)).status_code in {302, 303}:
        address = response.headers["Location"]
    return seen(client, address, response.status_code)


def led_to(client: Client, address: str) -> str:
    """Return where a GET sends the browser on to."""
    response = client.get(address)
    assert response.status_code == 303, response.status_code
    return response.headers["Location"]


def status_of(booking: Booking, client: Client) -> Status:
    stored = stored_booking(booking.reference, client.web.ports)
    assert stored is not None
    return stored.status


def coming(client: Client, citizen: Citizen = MARIA) -> list[Booking]:
    found = (each.booking for each in list_bookings(citizen, client.web.ports))
    return [booking for booking in found if booking.status is Status.BOOKED]


def sign_out(client: Client) -> None:
    client.cookies.pop("__Secure-mykeplive", None)


def rows(client: Client) -> dict:
    """Return everything that is stored."""
    return dict(client.web.ports.store.rows)
