"""
The bad days that a tester can order: `POST /local/faults`.

One object holds them for the whole stack. The stand-ins read it at every request,
so a fault begins and ends with the call that sets it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "graph": ("ok", "down", "throttled", "slow", "lost_replies"),
    "gsis": ("ok", "down", "slow", "denied", "no_tax_id"),
    "store": ("ok", "busy"),
}


class UnknownFault(ValueError):
    """There is no such part, or the part cannot fail in this way."""


@dataclass(slots=True)
class Faults:
    """
    What is wrong at the moment, part by part; `ok` where nothing is.

    *graph* is Microsoft 365 (calendar, meetings, mail): `down` refuses connections
    or answers 503, `throttled` answers 429 with Retry-After, `slow` answers late,
    `lost_replies` does what it was asked and drops the connection. *gsis* is
    TAXISnet: `denied` is a citizen who refuses. *store* is held locked while `busy`.
    """

    graph: str = "ok"
    gsis: str = "ok"
    store: str = "ok"

    def change(self, wanted: Mapping[str, object]) -> None:
        """
        Set the parts that *wanted* names and leave the others.

        Raises:
            UnknownFault: Nothing was changed; the message says what is allowed.
        """
        for part, state in wanted.items():
            if part not in ALLOWED:
                raise UnknownFault(f"{part!r} is none of {', '.join(ALLOWED)}")
            if state not in ALLOWED[part]:
                raise UnknownFault(f"{part}: {state!r} is none of {', '.join(ALLOWED[part])}")
        for part, state in wanted.items():
            setattr(self, part, state)

    def as_dict(self) -> dict[str, str]:
        """Return the state of every part, as the contract names it."""
        return {part: getattr(self, part) for part in ALLOWED}
