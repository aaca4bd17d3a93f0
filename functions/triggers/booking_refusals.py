"""Where a refusal leads while a booking is filled in: to the answer that has to change."""

from dataclasses import replace

from functions.domain.errors import InterpreterClosed, Invalid, Paused, Refusal, SlotTaken
from functions.triggers.booking_steps import BY_NAME, STEP_OF_FIELD
from functions.triggers.drafts import Draft

# Where a refusal of the whole booking is shown; all others stand on the check page.
STEP_OF_REFUSAL = {
    "slot_taken": "time",
    "already_booked": "time",
    "outside_hours": "time",
    "interpreter_closed": "time",
    "hold_gone": "time",
    "not_offered": "centre",
}


def refused_booking(draft: Draft, refusal: Refusal) -> tuple[Draft, str]:
    """Return the draft with what is wrong, and the step that says so."""
    if isinstance(refusal, Invalid):
        return _invalid(draft, refusal)
    step = STEP_OF_REFUSAL.get(refusal.code, "check")
    return refused_at(step, draft, refusal), step


def refused_at(step: str, draft: Draft, refusal: Refusal) -> Draft:
    """
    Return the draft refused at *step*, whose answer is asked for anew.

    With the nearest times if there are any, and with the end of a pause.
    """
    code = "not_a_choice" if isinstance(refusal, Invalid) else refusal.code
    cleared = draft.without(step) if step != "check" else draft
    return replace(
        cleared.refused(step, (step, code)),
        nearest=_nearest(refusal),
        until=refusal.until.isoformat() if isinstance(refusal, Paused) else "",
    )


def _nearest(refusal: Refusal) -> tuple[str, ...]:
    if isinstance(refusal, SlotTaken | InterpreterClosed):
        return tuple(slot.starts_at.isoformat() for slot in refusal.alternatives)
    return ()


def _invalid(draft: Draft, invalid: Invalid) -> tuple[Draft, str]:
    """Lead to the step of the first field that is wrong."""
    first, _, rest = invalid.errors[0].field.partition(".")
    step = STEP_OF_FIELD.get(first, first if first in BY_NAME else "check")
    return draft.refused(step, (rest or step, invalid.errors[0].code)), step
