"""
HTTP: `/api/book`, the pages on which a citizen books.

One question a page, without JavaScript. Every POST answers with a redirect, errors
too, so that Back and Reload do what people expect; what was typed and what was wrong
wait in the draft. They call the same use case as the API.
"""

import hashlib
from dataclasses import replace

import azure.functions as func

from functions.domain.booking import Citizen
from functions.domain.errors import Invalid, NotFound, Refusal, SlotTaken, TryAgain
from functions.ports import StoreBusy
from functions.triggers import booking_views as views
from functions.triggers.booking_steps import BY_NAME, STEP_OF_FIELD, Step, next_step, to_request
from functions.triggers.drafts import Draft, keep_draft, new_draft, read_draft
from functions.triggers.html import form_of, html, language_from, page
from functions.triggers.sessions import require_citizen, signed_in_citizen
from functions.triggers.web import Connect, Web, redirect
from functions.use_cases.book import book
from functions.use_cases.show_bookings import show_booking

# Where a refusal of the whole booking is shown; all others stand on the check page.
STEP_OF_REFUSAL = {
    "slot_taken": "time",
    "already_booked": "time",
    "outside_hours": "time",
    "not_offered": "centre",
}


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
    @page(connect)
    def start_booking(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        require_citizen(req, web)
        form = form_of(req)
        service, centre = form.get("service", ""), form.get("centre", "")
        if service not in web.ports.catalog.services:
            raise NotFound(service)
        known = centre if web.ports.catalog.offers(centre, service) else ""
        draft = new_draft(language_from(form), service, known)
        return _go(req, web, draft, next_step(draft, web.ports))

    @bp.route(route="book/{draft}/{step}", methods=["GET"])
    @page(connect)
    def show_booking_step(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        draft = read_draft(req, web)
        citizen = require_citizen(req, web)
        draft = replace(draft, language=language_from(req.params, draft.language))
        return _show(req.route_params["step"], draft, citizen, web)

    @bp.route(route="book/{draft}/{step}", methods=["POST"])
    @page(connect)
    def answer_booking_step(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        draft, form = read_draft(req, web), form_of(req)
        draft = replace(draft, language=language_from(form, draft.language))
        if draft.reference:
            return redirect(_address(draft, "done"))
        if req.route_params["step"] == "check":
            return _confirm(req, web, draft)
        step = _step(req.route_params["step"])
        answers = {name: form.get(name, "")[: views.LONGEST_ANSWER] for name in step.fields}
        draft = _answer(step, answers, draft, web)
        return _go(req, web, draft, draft.error_step or next_step(draft, web.ports))

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


def _show(step: str, draft: Draft, citizen: Citizen, web: Web) -> func.HttpResponse:
    """Show a step, or send the browser to the one that must come before it."""
    if draft.reference and step != "done":
        return redirect(_address(draft, "done"))
    if step == "done":
        found = show_booking(draft.reference, citizen, web.ports)
        return html(web, "book/done.html.j2", draft.language, views.done(draft, found, web))
    if step == "check" and (first := next_step(draft, web.ports)) != "check":
        return redirect(_address(draft, first))
    if step == "check":
        context = views.check(draft, citizen, web)
    else:
        context = views.step(_step(step), draft, citizen, web)
    return html(web, f"book/{step}.html.j2", draft.language, context)


def _step(name: str) -> Step:
    if name not in BY_NAME:
        raise NotFound(name)
    return BY_NAME[name]


def _answer(step: Step, answers: dict[str, str], draft: Draft, web: Web) -> Draft:
    """Return the draft with these answers, or with what is wrong with them."""
    changed = answers != draft.answers.get(step.name)
    answered = draft.answered(step.name, answers)
    errors = step.check(answers, answered, web.ports)
    if errors:
        pairs = ((error.field, error.code) for error in errors)
        return answered.refused(step.name, *pairs)
    return answered.without(*step.undoes) if changed else answered


def _confirm(req: func.HttpRequest, web: Web, draft: Draft) -> func.HttpResponse:
    """Book what the draft says; whatever is refused, the answers are kept."""
    citizen = require_citizen(req, web)
    try:
        request = to_request(draft, web.ports)
        booking = book(request, citizen, _key(draft), draft.language, web.ports)
    except Invalid as invalid:
        return _go(req, web, *_invalid(draft, invalid))
    except StoreBusy:
        return _go(req, web, *_refused(draft, TryAgain()))
    except Refusal as refusal:
        return _go(req, web, *_refused(draft, refusal))
    booked = Draft(draft.id, draft.language, draft.service, reference=booking.reference)
    return _go(req, web, booked, "done")


def _key(draft: Draft) -> str:
    """The same answers of one draft are one booking, however often the button is pressed."""
    content = repr((draft.id, sorted((k, sorted(v.items())) for k, v in draft.answers.items())))
    return hashlib.sha256(content.encode()).hexdigest()


def _invalid(draft: Draft, invalid: Invalid) -> tuple[Draft, str]:
    """Lead to the step of the first field that is wrong."""
    first, _, rest = invalid.errors[0].field.partition(".")
    step = STEP_OF_FIELD.get(first, first if first in BY_NAME else "check")
    return draft.refused(step, (rest or step, invalid.errors[0].code)), step


def _refused(draft: Draft, refusal: Refusal) -> tuple[Draft, str]:
    """Lead to the step whose answer has to change, with the nearest times if there are any."""
    step = STEP_OF_REFUSAL.get(refusal.code, "check")
    nearest: tuple[str, ...] = ()
    if isinstance(refusal, SlotTaken):
        nearest = tuple(slot.starts_at.isoformat() for slot in refusal.alternatives)
    cleared = draft.without(step) if step != "check" else draft
    return replace(cleared.refused(step, (step, refusal.code)), nearest=nearest), step


def _address(draft: Draft, step: str) -> str:
    return f"/api/book/{draft.id}/{step}"


def _go(req: func.HttpRequest, web: Web, draft: Draft, step: str) -> func.HttpResponse:
    return keep_draft(req, redirect(_address(draft, step)), draft, web)
