"""The stand-in for Entra refuses what Entra refuses, and its tokens can be checked."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import jwt
import pytest
from environment import GRAPH_CLIENT_ID, STAFF_CLIENT_ID, TENANT
from rights import CONSENTED
from stand_ins.entra_codes import challenge
from stand_ins.tokens import BadToken, roles_in

from tests.contract.outside import SECRETS, Outside

FORM = {
    "grant_type": "client_credentials",
    "client_id": GRAPH_CLIENT_ID,
    "client_secret": SECRETS["graph_client_secret"],
    "scope": "https://graph.microsoft.com/.default",
}

STAFF_SECRET = SECRETS["staff_client_secret"]
VERIFIER = "v" * 43


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
    assert claims["roles"] == sorted(CONSENTED)  # Exchange's roles stand in no token
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
        ({"client_id": STAFF_CLIENT_ID, "client_secret": STAFF_SECRET}, 400, "unauthorized_client"),
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


@pytest.fixture
def request_to_sign_in(outside: Outside) -> dict[str, str]:
    """A right authorisation request of our application."""
    return {
        "response_type": "code",
        "response_mode": "query",
        "client_id": STAFF_CLIENT_ID,
        "redirect_uri": f"{outside.world.origin}/api/auth/staff/callback",
        "scope": "openid profile",
        "state": "a state",
        "nonce": "a nonce",
        "code_challenge": challenge(VERIFIER),
        "code_challenge_method": "S256",
        "login_hint": "officer@zografou",
    }


def page(entra: httpx.Client, query: dict[str, str]) -> httpx.Response:
    """Open the sign-in page, as a browser without our certification authority does."""
    address = discovered(entra)["authorization_endpoint"]
    return httpx.get(address, params=query, trust_env=False)


def brought_back(answer: httpx.Response) -> dict[str, str]:
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/api/auth/staff/callback"
    return dict(parse_qsl(back.query))


def redeem(entra: httpx.Client, query: dict[str, str], **changes: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": STAFF_CLIENT_ID,
        "client_secret": STAFF_SECRET,
        "code": brought_back(page(entra, query))["code"],
        "redirect_uri": query["redirect_uri"],
        "code_verifier": VERIFIER,
    }
    return entra.post(discovered(entra)["token_endpoint"], data=form | changes)


def test_an_id_token_says_who_signed_in_and_to_whom(entra, request_to_sign_in):
    places = discovered(entra)
    tokens = redeem(entra, request_to_sign_in).json()

    keys = jwt.PyJWKSet.from_dict(entra.get(places["jwks_uri"]).json())
    key = keys[jwt.get_unverified_header(tokens["id_token"])["kid"]]
    claims = jwt.decode(
        tokens["id_token"],
        key,
        algorithms=["RS256"],
        audience=STAFF_CLIENT_ID,
        issuer=places["issuer"],
    )
    assert claims["preferred_username"] == "officer@zografou.example"
    assert (claims["roles"], claims["nonce"], claims["tid"]) == (["Officer"], "a nonce", TENANT)
    with pytest.raises(BadToken):  # Graph does not take what came with it
        roles_in(tokens["access_token"])


@pytest.mark.parametrize(
    "change",
    [{"client_id": "another"}, {"client_id": GRAPH_CLIENT_ID}, {"redirect_uri": "https://else/"}],
)
def test_the_sign_in_page_sends_nobody_to_strangers(entra, request_to_sign_in, change):
    answer = page(entra, request_to_sign_in | change)

    assert (answer.status_code, answer.text[:6]) == (400, "AADSTS")


def test_the_sign_in_page_of_another_tenant_is_unknown(entra, request_to_sign_in):
    address = discovered(entra)["authorization_endpoint"].replace(TENANT, "another")

    answer = httpx.get(address, params=request_to_sign_in, trust_env=False)

    assert (answer.status_code, answer.text[:11]) == (400, "AADSTS90002")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": "openid https://graph.microsoft.com/Mail.Send"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
    ],
)
def test_a_wrong_request_comes_back_with_an_error(entra, request_to_sign_in, change, error):
    back = brought_back(page(entra, request_to_sign_in | change))

    assert (back["error"], back["state"]) == (error, "a state")
    assert "code" not in back


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": GRAPH_CLIENT_ID}, 400, "unauthorized_client"),
        ({"code": "another"}, 400, "invalid_grant"),
        ({"code_verifier": "w" * 43}, 400, "invalid_grant"),
        ({"code_verifier": ""}, 400, "invalid_grant"),
        ({"redirect_uri": "https://else/"}, 400, "invalid_grant"),
    ],
)
def test_a_code_brings_nothing_to_others(entra, request_to_sign_in, change, status, error):
    answer = redeem(entra, request_to_sign_in, **change)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


@pytest.mark.parametrize("hint", ["", "nobody@nowhere"])
def test_without_a_known_hint_a_page_asks_who_it_is(entra, request_to_sign_in, hint):
    asked = page(entra, request_to_sign_in | {"login_hint": hint})

    assert asked.status_code == 200
    for user in ("officer@zografou.example", "administrator@ministry.example", "Άρνηση"):
        assert user in asked.text
    assert ("Δεν υπάρχει λογαριασμός" in asked.text) is bool(hint)
    assert asked.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in asked.text


@pytest.mark.parametrize(
    ("answer", "brings"),
    [
        ({"answer": "officer@zografou.example"}, "code"),
        ({"answer": "other", "user": " Administrator@Ministry "}, "code"),
        ({"answer": "refuse"}, "error"),
    ],
)
def test_the_page_takes_an_account_a_name_or_a_refusal(entra, request_to_sign_in, answer, brings):
    address = discovered(entra)["authorization_endpoint"]

    back = httpx.post(address, data=request_to_sign_in | answer, trust_env=False)

    assert brings in brought_back(back)


def test_the_page_asks_again_for_a_name_that_nobody_has(entra, request_to_sign_in):
    form = request_to_sign_in | {"answer": "other", "user": ""}

    again = httpx.post(discovered(entra)["authorization_endpoint"], data=form, trust_env=False)

    assert "Δεν υπάρχει λογαριασμός" in again.text
