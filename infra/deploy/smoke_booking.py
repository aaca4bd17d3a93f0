"""
The part of the smoke test that signs in: it books an appointment, reads it and cancels it.

It is a real appointment, of a real citizen of the test host, at a centre that nobody else
can find; whatever an earlier run left standing there is cancelled first.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx

from infra.deploy.login_form import CannotSignIn, sign_in
from infra.deploy.smoke_site import Fault, Visit

LOCAL_TAX_ID = "100000003"  # whom the local stand-in of TAXISnet signs in without asking
LOCAL = {"email": "smoke@example.com", "mobile": "6900000000"}
WAIT_SECONDS = 60  # for the queue, and for Microsoft 365 to make the meeting
LOGIN = "/api/auth/citizen/login"


class NotChecked(Exception):
    """It cannot be checked here; the message says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """The GSIS test user, and where mails and text messages about the appointments go."""

    user: str = ""
    password: str = ""
    mail: str = ""
    mobile: str = ""


def book_and_cancel(
    visit: Visit, account: Account, pause: Callable[[float], None] = time.sleep
) -> None:
    """
    Sign in, book the last free time, see that it comes into the calendar, cancel it.

    Raises:
        NotChecked: There is nobody to sign in as, or no centre for it.
        Fault: Something went wrong; a reference in it is of an appointment that still stands.
    """
    slots = _free_times(visit)
    _sign_in(visit, account)
    _cancel_what_stands(visit)
    booking = _booked(visit, slots[-1]["starts_at"], _contact(visit, account))
    reference = booking["reference"]
    try:
        _see_it_in_the_calendar(visit, reference, pause)
    finally:
        _cancelled(visit, reference)
    if slots[-1] not in _free_times(visit):
        raise Fault("the time is not free again")


def _free_times(visit: Visit) -> list[dict[str, str]]:
    """Return the free times at the centre, which the catalogue must not list."""
    listed = {one["slug"] for one in visit.json("/catalog.json")["centres"]}
    if visit.centre in listed and not is_local(visit):
        raise NotChecked(f"{visit.centre} is a centre of citizens: nothing is booked there")
    path = f"/api/v1/centres/{visit.centre}/slots"
    if (
        visit.client.get(path, params={"service": visit.service}).status_code
        == httpx.codes.NOT_FOUND
    ):
        raise NotChecked(f"there is no centre {visit.centre} (setting SMOKE_CENTRE)")
    slots: list[dict[str, str]] = visit.json(path, service=visit.service)["slots"]
    if not slots:
        raise Fault(f"{visit.centre}: nothing is free")
    return slots


def is_local(visit: Visit) -> bool:
    """Tell whether this is the stack on one machine."""
    return visit.client.base_url.host in {"localhost", "127.0.0.1"}


def _sign_in(visit: Visit, account: Account) -> None:
    if is_local(visit):
        query = urlencode({"login_hint": LOCAL_TAX_ID, "return": "/"})
        visit.client.get(f"{LOGIN}?{query}", follow_redirects=True)
    elif all((account.user, account.password, account.mail, account.mobile)):
        _sign_in_at_gsis(visit, account)
    else:
        raise NotChecked("no test user (SMOKE_USER, SMOKE_PASSWORD, SMOKE_MAIL, SMOKE_MOBILE)")
    if visit.json("/api/auth/me").get("kind") != "citizen":
        raise Fault("nobody is signed in")


def _contact(visit: Visit, account: Account) -> dict[str, str]:
    return LOCAL if is_local(visit) else {"email": account.mail, "mobile": account.mobile}


def _sign_in_at_gsis(visit: Visit, account: Account) -> None:
    visit.client.follow_redirects = True
    try:
        sign_in(visit.client, f"{LOGIN}?return=/", account.user, account.password)
    except CannotSignIn as reason:
        raise Fault(str(reason)) from reason
    finally:
        visit.client.follow_redirects = False


def _cancel_what_stands(visit: Visit) -> None:
    for booking in visit.json("/api/v1/bookings")["bookings"]:
        if booking["status"] == "booked" and booking["centre"] == visit.centre:
            _cancelled(visit, booking["reference"])


def _booked(visit: Visit, starts_at: str, contact: Mapping[str, str]) -> dict[str, Any]:
    body = {
        "centre": visit.centre,
        "service": visit.service,
        "starts_at": starts_at,
        "applicant": contact,
        "identity_document": {"kind": "passport", "number": "SMOKE000"},
    }
    headers = {**_origin(visit), "Idempotency-Key": str(uuid4())}
    answer = visit.client.post("/api/v1/bookings", json=body, headers=headers)
    if answer.status_code != httpx.codes.CREATED:
        raise Fault(f"booking: {answer.status_code} {_code(answer)}")
    booking: dict[str, Any] = answer.json()
    return booking


def _see_it_in_the_calendar(visit: Visit, reference: str, pause: Callable[[float], None]) -> None:
    for _ in range(WAIT_SECONDS):
        if visit.json(f"/api/v1/bookings/{reference}")["notified"]["event"]:
            return
        pause(1)
    raise Fault(f"{visit.centre} has no entry in its calendar after {WAIT_SECONDS} seconds")


def _cancelled(visit: Visit, reference: str) -> None:
    path = f"/api/v1/bookings/{reference}/cancel"
    answer = visit.client.post(path, headers=_origin(visit))
    if not answer.is_success or answer.json()["status"] != "cancelled":
        raise Fault(f"{reference} still stands: {answer.status_code} {_code(answer)}")


def _origin(visit: Visit) -> dict[str, str]:
    return {"Origin": str(visit.client.base_url).rstrip("/")}


def _code(answer: httpx.Response) -> str:
    """Return the code of a refusal, and nothing else of it: it may quote what was sent."""
    is_json = "json" in answer.headers.get("content-type", "")
    return str(answer.json().get("code", "")) if is_json else ""
