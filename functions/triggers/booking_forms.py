"""From the form of a step into the draft, and back to it where somebody has to wait or sign in."""

import azure.functions as func

from functions.domain.errors import NotFound, Refusal, SignInRequired, SlowDown, TryAgain
from functions.triggers.booking_steps import BY_NAME, Step
from functions.triggers.drafts import Draft, go_on
from functions.triggers.html import form_of
from functions.triggers.web import Web

LONGEST_ANSWER = 600
WAITS = (SlowDown, TryAgain)
# What passes when the same is sent again: what was typed is kept until then.
PASSING = (*WAITS, SignInRequired)


def step_named(name: str) -> Step:
    """Return the step; raises `NotFound`."""
    if name not in BY_NAME:
        raise NotFound(name)
    return BY_NAME[name]


def typed_in(step: Step, req: func.HttpRequest) -> dict[str, str]:
    """Return what was typed into the form of *step*."""
    form = form_of(req)
    return {name: form.get(name, "")[:LONGEST_ANSWER] for name in step.fields}


def with_answers(step: Step, answers: dict[str, str], draft: Draft) -> Draft:
    """Return the draft with these answers; what depended on other ones is forgotten."""
    answered = draft.answered(step.name, answers)
    return answered.without(*step.undoes) if answers != draft.answers.get(step.name) else answered


def back_to(
    step: str, draft: Draft, req: func.HttpRequest, web: Web, refusal: Refusal
) -> func.HttpResponse:
    """Show *step* again with the reason; to sign in, its page asks by itself."""
    if isinstance(refusal, SignInRequired):
        return go_on(req, web, draft, step)
    field = BY_NAME[step].fields[0] if step in BY_NAME else step
    return go_on(req, web, draft.refused(step, (field, refusal.code)), step)
