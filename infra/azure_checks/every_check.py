"""All checks of infra/azure, in the order in which a fault makes sense."""

from pathlib import Path

from infra.azure_checks.azd_check import azd_faults
from infra.azure_checks.logs_check import log_faults
from infra.azure_checks.own_roles_check import own_role_faults
from infra.azure_checks.parameters_check import file_faults, module_faults
from infra.azure_checks.roles_check import code_faults, role_faults
from infra.azure_checks.runbooks_check import runbook_faults
from infra.azure_checks.runtime_check import runtime_faults
from infra.azure_checks.scope import Scope, name_faults
from infra.azure_checks.secrets_check import secret_faults
from infra.azure_checks.settings_check import settings_faults
from infra.azure_checks.storage_check import storage_faults
from infra.azure_checks.syntax import Fault, parse, syntax_faults
from infra.azure_checks.type_check import type_faults


def faults(folder: Path, azd: Path) -> list[Fault]:
    """Return what is wrong with the Bicep files in *folder*, and with azd's file at *azd*."""
    sources = [parse(path) for path in sorted(folder.glob("*.bicep*"))]
    broken = [fault for source in sources for fault in syntax_faults(source)]
    if broken:  # what else would be said of a half-read file is noise
        return broken
    scopes = [Scope(source) for source in sources if source.path.suffix == ".bicep"]
    found = [fault for scope in scopes for fault in _in_itself(scope)]
    main, alerts = (_named(name, scopes) for name in ("main.bicep", "alerts.bicep"))
    for source in sources:
        if source.path.suffix == ".bicepparam":
            found += file_faults(source, main)
    found += [*_against_the_rest(folder, main, scopes), *runbook_faults(alerts)]
    return sorted({*found, *azd_faults(azd, main)})


def _named(name: str, scopes: list[Scope]) -> Scope:
    return next(scope for scope in scopes if scope.source.path.name == name)


def _in_itself(scope: Scope) -> list[Fault]:
    return [*name_faults(scope), *type_faults(scope), *module_faults(scope)]


def _against_the_rest(folder: Path, main: Scope, scopes: list[Scope]) -> list[Fault]:
    return [
        *settings_faults(main),
        *storage_faults(main),
        *role_faults(main),
        *own_role_faults(main),
        *code_faults(),
        *runtime_faults(main),
        *secret_faults(folder / "README.md", main),
        *log_faults(folder, scopes),
    ]
