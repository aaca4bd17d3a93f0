"""HTTP: `/api/v1/openapi.json`, the API as OpenAPI 3.1, made from the same models and tables."""

from functools import cache
from typing import Any

import azure.functions as func

from functions.triggers.openapi_paths import paths
from functions.triggers.openapi_schemas import schemas
from functions.triggers.web import Connect, Web, api, json_response

VERSION = "1.1.0"


def blueprint(connect: Connect) -> func.Blueprint:
    """Return the route of the description."""
    bp = func.Blueprint()

    @bp.route(route="v1/openapi.json", methods=["GET"])
    @api(connect)
    def show_openapi(req: func.HttpRequest, web: Web) -> func.HttpResponse:
        return json_response(description())

    return bp


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "myKEPlive",
            "version": VERSION,
            "summary": "Appointments by video call with the Greek Citizen Service Centres (KEP)",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/api"}],
        "paths": paths(),
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Secure-mykeplive"}
            },
        },
    }
