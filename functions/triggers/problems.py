"""
Refusals as RFC 9457 problem documents: their status, and what else they carry.

The wording stands in `functions.messages`, by the same codes.
"""

import json
from collections.abc import Mapping
from typing import Any

import azure.functions as func

from functions.domain.booking import Language
from functions.domain.errors import Invalid, Refusal, SlotTaken
from functions.messages import DETAILS, FIELD_ERRORS, TITLES
from functions.triggers.documents import slot_document

STATUSES: Mapping[str, int] = {
    "not_json": 400,
    "sign_in_required": 401,
    "forbidden": 403,
    "not_found": 404,
    "slot_taken": 409,
    "already_booked": 409,
    "too_many": 409,
    "hold_gone": 409,
    "too_large": 413,
    "invalid": 422,
    "not_offered": 422,
    "outside_hours": 422,
    "idempotency_mismatch": 422,
    "try_again": 503,
}
RETRY_AFTER_SECONDS = "2"


def problem_response(refusal: Refusal, language: Language) -> func.HttpResponse:
    """Return the answer to a refused API call, worded in *language*."""
    status = STATUSES[refusal.code]
    headers: dict[str, str] = {"Content-Language": language}
    if status == STATUSES["try_again"]:
        headers["Retry-After"] = RETRY_AFTER_SECONDS
    return func.HttpResponse(
        json.dumps(problem(refusal, language), ensure_ascii=False),
        status_code=status,
        headers=headers,
        mimetype="application/problem+json",
    )


def problem(refusal: Refusal, language: Language) -> dict[str, Any]:
    """Return the problem document of *refusal*."""
    document: dict[str, Any] = {
        "type": f"urn:mykeplive:problem:{refusal.code}",
        "title": TITLES[refusal.code].in_language(language),
        "status": STATUSES[refusal.code],
        "detail": DETAILS[refusal.code].in_language(language),
        "code": refusal.code,
    }
    if isinstance(refusal, Invalid):
        document["errors"] = [
            {
                "field": error.field,
                "code": error.code,
                "detail": FIELD_ERRORS[error.code].in_language(language),
            }
            for error in refusal.errors
        ]
    if isinstance(refusal, SlotTaken):
        document["alternatives"] = [slot_document(slot) for slot in refusal.alternatives]
    return document
