"""
HTTP: `/api/desk`, where the officers of a KEP see the day (circular R3, R7).

Who the citizen is stands on one page alone, which logs each read of it (circular R13): the
officer needs it to identify by the document in the call (R5), and to reach the citizen.
"""

import azure.functions as func

from functions.domain.booking import Interpreter
from functions.domain.errors import Invalid, NotFound, TooLate, TryAgain
from functions.domain.staff import Staff
from functions.ports import StoreBusy
from functions.triggers import desk_views as views
from functions.triggers import person_views
from functions.triggers.html import address_of, form_of, html, language_from, page
from functions.triggers.sessions import require_staff
from functions.triggers.staff_access import require_booking, today, wanted_centre, wanted_day
from functions.triggers.web import Connect, Web, redirect
from functions.use_cases.ask_interpreter import ask_interpreter
from functions.use_cases.list_day import list_day
from functions.use_cases.read_person import read_booking_in_full
from functions.use_cases.show_bookings import Appointment, done_for

NOBODY = "none"
CHOICES: dict[str, Interpreter | None] = {
    NOBODY: None,
    **{each.value: each for each in Interpreter},
}


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the pages of the officers."""
    bp = func.Blueprint()

    @bp.route(route="desk", methods=["GET"])
    @page(connect)
    def show_desk(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        staff, centre = require_staff(req, web), wanted_centre(req, web)
        try:
            day = wanted_day(req, today(web.ports))
        except Invalid as invalid:
            raise NotFound("day") from invalid
        found = list_day(centre, day, web.ports)
        language = language_from(req.params)
        context = views.list_of_day(centre, day, found, staff, language, web.ports)
        return html(web, "desk/day.html.j2", language, context)

    @bp.route(route="desk/{reference}", methods=["GET"])
    @page(connect)
    def show_desk_appointment(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        staff, booking = require_booking(req, web)
        found = Appointment(booking, done_for(booking, web.ports))
        context = views.appointment(found, staff, req.params, web.ports)
        return html(web, "desk/appointment.html.j2", language_from(req.params), context)

    @bp.route(route="desk/{reference}/person", methods=["GET"])
    @page(connect)
    def show_desk_person(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        staff, language = require_staff(req, web), language_from(req.params)
        found = read_booking_in_full(req.route_params["reference"], staff, web.ports)
        context = person_views.person(found, staff, language, web.ports)
        return html(web, "desk/person.html.j2", language, context)

    @bp.route(route="desk/{reference}/interpreter", methods=["GET"])
    @page(connect)
    def leave_interpreter_form(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        """Lead who signs in after the form, or reloads it, to the appointment."""
        _, booking = require_booking(req, web)
        return redirect(address_of(views.path_of(booking.reference), language_from(req.params)))

    @bp.route(route="desk/{reference}/interpreter", methods=["POST"])
    @page(connect)
    def change_interpreter(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        form, (staff, booking) = form_of(req), require_booking(req, web)
        outcome = _ask(booking.reference, form.get("interpreter", ""), staff, web)
        path = views.path_of(booking.reference)
        return redirect(address_of(path, language_from(form), **outcome))

    return bp


def _ask(reference: str, choice: str, staff: Staff, web: Web) -> dict[str, str]:
    """Store what is asked for, and return what the page has to say of it."""
    if choice not in CHOICES:
        return {"wrong": "choice"}
    try:
        ask_interpreter(reference, CHOICES[choice], staff.actor, web.ports)
    except TooLate:
        return {"wrong": TooLate.code}
    except (TryAgain, StoreBusy):
        return {"wrong": TryAgain.code}
    return {"done": "interpreter"}
