"""
Refusals as RFC 9457 problem documents: their status, and what else they carry.

The wording stands in `functions.messages`, by the same codes.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from typing import Any

import azure.functions as func

from functions.domain.booking import Language
from functions.domain.errors import (
    InterpreterClosed,
    Invalid,
    NotOffered,
    Refusal,
    SlotTaken,
    SlowDown,
    TryAgain,
)
from functions.domain.service import Retired
from functions.domain.words_for_time import day_in_words
from functions.messages import DETAILS, FIELD_ERRORS, RETIRED_DETAIL, RETIRED_TITLE, TITLES
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
    "paused": 409,
    "too_late": 409,
    "link_ended": 410,
    "too_large": 413,
    "invalid": 422,
    "not_offered": 422,
    "outside_hours": 422,
    "interpreter_closed": 422,
    "idempotency_mismatch": 422,
    "slow_down": 429,
    "try_again": 503,
}
BUSY_FOR = timedelta(seconds=2)


def problem_response(refusal: Refusal, language: Language) -> func.HttpResponse:
    """Return the answer to a refused API call, worded in *language*."""
    status = STATUSES[refusal.code]
    return func.HttpResponse(
        json.dumps(problem(refusal, language), ensure_ascii=False),
        status_code=status,
        headers={"Content-Language": language, **retry_headers(refusal)},
        mimetype="application/problem+json",
    )


def retry_headers(refusal: Refusal) -> dict[str, str]:
    """Return `Retry-After`, in whole seconds, where the same request can be sent again."""
    if isinstance(refusal, SlowDown):
        return {"Retry-After": str(ceil(refusal.retry_after.total_seconds()))}
    if isinstance(refusal, TryAgain):
        return {"Retry-After": str(ceil(BUSY_FOR.total_seconds()))}
    return {}


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
    if isinstance(refusal, SlotTaken | InterpreterClosed):
        document["alternatives"] = [slot_document(slot) for slot in refusal.alternatives]
    if isinstance(refusal, InterpreterClosed):
        document["interpreter_opens_on"] = refusal.first_day.isoformat()
    if isinstance(refusal, NotOffered) and refusal.retired and refusal.retired.retired:
        document |= _retired(refusal.retired.retired, language)
    return document


def _retired(retired: Retired, language: Language) -> dict[str, Any]:
    """Return since when a service is not offered, why, and which one took its place."""
    day, reason = day_in_words(retired.on, language), retired.reason.in_language(language)
    return {
        "title": RETIRED_TITLE.in_language(language),
        "detail": RETIRED_DETAIL.in_language(language).format(on=day, reason=reason),
        "retired_on": retired.on.isoformat(),
        "replaced_by": retired.replaced_by,
    }
