"""Probes of what citizens and officers meet: GSIS, the staff's sign-in, the service itself."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from functions.adapters.entra_client import confidential_client
from functions.adapters.entra_sign_in import CALLBACK, credential
from functions.adapters.gsis_sign_in import CALLBACK as CITIZEN_CALLBACK
from functions.adapters.gsis_sign_in import GsisSignIn
from functions.domain.errors import OutsideFailure
from infra.doctor.findings import CannotTell, Finding, listed
from infra.doctor.patient import Patient

NO_CODE = "doctor"  # an authorisation code that nobody was given
STAFF_CODES = {"invalid_client": "staff_credential", "unauthorized_client": "staff_unknown"}


def gsis_page(patient: Patient) -> Iterator[Finding]:
    """Whether the page answers to which citizens are sent; nobody signs in."""
    address = GsisSignIn(patient.settings).address("doctor", NO_CODE, None)
    answer = _gsis(patient, "GET", address)
    if answer.is_client_error:
        yield Finding(
            "gsis_client", {"callback": patient.settings.public_origin + CITIZEN_CALLBACK}
        )


def gsis_secret(patient: Patient) -> Iterator[Finding]:
    """Whether GSIS knows our secret: it refuses a wrong one before it looks at the code."""
    settings = patient.settings
    form = {
        "grant_type": "authorization_code",
        "code": NO_CODE,
        "redirect_uri": settings.public_origin + CITIZEN_CALLBACK,
        "client_id": settings.gsis_client_id,
        "client_secret": settings.gsis_client_secret,
        "code_verifier": NO_CODE,
    }
    answer = _gsis(patient, "POST", f"{settings.gsis_endpoint}/oauth/token", data=form)
    if answer.status_code == HTTPStatus.UNAUTHORIZED or b"invalid_client" in answer.content:
        yield Finding("gsis_secret")


def _gsis(patient: Patient, method: str, address: str, **more: Any) -> Any:
    import httpx

    try:
        answer = patient.web.request(method, address, **more)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CannotTell(Finding("gsis_down", {"reason": type(error).__name__})) from error
    if answer.is_server_error:
        raise CannotTell(Finding("gsis_down", {"reason": str(answer.status_code)}))
    return answer


def staff_sign_in(patient: Patient) -> Iterator[Finding]:
    """Whether Entra knows the staff's application and believes it, without anybody's sign-in."""
    import requests

    settings = patient.settings
    try:
        client = confidential_client(settings, settings.staff_client_id, credential(settings))
        flow = client.initiate_auth_code_flow(
            [], redirect_uri=settings.public_origin + CALLBACK, response_mode="form_post"
        )
        facts = {"state": flow["state"], "code": NO_CODE}
        answer = client.acquire_token_by_auth_code_flow(flow, facts)
    except (requests.RequestException, ValueError, OutsideFailure) as error:
        raise CannotTell(Finding("entra_down")) from error
    if code := STAFF_CODES.get(str(answer.get("error"))):
        yield Finding(code)


def health(patient: Patient) -> Iterator[Finding]:
    """Whether the service says of itself that it works."""
    import httpx

    try:
        answer = patient.web.get(f"{patient.settings.public_origin}/api/health")
        document = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise CannotTell(Finding("health_down")) from error
    if document.get("status") != "green":
        yield Finding("health_red", {"parts": listed(document.get("red") or ["?"])})
