"""
The settings of the functions on the local stack; their names are those of `functions.settings`.

The secrets are made once and kept in the data folder, so that sessions and stored
fields survive a restart.
"""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

from functions.domain.catalog import Catalog
from functions.ports import SERVICE_MAILBOX
from functions.settings import INTERPRETER_DESK, CentreAccount

MAIL_DOMAIN = "kep.example"
TENANT = str(uuid5(NAMESPACE_DNS, "tenant.example"))
GRAPH_CLIENT_ID = str(uuid5(NAMESPACE_DNS, "functions.example"))
GSIS_CLIENT_ID = "mykeplive"
SMOKE_CENTRE = "kep-smoke"  # where `make smoke` books
STAFF_CLIENT_ID = str(uuid5(NAMESPACE_DNS, "staff.example"))
SERVICE_MAILBOX_ID = str(uuid5(NAMESPACE_DNS, f"{SERVICE_MAILBOX}.{MAIL_DOMAIN}"))

SQLITE_NAME = "mykeplive.sqlite3"
CLOCK_NAME = "clock.json"
SETTINGS_NAME = "settings.json"


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where this run of the stack lives: its ports, its data, and a folder of its own.

    Two runs may share the *data* (the store and the secrets), but neither the clock
    nor the certification authority, which are in *run*.
    """

    port: int
    entra_port: int
    entra_ca_file: Path
    data: Path
    run: Path

    @property
    def origin(self) -> str:
        """The address that browsers use."""
        return f"http://localhost:{self.port}"

    @property
    def sqlite_file(self) -> Path:
        """The embedded store."""
        return self.data / SQLITE_NAME

    @property
    def clock_file(self) -> Path:
        """Where the clock's offset lies."""
        return self.run / CLOCK_NAME


def centre_accounts(catalog: Catalog) -> dict[str, CentreAccount]:
    """Return a Microsoft 365 account for every centre; the ids are the same in every run."""
    return {
        slug: CentreAccount(
            object_id=str(uuid5(NAMESPACE_DNS, f"{slug}.{MAIL_DOMAIN}")),
            officers=_officers(slug if slug == SMOKE_CENTRE else centre.municipality),
        )
        for slug, centre in catalog.centres.items()
    }


def _officers(domain: str) -> tuple[str, ...]:
    return f"officer@{domain}.example", f"second.officer@{domain}.example"


def make_environment(
    place: Place,
    secret: Mapping[str, str],
    accounts: Mapping[str, CentreAccount],
    tables_connection: str = "",
    *,
    limits_on: bool = True,
) -> dict[str, str]:
    """Return all settings; with *tables_connection* the store is Azure Tables, else SQLite."""
    internal = f"http://127.0.0.1:{place.port}/local"
    return {
        **secret,
        "PUBLIC_ORIGIN": place.origin,
        "STORE": "tables" if tables_connection else "sqlite",
        "STORE_PATH": str(place.sqlite_file),
        "TABLES_ENDPOINT": "",
        "TABLES_CONNECTION": tables_connection,
        "QUEUE_ENDPOINT": f"{internal}/queue",
        "GRAPH_ENDPOINT": f"{internal}/graph/v1.0",
        "ENTRA_AUTHORITY": f"https://localhost:{place.entra_port}/{TENANT}",
        "ENTRA_CA_FILE": str(place.entra_ca_file),
        "GRAPH_CLIENT_ID": GRAPH_CLIENT_ID,
        "GSIS_ENDPOINT": f"{place.origin}/local/gsis",
        "GSIS_CLIENT_ID": GSIS_CLIENT_ID,
        "STAFF_CLIENT_ID": STAFF_CLIENT_ID,
        "MAIL_DOMAIN": MAIL_DOMAIN,
        "SERVICE_MAILBOX_ID": SERVICE_MAILBOX_ID,
        "INTERPRETER_DESK": INTERPRETER_DESK,
        "ADMINISTRATORS_MAIL": "administrators@ministry.example",
        "CENTRE_ACCOUNTS": _accounts_text(accounts),
        "CLOCK_FILE": str(place.clock_file),
        "LIMITS": "on" if limits_on else "off",
        "FORWARDED_HOPS": "1",  # the front
        "SMS_ENDPOINT": f"{internal}/sms-gateway",
        "SMS_SENDER": "myKEPlive",
        "SECRETS_END": "",  # nothing ends here
        "SMOKE_CENTRE": SMOKE_CENTRE,
    }


def keep_secrets(data: Path) -> dict[str, str]:
    """Return the secrets in the folder *data*, made on the first use."""
    file = data / "secrets.json"
    known: dict[str, str] = json.loads(file.read_text()) if file.is_file() else {}
    missing = {name: make() for name, make in SECRETS.items() if name not in known}
    if missing:
        known |= missing
        _write_private(file, json.dumps(known, indent=1))
    return known


def write_settings(place: Place, settings: Mapping[str, str]) -> None:
    """Leave the settings of this run in the data folder, for `make doctor`."""
    _write_private(place.data / SETTINGS_NAME, json.dumps(settings, indent=1))


def _fernet_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


SECRETS: dict[str, Callable[[], str]] = {
    "SESSION_KEYS": _fernet_key,
    "DATA_KEYS": _fernet_key,
    "CITIZEN_KEY": lambda: secrets.token_urlsafe(32),
    "GRAPH_CLIENT_SECRET": lambda: secrets.token_urlsafe(24),
    "GSIS_CLIENT_SECRET": lambda: secrets.token_urlsafe(24),
    "STAFF_CLIENT_SECRET": lambda: secrets.token_urlsafe(24),
    "SMS_KEY": lambda: secrets.token_urlsafe(24),
}


def _write_private(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as open_file:
        open_file.write(text)


def _accounts_text(accounts: Mapping[str, CentreAccount]) -> str:
    return json.dumps(
        {
            slug: {"object_id": account.object_id, "officers": account.officers}
            for slug, account in accounts.items()
        }
    )
