"""
What the tenant's administrator has allowed the functions in Microsoft 365.

Two kinds of permission, as in a real tenant (infra/microsoft365): those consented to stand in
the token and are good for the whole tenant; Exchange's own roles stand in no token and are good
for the mailboxes of a management scope. Meetings need a policy for each organiser besides.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

CONSENTED = frozenset({"OnlineMeetings.ReadWrite.All"})
# `Mail.ReadBasic` would not do: it leaves out extended properties, and we look for mails by one.
EXCHANGE_ROLES = frozenset({"Calendars.ReadWrite", "Mail.Read", "Mail.Send"})
MEETINGS = frozenset({"OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All"})
NO_POLICY = "No application access policy found for this app on the user."
DENIED = "Access is denied. Check credentials and try again."


@dataclass(slots=True)
class Rights:
    """
    What is allowed; tests take some of it away.

    *missing* and *out_of_scope* are addresses of mailboxes that are not there, or are not in
    the management scope; *without_policy* are those whose meetings nobody has opened.
    *strangers* are mailboxes of the tenant that are none of ours, by address with object id.
    """

    consented: frozenset[str] = CONSENTED
    exchange_roles: frozenset[str] = EXCHANGE_ROLES
    missing: frozenset[str] = frozenset()
    out_of_scope: frozenset[str] = frozenset()
    without_policy: frozenset[str] = frozenset()
    strangers: tuple[tuple[str, str], ...] = ()

    def reset(self) -> None:
        """Allow everything that a tenant in order allows."""
        fresh = Rights()
        for name in Rights.__slots__:
            setattr(self, name, getattr(fresh, name))

    def refusal(
        self, needed: AbstractSet[str], in_token: AbstractSet[str], mailbox: str | None = None
    ) -> str | None:
        """Return why one of *needed* is not held, at *mailbox* or at all; None if it is."""
        if in_token & needed:
            has_policy = mailbox not in self.without_policy or not needed & MEETINGS
            return None if has_policy else NO_POLICY
        is_in_scope = mailbox is None or mailbox not in self._elsewhere
        return None if self.exchange_roles & needed and is_in_scope else DENIED

    @property
    def _elsewhere(self) -> frozenset[str]:
        return self.out_of_scope | {address for address, _ in self.strangers}
