"""
Who may do what: each right that is needed is given, and no other.

A role is given on one resource to one principal. What needs it is written here; where that
is our own code, with words that stand in it as long as it does.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tree_sitter import Node

from infra.azure_checks.assignment_check import Grant, assignment_faults, principal_of
from infra.azure_checks.scope import Scope, is_existing, resource_type
from infra.azure_checks.syntax import Fault, descendants, entries, entry, literal, text_of, value_of

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "Microsoft.Authorization/roleAssignments@"
RELEASE = ".github/workflows/release.yml"
# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
ROLES = {
    "keyVaultSecretsOfficer": "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
    "keyVaultSecretsUser": "4633458b-17de-408a-b874-0445c86b69e6",
    "monitoringMetricsPublisher": "3913510d-42f4-4e42-8a64-420c390055eb",
    "reader": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "storageBlobDataContributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "storageBlobDataOwner": "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    "storageQueueDataContributor": "974c5e8b-45b9-4653-ba55-5f855dd0fae8",
    "storageTableDataContributor": "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
    "storageTableDataReader": "76199698-9eea-4c19-bc75-cec21354c6b6",
    "websiteContributor": "de139f84-1756-47ae-9be6-808fbbe84772",
}


@dataclass(frozen=True, slots=True)
class Need:
    """Why a role is given; *words* stand in *file* as long as the code needs it."""

    why: str
    file: str = ""
    words: str = ""


# (resource, principal, role) → what needs it
NEEDS = {
    ("dataStorage", "identity.id", "storageTableDataContributor"): Need(
        "the store's rows",
        "functions/adapters/table_store.py",
        "ManagedIdentityCredential(self._identity)",
    ),
    ("dataStorage", "backupPrincipalId", "storageTableDataReader"): Need(
        "the nightly copy", "infra/backup.py", "Storage Table Data\nReader to copy"
    ),
    ("hostStorage", "identity.id", "storageQueueDataContributor"): Need(
        "posting a reference, and the host's queue trigger",
        "functions/triggers/outbox.py",
        'connection="AzureWebJobsStorage"',
    ),
    ("hostStorage", "identity.id", "storageBlobDataOwner"): Need(
        "the host's locks of timers", "functions/triggers/outbox.py", "timer_trigger("
    ),
    ("hostStorage", "identity.id", "storageTableDataContributor"): Need(
        "the host's diagnostic events"
    ),
    ("vault", "identity.id", "keyVaultSecretsUser"): Need("the settings that are secret"),
    ("insights", "identity.id", "monitoringMetricsPublisher"): Need("logs, sent as the identity"),
    ("vault", "operatorsGroupId", "keyVaultSecretsOfficer"): Need("people who rotate secrets"),
    ("functions", "deployer.id", "websiteContributor"): Need(
        "the workflow that deploys the package", RELEASE, "functionapp deployment source config-zip"
    ),
    ("servers", "deployer.id", "reader"): Need(
        "az, which looks at the plan first", RELEASE, "functionapp deployment source config-zip"
    ),
    ("packages", "deployer.id", "storageBlobDataContributor"): Need(
        "the workflow that uploads the package of a premium app",
        RELEASE,
        "az storage blob upload",
    ),
    ("site", "deployer.id", "siteToken"): Need(
        "the workflow that deploys the site", RELEASE, "az staticwebapp secrets list"
    ),
}
# Packages of Azure that the code imports; another would need a role that nobody thought of.
AZURE_PACKAGES = {"azure.core", "azure.data", "azure.functions"}


def role_faults(scope: Scope) -> list[Fault]:
    """Return the roles missing, superfluous, misnamed or not named for good."""
    given = {grant: node for node in _assignments(scope) if (grant := _grant(node))}
    unread = [node for node in _assignments(scope) if _grant(node) is None]
    say = scope.source.fault
    return [
        *_definitions(scope),
        *(say(node, "cannot tell who gets which role on what") for node in unread),
        *(say(given[one], f"nothing needs {_said(one)}") for one in given if one not in NEEDS),
        *(_lacking(one, scope) for one in NEEDS if one not in given),
        *(fault for one, node in given.items() for fault in assignment_faults(one, node, scope)),
    ]


def stray_faults(scope: Scope) -> list[Fault]:
    """Return the roles that a file other than main.bicep gives: nobody looks there."""
    says = "a role is given here: it belongs into main.bicep, with the others"
    return [scope.source.fault(node, says) for node in _assignments(scope)]


def _lacking(grant: Grant, scope: Scope) -> Fault:
    """Return the fault that *grant* is not given, at the resource on which it should be."""
    place = scope.resources.get(grant[0], scope.source.root)
    return scope.source.fault(place, f"missing: {_said(grant)}, for {NEEDS[grant].why}")


def code_faults(root: Path = ROOT) -> list[Fault]:
    """Return the needs that the code no longer has, and the packages of Azure that have no role."""
    faults = [
        Fault(root / need.file, 1, 1, f"no longer needs {_said(one)}")
        for one, need in NEEDS.items()
        if need.file and need.words not in (root / need.file).read_text("utf-8")
    ]
    for path in sorted((root / "functions").rglob("*.py")):
        found = re.findall(
            r"^\s*(?:from|import) (azure\.\w+)", path.read_text("utf-8"), re.MULTILINE
        )
        faults += [
            Fault(path, 1, 1, f"{name} may need a role: see infra/azure_checks/roles_check.py")
            for name in sorted(set(found) - AZURE_PACKAGES)
        ]
    return faults


def _assignments(scope: Scope) -> list[Node]:
    return [
        node
        for node in scope.resources.values()
        if resource_type(node).startswith(ASSIGNMENT) and not is_existing(node)
    ]


def _grant(assignment: Node) -> Grant | None:
    body = value_of(assignment)
    principal = entry(body, "properties", "principalId")
    role = entry(body, "properties", "roleDefinitionId")
    resource = entry(body, "scope")
    if principal is None or role is None or resource is None:
        return None
    named = re.search(r"\broles\.(\w+)|\b(\w+)\.name\)", text_of(role))
    known = principal_of(assignment)
    who = known.said if known else text_of(principal)
    return (text_of(resource), who, named[1] or named[2]) if named else None


def _definitions(scope: Scope) -> list[Fault]:
    """Return the roles whose id is not that of the name."""
    declaration = scope.variables.get("roles")
    if declaration is None or value_of(declaration).type != "object":
        return [scope.source.fault(scope.source.root, "the variable roles is missing")]
    used = {text_of(one) for one in descendants(scope.source.root, "property_identifier")}
    faults = []
    for name, key, value in entries(value_of(declaration)):
        if literal(value) != ROLES.get(name):
            faults.append(scope.source.fault(value, f"is not the id of {name}"))
        if name not in used:
            faults.append(scope.source.fault(key, f"nothing uses the role {name}"))
    return faults


def _said(grant: Grant) -> str:
    resource, who, role = grant
    return f"{role} on {resource} for {who.removesuffix('.id')}"
