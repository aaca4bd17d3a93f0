"""The settings under which the tests load the app: a store of its own, and nobody outside."""

from pathlib import Path

from cryptography.fernet import Fernet

NOBODY = "http://127.0.0.1:9"
ORIGIN = "http://localhost:4280"


def settings(folder: Path) -> dict[str, str]:
    """Return them, with the store in *folder*."""
    return {
        "PUBLIC_ORIGIN": ORIGIN,
        "STORE": "sqlite",
        "STORE_PATH": str(folder / "rows.sqlite3"),
        "QUEUE_ENDPOINT": f"{NOBODY}/queue",
        "GRAPH_ENDPOINT": f"{NOBODY}/graph",
        "GRAPH_CLIENT_ID": "app",
        "GRAPH_CLIENT_SECRET": "secret",
        "ENTRA_AUTHORITY": "https://127.0.0.1:9/tenant",
        "ENTRA_CA_FILE": "",
        "GSIS_ENDPOINT": f"{NOBODY}/gsis",
        "GSIS_CLIENT_ID": "app",
        "GSIS_CLIENT_SECRET": "secret",
        "STAFF_CLIENT_ID": "app",
        "STAFF_CLIENT_SECRET": "secret",
        "SESSION_KEYS": Fernet.generate_key().decode(),
        "DATA_KEYS": Fernet.generate_key().decode(),
        "CITIZEN_KEY": "key",
        "MAIL_DOMAIN": "kep.example",
        "SERVICE_MAILBOX_ID": "mailbox",
        "ADMINISTRATORS_MAIL": "administrators@ministry.example",
    }
