"""The table of the checks, and the round of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from infra.doctor import graph_probes, outside_probes, own_probes, seal_probe, storage_probes
from infra.doctor.findings import CannotTell, Finding, Outcome
from infra.doctor.patient import Patient

CALENDARS, MEETINGS = "Calendars.ReadWrite", "OnlineMeetings.ReadWrite.All"


@dataclass(frozen=True, slots=True)
class Check:
    """
    One check. *name* is its entry in `words.yaml`.

    *after* are checks that must be well before: without a token, every permission would
    seem to be missing. *applies* tells whether there is anything to look at.
    """

    name: str
    probe: Callable[[Patient], Iterable[Finding]]
    after: tuple[str, ...] = ()
    applies: Callable[[Patient], bool] = lambda _: True


CHECKS = (
    Check("keys", own_probes.keys, after=("vault",)),
    Check("secrets_end", own_probes.secrets_end),
    Check("time_zone", own_probes.time_zone),
    Check("clock", own_probes.clock),
    Check("accounts", own_probes.accounts, after=("vault",)),
    Check("identity", graph_probes.identity),
    Check("consent", graph_probes.consent, after=("identity",)),
    *(
        Check(name, graph_probes.permission(name), after=("identity",))
        for name in graph_probes.PROBES
    ),
    Check("service_mailbox", graph_probes.service_mailbox, after=("Mail.Read",)),
    Check("mailboxes", graph_probes.mailboxes, after=("vault", CALENDARS)),
    Check("meetings", graph_probes.meetings, after=("vault", MEETINGS)),
    Check("scope", graph_probes.scope, after=(CALENDARS,), applies=lambda one: bool(one.outside)),
    Check("staff_sign_in", outside_probes.staff_sign_in, after=("identity",)),
    Check("gsis_page", outside_probes.gsis_page),
    Check("gsis_secret", outside_probes.gsis_secret, after=("vault", "gsis_page")),
    Check("table", storage_probes.table, after=("identity",)),
    Check("seals", seal_probe.seals, after=("vault", "keys", "table")),
    Check("queue", storage_probes.queue, after=("identity",)),
    Check("poison", storage_probes.poison, after=("queue",)),
    Check("health", outside_probes.health, after=("table", "queue")),
)


def examine(
    patient: Patient, checks: Iterable[Check] = CHECKS, before: Iterable[Outcome] = ()
) -> list[Outcome]:
    """Return what came of every check, in order, after what came *before*."""
    outcomes = {outcome.check: outcome for outcome in before}
    for check in (each for each in checks if each.applies(patient)):
        outcomes[check.name] = _outcome(check, patient, outcomes)
    return list(outcomes.values())


def _outcome(check: Check, patient: Patient, before: dict[str, Outcome]) -> Outcome:
    for name in check.after:
        if name in before and not before[name].is_well:
            return Outcome(check.name, waits_for=name)
    try:
        return Outcome(check.name, tuple(check.probe(patient)))
    except CannotTell as reason:
        return Outcome(check.name, (reason.finding,))
    except Exception as error:  # noqa: BLE001 - the other checks are worth having
        return Outcome(check.name, (Finding("check_failed", {"kind": type(error).__name__}),))
