"""The roles that we make ourselves, where Azure's own give too much, allow what they should."""

from tree_sitter import Node

from infra.azure_checks.scope import Scope, resource_type
from infra.azure_checks.syntax import Fault, entries, entry, literal, parts, text_of, value_of

DEFINITION = "Microsoft.Authorization/roleDefinitions@"
# resource → what it allows
OWN_ROLES = {"siteToken": ["Microsoft.Web/staticSites/listSecrets/action"]}


def own_role_faults(scope: Scope) -> list[Fault]:
    """Return the roles of our own that allow anything else than they should."""
    return [
        scope.source.fault(node, f"{name} allows {_listed(found)}, and should {_listed(wanted)}")
        for name, node in scope.resources.items()
        if resource_type(node).startswith(DEFINITION)
        and (found := _allowed(node)) != (wanted := OWN_ROLES.get(name, []))
    ]


def _allowed(definition: Node) -> list[str]:
    """Return what a role allows; an exception or a right to data counts as something else."""
    permissions = entry(value_of(definition), "properties", "permissions")
    return [
        text if key == "actions" else f"{key} {text}"
        for one in (parts(permissions) if permissions else [])
        for key, _, value in entries(one)
        for text in (literal(action) or text_of(action) for action in parts(value))
    ]


def _listed(actions: list[str]) -> str:
    return ", ".join(actions) or "nothing"
