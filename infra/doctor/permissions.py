"""
Which permissions in Microsoft 365 the functions need, and for which calls.

The one table that the scripts of `infra/microsoft365`, the doctor and the tests share. A call
of the adapters that is not here, and a permission without a call, fail a test.

How a permission is given matters as much as which: consent in Entra is good for every mailbox
of the tenant, so what reaches into mailboxes is given by Exchange ("RBAC for Applications") for
a management scope alone. Rights add up: the same permission by consent would undo the scope.
https://learn.microsoft.com/exchange/permissions-exo/application-rbac
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Grant(StrEnum):
    """How a permission is given."""

    EXCHANGE = "exchange"  # an application role in Exchange, for a management scope
    CONSENT = "consent"  # an app role of Graph, narrowed by a policy for each organiser


@dataclass(frozen=True, slots=True)
class Call:
    """A call below `/users/{user}/`, and the least permission for it."""

    method: str
    path: str
    permission: str


# https://learn.microsoft.com/graph/permissions-reference
CALLS = (
    Call("GET", "calendar", "Calendars.Read"),  # the doctor's own: whose mailbox is it?
    Call("POST", "events", "Calendars.ReadWrite"),
    Call("GET", "events/{id}", "Calendars.Read"),
    Call("PATCH", "events/{id}", "Calendars.ReadWrite"),
    Call("DELETE", "events/{id}", "Calendars.ReadWrite"),
    Call("GET", "onlineMeetings", "OnlineMeetings.Read.All"),
    Call("PATCH", "onlineMeetings/{id}", "OnlineMeetings.ReadWrite.All"),
    Call("POST", "sendMail", "Mail.Send"),
    # Mail.ReadBasic would be less, but leaves out the extended properties that we look for.
    Call("GET", "mailFolders/{id}/messages", "Mail.Read"),
)
INCLUDED_IN = {
    "Calendars.Read": "Calendars.ReadWrite",
    "OnlineMeetings.Read.All": "OnlineMeetings.ReadWrite.All",
}
GRANTS = {
    "Calendars.ReadWrite": Grant.EXCHANGE,
    "Mail.Read": Grant.EXCHANGE,
    "Mail.Send": Grant.EXCHANGE,
    "OnlineMeetings.ReadWrite.All": Grant.CONSENT,
}


def needed(calls: Iterable[Call] = CALLS) -> frozenset[str]:
    """Return the fewest permissions that allow all *calls*."""
    least = {call.permission for call in calls}
    return frozenset(one for one in least if INCLUDED_IN.get(one) not in least)


def given_by(grant: Grant) -> frozenset[str]:
    """Return the permissions that are given in this way."""
    return frozenset(name for name, how in GRANTS.items() if how is grant)


def call_for(method: str, path: str) -> Call | None:
    """Return the call of the table that a request to `/v1.0/users/{user}/…` is, if any."""
    pieces = path.strip("/").split("/")[3:]
    return next((call for call in CALLS if call.method == method and _fits(call, pieces)), None)


def _fits(call: Call, pieces: list[str]) -> bool:
    wanted = call.path.split("/")
    return len(wanted) == len(pieces) and all(
        one in {"{id}", piece} for one, piece in zip(wanted, pieces, strict=True)
    )
