"""What signing in promises: the fake, and TAXISnet as the stand-in plays it; its bad days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from aiohttp import web
from stand_ins.gsis_people import people, person, tax_number
from stdnum.gr import vat

from functions.adapters.gsis_sign_in import GsisSignIn, citizen_in
from functions.domain.booking import Citizen, Person
from functions.domain.errors import SignInFailed
from functions.ports import CitizenSignIn
from tests.contract.outside import Outside, serving
from tests.fakes import FakeSignIn

TAX_ID = "123456783"
VERIFIER = "v" * 64


@pytest.fixture
def sign_in(outside: Outside) -> Iterator[GsisSignIn]:
    adapter = GsisSignIn(outside.settings, seconds=0.5)
    yield adapter
    adapter.close()


@pytest.fixture(params=["fake", "gsis"])
def any_sign_in(request: pytest.FixtureRequest) -> CitizenSignIn:
    return FakeSignIn() if request.param == "fake" else request.getfixturevalue("sign_in")


def a_code(sign_in: CitizenSignIn) -> str:
    return browse(sign_in)["code"] if isinstance(sign_in, GsisSignIn) else "a code"


def browse(sign_in: GsisSignIn, hint: str | None = TAX_ID) -> dict[str, str]:
    """Be the browser at TAXISnet; return what it brings back to us."""
    answer = httpx.get(sign_in.address("a state", VERIFIER, hint), trust_env=False)
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/api/auth/citizen/callback"
    return dict(parse_qsl(back.query))


def test_the_state_travels_in_the_address_and_the_secret_does_not(any_sign_in):
    query = dict(parse_qsl(urlsplit(any_sign_in.address("a state", VERIFIER, None)).query))

    assert query["state"] == "a state"
    assert VERIFIER not in query.values()


def test_a_code_gives_a_person_with_a_right_tax_number_and_a_name(any_sign_in):
    citizen = any_sign_in.citizen(a_code(any_sign_in), VERIFIER)

    assert vat.is_valid(citizen.tax_id)
    assert citizen.person.first_name == citizen.person.first_name.strip() != ""
    assert citizen.person.last_name == citizen.person.last_name.strip() != ""


def test_a_citizen_comes_back_with_number_and_name(sign_in):
    back = browse(sign_in)

    citizen = sign_in.citizen(back["code"], VERIFIER)

    known = person(TAX_ID)
    assert back["state"] == "a state"
    assert citizen == Citizen(TAX_ID, Person(known.first_name, known.last_name))


def test_a_code_is_good_once_and_for_its_own_secret_only(sign_in):
    code = browse(sign_in)["code"]
    with pytest.raises(SignInFailed, match="expired"):
        sign_in.citizen(code, "another verifier")
    code = browse(sign_in)["code"]
    sign_in.citizen(code, VERIFIER)

    with pytest.raises(SignInFailed, match="expired"):
        sign_in.citizen(code, VERIFIER)


def test_a_code_is_good_for_a_minute_and_an_unknown_one_never(sign_in, outside):
    code = browse(sign_in)["code"]
    outside.world.clock.set(outside.world.now() + timedelta(seconds=61))

    for late_or_unknown in (code, "no such code"):
        with pytest.raises(SignInFailed, match="expired"):
            sign_in.citizen(late_or_unknown, VERIFIER)


def test_taxisnet_gives_a_token_to_our_server_alone(sign_in, outside):
    code = browse(sign_in)["code"]
    stranger = GsisSignIn(replace(outside.settings, gsis_client_secret="guessed"))

    with pytest.raises(SignInFailed):
        stranger.citizen(code, VERIFIER)
    stranger.close()

    assert sign_in.citizen(code, VERIFIER).tax_id == TAX_ID


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (web.Response(text="<html>"), "garbled"),
        (web.json_response([]), "garbled"),
        (web.json_response({}), "garbled"),
        (web.Response(status=302, headers={"Location": "/else"}), "expired"),
        (web.Response(status=502), "down"),
    ],
    ids=["page", "list", "no token", "elsewhere", "bad gateway"],
)
def test_a_token_that_is_none_signs_nobody_in(outside, answer, reason):
    async def token(_: web.Request) -> web.Response:
        return answer

    with serving([web.post("/oauth/token", token)]) as origin:
        sign_in = GsisSignIn(replace(outside.settings, gsis_endpoint=origin))
        with pytest.raises(SignInFailed) as failure:
            sign_in.citizen("code", VERIFIER)
        sign_in.close()

    assert failure.value.reason == reason


def test_a_server_that_is_not_there_is_down(outside):
    sign_in = GsisSignIn(replace(outside.settings, gsis_endpoint="http://127.0.0.1:9"))

    with pytest.raises(SignInFailed, match="down"):
        sign_in.citizen("code", VERIFIER)
    sign_in.close()


def test_a_citizen_who_refuses_brings_an_error_and_no_code(sign_in, outside):
    outside.world.faults.change({"gsis": "denied"})

    assert browse(sign_in) == {"error": "access_denied", "state": "a state"}


@pytest.mark.parametrize(
    ("fault", "reason"), [("down", "down"), ("slow", "down"), ("no_tax_id", "no_tax_id")]
)
def test_a_bad_day_of_taxisnet_has_a_reason(sign_in, outside, fault, reason):
    code = browse(sign_in)["code"]
    outside.world.faults.change({"gsis": fault})

    with pytest.raises(SignInFailed) as failure:
        sign_in.citizen(code, VERIFIER)

    assert failure.value.reason == reason


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"{}",
        b"<root/>",
        b'<?xml version="1.0" encoding="none-such"?><root/>',
        b"\xff\xfe",
        b'<!DOCTYPE r [<!ENTITY a "b">]><root><userinfo taxid="&a;"/></root>',
    ],
)
def test_xml_that_is_none_is_garbled(answer):
    with pytest.raises(SignInFailed, match="garbled"):
        citizen_in(answer)


@pytest.mark.parametrize("number", ["", "   ", "123456789", "abc"])
def test_an_answer_without_a_right_tax_number_signs_nobody_in(number):
    with pytest.raises(SignInFailed, match="no_tax_id"):
        citizen_in(f'<root><userinfo taxid="{number}" firstname="Μ" lastname="Π"/></root>'.encode())


def test_the_hint_is_passed_on_by_the_local_stack_only(outside):
    production = replace(outside.settings, public_origin="https://mykeplive.gov.gr")

    assert "login_hint" in GsisSignIn(outside.settings).address("s", VERIFIER, TAX_ID)
    assert "login_hint" not in GsisSignIn(production).address("s", VERIFIER, TAX_ID)


def test_taxisnet_knows_our_client_and_our_address_only(sign_in, outside):
    address = sign_in.address("s", VERIFIER, TAX_ID)

    for wrong in (
        address.replace("client_id=mykeplive", "client_id=else"),
        address.replace("callback", "elsewhere"),
    ):
        assert httpx.get(wrong, trust_env=False).status_code == 400


def test_without_a_hint_a_page_asks_who_it_is(sign_in):
    asked = httpx.get(sign_in.address("s", VERIFIER, None), trust_env=False)

    assert asked.status_code == 200
    assert "Σύνδεση στο TAXISnet" in asked.text
    assert "Άρνηση" in asked.text
    policy = asked.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "form-action 'self' http://localhost:" in policy
    assert "<script" not in asked.text
    assert " style=" not in asked.text


@pytest.mark.parametrize(
    ("answer", "brings"),
    [
        ({"answer": TAX_ID}, "code"),
        ({"answer": "other", "tax_id": "100 000 156"}, "code"),
        ({"answer": "refuse"}, "error"),
    ],
)
def test_the_page_takes_a_person_a_number_or_a_refusal(sign_in, answer, brings):
    asked = urlsplit(sign_in.address("a state", VERIFIER, None))
    form = dict(parse_qsl(asked.query)) | answer

    back = httpx.post(f"{asked.scheme}://{asked.netloc}{asked.path}", data=form, trust_env=False)

    query = dict(parse_qsl(urlsplit(back.headers["Location"]).query))
    assert query["state"] == "a state"
    assert brings in query


def test_the_page_asks_again_after_a_number_that_is_none(sign_in):
    asked = urlsplit(sign_in.address("s", VERIFIER, None))
    form = dict(parse_qsl(asked.query)) | {"answer": "other", "tax_id": "123456780"}

    again = httpx.post(f"{asked.scheme}://{asked.netloc}{asked.path}", data=form, trust_env=False)

    assert "Ο ΑΦΜ έχει εννέα ψηφία" in again.text


def test_the_same_number_is_always_the_same_person():
    assert person(TAX_ID) == person(TAX_ID)
    assert person(TAX_ID).first_name.isupper()
    assert len({each.tax_id for each in people() if tax_number(each.tax_id)}) == 5
