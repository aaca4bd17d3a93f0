"""From a file of settings to the outcomes: what can stop an examination before it begins."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from functions.adapters.clocks import system_clock
from functions.adapters.managed_identity import ManagedIdentityCredential
from functions.bootstrap import full_catalog
from functions.domain.errors import Unreachable
from functions.settings import DEFAULTS, BadSettings, read_settings
from infra.doctor.checks import CHECKS, examine
from infra.doctor.findings import Finding, Outcome
from infra.doctor.patient import SECONDS, admit
from infra.doctor.vault import RESOURCE, Vault, secret_address


class NoSettings(ValueError):
    """The text is neither of the two forms; the message says so."""


def read_chart(text: str) -> dict[str, str]:
    """
    Return the settings in *text*: an object, or the list that `az … appsettings list` prints.

    Raises:
        NoSettings: It is something else.
    """
    try:
        content = json.loads(text)
        if isinstance(content, list):
            content = {each["name"]: each["value"] for each in content}
        return {str(name): str(value or "") for name, value in content.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoSettings("the settings are no JSON list or object of names and values") from error


def examined(settings: Mapping[str, str], outside: str = "") -> list[Outcome]:
    """Return the outcomes of every check of the deployment with *settings*."""
    known = {name: text for name, text in settings.items() if name in DEFAULTS}
    values, secrets = _with_secrets(known, system_clock())
    try:
        read = read_settings(values)
        catalog = full_catalog(read)
    except BadSettings as error:
        return [*secrets, *_without(Finding("settings", {"fault": str(error)}))]
    with admit(read, catalog, outside) as patient:
        return examine(patient, CHECKS, [*secrets, Outcome("settings")])


def _without(finding: Finding) -> list[Outcome]:
    """Return the outcomes where there are no settings to look with."""
    rest = (Outcome(check.name, waits_for="settings") for check in CHECKS)
    return [Outcome("settings", (finding,)), *rest]


def _with_secrets(
    settings: Mapping[str, str], now: datetime
) -> tuple[Mapping[str, str], list[Outcome]]:
    """Return the settings with what they refer to, and the outcome of looking there."""
    if not any(map(secret_address, settings.values())):
        return settings, []
    import httpx

    with httpx.Client(timeout=SECONDS) as web:
        vault = Vault(web, vault_token(settings), now)
        values = vault.resolved(settings)
    return values, [
        Outcome("vault", tuple(vault.unread)),
        Outcome("vault_end", tuple(vault.ending)),
    ]


def vault_token(settings: Mapping[str, str]) -> Callable[[], str]:
    """Return what gives tokens for Key Vault: the identity that the settings name."""
    from azure.core.exceptions import ClientAuthenticationError

    credential = ManagedIdentityCredential(settings.get("GRAPH_CLIENT_ID", ""))

    def token() -> str:
        import requests

        try:
            return str(credential.get_token(f"{RESOURCE}/.default").token)
        except (ClientAuthenticationError, requests.RequestException, ValueError) as error:
            raise Unreachable("identity") from error

    return token
