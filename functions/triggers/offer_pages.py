"""
HTTP: `/api/offer`, where the mail leads that offers a time to somebody who waits.

Opening it takes nothing. Taking it goes on with the booking at the next question, with the
time already held.
"""

from collections.abc import Mapping
from dataclasses import replace

import azure.functions as func

from functions.domain.errors import LinkEnded, NotFound
from functions.domain.hold import Hold
from functions.triggers import waiting_views as views
from functions.triggers.booking_steps import NO_INTERPRETER, next_step
from functions.triggers.drafts import Answers, go_on, new_draft
from functions.triggers.html import form_of, html, language_from, page
from functions.triggers.lead_back import lead_back, leading_back, path_of
from functions.triggers.sessions import require_citizen, signed_in_citizen
from functions.triggers.web import Connect, Web
from functions.use_cases.offer_link import show_offer, take_offer


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the page of an offer and its form."""
    bp = func.Blueprint()

    @bp.route(route="offer/{centre}/{entry}/{signature}", methods=["GET"])
    @page(connect)
    def show_offered_time(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        entry, language = show_offer(*_link(req), web.ports), language_from(req.params)
        citizen = signed_in_citizen(req, web)
        context = views.offered(entry, citizen, path_of(req), req.params, web.ports)
        return html(web, "waiting/offer.html.j2", language, context)

    @bp.route(route="offer/{centre}/{entry}/{signature}", methods=["POST"])
    @page(connect, leading_back())
    def take_offered_time(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        try:
            kept = take_offer(*_link(req), citizen, web.ports)
        except (NotFound, LinkEnded):
            return lead_back(req, wrong=views.NOT_YOURS)  # the page itself says when it has ended
        return _fill_in(kept, req, web)

    return bp


def _fill_in(kept: Hold, req: func.HttpRequest, web: Web) -> func.HttpResponse:
    """Go on with a booking whose centre, interpreter and time are answered."""
    draft = new_draft(language_from(form_of(req)), kept.service, kept.centre)
    answers = {**draft.answers, **_answers(kept)}
    draft = replace(draft, answers=answers, hold=kept.reference)
    return go_on(req, web, draft, next_step(draft, web.ports))


def _answers(kept: Hold) -> Mapping[str, Answers]:
    return {
        "interpreter": {"interpreter": kept.interpreter or NO_INTERPRETER},
        "time": {"time": kept.slot.starts_at.isoformat()},
    }


def _link(req: func.HttpRequest) -> tuple[str, str, str]:
    route = req.route_params
    return route["centre"], route["entry"], route["signature"]
