"""HTTP: `/api/ministry`, the proof that the interpreters' desk was told (circular R11, R13)."""

import azure.functions as func

from functions.domain.errors import Invalid, NotFound
from functions.triggers import ministry_views as views
from functions.triggers.html import address_of, html, language_from, page
from functions.triggers.sessions import require_administrator
from functions.triggers.staff_access import wanted_day
from functions.triggers.web import Connect, Web, redirect
from functions.use_cases.list_free_slots import digest_now


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the pages of the administrators."""
    bp = func.Blueprint()

    @bp.route(route="ministry", methods=["GET"])
    @page(connect)
    def show_ministry(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        require_administrator(req, web)
        return redirect(address_of(views.PATH, language_from(req.params)), 302)

    @bp.route(route="ministry/interpreters", methods=["GET"])
    @page(connect)
    def show_interpreter_digests(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        administrator, language = require_administrator(req, web), language_from(req.params)
        latest = digest_now(web.ports).last
        try:
            day = wanted_day(req, latest)
        except Invalid as invalid:
            raise NotFound("day") from invalid
        if day > latest:
            context = views.still_to_come(day, administrator, language, web.ports)
            return html(web, "ministry/still_to_come.html.j2", language, context)
        context = views.proof(day, administrator, language, web.ports)
        return html(web, "ministry/interpreters.html.j2", language, context)

    return bp
