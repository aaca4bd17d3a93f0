"""Probes of Microsoft 365: the identity, its permissions, the mailboxes and their meetings."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from functions.adapters.graph import GraphRefused, quoted
from functions.adapters.graph_mailbox import GraphMailbox
from functions.domain.errors import Rejected, Unreachable
from functions.settings import CentreAccount
from infra.doctor.findings import CannotTell, Finding, listed
from infra.doctor.graph_answers import Answer, answer_to, asking, roles_of
from infra.doctor.patient import Patient
from infra.doctor.permissions import Grant, given_by

AT_ONCE = 4
SAMPLES = 3  # mailboxes that must all refuse before a permission is said to be missing
NOWHERE = "https://teams.microsoft.com/l/meetup-join/doctor"
MEETINGS = "OnlineMeetings.ReadWrite.All"

Probe = Callable[[Patient, str, CentreAccount], Callable[[], object]]


def _change_nothing(patient: Patient, _: str, account: CentreAccount) -> Callable[[], object]:
    return asking(patient.graph, "PATCH", account.object_id, "events/doctor", json={})


def _look_for_a_mail(patient: Patient, sender: str, account: CentreAccount) -> Callable[[], object]:
    mailbox = GraphMailbox(patient.graph, {sender: account})
    return lambda: mailbox.sent(sender, "doctor")


def _mail_to_nobody(patient: Patient, _: str, account: CentreAccount) -> Callable[[], object]:
    body = {"message": {"subject": "doctor", "toRecipients": []}, "saveToSentItems": False}
    return asking(patient.graph, "POST", account.object_id, "sendMail", json=body)


def _change_no_meeting(patient: Patient, _: str, account: CentreAccount) -> Callable[[], object]:
    change = {"allowRecording": False}
    path = "onlineMeetings/doctor"
    return asking(patient.graph, "PATCH", account.object_id, path, json=change)


# permission → a call that needs it and does nothing
PROBES: Mapping[str, Probe] = {
    "Calendars.ReadWrite": _change_nothing,
    "Mail.Read": _look_for_a_mail,
    "Mail.Send": _mail_to_nobody,
    MEETINGS: _change_no_meeting,
}


def identity(patient: Patient) -> Iterator[Finding]:
    """Whether the app gets a token for Graph, and for the storage."""
    tokens = [("Microsoft Graph", patient.token), ("Azure Storage", patient.storage_token)]
    for resource, token in tokens:
        if token is None:
            continue
        try:
            token()
        except Unreachable:
            has_secret = bool(patient.settings.graph_client_secret)
            yield Finding("entra_down" if has_secret else "identity_elsewhere")
            return
        except Rejected as refused:
            yield Finding("identity_refused", {"resource": resource, "reason": str(refused)})


def consent(patient: Patient) -> Iterator[Finding]:
    """Whether anything is consented to that reaches further than it should."""
    roles = roles_of(patient.token()) or frozenset()
    if too_many := roles - given_by(Grant.CONSENT):
        yield Finding("permission_too_wide", {"permissions": listed(sorted(too_many))})


def permission(name: str) -> Callable[[Patient], Iterator[Finding]]:
    """Return the probe of the permission *name*."""

    def probe(patient: Patient) -> Iterator[Finding]:
        if name == MEETINGS and MEETINGS in (roles_of(patient.token()) or ()):
            return  # what else can be missing is the policy: `meetings` looks for that
        answers = set(_sampled(patient, PROBES[name]))
        if Answer.ALLOWED in answers:
            return
        if Answer.REFUSED in answers:
            yield Finding(f"permission_missing_{name}")
        elif Answer.SILENT in answers or not answers:
            raise CannotTell(Finding("graph_down"))

    return probe


def _sampled(patient: Patient, probe: Probe) -> Iterator[Answer]:
    for sender, account in islice(patient.mailboxes().items(), SAMPLES + 1):
        yield answer_to(probe(patient, sender, account))


def service_mailbox(patient: Patient) -> Iterator[Finding]:
    """Whether the mailbox that sends the digest and notices is there and can be read."""
    sender, account = next(iter(patient.mailboxes().items()))
    answer = answer_to(_look_for_a_mail(patient, sender, account))
    codes = {
        Answer.NO_MAILBOX: "service_mailbox_missing",
        Answer.REFUSED: "service_mailbox_out_of_scope",
        Answer.SILENT: "graph_down",
    }
    if answer in codes:
        yield Finding(codes[answer])


def mailboxes(patient: Patient) -> Iterator[Finding]:
    """Whether every centre's mailbox is there, in reach, and the one that its id names."""
    found = _grouped(patient, lambda slug, account: _whose(patient, slug, account))
    for code, slugs in found.items():
        yield Finding(code, {"centres": listed(slugs)})


def _whose(patient: Patient, slug: str, account: CentreAccount) -> str:
    try:
        only = {"$select": "owner"}
        calendar = patient.graph.request("GET", account.object_id, "calendar", params=only)
    except GraphRefused as refused:
        return MAILBOX_CODES[answer_to(_raising(refused))]
    except (Unreachable, Rejected):
        return "graph_down"
    owner = str((calendar.get("owner") or {}).get("address", "")).lower()
    return "" if owner == patient.address(slug).lower() else "mailbox_other"


MAILBOX_CODES = {
    Answer.REFUSED: "mailbox_out_of_scope",
    Answer.NO_MAILBOX: "mailbox_missing",
    Answer.ALLOWED: "mailbox_missing",
}


def _raising(error: Exception) -> Callable[[], object]:
    def call() -> object:
        raise error

    return call


def meetings(patient: Patient) -> Iterator[Finding]:
    """Whether the application access policy opens the meetings of every centre."""
    found = _grouped(patient, lambda _, account: _meetings_of(patient, account))
    for code, slugs in found.items():
        everybody = code == "policy_missing" and len(slugs) == len(patient.accounts())
        yield Finding(
            "policy_missing_everywhere" if everybody else code, {"centres": listed(slugs)}
        )


def _meetings_of(patient: Patient, account: CentreAccount) -> str:
    query = {"$filter": f"JoinWebUrl eq {quoted(NOWHERE)}"}
    call = asking(patient.graph, "GET", account.object_id, "onlineMeetings", params=query)
    return {Answer.REFUSED: "policy_missing", Answer.SILENT: "graph_down"}.get(answer_to(call), "")


def _grouped(
    patient: Patient, code_of: Callable[[str, CentreAccount], str]
) -> dict[str, list[str]]:
    """Return the centres by the code that is found for them, without those that are well."""
    accounts = patient.accounts()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        codes: Iterable[str] = pool.map(code_of, accounts, accounts.values())
        groups: dict[str, list[str]] = defaultdict(list)
        for slug, code in zip(accounts, codes, strict=True):
            groups[code].append(slug)
    groups.pop("", None)
    return groups


def scope(patient: Patient) -> Iterator[Finding]:
    """Whether the mailbox that somebody names, and that is none of ours, is refused."""
    answer = answer_to(asking(patient.graph, "GET", patient.outside, "calendar"))
    if answer is Answer.ALLOWED:
        yield Finding("scope_too_wide")
    elif answer is not Answer.REFUSED:
        raise CannotTell(Finding("scope_unknown"))
