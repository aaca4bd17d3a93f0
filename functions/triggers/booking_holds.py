"""The time that is kept for a citizen while the rest of a booking is filled in."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from functions.domain.booking import Citizen
from functions.domain.booking_request import HoldRequest, parse
from functions.domain.errors import HoldGone
from functions.domain.words_for_time import hour_in_words
from functions.ports import Ports
from functions.triggers.booking_steps import asked_for
from functions.triggers.drafts import Draft
from functions.use_cases.alternatives import nearest_free
from functions.use_cases.hold import current_hold, extend, hold

# From here on the page says that the time ends soon; WCAG 2.2.1 wants at least 20 seconds.
WARNED_BEFORE = 120


def with_hold(draft: Draft, citizen: Citizen, ports: Ports) -> Draft:
    """Return the draft with its time kept for the citizen; raises as `hold` does."""
    body = {
        "centre": draft.answer("centre"),
        "service": draft.service,
        "starts_at": draft.answer("time"),
        "interpreter": asked_for(draft),
    }
    kept = hold(parse(HoldRequest, body), citizen, ports)
    return replace(draft, hold=kept.reference)


def keep_on(draft: Draft, citizen: Citizen, ports: Ports) -> Draft:
    """
    Keep the time for as long again. Where that cannot be, ask for the time anew.

    Raises:
        TryAgain: The store is busy.
    """
    try:
        extend(draft.hold, citizen, ports)
    except HoldGone as gone:
        centre = ports.catalog.centres[draft.answer("centre")]
        starts_at = datetime.fromisoformat(draft.answer("time"))
        others = nearest_free(centre, starts_at, asked_for(draft), ports)
        refused = draft.without("time").refused("time", ("time", gone.code))
        return replace(refused, nearest=tuple(slot.starts_at.isoformat() for slot in others))
    return draft


def held_time(draft: Draft, citizen: Citizen, ports: Ports) -> dict[str, Any] | None:
    """
    Return how the draft's time is kept; None where it has none, or never was.

    *state* is `kept`, `ended`, or `elsewhere`: another time was chosen on another page since.
    """
    if not draft.hold or "time" not in draft.answers:
        return None
    kept = current_hold(citizen, ports)
    if kept is None or kept.reference != draft.hold:
        return {"state": "elsewhere"}
    seconds = int((kept.until - ports.now()).total_seconds())
    return {
        "state": "kept" if seconds > 0 else "ended",
        "until": hour_in_words(kept.until),
        "seconds": max(0, seconds),
        "warned_before": WARNED_BEFORE,
    }
