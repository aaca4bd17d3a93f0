"""
HTTP: `/api/my/{reference}/move`, on which a citizen moves an appointment.

Another time or another centre is chosen, read once more beside the present one, and
confirmed. What was chosen stands in the address: a time says nothing of a person.
"""

from collections.abc import Mapping
from functools import partial

import azure.functions as func

from functions.domain.booking_request import RescheduleRequest, parse
from functions.domain.errors import (
    AlreadyBooked,
    InterpreterClosed,
    Invalid,
    NotOffered,
    OutsideHours,
    Paused,
    SlotTaken,
    TooMany,
)
from functions.domain.slot import Slot
from functions.triggers.html import address_of, form_of, language_from, page
from functions.triggers.lead_back import lead_back, leading_back
from functions.triggers.move_views import checking, choosing_centre, choosing_time, move_path
from functions.triggers.my_pages import own_appointment, page_to_change
from functions.triggers.my_views import Own, path_of
from functions.triggers.sessions import require_citizen
from functions.triggers.web import Connect, Web, redirect
from functions.use_cases.list_free_slots import offers_now
from functions.use_cases.reschedule import reschedule
from functions.use_cases.wanted_slot import wanted_slot

# What another time, or another centre, can mend.
MENDED_BY_TIME = (AlreadyBooked, InterpreterClosed, OutsideHours, Paused, SlotTaken, TooMany)
MENDED_BY_CENTRE = (Invalid, NotOffered)


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the pages of a move."""
    bp = func.Blueprint()

    @bp.route(route="my/{reference}/move", methods=["GET"])
    @page(connect)
    def show_times_to_move_to(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return _choose_time(req, web)

    @bp.route(route="my/{reference}/move", methods=["POST"])
    @page(connect, leading_back("centre", "time"))
    def choose_time_to_move_to(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return _chosen(req, "check")

    @bp.route(route="my/{reference}/move/centre", methods=["GET"])
    @page(connect)
    def show_centres_to_move_to(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return page_to_change(own_appointment(req, web), "move/centre.html.j2", choosing_centre)

    @bp.route(route="my/{reference}/move/centre", methods=["POST"])
    @page(connect, leading_back("centre"))
    def choose_centre_to_move_to(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return _chosen(req, "")

    @bp.route(route="my/{reference}/move/check", methods=["GET"])
    @page(connect)
    def show_move(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return _check(req, web)

    @bp.route(route="my/{reference}/move/check", methods=["POST"])
    @page(connect, leading_back("centre", "time"))
    def move_my_appointment(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return _move(req, web)

    return bp


def _choose_time(req: func.HttpRequest, web: Web) -> func.HttpResponse:
    web.limits.reading(req, web)  # it looks into the store for each day
    own = own_appointment(req, web)
    centre = own.params.get("centre") or own.booking.centre
    if not _may_move_to(centre, own):
        return _lead(own, "centre", wrong=NotOffered.code)
    return page_to_change(own, "move/time.html.j2", partial(choosing_time, centre=centre))


def _chosen(req: func.HttpRequest, following: str) -> func.HttpResponse:
    """Lead on with what was chosen, or back where nothing was."""
    form, question = form_of(req), "time" if following else "centre"
    asked = _asked(form)
    if not asked[question]:
        return lead_back(req, **asked, wrong="not_a_choice")
    path = move_path(req.route_params["reference"], following)
    return redirect(address_of(path, language_from(form), **asked))


def _check(req: func.HttpRequest, web: Web) -> func.HttpResponse:
    own = own_appointment(req, web)
    centre, here = own.params.get("centre") or own.booking.centre, own.booking
    try:
        slot = _wanted(own, centre)
    except (Invalid, NotOffered):
        return _lead(own, "", centre=centre)
    except (OutsideHours, InterpreterClosed) as refusal:
        return _lead(own, "", **_asked(own.params), wrong=refusal.code)
    if (centre, slot.starts_at) == (here.centre, here.slot.starts_at):
        return redirect(address_of(path_of(here.reference), own.language))
    context = partial(checking, centre=centre, slot=slot)
    return page_to_change(own, "move/check.html.j2", context)


def _wanted(own: Own, centre: str) -> Slot:
    booking, ports = own.booking, own.web.ports
    wish = parse(RescheduleRequest, {"starts_at": own.params.get("time", ""), "centre": centre})
    if not _may_move_to(centre, own):
        raise NotOffered(centre)
    return wanted_slot(ports.catalog.centres[centre], wish.starts_at, booking.interpreter, ports)


def _may_move_to(centre: str, own: Own) -> bool:
    """At its own centre an appointment may be moved even if it could no longer be booked."""
    booking = own.booking
    return centre == booking.centre or offers_now(centre, booking.service, own.web.ports)


def _lead(own: Own, page_name: str, **query: str) -> func.HttpResponse:
    path = move_path(own.booking.reference, page_name)
    return redirect(address_of(path, own.language, **query))


def _move(req: func.HttpRequest, web: Web) -> func.HttpResponse:
    """Move it; whatever is refused is said on the page of the answer that has to change."""
    citizen, form = require_citizen(req, web), form_of(req)
    reference, language, asked = req.route_params["reference"], language_from(form), _asked(form)
    try:
        wish = parse(RescheduleRequest, {"starts_at": asked["time"], "centre": asked["centre"]})
        moved = reschedule(reference, wish, citizen, web.ports)
    except MENDED_BY_TIME as refusal:
        path = move_path(reference)
        return redirect(address_of(path, language, **asked, wrong=refusal.code))
    except MENDED_BY_CENTRE:
        path = move_path(reference, "centre")
        return redirect(address_of(path, language, wrong=NotOffered.code))
    return redirect(address_of(path_of(moved.reference), language, done="moved"))


def _asked(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "") for name in ("centre", "time")}
