"""The app's own token for Microsoft Graph, asked for to see whether there is one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GraphAccess:
    """A :class:`functions.ports.Access`. MSAL keeps a token, so asking costs little."""

    token: Callable[[], str]
    ends_on: date | None

    def check(self) -> None:
        self.token()
