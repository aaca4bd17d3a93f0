"""How each role is given: on which condition, to which kind of principal, and which role."""

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from infra.azure_checks.own_roles_check import OWN_ROLES
from infra.azure_checks.parameters_check import allowed_of
from infra.azure_checks.scope import Scope
from infra.azure_checks.syntax import (
    Fault,
    compact,
    condition_of,
    entry,
    literal,
    text_of,
    value_of,
)

# resource, principal, role
Grant = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Principal:
    """
    Whoever gets a role, *said* so in names of assignments, if *condition* holds.

    It is one of *kinds*; more than one leaves it to a parameter.
    """

    said: str
    condition: str
    kinds: tuple[str, ...]


KIND = ("properties", "principalType")
SERVICE = ("ServicePrincipal",)
PRINCIPALS = {
    "identity.properties.principalId": Principal("identity.id", "", SERVICE),
    "deployer.properties.principalId": Principal("deployer.id", "!empty(repository)", SERVICE),
    "operatorsGroupId": Principal("operatorsGroupId", "!empty(operatorsGroupId)", ("Group",)),
    "backupPrincipalId": Principal(
        "backupPrincipalId",
        "!empty(backupPrincipalId)",
        ("ServicePrincipal", "User", "Group"),  # a machine's, or an operator's own
    ),
}
# What is given on a narrower condition than its principal's.
CONDITIONS: dict[Grant, str] = {
    # Only a premium app runs the package from there; Flex puts it there itself.
    (
        "packages",
        "deployer.id",
        "storageBlobDataContributor",
    ): "!empty(repository) && !isFlex",
}


def assignment_faults(grant: Grant, assignment: Node, scope: Scope) -> Iterator[Fault]:
    """Yield what is wrong with the way in which *assignment* gives *grant*."""
    yield from _condition(grant, assignment, scope)
    yield from _kind(assignment, scope)
    resource, who, role = grant
    of_role = f"{role}.name" if role in OWN_ROLES else f"roles.{role}"
    # The name must follow from what is given, or the second deployment would give it again.
    yield from _unlike(("name",), f"guid({resource}.id, {who}, {of_role})", assignment, scope)
    role_id = f"subscriptionResourceId('Microsoft.Authorization/roleDefinitions', {of_role})"
    yield from _unlike(("properties", "roleDefinitionId"), role_id, assignment, scope)


def principal_of(assignment: Node) -> Principal | None:
    """Return who gets the role; None where it is nobody that is known."""
    node = entry(value_of(assignment), "properties", "principalId")
    return PRINCIPALS.get(text_of(node)) if node else None


def _unlike(way: tuple[str, ...], wanted: str, assignment: Node, scope: Scope) -> Iterator[Fault]:
    node = entry(value_of(assignment), *way)
    if node is None:
        yield scope.source.fault(assignment, f"{way[-1]} is missing: {wanted}")
    elif compact(node) != wanted:
        yield scope.source.fault(node, f"should be {wanted}")


def _condition(grant: Grant, assignment: Node, scope: Scope) -> Iterator[Fault]:
    principal, condition = principal_of(assignment), condition_of(assignment)
    said = compact(condition) if condition else ""
    wanted = CONDITIONS.get(grant, principal.condition if principal else said)
    if said != wanted:
        says = f"{grant[1]} gets this on {wanted or 'no condition'}, not on {said or 'none'}"
        yield scope.source.fault(condition or assignment, says)


def _kind(assignment: Node, scope: Scope) -> Iterator[Fault]:
    principal, node = principal_of(assignment), entry(value_of(assignment), *KIND)
    if principal is None:
        return
    if node is None:  # Azure then looks for a principal that may not be known everywhere yet
        yield scope.source.fault(assignment, "principalType is missing")
    elif not _kinds(node, scope) <= set(principal.kinds):
        yield scope.source.fault(node, f"{principal.said} is {' or '.join(principal.kinds)}")


def _kinds(node: Node, scope: Scope) -> set[str]:
    """Return what can stand at *node*: a text, or what a parameter allows."""
    parameter = scope.parameters.get(text_of(node))
    if parameter is not None:
        return set(allowed_of(parameter)) or {""}
    return {literal(node) or ""}
