"""HTTP: `/api/v1/officer/bookings`, the appointments of an officer's centres."""

import azure.functions as func

from functions.domain.booking_request import InterpreterRequest, parse
from functions.triggers.documents import booking_document, full_document
from functions.triggers.sessions import require_staff
from functions.triggers.staff_access import require_booking, today, wanted_centre, wanted_day
from functions.triggers.web import Connect, Web, api, json_body, json_response
from functions.use_cases.ask_interpreter import ask_interpreter
from functions.use_cases.list_day import list_day
from functions.use_cases.read_person import read_booking_in_full
from functions.use_cases.show_bookings import Appointment, done_for


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the routes of the officers."""
    bp = func.Blueprint()

    @bp.route(route="v1/officer/bookings", methods=["GET"])
    @api(connect)
    def list_officer_bookings(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        centre = wanted_centre(req, web)
        found = list_day(centre, wanted_day(req, today(web.ports)), web.ports)
        return json_response({"bookings": [booking_document(each) for each in found]})

    @bp.route(route="v1/officer/bookings/{reference}", methods=["GET"])
    @api(connect)
    def show_officer_booking(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        staff, reference = require_staff(req, web), req.route_params["reference"]
        return json_response(full_document(read_booking_in_full(reference, staff, web.ports)))

    @bp.route(route="v1/officer/bookings/{reference}/interpreter", methods=["POST"])
    @api(connect)
    def ask_for_interpreter(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        staff, booking = require_booking(req, web)
        wanted = parse(InterpreterRequest, json_body(req)).interpreter
        changed = ask_interpreter(booking.reference, wanted, staff.actor, web.ports)
        found = Appointment(changed, done_for(changed, web.ports))
        return json_response(booking_document(found))

    return bp
