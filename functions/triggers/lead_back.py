"""A form that was refused leads back to its page, which says why when it is shown again."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import azure.functions as func

from functions.domain.booking import Language
from functions.domain.errors import (
    LinkEnded,
    NotFound,
    Refusal,
    SignInRequired,
    SlowDown,
    TooLate,
    TryAgain,
)
from functions.messages import wording_of_error
from functions.triggers.html import address_of, form_of, language_from, refusal_page
from functions.triggers.problems import STATUSES
from functions.triggers.web import Refused, Web, redirect

WAITS = (SlowDown, TryAgain)
# What a page finds out by itself.
SEEN = (SignInRequired, NotFound, LinkEnded, TooLate)


def path_of(req: func.HttpRequest) -> str:
    """Return the path of the request, as the browser has it."""
    return str(urlsplit(req.url).path)


def lead_back(req: func.HttpRequest, **query: str) -> func.HttpResponse:
    """Send the browser to the page of the form, in its language."""
    return redirect(address_of(path_of(req), language_from(form_of(req)), **query))


def leading_back(*kept: str) -> Refused:
    """Return what answers a refused form: its page, with the fields *kept* in its address."""

    def refuse(req: func.HttpRequest, web: Web, refusal: Refusal) -> func.HttpResponse:
        form = form_of(req)
        query = {name: form.get(name, "") for name in kept}
        if isinstance(refusal, WAITS):
            return lead_back(req, **query, wrong=refusal.code)
        if isinstance(refusal, SEEN):
            return lead_back(req, **query)
        return refusal_page(req, web, refusal)

    return refuse


def errors_of(
    params: Mapping[str, str], field: str, language: Language, *choices: str
) -> list[dict[str, Any]]:
    """
    Return what `?wrong=` says as errors at *field*.

    It is the code of a refusal, or one of *choices*, codes of the field's own.
    """
    code = params.get("wrong", "")
    if code not in STATUSES and code not in choices:
        return []
    return [{"field": field, "text": wording_of_error(field, code).in_language(language)}]
