"""
HTTP: `/api/my`, a citizen's own appointments.

They are found, looked at, put into a calendar and cancelled here; `move_pages` moves them.
Every POST answers with a redirect, and what it leads to shows what is stored: nothing is
said to be cancelled that is not.
"""

from collections.abc import Callable, Mapping
from typing import Any

import azure.functions as func

from functions.domain.booking import Language, Status
from functions.domain.calendar_file import content_type
from functions.domain.errors import NotFound
from functions.triggers import my_views as views
from functions.triggers.html import address_of, form_of, html, language_from, page
from functions.triggers.lead_back import leading_back
from functions.triggers.sessions import require_citizen
from functions.triggers.web import Connect, Web, redirect
from functions.use_cases.cancel import cancel
from functions.use_cases.show_bookings import Appointment, list_bookings, show_booking
from functions.use_cases.waiting_list import list_waiting

View = Callable[[views.Own], Mapping[str, Any]]


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the pages of the citizen's own appointments."""
    bp = func.Blueprint()

    @bp.route(route="my", methods=["GET"])
    @page(connect)
    def show_my_appointments(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        found, waiting = list_bookings(citizen, web.ports), list_waiting(citizen, web.ports)
        context = views.own_list(found, waiting, citizen, req.params, web.ports)
        return html(web, "my/list.html.j2", language_from(req.params), context)

    @bp.route(route="my/{reference}", methods=["GET"])
    @page(connect)
    def show_my_appointment(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        own = own_appointment(req, web)
        return html(web, "my/appointment.html.j2", own.language, views.appointment(own))

    @bp.route(route="my/{reference}/appointment.ics", methods=["GET"])
    @page(connect)
    def download_my_appointment(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        found = own_appointment(req, web).found
        if found.booking.status not in views.COMING:
            raise NotFound(found.booking.reference)
        return calendar_file(found, web)

    @bp.route(route="my/{reference}/cancel", methods=["GET"])
    @page(connect)
    def show_my_cancellation(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        own = own_appointment(req, web)
        if own.booking.status is Status.CANCELLED:
            return redirect(_cancelled(own.booking.reference, own.language))
        return page_to_change(own, "my/cancel.html.j2", views.cancelling)

    @bp.route(route="my/{reference}/cancel", methods=["POST"])
    @page(connect, leading_back())
    def cancel_my_appointment(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        booking = cancel(req.route_params["reference"], citizen, web.ports)
        return redirect(_cancelled(booking.reference, language_from(form_of(req))))

    return bp


def own_appointment(req: func.HttpRequest, web: Web) -> views.Own:
    """
    Return the appointment that the address names, and what the page is asked with.

    Raises:
        SignInRequired: Nobody is signed in.
        NotFound: No such reference, or somebody else's: both look the same.
    """
    citizen = require_citizen(req, web)
    found = show_booking(req.route_params["reference"], citizen, web.ports)
    return views.Own(found, citizen, req.params, web)


def page_to_change(own: views.Own, template: str, context: View) -> func.HttpResponse:
    """Show a page on which it is changed, or why it can no longer be."""
    if own.can_change:
        return html(own.web, template, own.language, context(own))
    return html(own.web, "my/closed.html.j2", own.language, views.cancelling(own))


def calendar_file(found: Appointment, web: Web) -> func.HttpResponse:
    """Return the .ics of an appointment as a download."""
    join_url = found.done.event.join_url if found.done.event else None
    return func.HttpResponse(
        web.ports.letters.invitation(found.booking, join_url),
        mimetype=content_type("PUBLISH"),
        headers={"Content-Disposition": 'attachment; filename="appointment.ics"'},
    )


def _cancelled(reference: str, language: Language) -> str:
    return address_of(views.path_of(reference), language, done="cancelled")
