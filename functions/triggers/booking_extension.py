"""
HTTP: `/api/book/{draft}/extend`, more time for filling in (WCAG 2.2.1).

The button stands in the form of a step and sends all of it, so what was typed is kept.
"""

import azure.functions as func

from functions.domain.errors import NotFound, Refusal
from functions.triggers.booking_forms import PASSING, back_to, typed_in
from functions.triggers.booking_holds import keep_on
from functions.triggers.booking_steps import BY_NAME, next_step
from functions.triggers.drafts import Draft, go_on, keep_draft, posted_draft, step_address
from functions.triggers.html import address_of, form_of, page, refusal_page
from functions.triggers.sessions import require_citizen
from functions.triggers.web import Connect, Web, redirect


def blueprint(connect: Connect) -> func.Blueprint:
    """Return what the button leads to."""
    bp = func.Blueprint()

    @bp.route(route="book/{draft}/extend", methods=["POST"])
    @page(connect, _refuse)
    def extend_booking_hold(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        draft, step = _typed_so_far(posted_draft(req, web), req)
        citizen, first = require_citizen(req, web), next_step(draft, web.ports)
        if draft.reference or not draft.hold or first == "time":
            return go_on(req, web, draft, "done" if draft.reference else first)
        draft = keep_on(draft, citizen, web.ports)
        if draft.error_step == "time":
            return go_on(req, web, draft, "time")
        kept = address_of(step_address(draft, step), draft.language, done="extended")
        return keep_draft(req, redirect(kept), draft, web)

    return bp


def _refuse(req: func.HttpRequest, web: Web, refusal: Refusal) -> func.HttpResponse:
    if not isinstance(refusal, PASSING):
        return refusal_page(req, web, refusal)
    try:
        draft, step = _typed_so_far(posted_draft(req, web), req)
    except NotFound as not_found:
        return refusal_page(req, web, not_found)
    return back_to(step, draft, req, web, refusal)


def _typed_so_far(draft: Draft, req: func.HttpRequest) -> tuple[Draft, str]:
    """Return the draft with what stands in the form around the button, and the step's name."""
    step = BY_NAME.get(form_of(req).get("step", ""))
    if step is None or step.name == "time" or "time" in step.undoes:
        return draft, "check"
    return draft.typed(step.name, typed_in(step, req)), step.name
