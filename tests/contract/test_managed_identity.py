"""The app asks for tokens as the one identity that the settings name."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

ASK = """
from functions.adapters.managed_identity import ManagedIdentityCredential
print(ManagedIdentityCredential("the-client-id").get_token("https://vault.azure.net/.default").token)
"""


class IdentityEndpoint(BaseHTTPRequestHandler):
    """Azure's, as App Service has it: the token says what it was asked for."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        token = f"{asked['resource'][0]} for {asked['client_id'][0]}"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(
            f'{{"access_token": "{token}", "expires_on": "4102444800", "resource": "r", '
            f'"token_type": "Bearer"}}'.encode()
        )

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    """Serve the identity endpoint and return its address."""
    with HTTPServer(("127.0.0.1", 0), IdentityEndpoint) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/token"
        server.shutdown()


def test_the_token_is_asked_for_as_the_identity_of_the_settings(endpoint: str) -> None:
    """An app with a user-assigned identity gets no token without the identity's client id."""
    surroundings = {**os.environ, "IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": "x"}

    asked = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", ASK],
        env={**surroundings, "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert asked.stdout.strip() == "https://vault.azure.net for the-client-id"
