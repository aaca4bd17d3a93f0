"""
HTTP: `/api/interpreter`, where the interpreters' desk answers (circular R11).

The desk has no account: the address in its mail is signed. Showing it changes nothing, since
scanners of mail open links; only the form does.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import azure.functions as func

from functions.domain.booking_request import AnswerRequest, parse
from functions.domain.errors import Invalid, LinkEnded, NotFound, Refusal, SlowDown, TryAgain
from functions.ports import StoreBusy
from functions.triggers import interpreter_views as views
from functions.triggers.html import address_of, form_of, html, language_from, page, refusal_page
from functions.triggers.web import Connect, Web, redirect
from functions.use_cases.answer_request import answer_request, show_request
from functions.use_cases.show_bookings import Appointment, done_for


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the page and its form."""
    bp = func.Blueprint()

    @bp.route(route="interpreter/{reference}/{signature}", methods=["GET"])
    @page(connect)
    def show_interpreter_request(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        booking = show_request(*_link(req), web.ports)
        found = Appointment(booking, done_for(booking, web.ports))
        context = views.request(found, _path(req), req.params, web)
        return html(web, "interpreter/request.html.j2", language_from(req.params), context)

    @bp.route(route="interpreter/{reference}/{signature}", methods=["POST"])
    @page(connect, _refuse_answer)
    def answer_interpreter_request(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return _back(req, _answer(req, form_of(req), web))

    return bp


def _refuse_answer(req: func.HttpRequest, web: Web, refusal: Refusal) -> func.HttpResponse:
    """Lead who has to wait a moment back to the form, with what was chosen."""
    if isinstance(refusal, SlowDown | TryAgain):
        return _back(req, TryAgain.code)
    return refusal_page(req, web, refusal)


def _back(req: func.HttpRequest, wrong: str) -> func.HttpResponse:
    """Lead back to the page; *wrong* says what keeps the answer from being stored."""
    form = form_of(req)
    chosen = form.get("answer", "") if wrong else ""
    return redirect(address_of(_path(req), language_from(form), wrong=wrong, answer=chosen))


def _answer(req: func.HttpRequest, form: Mapping[str, str], web: Web) -> str:
    """Store the answer, and return what is wrong with it; nothing where all is well."""
    try:
        answer_request(*_link(req), parse(AnswerRequest, _body(form)), web.ports)
    except Invalid as invalid:
        return views.wrong_in(invalid)
    except (TryAgain, StoreBusy):
        return TryAgain.code
    except (NotFound, LinkEnded):
        pass  # the page says it
    return ""


def _body(form: Mapping[str, str]) -> dict[str, str | None]:
    """Return the answer; a name that was typed before the choice changed is left out."""
    answer = form.get("answer", "")
    name = form.get("name", "").strip() if answer == "acknowledged" else ""
    return {"answer": answer, "name": name or None}


def _link(req: func.HttpRequest) -> tuple[str, str]:
    return req.route_params["reference"], req.route_params["signature"]


def _path(req: func.HttpRequest) -> str:
    return str(urlsplit(req.url).path)
