"""What the system says of its own work, for those who operate it."""

from datetime import date
from typing import Protocol

from functions.domain.log_line import EventName, Fact


class Note(Protocol):
    """Writes one line of the log."""

    def __call__(self, event: EventName, **facts: Fact) -> None:
        """
        Note *event* with the *facts* that `functions.domain.log_line` knows; None says nothing.

        Never raises.
        """
        ...


class Access(Protocol):
    """The app's own way into Microsoft 365."""

    @property
    def ends_on(self) -> date | None:
        """The day on which the first of the secrets ends, if the operator has told us."""
        ...

    def check(self) -> None:
        """
        Ask for a token.

        Raises:
            Unreachable: Entra did not answer.
            Rejected: It gave none: the set-up is wrong, or a secret has ended.
        """
        ...
