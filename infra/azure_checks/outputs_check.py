"""The outputs of main.bicep are those that the operators' pages, azd and the workflows use."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from infra.azure_checks.scope import Scope
from infra.azure_checks.similar import close_to
from infra.azure_checks.syntax import Fault, compact, value_of

ROOT = Path(__file__).parents[2]
USERS = (
    "azure.yaml",
    ".github/workflows/*.yml",
    "infra/azure/README.md",
    "infra/microsoft365/*",
    "site/pages/*/operate/*.j2",
)
# output → what it is
OUTPUTS = {
    "DATA_STORAGE_NAME": "dataStorage.name",
    "DEPLOY_CLIENT_ID": "empty(repository) ? '' : deployer.properties.clientId",
    "DEPLOY_PRINCIPAL_ID": "empty(repository) ? '' : deployer.properties.principalId",
    "FUNCTIONS_NAME": "functions.name",
    "HOST_STORAGE_NAME": "hostStorage.name",
    "IDENTITY_CLIENT_ID": "identity.properties.clientId",
    "IDENTITY_PRINCIPAL_ID": "identity.properties.principalId",
    "PUBLIC_ORIGIN": "publicOrigin",
    "SITE_NAME": "site.name",
    "VAULT_NAME": "vault.name",
}


def output_faults(main: Scope) -> Iterator[Fault]:
    """Yield the outputs too few, of the wrong thing, and used by nobody."""
    given = main.source.declarations("output")
    fault = main.source.fault
    for name in sorted(OUTPUTS.keys() - given.keys()):
        yield fault(main.source.root, f"the output {name} is missing: the operators' pages use it")
    for name, node in given.items():
        wanted = OUTPUTS.get(name, compact(value_of(node)))
        if compact(value_of(node)) != wanted:
            yield fault(value_of(node), f"{name} should be {wanted}")
        if not re.search(rf"\b{name}\b", _users()):
            yield fault(node, f"nobody uses the output {name}{close_to(name, OUTPUTS)}")


@cache
def _users() -> str:
    return "\n".join(
        path.read_text("utf-8") for pattern in USERS for path in sorted(ROOT.glob(pattern))
    )
