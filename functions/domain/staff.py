"""
Who works for the service: the officers of the KEPs and the administrators of the Ministry.

*user* is the user principal name in Microsoft Entra ID, in lower case.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer (υπάλληλος ΚΕΠ) and the centres, by slug, that are theirs."""

    user: str
    name: str
    centres: tuple[str, ...]

    @property
    def actor(self) -> str:
        """How the log names them (circular R13)."""
        return f"officer:{self.user}"

    def may_see(self, centre: str) -> bool:
        """Tell whether the appointments at *centre* are theirs."""
        return centre in self.centres


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who looks after the service as a whole (διαχειριστής)."""

    user: str
    name: str

    @property
    def actor(self) -> str:
        """How the log names them (circular R13)."""
        return f"administrator:{self.user}"

    def may_see(self, centre: str) -> bool:
        """Tell whether the appointments at *centre* are theirs: all are."""
        return True


Staff = Officer | Administrator
