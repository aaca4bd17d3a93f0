"""
HTTP: `/api/book`, the pages on which a citizen books.

One question a page, without JavaScript. Every POST answers with a redirect, errors
too, so that Back and Reload do what people expect; what was typed and what was wrong
wait in the draft. They call the same use cases as the API. The answer to the time
holds it (`booking_holds`).
"""

import hashlib
from dataclasses import replace

import azure.functions as func

from functions.domain.booking import Citizen
from functions.domain.errors import NotFound, Refusal, SignInRequired, TryAgain
from functions.ports import StoreBusy
from functions.triggers import booking_views as views
from functions.triggers.booking_forms import (
    PASSING,
    WAITS,
    back_to,
    step_named,
    typed_in,
    with_answers,
)
from functions.triggers.booking_holds import with_hold
from functions.triggers.booking_refusals import refused_at, refused_booking
from functions.triggers.booking_steps import Step, next_step, to_request
from functions.triggers.cookies import has_cookies
from functions.triggers.drafts import (
    Draft,
    go_on,
    new_draft,
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
from functions.triggers.sessions import require_citizen, signed_in_citizen
from functions.triggers.web import Connect, Web, language_of, redirect
from functions.use_cases.book import book
from functions.use_cases.list_free_slots import offers_now, service_to_book
from functions.use_cases.show_bookings import show_booking


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the pages of a booking."""
    bp = func.Blueprint()

    @bp.route(route="book", methods=["GET"])
    @page(connect)
    def show_booking_start(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        language = language_from(req.params)
        context = views.start(req.params, signed_in_citizen(req, web), web)
        return html(web, "book/start.html.j2", language, context)

    @bp.route(route="book", methods=["POST"])
    @page(connect, _refuse_start)
    def start_booking(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        require_citizen(req, web)
        return _start(req, web)

    @bp.route(route="book/{draft}/{step}", methods=["GET"])
    @page(connect, _refuse_to_show)
    def show_booking_step(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        draft = read_draft(req, web)
        citizen = require_citizen(req, web)
        if req.route_params["step"] == "time":  # it looks into the store for each day
            web.limits.reading(req, web)
        draft = replace(draft, language=language_from(req.params, draft.language))
        return _show(req, draft, citizen, web)

    @bp.route(route="book/{draft}/{step}", methods=["POST"])
    @page(connect, _refuse_step)
    def answer_booking_step(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        draft = posted_draft(req, web)
        if draft.reference:
            return redirect(step_address(draft, "done"))
        if req.route_params["step"] == "check":
            return _confirm(req, web, draft)
        step = step_named(req.route_params["step"])
        draft = _answer(step, typed_in(step, req), draft, web)
        if step.name == "time" and not draft.error_step:
            draft = _held(draft, require_citizen(req, web), web)
        return go_on(req, web, draft, draft.error_step or next_step(draft, web.ports))

    @bp.route(route="book/{draft}/appointment.ics", methods=["GET"])
    @page(connect)
    def download_appointment(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        draft, citizen = read_draft(req, web), require_citizen(req, web)
        found = show_booking(draft.reference, citizen, web.ports)
        join_url = found.done.event.join_url if found.done.event else None
        return func.HttpResponse(
            web.ports.letters.invitation(found.booking, join_url),
            mimetype="text/calendar",
            headers={"Content-Disposition": 'attachment; filename="appointment.ics"'},
        )

    return bp


def _start(req: func.HttpRequest, web: Web) -> func.HttpResponse:
    form = form_of(req)
    service = service_to_book(form.get("service", ""), web.ports).slug
    centre = form.get("centre", "")
    known = centre if offers_now(centre, service, web.ports) else ""
    draft = new_draft(language_from(form), service, known)
    return go_on(req, web, draft, next_step(draft, web.ports))


def _refuse_start(req: func.HttpRequest, web: Web, refusal: Refusal) -> func.HttpResponse:
    """Lead whose session has ended to the page before, for the same service."""
    if not isinstance(refusal, SignInRequired):
        return refusal_page(req, web, refusal)
    form = form_of(req)
    wanted = {name: form.get(name, "") for name in ("service", "centre")}
    return redirect(address_of("/api/book", language_from(form), **wanted))


def _refuse_to_show(req: func.HttpRequest, web: Web, refusal: Refusal) -> func.HttpResponse:
    """Say to a browser that keeps no cookies that it has to."""
    if isinstance(refusal, NotFound) and not has_cookies(req, web):
        return html(
            web, "book/cookies.html.j2", language_from(req.params, language_of(req)), {}, 404
        )
    return refusal_page(req, web, refusal)


def _refuse_step(req: func.HttpRequest, web: Web, refusal: Refusal) -> func.HttpResponse:
    """Lead who has to wait a moment, or to sign in, back to the question, with what was typed."""
    if not isinstance(refusal, PASSING):
        return refusal_page(req, web, refusal)
    try:
        draft = posted_draft(req, web)
        if draft.reference:
            return redirect(step_address(draft, "done"))
        if req.route_params["step"] == "check":
            return back_to("check", draft, req, web, refusal)
        step = step_named(req.route_params["step"])
    except NotFound as not_found:
        return refusal_page(req, web, not_found)
    typed = with_answers(step, typed_in(step, req), draft)
    return back_to(step.name, typed, req, web, refusal)


def _show(req: func.HttpRequest, draft: Draft, citizen: Citizen, web: Web) -> func.HttpResponse:
    """Show a step, or send the browser to the one that must come before it."""
    step = req.route_params["step"]
    if draft.reference and step != "done":
        return redirect(step_address(draft, "done"))
    if step == "done":
        found = show_booking(draft.reference, citizen, web.ports)
        return html(web, "book/done.html.j2", draft.language, views.done(draft, found, web))
    if step == "check" and (first := next_step(draft, web.ports)) != "check":
        return redirect(step_address(draft, first))
    if step == "check":
        context = views.check(draft, citizen, web)
    else:
        context = views.step(step_named(step), draft, citizen, web)
    extended = {"extended": req.params.get("done") == "extended"}
    return html(web, f"book/{step}.html.j2", draft.language, context | extended)


def _answer(step: Step, answers: dict[str, str], draft: Draft, web: Web) -> Draft:
    """Return the draft with these answers, or with what is wrong with them."""
    answered = draft.answered(step.name, answers)
    errors = step.check(answers, answered, web.ports)
    if errors:
        pairs = ((error.field, error.code) for error in errors)
        return answered.refused(step.name, *pairs)
    return with_answers(step, answers, draft)


def _held(draft: Draft, citizen: Citizen, web: Web) -> Draft:
    """Return the draft with its time held for the citizen, or with why it cannot be."""
    try:
        return with_hold(draft, citizen, web.ports)
    except WAITS:
        raise
    except Refusal as refusal:
        return refused_at("time", draft, refusal)


def _confirm(req: func.HttpRequest, web: Web, draft: Draft) -> func.HttpResponse:
    """Book what the draft says; whatever is refused, the answers are kept."""
    citizen = require_citizen(req, web)
    try:
        request = to_request(draft, web.ports)
        booking = book(request, citizen, _key(draft), draft.language, web.ports)
    except StoreBusy:
        return go_on(req, web, *refused_booking(draft, TryAgain()))
    except Refusal as refusal:
        return go_on(req, web, *refused_booking(draft, refusal))
    booked = Draft(draft.id, draft.language, draft.service, reference=booking.reference)
    return go_on(req, web, booked, "done")


def _key(draft: Draft) -> str:
    """The same answers of one draft are one booking, however often the button is pressed."""
    content = repr((draft.id, sorted((k, sorted(v.items())) for k, v in draft.answers.items())))
    return hashlib.sha256(content.encode()).hexdigest()
