"""HTTP: `/api/my/data`, what is stored about a citizen, and the erasure of what has passed."""

import json

import azure.functions as func

from functions.triggers import data_views as views
from functions.triggers.html import address_of, form_of, html, language_from, page
from functions.triggers.lead_back import leading_back
from functions.triggers.sessions import require_citizen
from functions.triggers.web import Connect, Web, redirect
from functions.use_cases.my_data import erasable, erase_past, export_data

FILE = "mykeplive.json"


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the pages of a citizen's own data."""
    bp = func.Blueprint()

    @bp.route(route="my/data", methods=["GET"])
    @page(connect)
    def show_my_data(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        context = views.data(export_data(citizen, web.ports), citizen, req.params, web.ports)
        return html(web, "data/data.html.j2", language_from(req.params), context)

    @bp.route(route="my/data.json", methods=["GET"])
    @page(connect)
    def download_my_data(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        document = export_data(require_citizen(req, web), web.ports)
        return func.HttpResponse(
            json.dumps(document, ensure_ascii=False, indent=2),
            mimetype="application/json",
            headers={"Content-Disposition": f'attachment; filename="{FILE}"'},
        )

    @bp.route(route="my/data/erase", methods=["GET"])
    @page(connect)
    def show_erasure(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        context = views.erasing(erasable(citizen, web.ports), citizen, req.params, web.ports)
        return html(web, "data/erase.html.j2", language_from(req.params), context)

    @bp.route(route="my/data/erase", methods=["POST"])
    @page(connect, leading_back())
    def erase_my_past(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        erased = erase_past(require_citizen(req, web), web.ports)
        language = language_from(form_of(req))
        return redirect(address_of(views.ERASE, language, done=str(erased)))

    return bp
