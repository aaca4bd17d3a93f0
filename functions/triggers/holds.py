"""HTTP: `/api/v1/holds`, a time that is kept while a citizen fills in."""

import azure.functions as func

from functions.domain.booking_request import HoldRequest, parse
from functions.domain.hold import Hold
from functions.triggers.sessions import require_citizen
from functions.triggers.web import Connect, Web, api, json_body, json_response
from functions.use_cases.hold import extend, hold, let_go


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the routes of holds."""
    bp = func.Blueprint()

    @bp.route(route="v1/holds", methods=["POST"])
    @api(connect)
    def create_hold(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        return _shown(hold(parse(HoldRequest, json_body(req)), citizen, web.ports), 201)

    @bp.route(route="v1/holds/{hold}/extend", methods=["POST"])
    @api(connect)
    def extend_hold(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        citizen = require_citizen(req, web)
        return _shown(extend(req.route_params["hold"], citizen, web.ports), 200)

    @bp.route(route="v1/holds/{hold}", methods=["DELETE"])
    @api(connect)
    def delete_hold(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        let_go(req.route_params["hold"], require_citizen(req, web), web.ports)
        return func.HttpResponse(status_code=204)

    return bp


def _shown(kept: Hold, status: int) -> func.HttpResponse:
    document = {"hold": kept.reference, "expires_at": kept.until.isoformat()}
    return json_response(document, status)
