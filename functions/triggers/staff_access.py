"""What an officer or administrator may see: the centres, a day at one of them, an appointment."""

from datetime import date

import azure.functions as func

from functions.domain.booking import Booking
from functions.domain.errors import FieldError, Invalid
from functions.domain.slot import ATHENS
from functions.domain.staff import Officer, Staff
from functions.ports import Ports
from functions.triggers.sessions import require_officer, require_staff
from functions.triggers.web import Web
from functions.use_cases.read_person import booking_for

# Days before the decision 20530 ΕΞ 2020 have no appointments, and calendars need an end.
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2099, 12, 31)


def centres_of(staff: Staff, ports: Ports) -> tuple[str, ...]:
    """Return the centres that are theirs, by slug: an administrator's are all."""
    if isinstance(staff, Officer):
        return staff.centres
    return tuple(sorted(ports.catalog.centres))


def wanted_centre(req: func.HttpRequest, web: Web) -> str:
    """
    Return the centre that the address asks for, or else the first that is theirs.

    Raises:
        SignInRequired: Nobody of the staff is signed in.
        Forbidden: It is not theirs.
    """
    staff = require_staff(req, web)
    centre = req.params.get("centre") or next(iter(centres_of(staff, web.ports)), "")
    require_officer(req, web, centre)
    return centre


def wanted_day(req: func.HttpRequest, otherwise: date) -> date:
    """
    Return the day that the address asks for.

    Raises:
        Invalid: It is none.
    """
    text = req.params.get("day")
    try:
        day = date.fromisoformat(text) if text else otherwise
    except ValueError as error:
        raise Invalid([FieldError("day", "invalid_day")]) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid([FieldError("day", "invalid_day")])
    return day


def today(ports: Ports) -> date:
    """Return the day in Athens."""
    return ports.now().astimezone(ATHENS).date()


def require_booking(req: func.HttpRequest, web: Web) -> tuple[Staff, Booking]:
    """
    Return who is signed in and the appointment that the address names.

    Who the citizen is may not be shown of it: see `functions.use_cases.read_person`.

    Raises:
        SignInRequired: Nobody of the staff is signed in.
        NotFound: No such reference, or of a centre that is not theirs: both look the same.
    """
    staff = require_staff(req, web)
    return staff, booking_for(staff, req.route_params["reference"], web.ports)
