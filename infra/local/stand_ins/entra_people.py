"""
The accounts of the tenant: every centre's officers, an administrator, and a visitor.

The visitor has an account like everybody there, but no role in our application. A name
follows from the user name, so it is the same in every run.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_DNS, uuid5

from world import World

DOMAIN = ".example"
ADMINISTRATOR, VISITOR = f"administrator@ministry{DOMAIN}", f"visitor@ministry{DOMAIN}"
FIRST_NAMES = ("Ελένη", "Γιώργος", "Κατερίνα", "Νίκος", "Σοφία", "Δημήτρης", "Άννα", "Πέτρος")
LAST_NAMES = ("Αναγνώστου", "Βασιλείου", "Γεωργίου", "Θεοδώρου", "Ιωάννου", "Οικονόμου", "Ράλλη")


@dataclass(frozen=True, slots=True)
class Account:
    """One account; *user* is its user principal name."""

    user: str
    roles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name to show."""
        draw = hashlib.sha256(self.user.encode()).digest()
        first, last = draw[0] % len(FIRST_NAMES), draw[1] % len(LAST_NAMES)
        return f"{FIRST_NAMES[first]} {LAST_NAMES[last]}"

    @property
    def object_id(self) -> str:
        """The id that never changes."""
        return str(uuid5(NAMESPACE_DNS, self.user))


MINISTRY = (Account(ADMINISTRATOR, ("Administrator",)), Account(VISITOR))


def find_account(world: World, text: str) -> Account | None:
    """Return the account with this user name; `officer@zografou` is short for `….example`."""
    typed = text.strip().lower()
    for account in _accounts(world):
        if account.user.lower() in {typed, typed + DOMAIN}:
            return account
    return None


def offices(world: World) -> dict[tuple[Account, ...], list[str]]:
    """Return the names of the centres by the officers that they share."""
    found: dict[tuple[Account, ...], list[str]] = {}
    for slug, centre in world.accounts.items():
        if centre.officers:
            officers = tuple(_officer(user) for user in centre.officers)
            found.setdefault(officers, []).append(world.centre_names.get(slug, slug))
    return found


def _accounts(world: World) -> Iterator[Account]:
    yield from MINISTRY
    for officers in offices(world):
        yield from officers


def _officer(user: str) -> Account:
    return Account(user, ("Officer",))
