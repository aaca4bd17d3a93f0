"""
HTTP: `/api/book/{draft}/wait`, on which a citizen asks to be told of a time, and its end.

Where one is told, the mail leads to `offer_pages`.
"""

from dataclasses import replace

import azure.functions as func

from functions.domain.booking import Citizen
from functions.domain.booking_request import WaitRequest, parse
from functions.domain.errors import Invalid, NotFound, Refusal
from functions.domain.waiting import WaitingEntry
from functions.triggers import waiting_views as views
from functions.triggers.booking_forms import PASSING, back_to
from functions.triggers.booking_steps import asked_for, next_step
from functions.triggers.drafts import (
    Draft,
    go_on,
    posted_draft,
    read_draft,
    step_address,
)
from functions.triggers.html import (
    address_of,
    form_of,
    html,
    language_from,
    page,
    refusal_page,
)
from functions.triggers.lead_back import leading_back
from functions.triggers.my_views import PATH
from functions.triggers.sessions import require_citizen
from functions.triggers.web import Connect, Web, redirect
from functions.use_cases.waiting_list import list_waiting, stop_waiting, wait

LONGEST = 254


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the pages of waiting."""
    bp = func.Blueprint()

    @bp.route(route="book/{draft}/wait", methods=["GET"])
    @page(connect)
    def show_waiting(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        draft = read_draft(req, web)
        return _show(replace(draft, language=language_from(req.params, draft.language)), req, web)

    @bp.route(route="book/{draft}/wait", methods=["POST"])
    @page(connect, _refuse_waiting)
    def start_waiting(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return _wait(_typed(req, web), req, web)

    @bp.route(route="my/waiting/{entry}/stop", methods=["GET"])
    @page(connect)
    def leave_waiting_form(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        """Lead who signs in after the form, or reloads it, to the list."""
        require_citizen(req, web)
        wrong = req.params.get("wrong", "")
        return redirect(address_of(PATH, language_from(req.params), wrong=wrong))

    @bp.route(route="my/waiting/{entry}/stop", methods=["POST"])
    @page(connect, leading_back())
    def stop_waiting_for_time(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        stop_waiting(req.route_params["entry"], require_citizen(req, web), web.ports)
        return redirect(address_of(PATH, language_from(form_of(req)), done="stopped"))

    return bp


def _show(draft: Draft, req: func.HttpRequest, web: Web) -> func.HttpResponse:
    """Show the form, or that the citizen waits already; first come the centre and the rest."""
    citizen = require_citizen(req, web)
    first = next_step(draft, web.ports)
    if draft.reference or first in {"centre", "interpreter"}:
        return redirect(step_address(draft, "done" if draft.reference else first))
    entry = _entry_for(draft, citizen, web)
    template = "waiting/done.html.j2" if entry else "waiting/wait.html.j2"
    context = views.waiting(draft, entry, citizen, web.ports)
    return html(web, template, draft.language, context)


def _entry_for(draft: Draft, citizen: Citizen, web: Web) -> WaitingEntry | None:
    wish = (draft.answer("centre"), draft.service, asked_for(draft))
    waiting = list_waiting(citizen, web.ports)
    return next((e for e in waiting if (e.centre, e.service, e.interpreter) == wish), None)


def _typed(req: func.HttpRequest, web: Web) -> Draft:
    draft, email = posted_draft(req, web), form_of(req).get("email", "")
    return draft.answered(views.STEP, {"email": email[: LONGEST + 1]})


def _refuse_waiting(req: func.HttpRequest, web: Web, refusal: Refusal) -> func.HttpResponse:
    if not isinstance(refusal, PASSING):
        return refusal_page(req, web, refusal)
    try:
        return back_to(views.STEP, _typed(req, web), req, web, refusal)
    except NotFound as not_found:
        return refusal_page(req, web, not_found)


def _wait(draft: Draft, req: func.HttpRequest, web: Web) -> func.HttpResponse:
    citizen = require_citizen(req, web)
    body = {
        "centre": draft.answer("centre"),
        "service": draft.service,
        "interpreter": asked_for(draft),
        "email": draft.answer(views.STEP, "email"),
    }
    try:
        wait(parse(WaitRequest, body), citizen, draft.language, web.ports)
    except Invalid as invalid:
        draft = draft.refused(views.STEP, ("email", invalid.errors[0].code))
    except PASSING:
        raise
    except Refusal as refusal:
        draft = draft.refused(views.STEP, ("", refusal.code))
    else:
        draft = draft.without(views.STEP)
    return go_on(req, web, draft, views.STEP)
