"""What the pages need: the two sign-ins, templates, and secrets at work."""

from collections.abc import Mapping
from typing import Any, Protocol

from functions.domain.booking import Citizen
from functions.domain.staff import Staff


class CitizenSignIn(Protocol):
    """TAXISnet (GSIS OAuth 2)."""

    def address(self, state: str, verifier: str, login_hint: str | None) -> str:
        """Return where the browser goes to sign in; *verifier* is the PKCE secret."""
        ...

    def citizen(self, code: str, verifier: str) -> Citizen:
        """
        Exchange the *code* of the call-back for the person.

        Raises:
            SignInFailed: `down`, `no_tax_id` or `garbled`.
        """
        ...


class StaffSignIn(Protocol):
    """Microsoft Entra ID, for the officers and administrators."""

    def start(self, login_hint: str | None) -> tuple[str, dict[str, Any]]:
        """
        Return where the browser goes to sign in, and what `staff` needs afterwards.

        The latter can be written as JSON and is secret: only this browser may bring
        it back.

        Raises:
            SignInFailed: `down`.
        """
        ...

    def staff(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> Staff:
        """
        Return who came back; *answer* is the query of the call-back.

        Raises:
            SignInFailed: `expired` (also an answer that is not to this *flow*),
                `denied`, `no_role`, `down` or `garbled`.
        """
        ...


class Pages(Protocol):
    """The templates of the pages that the functions render."""

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """Return a whole page; everything in *context* is escaped."""
        ...


class Vault(Protocol):
    """Secrets at work. Nobody else sees a key."""

    def seal(self, text: str) -> str:
        """Encrypt *text* for the store."""
        ...

    def unseal(self, sealed: str) -> str:
        """
        Return what `seal` was given.

        Raises:
            ValueError: It was altered, or no key of ours opens it.
        """
        ...

    @property
    def has_older_keys(self) -> bool:
        """Whether there are keys besides the newest one, which alone seals."""
        ...

    def is_newest(self, sealed: str) -> bool:
        """
        Tell whether the newest key has sealed it.

        Raises:
            ValueError: As `unseal`.
        """
        ...

    def pseudonym(self, text: str) -> str:
        """Return a stable, one-way name (HMAC) for *text*: safe in a row key."""
        ...
