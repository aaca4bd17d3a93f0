"""
HTTP: `/api/appointment`, where the link in a citizen's mails leads.

It needs no sign-in, says nothing of the person, and only the button cancels: scanners of
mail open links. Moving asks to sign in.
"""

from typing import Any

import azure.functions as func

from functions.domain.booking import Booking
from functions.triggers.appointment_views import OTHER
from functions.triggers.html import address_of, form_of, html, language_from, page
from functions.triggers.lead_back import errors_of, leading_back, path_of
from functions.triggers.my_views import change_facts, own_facts
from functions.triggers.web import Connect, Web, redirect
from functions.use_cases.manage_link import cancel_by_link, show_by_link
from functions.use_cases.show_bookings import Appointment, done_for


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the page and its form."""
    bp = func.Blueprint()

    @bp.route(route="appointment/{reference}/{signature}", methods=["GET"])
    @page(connect)
    def show_linked_appointment(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        booking = show_by_link(*_link(req), web.ports)
        context = _context(booking, req, web)
        return html(web, "link/appointment.html.j2", language_from(req.params), context)

    @bp.route(route="appointment/{reference}/{signature}", methods=["POST"])
    @page(connect, leading_back())
    def cancel_linked_appointment(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        cancel_by_link(*_link(req), web.ports)
        language = language_from(form_of(req))
        return redirect(address_of(path_of(req), language, done="cancelled"))

    return bp


def _context(booking: Booking, req: func.HttpRequest, web: Web) -> dict[str, Any]:
    language, found = language_from(req.params), Appointment(booking, done_for(booking, web.ports))
    return {
        "appointment": own_facts(found, language, web.ports),
        "change": change_facts(booking, language, web.ports),
        "mailbox": f"{booking.centre}@{web.mail_domain}",
        "service": booking.service,
        "done": req.params.get("done", ""),
        "wrong": req.params.get("wrong", ""),
        "errors": errors_of(req.params, "", language),
        "address": path_of(req),
        "alternate": address_of(path_of(req), OTHER[language]),
    }


def _link(req: func.HttpRequest) -> tuple[str, str]:
    return req.route_params["reference"], req.route_params["signature"]
