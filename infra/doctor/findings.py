"""What the doctor finds, as values; the words for them are in `words.yaml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing that is wrong. *code* is its entry in `words.yaml`.

    *facts* fill the blanks of its sentences. They are names of settings, centres, queues,
    permissions: never a secret and never a person. Without *is_fault* it is only worth
    knowing, and nothing is wrong.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    is_fault: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What came of one check.

    *waits_for* names the check that must be well before this one can tell anything.
    """

    check: str
    findings: tuple[Finding, ...] = ()
    waits_for: str | None = None

    @property
    def is_well(self) -> bool:
        """Whether the check was made and found nothing wrong."""
        return self.waits_for is None and not any(one.is_fault for one in self.findings)


class CannotTell(Exception):
    """The check did not get as far as an answer; *finding* says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def listed(names: Iterable[str]) -> str:
    """Return *names* as a sentence lists them."""
    return ", ".join(names)
