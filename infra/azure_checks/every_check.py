"""All checks of infra/azure, in the order in which a fault makes sense."""

from pathlib import Path

from infra.azure_checks.alerts_check import alert_faults
from infra.azure_checks.azd_check import azd_faults
from infra.azure_checks.declarations_check import declaration_faults, twice_faults
from infra.azure_checks.expected_check import expected_faults
from infra.azure_checks.host_check import host_faults
from infra.azure_checks.links_check import link_faults
from infra.azure_checks.logs_check import log_faults
from infra.azure_checks.member_check import member_faults
from infra.azure_checks.name_check import resource_name_faults
from infra.azure_checks.outputs_check import output_faults
from infra.azure_checks.own_roles_check import own_role_faults
from infra.azure_checks.parameters_check import file_faults, module_faults
from infra.azure_checks.roles_check import code_faults, role_faults, stray_faults
from infra.azure_checks.runbooks_check import runbook_faults, urgency_faults
from infra.azure_checks.runtime_check import runtime_faults
from infra.azure_checks.scope import Scope, name_faults
from infra.azure_checks.secrets_check import secret_faults
from infra.azure_checks.settings_check import settings_faults
from infra.azure_checks.storage_check import storage_faults
from infra.azure_checks.syntax import Fault, parse, syntax_faults
from infra.azure_checks.type_check import type_faults
from infra.azure_checks.variables_check import variable_faults


def faults(folder: Path, azd: Path) -> list[Fault]:
    """Return what is wrong with the Bicep files in *folder*, and with azd's file at *azd*."""
    sources = [parse(path) for path in sorted(folder.glob("*.bicep*"))]
    broken = [fault for source in sources for fault in syntax_faults(source)]
    if broken:  # what else would be said of a half-read file is noise
        return broken
    scopes = [Scope(source) for source in sources if source.path.suffix == ".bicep"]
    found = [fault for scope in scopes for fault in _in_itself(scope)]
    main, alerts = (_named(name, scopes) for name in ("main.bicep", "alerts.bicep"))
    files = [Scope(source) for source in sources if source.path.suffix == ".bicepparam"]
    found += [fault for file in files for fault in _of_file(file, main)]
    found += [*variable_faults(files, main), *_against_the_rest(folder, main, scopes)]
    found += [*runbook_faults(alerts), *urgency_faults(alerts), *azd_faults(azd, main)]
    return sorted({*found, *host_faults(azd.with_name("host.json"))})


def _named(name: str, scopes: list[Scope]) -> Scope:
    return next(scope for scope in scopes if scope.source.path.name == name)


def _in_itself(scope: Scope) -> list[Fault]:
    return [
        *name_faults(scope),
        *member_faults(scope),
        *declaration_faults(scope),
        *link_faults(scope),
        *resource_name_faults(scope),
        *type_faults(scope),
        *module_faults(scope),
        *expected_faults(scope),
        *alert_faults(scope),
    ]


def _of_file(file: Scope, main: Scope) -> list[Fault]:
    return [*file_faults(file.source, main), *twice_faults(file), *expected_faults(file)]


def _against_the_rest(folder: Path, main: Scope, scopes: list[Scope]) -> list[Fault]:
    return [
        *settings_faults(main),
        *storage_faults(main),
        *role_faults(main),
        *(fault for scope in scopes if scope != main for fault in stray_faults(scope)),
        *own_role_faults(main),
        *code_faults(),
        *runtime_faults(main),
        *secret_faults(folder / "README.md", main),
        *output_faults(main),
        *log_faults(folder, scopes),
    ]
