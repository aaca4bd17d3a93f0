"""HTTP: `/api/v1/bookings`, a citizen's own appointments."""

import azure.functions as func

from functions.domain.booking import Booking
from functions.domain.booking_request import RescheduleRequest, parse, parse_booking_request
from functions.domain.errors import FieldError, Invalid
from functions.triggers.documents import booking_document
from functions.triggers.sessions import require_citizen
from functions.triggers.web import Connect, Web, api, json_body, json_response, language_of
from functions.use_cases import show_bookings
from functions.use_cases.book import book
from functions.use_cases.cancel import cancel
from functions.use_cases.reschedule import reschedule

LONGEST_KEY = 255


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the routes of bookings."""
    bp = func.Blueprint()

    @bp.route(route="v1/bookings", methods=["POST"])
    @api(connect)
    def create_booking(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        request = parse_booking_request(json_body(req))
        booking = book(request, citizen, _key(req), language_of(req), web.ports)
        appointment = show_bookings.show_booking(booking.reference, citizen, web.ports)
        location = f"/api/v1/bookings/{booking.reference}"
        return json_response(booking_document(appointment), 201, {"Location": location})

    @bp.route(route="v1/bookings", methods=["GET"])
    @api(connect)
    def list_bookings(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        appointments = show_bookings.list_bookings(require_citizen(req, web), web.ports)
        return json_response({"bookings": [booking_document(each) for each in appointments]})

    @bp.route(route="v1/bookings/{reference}", methods=["GET"])
    @api(connect)
    def show_booking(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        appointment = show_bookings.show_booking(req.route_params["reference"], citizen, web.ports)
        return json_response(booking_document(appointment))

    @bp.route(route="v1/bookings/{reference}/cancel", methods=["POST"])
    @api(connect)
    def cancel_booking(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        return _shown(cancel(req.route_params["reference"], citizen, web.ports), web)

    @bp.route(route="v1/bookings/{reference}/reschedule", methods=["POST"])
    @api(connect)
    def reschedule_booking(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        wish = parse(RescheduleRequest, json_body(req))
        return _shown(reschedule(req.route_params["reference"], wish, citizen, web.ports), web)

    return bp


def _shown(booking: Booking, web: Web) -> func.HttpResponse:
    done = show_bookings.done_for(booking, web.ports)
    return json_response(booking_document(show_bookings.Appointment(booking, done)))


def _key(req: func.HttpRequest) -> str:
    key: str = req.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Invalid([FieldError("Idempotency-Key", "too_long" if key else "required")])
    return key
