"""
A booking that is being filled in.

It lives in a sealed cookie of its own, so that two tabs have two drafts, nothing of
it stands in an address, and it survives a session that ends in the middle. Answers
are kept as they were typed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from secrets import token_hex

import azure.functions as func

from functions.domain.booking import Language
from functions.domain.errors import NotFound
from functions.triggers.cookies import clear_cookie, cookie_suffixes, read_cookie, set_cookie
from functions.triggers.html import form_of, language_from
from functions.triggers.web import Web, redirect
from functions.use_cases.list_free_slots import service_to_book

PREFIX = "-draft-"
MOST = 3  # more tabs than these, and the browser's headers would grow too large

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """
    *answers* are keyed by step, then by field. *errors* belong to the step *error_step*.
    *hold* is the reference under which the time is kept for the citizen; *reference* is set
    once it has become a booking.
    """

    id: str
    language: Language
    service: str
    answers: Mapping[str, Answers] = field(default_factory=dict)
    error_step: str = ""
    errors: tuple[tuple[str, str], ...] = ()  # field, code
    nearest: tuple[str, ...] = ()  # free times to offer instead of a taken one
    until: str = ""  # when a pause ends that is the reason of an error
    hold: str = ""
    reference: str = ""

    def answer(self, step: str, name: str = "") -> str:
        """Return what was typed; the field of a step with one question has the step's name."""
        return self.answers.get(step, {}).get(name or step, "")

    def answered(self, step: str, answers: Answers) -> "Draft":
        """Return it with the answers of *step*, and without errors."""
        clean = replace(self, error_step="", errors=(), nearest=(), until="")
        return clean.typed(step, answers)

    def typed(self, step: str, answers: Answers) -> "Draft":
        """Return it with what stands in the form of *step*; its errors stay until it is sent."""
        return replace(self, answers={**self.answers, step: dict(answers)})

    def without(self, *steps: str) -> "Draft":
        """Return it with the answers of *steps* forgotten."""
        rest = {name: given for name, given in self.answers.items() if name not in steps}
        return replace(self, answers=rest)

    def refused(self, step: str, *errors: tuple[str, str]) -> "Draft":
        """Return it with *errors* (field, code) to be shown at *step*."""
        return replace(self, error_step=step, errors=errors)


def new_draft(language: Language, service: str, centre: str) -> Draft:
    """Return an empty draft for *service*, with its centre if that was chosen already."""
    answers = {"centre": {"centre": centre}} if centre else {}
    return Draft(token_hex(6), language, service, answers)


def read_draft(req: func.HttpRequest, web: Web) -> Draft:
    """
    Return the draft that the address names, from its cookie.

    Raises:
        NotFound: The cookie has ended, or this is another browser.
        NotOffered: Its service was retired before it became a booking.
    """
    content = read_cookie(req, web, PREFIX + req.route_params["draft"])
    if content is None:
        raise NotFound("draft")
    content["errors"] = tuple((name, code) for name, code in content["errors"])
    content["nearest"] = tuple(content["nearest"])
    draft = Draft(**content)
    if draft.reference:
        return draft
    return replace(draft, service=service_to_book(draft.service, web.ports).slug)


def posted_draft(req: func.HttpRequest, web: Web) -> Draft:
    """Return the draft that a form belongs to, in the form's language; raises as `read_draft`."""
    draft = read_draft(req, web)
    return replace(draft, language=language_from(form_of(req), draft.language))


def step_address(draft: Draft, step: str) -> str:
    """Return where a step of the draft is."""
    return f"/api/book/{draft.id}/{step}"


def go_on(req: func.HttpRequest, web: Web, draft: Draft, step: str) -> func.HttpResponse:
    """Keep the draft and send the browser to *step*."""
    return keep_draft(req, redirect(step_address(draft, step)), draft, web)


def keep_draft(
    req: func.HttpRequest, response: func.HttpResponse, draft: Draft, web: Web
) -> func.HttpResponse:
    """Write the draft's cookie, and forget the oldest ones when there are many."""
    lifetime = web.ports.catalog.rules.draft_lifetime
    set_cookie(response, web, PREFIX + draft.id, asdict(draft), lifetime)
    others = [s for s in cookie_suffixes(req, web, PREFIX) if s != PREFIX + draft.id]
    for suffix in others[: max(0, len(others) - (MOST - 1))]:
        clear_cookie(response, web, suffix)
    return response
