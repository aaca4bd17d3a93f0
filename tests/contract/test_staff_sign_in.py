"""What the staff's sign-in promises: the fake, and Entra as the stand-in plays it; its bad days."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import jwt
import pytest
from stand_ins.entra_people import find_account
from stand_ins.tokens import issue_id_token

from functions.adapters.entra_id_token import IdTokens
from functions.adapters.entra_sign_in import EntraSignIn, staff_in
from functions.domain.errors import SignInFailed
from functions.domain.staff import Administrator, Officer, Staff
from functions.ports import StaffSignIn
from functions.settings import CentreAccount, Settings
from tests.contract.outside import ACCOUNTS, Outside
from tests.fakes import FakeStaffSignIn

OFFICER = "officer@zografou"
ADMINISTRATOR = "administrator@ministry"
VISITOR = "visitor@ministry"


@pytest.fixture
def settings(outside: Outside) -> Settings:
    return replace(outside.settings, centre_accounts=ACCOUNTS)


@pytest.fixture
def sign_in(settings: Settings) -> EntraSignIn:
    return EntraSignIn(settings)


@pytest.fixture(params=["fake", "entra"])
def any_sign_in(request: pytest.FixtureRequest) -> StaffSignIn:
    return FakeStaffSignIn() if request.param == "fake" else request.getfixturevalue("sign_in")


def go(sign_in: StaffSignIn, hint: str = OFFICER) -> tuple[dict[str, Any], dict[str, str]]:
    """Sign in as a browser does; return the flow and what comes back."""
    address, flow = sign_in.start(hint)
    flow = json.loads(json.dumps(flow))  # as the cookie keeps it
    if isinstance(sign_in, FakeStaffSignIn):
        return flow, {"code": "a code", "state": query_of(address)["state"]}
    back = urlsplit(httpx.get(address, trust_env=False).headers["Location"])
    assert back.path == "/api/auth/staff/callback"
    return flow, dict(parse_qsl(back.query))


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def failure(sign_in: StaffSignIn, flow: Mapping[str, Any], answer: Mapping[str, str]) -> str:
    with pytest.raises(SignInFailed) as failed:
        sign_in.staff(flow, answer)
    return failed.value.reason


def test_an_officer_comes_back_with_user_name_and_centres(any_sign_in):
    staff = any_sign_in.staff(*go(any_sign_in))

    assert isinstance(staff, Officer)
    assert (staff.user, staff.centres) == ("officer@zografou.example", ("kep-zografou",))
    assert staff.name.strip() == staff.name != ""


def test_only_the_answer_to_its_own_request_is_taken(any_sign_in):
    flow, _ = go(any_sign_in)
    _, foreign = go(any_sign_in)

    assert failure(any_sign_in, flow, foreign) == "expired"
    assert failure(any_sign_in, flow, {"code": "x"}) == "expired"
    assert failure(any_sign_in, flow, {}) == "expired"


@pytest.mark.parametrize(
    ("error", "reason"), [("access_denied", "denied"), ("server_error", "down")]
)
def test_who_refuses_or_is_refused_brings_an_error_and_no_code(any_sign_in, error, reason):
    flow, back = go(any_sign_in)

    assert failure(any_sign_in, flow, {"state": back["state"], "error": error}) == reason


def test_no_secret_stands_in_the_address(sign_in):
    address, flow = sign_in.start(None)

    assert flow["code_verifier"] not in address
    assert query_of(address)["code_challenge_method"] == "S256"
    assert query_of(address)["response_mode"] == "query"
    assert "offline_access" not in query_of(address)["scope"]
    assert len(json.dumps(flow)) < 1000  # it travels in a cookie


def test_an_administrator_comes_back_as_one(sign_in, outside):
    known = find_account(outside.world, ADMINISTRATOR)

    staff = sign_in.staff(*go(sign_in, ADMINISTRATOR))

    assert staff == Administrator("administrator@ministry.example", known.name)


def test_who_has_no_role_is_not_let_in(sign_in):
    assert failure(sign_in, *go(sign_in, VISITOR)) == "no_role"


def test_an_officer_whom_no_centre_lists_any_more_is_not_let_in(settings):
    sign_in = EntraSignIn(replace(settings, centre_accounts={}))

    assert failure(sign_in, *go(sign_in)) == "no_role"


def test_nothing_of_a_person_stays_in_the_process(sign_in):
    sign_in.staff(*go(sign_in))

    cache = sign_in._client.token_cache  # noqa: SLF001 - nothing else shows it
    assert [*cache.search("IdToken"), *cache.search("AccessToken"), *cache.search("Account")] == []


def test_a_code_is_good_once_and_for_its_own_secret_only(sign_in):
    flow, back = go(sign_in)
    assert failure(sign_in, {**flow, "code_verifier": "v" * 43}, back) == "expired"
    flow, back = go(sign_in)
    sign_in.staff(flow, back)

    assert failure(sign_in, flow, back) == "expired"


def test_a_code_is_good_for_ten_minutes(sign_in, outside):
    flow, back = go(sign_in)
    outside.world.clock.set(outside.world.now() + timedelta(minutes=10, seconds=1))

    assert failure(sign_in, flow, back) == "expired"


def test_a_token_for_another_request_is_not_taken(sign_in):
    flow, back = go(sign_in)

    assert failure(sign_in, {**flow, "nonce": "another"}, back) == "garbled"


@pytest.mark.parametrize("secret", ["guessed", ""])
def test_entra_gives_a_token_to_our_server_alone(settings, secret):
    """Without a secret, a token of the managed identity stands for it; here there is none."""
    stranger = EntraSignIn(replace(settings, staff_client_secret=secret))

    assert failure(stranger, *go(stranger)) == "down"


def test_a_tenant_that_does_not_answer_is_down(settings):
    sign_in = EntraSignIn(replace(settings, entra_authority="https://localhost:9/tenant"))

    with pytest.raises(SignInFailed, match="down"):
        sign_in.start(None)


def test_the_hint_is_passed_on_by_the_local_stack_only(settings):
    production = replace(settings, public_origin="https://mykeplive.gov.gr")

    assert query_of(EntraSignIn(settings).start(OFFICER)[0])["login_hint"] == OFFICER
    assert OFFICER not in EntraSignIn(production).start(OFFICER)[0]


FACTS = {"nonce": "n", "oid": "o", "preferred_username": "officer@zografou.example"}


def a_token(settings: Settings, lifetime: float = 60, **changes: Any) -> str:
    issuer = f"{settings.entra_authority}/v2.0"
    return issue_id_token(issuer, {"aud": settings.staff_client_id, **FACTS, **changes}, lifetime)


def test_a_token_of_the_tenant_is_believed(settings):
    tokens = IdTokens(settings)

    assert tokens.claims(a_token(settings))["oid"] == "o"
    assert tokens.claims(a_token(settings, oid="p"))["oid"] == "p"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"aud": "another"}, jwt.InvalidAudienceError),
        ({"aud": None}, jwt.MissingRequiredClaimError),
        ({"iss": "https://localhost/another/v2.0"}, jwt.InvalidIssuerError),
        ({"lifetime": -61}, jwt.ExpiredSignatureError),
        ({"nbf": time.time() + 600}, jwt.ImmatureSignatureError),
        ({"nonce": None}, jwt.MissingRequiredClaimError),
    ],
)
def test_a_token_for_others_or_of_another_time_is_not(settings, changes, error):
    with pytest.raises(error):
        IdTokens(settings).claims(a_token(settings, **changes))


def signed_by_others(settings: Settings, **header: str) -> str:
    from cryptography.hazmat.primitives.asymmetric import rsa

    claims = jwt.decode(a_token(settings), options={"verify_signature": False})
    theirs = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    known = jwt.get_unverified_header(a_token(settings))["kid"]
    return jwt.encode(claims, theirs, algorithm="RS256", headers={"kid": known} | header)


def test_a_token_that_others_signed_is_not_believed(settings):
    tokens = IdTokens(settings)

    with pytest.raises(jwt.InvalidSignatureError):
        tokens.claims(signed_by_others(settings))
    with pytest.raises(jwt.PyJWKSetError):
        tokens.claims(signed_by_others(settings, kid="unknown"))
    with pytest.raises(jwt.PyJWTError):
        tokens.claims("no token")


def test_a_token_that_nobody_signed_is_not_believed(settings):
    claims = jwt.decode(a_token(settings), options={"verify_signature": False})
    known = jwt.get_unverified_header(a_token(settings))["kid"]

    with pytest.raises(jwt.InvalidAlgorithmError):
        IdTokens(settings).claims(
            jwt.encode(claims, None, algorithm="none", headers={"kid": known})
        )


LISTED = {
    "kep-a": CentreAccount("1", ("Eleni@KEP.example",)),
    "kep-b": CentreAccount("2", ("eleni@kep.example", "other@kep.example")),
    "kep-c": CentreAccount("3"),
}


@pytest.mark.parametrize(
    ("roles", "staff"),
    [
        (["Officer"], Officer("eleni@kep.example", "Ελένη", ("kep-a", "kep-b"))),
        (["Administrator"], Administrator("eleni@kep.example", "Ελένη")),
        (["Officer", "Administrator"], Administrator("eleni@kep.example", "Ελένη")),
    ],
)
def test_roles_and_centres_follow_from_the_claims_in_any_case_of_letters(roles, staff: Staff):
    claims = {"preferred_username": "ELENI@kep.example", "name": "Ελένη", "roles": roles}

    assert staff_in(claims, LISTED) == staff


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({}, "garbled"),
        ({"preferred_username": ""}, "garbled"),
        ({"preferred_username": "eleni@kep.example"}, "no_role"),
        ({"preferred_username": "eleni@kep.example", "roles": ["officer", "Other"]}, "no_role"),
        ({"preferred_username": "nobody@kep.example", "roles": ["Officer"]}, "no_role"),
    ],
)
def test_claims_without_a_role_of_ours_let_nobody_in(claims, reason):
    with pytest.raises(SignInFailed, match=reason):
        staff_in(claims, LISTED)


def test_who_has_no_name_is_shown_by_the_user_name():
    claims = {"preferred_username": "eleni@kep.example", "roles": ["Administrator"]}

    assert staff_in(claims, {}).name == "eleni@kep.example"
