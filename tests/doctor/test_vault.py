"""Settings that refer to Key Vault are followed, and what is wrong there is named."""

from datetime import UTC, datetime
from itertools import count

import httpx
import pytest

from functions.domain.errors import Unreachable
from infra.doctor.vault import UNREAD, Vault, secret_address

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
BY_NAME = "@Microsoft.KeyVault(VaultName=mykep-vault;SecretName=data-keys)"
ADDRESS = "https://mykep-vault.vault.azure.net/secrets/data-keys"


def a_vault(status: int = 200, exp: int | None = None, token=lambda: "token") -> Vault:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.copy_with(query=None) == ADDRESS
        assert request.headers["Authorization"] == "Bearer token"
        attributes = {"enabled": True, **({"exp": exp} if exp else {})}
        return httpx.Response(status, json={"value": "the key", "attributes": attributes})

    return Vault(httpx.Client(transport=httpx.MockTransport(answer)), token, NOW)


def at(*day: int) -> int:
    return int(datetime(*day, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (BY_NAME, ADDRESS),
        (f"@Microsoft.KeyVault(SecretUri={ADDRESS}/)", ADDRESS),
        (f"@Microsoft.KeyVault(SecretUri={ADDRESS}/0a1b)", f"{ADDRESS}/0a1b"),
        ("plain", None),
        ("@Microsoft.KeyVault(nonsense)", None),
    ],
)
def test_a_reference_leads_to_its_secret(text, address):
    assert secret_address(text) == address


def test_secrets_take_the_place_of_references_and_the_rest_stays():
    vault = a_vault()

    values = vault.resolved({"DATA_KEYS": BY_NAME, "STORE": "tables"})

    assert values == {"DATA_KEYS": "the key", "STORE": "tables"}
    assert (vault.unread, vault.ending) == ([], [])


@pytest.mark.parametrize(
    ("status", "code"), [(403, "vault_refused"), (404, "secret_missing"), (500, "vault_down")]
)
def test_a_secret_that_the_vault_does_not_give_is_named(status, code):
    vault = a_vault(status)

    assert vault.resolved({"DATA_KEYS": BY_NAME}) == {"DATA_KEYS": UNREAD}
    assert [(one.code, one.facts) for one in vault.unread] == [(code, {"setting": "DATA_KEYS"})]


@pytest.mark.parametrize(
    ("exp", "codes"),
    [
        (at(2026, 11, 1), ["secret_expired"]),
        (at(2026, 12, 1), ["secret_expires"]),
        (at(2027, 6, 1), []),
    ],
)
def test_a_secret_that_ends_is_named(exp, codes):
    vault = a_vault(exp=exp)
    vault.resolved({"DATA_KEYS": BY_NAME})

    assert [one.code for one in vault.ending] == codes


def test_without_the_identity_no_secret_is_asked_for_twice():
    asked = count()

    def no_token() -> str:
        next(asked)
        raise Unreachable("identity")

    vault = a_vault(token=no_token)
    vault.resolved({"DATA_KEYS": BY_NAME, "SESSION_KEYS": BY_NAME})

    assert [one.code for one in vault.unread] == ["vault_identity"]
    assert next(asked) == 1  # an identity that is not here is waited for once
