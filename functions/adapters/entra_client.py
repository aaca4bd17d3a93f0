"""What both uses of Entra share: MSAL's client of the tenant, and the HTTP session below it."""

from functools import partial
from typing import Any

from functions.settings import Settings

SECONDS = 10.0


def confidential_client(settings: Settings, client_id: str, credential: Any, **options: Any) -> Any:
    """
    Return MSAL's client for the application *client_id*; this fetches the tenant's metadata.

    *credential* and *options* are MSAL's own.

    Raises:
        requests.RequestException, ValueError: Entra did not answer as it should.
    """
    import msal

    return msal.ConfidentialClientApplication(
        client_id,
        client_credential=credential,
        authority=settings.entra_authority,
        instance_discovery=False if settings.entra_ca_file else None,
        http_client=http_session(settings),
        **options,
    )


def http_session(settings: Settings) -> Any:
    """Return MSAL's HTTP client; with our own CA it must not look at the environment's."""
    import requests

    session = requests.Session()
    # MSAL sets no time-out on a client that it is given.
    session.request = partial(session.request, timeout=SECONDS)  # type: ignore[method-assign]
    # Entra is asked seldom: no connection would live until the next time.
    session.headers["Connection"] = "close"
    if settings.entra_ca_file:
        session.trust_env = False
        session.verify = settings.entra_ca_file
    return session
