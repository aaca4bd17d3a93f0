"""
The settings, from the environment to one frozen value.

Locally `infra/local` makes them; in Azure they are app settings, the secret ones
references to Key Vault. The names stand here and nowhere else.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from functions.domain.contact_details import email_address

INTERPRETER_DESK = "dierminia@idrimakofon.gr"  # circular R11
LOOPBACK_ORIGINS = ("http://localhost:", "http://127.0.0.1:")


class BadSettings(ValueError):
    """Settings are missing or cannot be used; the message names all of them."""


@dataclass(frozen=True, slots=True)
class CentreAccount:
    """
    The Microsoft 365 account of one centre, or of the service mailbox.

    *object_id* is the mailbox's id in Entra (meetings can be asked for by nothing
    else); *officers* are user principal names.
    """

    object_id: str
    officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between one installation and another."""

    public_origin: str
    store: str  # "sqlite" or "tables"
    store_path: Path
    tables_endpoint: str
    tables_connection: str
    queue_endpoint: str
    graph_endpoint: str
    entra_authority: str
    entra_ca_file: str
    graph_client_id: str
    graph_client_secret: str
    gsis_endpoint: str
    gsis_client_id: str
    gsis_client_secret: str
    staff_client_id: str
    staff_client_secret: str
    session_keys: tuple[str, ...]
    data_keys: tuple[str, ...]
    citizen_key: str
    mail_domain: str
    service_mailbox_id: str
    interpreter_desk: str
    administrators_mail: str
    centre_accounts: Mapping[str, CentreAccount] = field(default_factory=dict)
    clock_file: str = ""
    limits_on: bool = True
    forwarded_hops: int = 2  # Static Web Apps, and the front of Azure Functions
    sms_endpoint: str = ""
    sms_key: str = ""
    sms_sender: str = ""
    secrets_end: date | None = None  # the first of them
    smoke_centre: str = ""

    @property
    def is_local(self) -> bool:
        """Whether this is the stack on one machine: plain HTTP on loopback."""
        return self.public_origin.startswith(LOOPBACK_ORIGINS)


# setting → (default, or None where it must be given)
DEFAULTS: dict[str, str | None] = {
    "PUBLIC_ORIGIN": None,
    "STORE": "tables",
    "STORE_PATH": "",
    "TABLES_ENDPOINT": "",
    "TABLES_CONNECTION": "",
    "QUEUE_ENDPOINT": "",
    "GRAPH_ENDPOINT": "https://graph.microsoft.com/v1.0",
    "ENTRA_AUTHORITY": None,
    "ENTRA_CA_FILE": "",
    "GRAPH_CLIENT_ID": None,
    "GRAPH_CLIENT_SECRET": "",
    "GSIS_ENDPOINT": "https://oauth2.gsis.gr/oauth2server",
    "GSIS_CLIENT_ID": None,
    "GSIS_CLIENT_SECRET": None,
    "STAFF_CLIENT_ID": None,
    "STAFF_CLIENT_SECRET": "",
    "SESSION_KEYS": None,
    "DATA_KEYS": None,
    "CITIZEN_KEY": None,
    "MAIL_DOMAIN": None,
    "SERVICE_MAILBOX_ID": None,
    "INTERPRETER_DESK": INTERPRETER_DESK,
    "ADMINISTRATORS_MAIL": None,
    "CENTRE_ACCOUNTS": "{}",
    "CLOCK_FILE": "",
    "LIMITS": "on",
    "FORWARDED_HOPS": "2",
    "SMS_ENDPOINT": "",
    "SMS_KEY": "",
    "SMS_SENDER": "",
    "SECRETS_END": "",
    "SMOKE_CENTRE": "",
}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """
    Return the settings that *environment* holds.

    Empty GRAPH_CLIENT_SECRET or STAFF_CLIENT_SECRET means the app's managed identity, and
    GRAPH_CLIENT_ID is then that identity's client id.
    SESSION_KEYS and DATA_KEYS are Fernet keys, comma separated, the newest first. CENTRE_ACCOUNTS
    is JSON: `{"kep-zografou": {"object_id": "…", "officers": ["…@…"]}}`.
    SERVICE_MAILBOX_ID is the id in Entra of the mailbox that sends the digest to
    INTERPRETER_DESK and notices to ADMINISTRATORS_MAIL. LIMITS=off lifts the limits per
    address and session, on the local stack only. FORWARDED_HOPS is how many proxies stand
    before the functions and write into X-Forwarded-For. Without SMS_ENDPOINT no text messages
    are sent. SECRETS_END is the day (2027-05-31) on which the first of the secrets and
    certificates ends; without it health does not watch for that. SMOKE_CENTRE (kep-smoke) is
    a centre for the smoke test alone, which no list shows; CENTRE_ACCOUNTS has its mailbox.

    Raises:
        BadSettings: Names each setting that is missing or wrong.
    """
    values = {name: environment.get(name, default) for name, default in DEFAULTS.items()}
    missing = sorted(name for name, value in values.items() if value is None)
    if missing:
        raise BadSettings(f"missing settings: {', '.join(missing)}")
    return _checked({name: value or "" for name, value in values.items()})


def _checked(values: Mapping[str, str]) -> Settings:
    settings = Settings(
        public_origin=values["PUBLIC_ORIGIN"].rstrip("/"),
        store=values["STORE"],
        store_path=Path(values["STORE_PATH"]),
        tables_endpoint=values["TABLES_ENDPOINT"],
        tables_connection=values["TABLES_CONNECTION"],
        queue_endpoint=values["QUEUE_ENDPOINT"].rstrip("/"),
        graph_endpoint=values["GRAPH_ENDPOINT"].rstrip("/"),
        entra_authority=values["ENTRA_AUTHORITY"],
        entra_ca_file=values["ENTRA_CA_FILE"],
        graph_client_id=values["GRAPH_CLIENT_ID"],
        graph_client_secret=values["GRAPH_CLIENT_SECRET"],
        gsis_endpoint=values["GSIS_ENDPOINT"].rstrip("/"),
        gsis_client_id=values["GSIS_CLIENT_ID"],
        gsis_client_secret=values["GSIS_CLIENT_SECRET"],
        staff_client_id=values["STAFF_CLIENT_ID"],
        staff_client_secret=values["STAFF_CLIENT_SECRET"],
        session_keys=tuple(values["SESSION_KEYS"].split(",")),
        data_keys=tuple(values["DATA_KEYS"].split(",")),
        citizen_key=values["CITIZEN_KEY"],
        mail_domain=values["MAIL_DOMAIN"],
        service_mailbox_id=values["SERVICE_MAILBOX_ID"],
        interpreter_desk=values["INTERPRETER_DESK"].strip(),
        administrators_mail=values["ADMINISTRATORS_MAIL"].strip(),
        centre_accounts=_accounts(values["CENTRE_ACCOUNTS"]),
        clock_file=values["CLOCK_FILE"],
        limits_on=_is_on(values["LIMITS"]),
        forwarded_hops=_hops(values["FORWARDED_HOPS"]),
        sms_endpoint=values["SMS_ENDPOINT"].rstrip("/"),
        sms_key=values["SMS_KEY"],
        sms_sender=values["SMS_SENDER"],
        secrets_end=_day(values["SECRETS_END"]),
        smoke_centre=values["SMOKE_CENTRE"].strip(),
    )
    _refuse_contradictions(settings)
    return settings


def _accounts(text: str) -> dict[str, CentreAccount]:
    try:
        entries: dict[str, dict[str, Any]] = json.loads(text)
        return {
            slug: CentreAccount(entry["object_id"], tuple(entry.get("officers", ())))
            for slug, entry in entries.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSettings("CENTRE_ACCOUNTS is not the JSON that is expected") from error


def _is_on(text: str) -> bool:
    if text not in {"on", "off"}:
        raise BadSettings("LIMITS is neither on nor off")
    return text == "on"


def _hops(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise BadSettings("FORWARDED_HOPS is not a number of proxies")
    return int(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadSettings("SECRETS_END is not a day such as 2027-05-31") from error


def _refuse_contradictions(settings: Settings) -> None:
    faults = {
        "STORE is neither sqlite nor tables": settings.store not in {"sqlite", "tables"},
        "STORE=sqlite needs STORE_PATH": settings.store == "sqlite"
        and settings.store_path == Path(),
        "STORE=tables needs TABLES_ENDPOINT or TABLES_CONNECTION": settings.store == "tables"
        and not (settings.tables_endpoint or settings.tables_connection),
        "PUBLIC_ORIGIN must be https, or http on loopback": not settings.is_local
        and not settings.public_origin.startswith("https://"),
        "INTERPRETER_DESK is no e-mail address": not _is_address(settings.interpreter_desk),
        "ADMINISTRATORS_MAIL is no e-mail address": not _is_address(settings.administrators_mail),
        "SMS_ENDPOINT needs SMS_KEY and SMS_SENDER": bool(settings.sms_endpoint)
        and not (settings.sms_key and settings.sms_sender),
        "SMS_ENDPOINT must be https": bool(settings.sms_endpoint)
        and not settings.is_local
        and not settings.sms_endpoint.startswith("https://"),
        "LIMITS=off is for the local stack only": not settings.limits_on and not settings.is_local,
        "CLOCK_FILE is for the local stack only": bool(settings.clock_file)
        and not settings.is_local,
    }
    found = [fault for fault, is_there in faults.items() if is_there]
    if found:
        raise BadSettings("; ".join(found))


def _is_address(text: str) -> bool:
    try:
        return bool(email_address(text))
    except ValueError:
        return False
