"""
Key Vault: what the settings only refer to, and when it expires.

The list that `az functionapp config appsettings list` gives holds references instead of
secrets. They are read with the functions' own identity, which shows that it may; the values
stay in this process.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from functions.domain.errors import OutsideFailure
from infra.doctor.findings import CannotTell, Finding

RESOURCE = "https://vault.azure.net"
VERSION = "7.4"
SOON = timedelta(days=30)
UNREAD = "{}"  # fits CENTRE_ACCOUNTS too: what needs the secret waits for the vault
# https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
REFERENCE = re.compile(r"@Microsoft\.KeyVault\((.+)\)")
BY_ADDRESS = re.compile(r"SecretUri=(\S+)", re.IGNORECASE)
BY_NAME = re.compile(r"VaultName=([^;]+);\s*SecretName=([^;]+)", re.IGNORECASE)


def secret_address(text: str) -> str | None:
    """Return the address of the secret that the setting *text* refers to, if it is a reference."""
    reference = REFERENCE.fullmatch(text.strip())
    if not reference:
        return None
    if found := BY_ADDRESS.search(reference[1]):
        return found[1].rstrip("/")
    if found := BY_NAME.search(reference[1]):
        return f"https://{found[1]}.vault.azure.net/secrets/{quote(found[2].strip())}"
    return None


class Vault:
    """
    Reads secrets with *token*'s bearer token; *web* is an `httpx.Client`.

    After `resolved`, *unread* is what kept secrets from being read, and *ending* are those
    that end soon.
    """

    def __init__(self, web: Any, token: Callable[[], str], now: datetime) -> None:
        self._web = web
        self._token = token
        self._now = now
        self._has_identity = True
        self.unread: list[Finding] = []
        self.ending: list[Finding] = []

    def resolved(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Return *settings* with secrets in place of references, UNREAD where there is none."""
        return {name: self._value(name, text) for name, text in settings.items()}

    def _value(self, name: str, text: str) -> str:
        address = secret_address(text)
        if address is None:
            return text
        if not self._has_identity:  # the next one would wait as long, in vain
            return UNREAD
        try:
            secret = self._read(name, address)
        except CannotTell as reason:
            self.unread.append(reason.finding)
            return UNREAD
        self.ending += self._expiry(name, secret.get("attributes") or {})
        return str(secret["value"])

    def _read(self, name: str, address: str) -> Mapping[str, Any]:
        import httpx

        try:
            headers = {"Authorization": f"Bearer {self._token()}"}
            answer = self._web.get(address, params={"api-version": VERSION}, headers=headers)
        except OutsideFailure as error:
            self._has_identity = False
            raise CannotTell(Finding("vault_identity", {"setting": name})) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise CannotTell(Finding("vault_down", {"setting": name})) from error
        if not answer.is_success:
            code = {403: "vault_refused", 404: "secret_missing"}.get(
                answer.status_code, "vault_down"
            )
            raise CannotTell(Finding(code, {"setting": name}))
        found: Mapping[str, Any] = answer.json()
        return found

    def _expiry(self, name: str, attributes: Mapping[str, Any]) -> Iterator[Finding]:
        if not attributes.get("exp"):
            return
        ends = datetime.fromtimestamp(attributes["exp"], UTC)
        if ends < self._now + SOON:
            code = "secret_expired" if ends < self._now else "secret_expires"
            yield Finding(code, {"setting": name, "day": ends.date().isoformat()})
