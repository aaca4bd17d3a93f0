"""
TAXISnet sign-in of the General Secretariat of Information Systems (GSIS, ΓΓΠΣΨΔ).

Plain OAuth 2, not OpenID Connect: an authorisation code is exchanged for a token, and
the token for a small XML document about the person, whose attributes are padded with
blanks. The token never reaches the browser and is forgotten at once.
"""

import base64
import hashlib
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from functions.domain.booking import Citizen, Person
from functions.domain.contact_details import tax_number
from functions.domain.errors import SignInFailed
from functions.settings import Settings

CALLBACK = "/api/auth/citizen/callback"
SECONDS = 10.0
FIRST_SERVER_ERROR = 500


class GsisSignIn:
    """A :class:`functions.ports.CitizenSignIn` at the server of the settings."""

    def __init__(self, settings: Settings, seconds: float = SECONDS) -> None:
        self._settings = settings
        self._seconds = seconds

    @property
    def _callback(self) -> str:
        return self._settings.public_origin + CALLBACK

    def address(self, state: str, verifier: str, login_hint: str | None) -> str:
        query = {
            "response_type": "code",
            "client_id": self._settings.gsis_client_id,
            "redirect_uri": self._callback,
            "scope": "read",
            "state": state,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
        }
        if login_hint and self._settings.is_local:
            query["login_hint"] = login_hint
        return f"{self._settings.gsis_endpoint}/oauth/authorize?{urlencode(query)}"

    def citizen(self, code: str, verifier: str) -> Citizen:
        token = self._token(code, verifier)
        info = self._get(
            "GET",
            "/userinfo",
            params={"format": "xml"},
            headers={"Authorization": f"Bearer {token}"},
        )
        return citizen_in(info.content)

    def _token(self, code: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._callback,
            "client_id": self._settings.gsis_client_id,
            "client_secret": self._settings.gsis_client_secret,
            "code_verifier": verifier,
        }
        answer = self._get("POST", "/oauth/token", data=form)
        try:
            return str(answer.json()["access_token"])
        except (ValueError, KeyError, TypeError) as error:
            raise SignInFailed("garbled") from error

    def _get(self, method: str, path: str, **request: Any) -> Any:
        import httpx

        try:
            response = self._client.request(method, self._settings.gsis_endpoint + path, **request)
        except httpx.HTTPError as error:
            raise SignInFailed("down") from error
        if response.status_code >= FIRST_SERVER_ERROR:
            raise SignInFailed("down")
        if not response.is_success:
            raise SignInFailed("expired")  # a code or token that is no longer good
        return response

    @cached_property
    def _client(self) -> Any:
        import httpx

        return httpx.Client(timeout=self._seconds, trust_env=not self._settings.is_local)

    def close(self) -> None:
        """Close the connections; the next request opens new ones."""
        if "_client" in self.__dict__:
            self.__dict__.pop("_client").close()


def challenge(verifier: str) -> str:
    """Return the PKCE S256 challenge of *verifier* (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def citizen_in(xml: bytes) -> Citizen:
    """
    Return the person in `<root><userinfo taxid="…" firstname="…" lastname="…" …/></root>`.

    Raises:
        SignInFailed: `garbled` or `no_tax_id`.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        info = fromstring(xml).find(".//userinfo")
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise SignInFailed("garbled") from error
    if info is None:
        raise SignInFailed("garbled")
    facts = {name: (info.get(name) or "").strip() for name in ("taxid", "firstname", "lastname")}
    try:
        tax_id = tax_number(facts["taxid"])
    except ValueError as error:
        raise SignInFailed("no_tax_id") from error
    return Citizen(tax_id, Person(facts["firstname"], facts["lastname"]))
