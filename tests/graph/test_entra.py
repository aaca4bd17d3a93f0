"""The stand-in for Entra refuses what Entra refuses, and its tokens can be checked."""

from typing import Any

import httpx
import jwt
import pytest
from environment import GRAPH_CLIENT_ID
from stand_ins.tokens import GRANTED

from tests.contract.outside import SECRETS, Outside

FORM = {
    "grant_type": "client_credentials",
    "client_id": GRAPH_CLIENT_ID,
    "client_secret": SECRETS["graph_client_secret"],
    "scope": "https://graph.microsoft.com/.default",
}


@pytest.fixture
def entra(outside: Outside):
    import ssl

    context = ssl.create_default_context(cafile=outside.settings.entra_ca_file)
    # What Python 3.13 asks of certificates by itself.
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with httpx.Client(verify=context, trust_env=False) as client:
        client.base_url = httpx.URL(outside.settings.entra_authority)
        yield client


def discovered(entra: httpx.Client) -> dict[str, Any]:
    return entra.get("/v2.0/.well-known/openid-configuration").json()


def test_the_token_is_for_graph_with_the_least_permissions_and_the_keys_prove_it(entra):
    places = discovered(entra)
    token = entra.post(places["token_endpoint"], data=FORM).json()["access_token"]

    keys = jwt.PyJWKSet.from_dict(entra.get(places["jwks_uri"]).json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], audience="https://graph.microsoft.com")
    assert claims["roles"] == sorted(GRANTED)
    assert claims["appid"] == GRAPH_CLIENT_ID
    assert 0 < claims["exp"] - claims["iat"] <= 3600


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "another"}, 400, "unauthorized_client"),
        ({"scope": "https://graph.microsoft.com/Mail.Send"}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_wrong_request_gets_no_token(entra, change, status, error):
    answer = entra.post(discovered(entra)["token_endpoint"], data=FORM | change)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"].startswith("AADSTS")


def test_another_tenant_is_unknown(entra):
    address = str(entra.base_url).rsplit("/", 2)[0] + "/another/oauth2/v2.0/token"

    answer = entra.post(address, data=FORM)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_tenant")


def test_nobody_else_trusts_its_certificate(outside):
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(outside.settings.entra_authority, trust_env=False)
