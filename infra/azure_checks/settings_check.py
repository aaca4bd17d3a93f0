"""
The app settings in Bicep are those that the code reads, and the reverse.

What the code reads stands in `functions/settings.py`; what the Functions host reads stands here.
"""

import re
from collections.abc import Iterable

from tree_sitter import Node

from functions.settings import DEFAULTS
from infra.azure_checks.expected_check import expected
from infra.azure_checks.scope import Scope
from infra.azure_checks.similar import close_to
from infra.azure_checks.syntax import Fault, descendants, entries, text_of, value_of
from infra.azure_checks.variables_check import in_capitals

# Read by the code and left out in Azure, with why.
NOT_IN_AZURE = {
    "CLOCK_FILE": "moves the clock of the local stack",
    "ENTRA_CA_FILE": "the stand-in's certificate",
    "GRAPH_CLIENT_SECRET": "the managed identity asks, without a secret",
    "LIMITS": "can only be switched off on the local stack",
    "STAFF_CLIENT_SECRET": "the managed identity vouches for the application",
    "STORE_PATH": "the file of the local store",
    "TABLES_CONNECTION": "holds a shared key, and these are off",
}
HOST = {
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": "logs are sent as the identity",
    "APPLICATIONINSIGHTS_CONNECTION_STRING": "where they are sent",
    "AzureWebJobsStorage__accountName": "the host's storage, and the queue's",
    "AzureWebJobsStorage__clientId": "which identity reaches it",
    "AzureWebJobsStorage__credential": "that it is an identity",
}
PREMIUM = {
    "FUNCTIONS_EXTENSION_VERSION": "version of the host",
    "FUNCTIONS_WORKER_RUNTIME": "Python",
    "WEBSITE_RUN_FROM_PACKAGE": "the package to run",
    "WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID": "which identity fetches it",
}
# variable of main.bicep → the names that it must hold
WANTED: dict[str, Iterable[str]] = {
    "settings": DEFAULTS.keys() - NOT_IN_AZURE.keys(),
    "hostSettings": HOST,
    "premiumSettings": PREMIUM,
}
# Never in clear; officers' names are nobody else's business either.
SECRET = re.compile(r"_KEYS?$|_SECRET$|^CENTRE_ACCOUNTS$")
IN_VAULT = re.compile(r"\$\{secret\}([a-z-]+)\)'$")


def settings_faults(scope: Scope) -> list[Fault]:
    """Return the settings too many and too few, those in clear, and those never given."""
    faults = [
        fault for name, wanted in WANTED.items() for fault in _of_variable(name, wanted, scope)
    ]
    return [*faults, *_not_given(scope), *_misnamed(scope)]


def secret_names(scope: Scope) -> dict[str, Node]:
    """Return the names of the vault's secrets that the settings refer to, and where."""
    return {
        name: value
        for _, _, value in _given(scope)
        for name in re.findall(r"\$\{secret\}([a-z-]+)\)", text_of(value))
    }


def _given(scope: Scope) -> list[tuple[str, Node, Node]]:
    declaration = scope.variables.get("settings")
    return entries(value_of(declaration)) if declaration else []


def _of_variable(name: str, wanted: Iterable[str], scope: Scope) -> list[Fault]:
    declaration = scope.variables.get(name)
    if declaration is None:
        return [scope.source.fault(scope.source.root, f"the variable {name} is missing")]
    given = {key: (node, value) for key, node, value in entries(value_of(declaration))}
    lacking = set(wanted) - given.keys()
    too_many = given.keys() - set(wanted)
    return [
        *(
            scope.source.fault(declaration, f"the setting {one} is missing")
            for one in sorted(lacking)
        ),
        *(
            scope.source.fault(
                given[one][0], f"nothing reads the setting {one}{close_to(one, lacking)}"
            )
            for one in sorted(too_many)
        ),
        *(
            scope.source.fault(value, f"{key} is secret and must come from the vault")
            for key, (_, value) in given.items()
            if SECRET.search(key) and not IN_VAULT.search(text_of(value))
        ),
    ]


def _misnamed(scope: Scope) -> list[Fault]:
    """Return the settings that are neither what the table says nor the parameter of their name."""
    told = expected("main.bicep").get("settings", {})
    return [
        scope.source.fault(
            value, f"{key} should be the parameter of this name, or in expected.yaml"
        )
        for key, _, value in _given(scope)
        if key not in told and in_capitals(text_of(value)) != key
    ]


def _not_given(scope: Scope) -> list[Fault]:
    """Return the variables of settings that the app does not get."""
    resource = scope.resources.get("appSettings")
    if resource is None:
        return [scope.source.fault(scope.source.root, "the resource appSettings is missing")]
    used = {text_of(one) for one in descendants(resource, "identifier")}
    return [
        scope.source.fault(resource, f"the app does not get {name}")
        for name in WANTED
        if name not in used
    ]
