"""The smoke test against the running stack, and against deployments where something is wrong."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import httpx
import pytest
from running_stack import ROOT, running_stack

from infra.deploy.login_form import CannotSignIn, forms_in, sign_in
from infra.deploy.smoke import CHECKS, run, wait
from infra.deploy.smoke_booking import Account, book_and_cancel
from infra.deploy.smoke_site import Fault, Visit

NOW = "2026-11-24T09:00"
CENTRE, SERVICE = "kep-smoke", "birth-certificate"
FAILED = ": FAILED: "


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    with running_stack(tmp_path_factory.mktemp("smoke"), now=NOW) as running:
        yield running


@pytest.fixture
def client(stack):
    with httpx.Client(base_url=stack.address, trust_env=False, timeout=60) as found:
        yield found


def lines_of(visit, account=None):
    said = []
    went_well = run(visit, account or Account(), said.append)
    return went_well, said


def local(client, what):
    return client.get(f"/local/{what}").json()


def test_it_books_and_cancels_on_the_local_stack_and_says_a_line_for_each_check(stack):
    command = [sys.executable, "-m", "infra.deploy.smoke", stack.address]
    done = subprocess.run(  # noqa: S603 (our own program)
        command,
        cwd=ROOT,
        env={**os.environ, "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split(": ") for line in done.stdout.splitlines()] == [
        [name, "ok"] for name in (*CHECKS, "booking and cancelling")
    ]


def test_nothing_of_it_is_left_and_its_mails_go_to_the_address_it_was_given(client):
    book_and_cancel(Visit(client, SERVICE, CENTRE), Account())

    bookings = client.get("/api/v1/bookings").json()["bookings"]
    assert {one["status"] for one in bookings} == {"cancelled"}
    assert {one["to"] for one in local(client, "mails") if CENTRE in one["from"]} <= {
        "smoke@example.com"
    }


def test_what_an_earlier_run_left_is_cancelled_first(client):
    visit = Visit(client, SERVICE, CENTRE)
    book_and_cancel(visit, Account())  # signs in
    slot = client.get(f"/api/v1/centres/{CENTRE}/slots", params={"service": SERVICE}).json()
    body = {
        "centre": CENTRE,
        "service": SERVICE,
        "starts_at": slot["slots"][5]["starts_at"],
        "applicant": {"email": "smoke@example.com", "mobile": "6900000000"},
        "identity_document": {"kind": "passport", "number": "SMOKE000"},
    }
    headers = {"Origin": str(client.base_url).rstrip("/"), "Idempotency-Key": "left"}
    left = client.post("/api/v1/bookings", json=body, headers=headers).json()["reference"]

    book_and_cancel(visit, Account())

    assert client.get(f"/api/v1/bookings/{left}").json()["status"] == "cancelled"


def test_without_the_centre_it_says_that_booking_was_not_checked(client):
    went_well, said = lines_of(Visit(client, SERVICE, "kep-nowhere"))

    assert went_well
    assert said[-1].startswith("booking and cancelling: not checked: there is no centre")


def test_when_microsoft_365_is_down_the_appointment_is_cancelled_all_the_same(client):
    origin = {"Origin": str(client.base_url).rstrip("/")}
    client.post("/local/faults", json={"graph": "down"}, headers=origin)
    pauses = []

    with pytest.raises(Exception, match="no entry in its calendar after 60 seconds"):
        book_and_cancel(Visit(client, SERVICE, CENTRE), Account(), pauses.append)

    client.post("/local/faults", json={"graph": "ok"}, headers=origin)
    assert len(pauses) == 60
    bookings = client.get("/api/v1/bookings").json()["bookings"]
    assert {one["status"] for one in bookings} == {"cancelled"}


# ---- a deployment as it might be in Azure ----


@dataclass
class Changed:
    """The running stack as seen at an https address; *changes* of answers by path."""

    stack: str
    changes: dict = field(default_factory=dict)

    def __call__(self, request):
        changed = self.changes.get(request.url.path)
        if isinstance(changed, httpx.Response):
            return changed
        local = httpx.get(f"{self.stack}{request.url.raw_path.decode()}", trust_env=False)
        headers = {
            name: value
            for name, value in local.headers.items()
            if name not in {"content-encoding", "content-length"}
        }
        headers |= {"strict-transport-security": "max-age=63072000"}
        answer = httpx.Response(local.status_code, headers=headers, content=local.content)
        return changed(answer) if changed else answer


def deployed(stack, changes=None):
    transport = httpx.MockTransport(Changed(stack.address, changes or {}))
    return httpx.Client(transport=transport, base_url="https://live.example")


def without(name):
    def change(answer):
        del answer.headers[name]
        return answer

    return change


def test_without_a_test_user_it_checks_only_what_needs_no_sign_in_and_says_so(stack):
    went_well, said = lines_of(Visit(deployed(stack), SERVICE, CENTRE))

    assert went_well
    assert said[:-1] == [f"{name}: ok" for name in CHECKS]
    assert "not checked: no test user" in said[-1]


def test_nothing_is_booked_at_a_centre_of_citizens(stack):
    account = Account("user", "password", "smoke@example.com", "6900000000")

    _, said = lines_of(Visit(deployed(stack), SERVICE, "kep-zografou"), account)

    assert "not checked: kep-zografou is a centre of citizens" in said[-1]


WRONG = [
    ("/services/", httpx.Response(404), "pages of the site"),
    ("/en/", httpx.Response(200, text='<html lang="el">'), "pages of the site"),
    ("/no-such-page/", httpx.Response(200), "pages of the site"),
    ("/", without("content-security-policy"), "headers"),
    ("/", without("strict-transport-security"), "headers"),
    ("/api/my", without("x-content-type-options"), "headers"),
    ("/api/my", httpx.Response(200, text='<link href="/assets/x.css">'), "styles and scripts"),
    ("/catalog.json", httpx.Response(200, json={"services": []}), "catalogue"),
    ("/catalog.json", httpx.Response(200, text="<html>"), "free times"),
    ("/api/health", httpx.Response(503, json={"red": ["outbox"]}), "health"),
    ("/api/v1/openapi.json", httpx.Response(200, json={}), "description of the API"),
    ("/api/auth/me", httpx.Response(200, json={}), "ways to sign in"),
    ("/api/auth/staff/login", httpx.Response(500), "ways to sign in"),
]


@pytest.mark.parametrize(
    ("path", "change", "check"),
    WRONG,
    ids=[f"{number} {path}" for number, (path, _, _) in enumerate(WRONG)],
)
def test_what_is_wrong_fails_by_its_name(stack, path, change, check):
    visit = Visit(deployed(stack, {path: change}), SERVICE, CENTRE)

    with pytest.raises(Fault) as raised:
        CHECKS[check](visit)

    assert path in str(raised.value) or "/assets/x.css" in str(raised.value)


def test_a_place_that_does_not_answer_fails_without_a_word_of_anybody():
    def nobody(request):
        raise httpx.ConnectError("password in here")

    client = httpx.Client(transport=httpx.MockTransport(nobody), base_url="https://live.example")
    went_well, said = lines_of(Visit(client, SERVICE, CENTRE))

    assert not went_well
    assert all(line.endswith(f"{FAILED}ConnectError") for line in said)


def test_it_waits_until_the_functions_answer():
    answers = iter([503, 502, 200])
    transport = httpx.MockTransport(lambda request: httpx.Response(next(answers)))
    pauses = []

    wait(httpx.Client(transport=transport, base_url="https://live.example"), 60, pauses.append)

    assert len(pauses) == 2
    assert next(answers, None) is None


# ---- the page where a test user signs in ----

LOGIN_PAGE = """<form action="/search"><input name="q"></form>
<form method="POST" action="./j_check"><input type="hidden" name="csrf" value="1">
<input name="j_username"><input type="password" name="j_password">
<button name="go" value="submit">Σύνδεση</button><button name="leave" value="1">Άκυρο</button>
</form>"""
CONSENT_PAGE = (
    '<form method="post" action="/consent"><input type="submit" name="ok" value="1"></form>'
)


@dataclass
class Provider:
    """A host where people sign in, and ours that sends them there; it remembers what came."""

    came: dict = field(default_factory=dict)
    consents: bool = True

    def __call__(self, request):
        place = (request.url.host, request.url.path)
        self.came[request.url.path] = parse_qs(request.content.decode())
        back = httpx.Response(302, headers={"location": "https://live.example/back"})
        answers = {
            ("live.example", "/login"): _to("https://gsis.example/oauth/authorize"),
            ("gsis.example", "/oauth/authorize"): httpx.Response(200, html=LOGIN_PAGE),
            ("gsis.example", "/oauth/j_check"): httpx.Response(200, html=CONSENT_PAGE),
            ("gsis.example", "/consent"): back if self.consents else _to("/oauth/authorize"),
            ("live.example", "/back"): httpx.Response(200, text="in"),
        }
        return answers[place]


def _to(address):
    return httpx.Response(302, headers={"location": address})


def somebody(provider):
    transport = httpx.MockTransport(provider)
    base = "https://live.example"
    return httpx.Client(transport=transport, base_url=base, follow_redirects=True)


def test_a_form_is_filled_in_whatever_its_fields_are_called():
    provider = Provider()

    sign_in(somebody(provider), "/login", "user", "secret")

    assert provider.came["/oauth/j_check"] == {
        "csrf": ["1"],
        "j_username": ["user"],
        "j_password": ["secret"],
        "go": ["submit"],
    }
    assert provider.came["/consent"] == {"ok": ["1"]}
    assert "/back" in provider.came


def test_a_page_that_lets_nobody_in_is_said_without_the_password():
    with pytest.raises(CannotSignIn, match=r"^gsis\.example did not lead back: 200$"):
        sign_in(somebody(Provider(consents=False)), "/login", "user", "secret")


def test_a_page_without_a_form_is_said():
    page = httpx.MockTransport(
        lambda request: (
            httpx.Response(200, html="<p>closed</p>")
            if request.url.host == "gsis.example"
            else _to("https://gsis.example/")
        )
    )
    client = httpx.Client(transport=page, base_url="https://live.example", follow_redirects=True)

    with pytest.raises(CannotSignIn, match=r"shows no form: 200"):
        sign_in(client, "/login", "user", "secret")


def test_of_several_buttons_one_is_pressed():
    (form,) = forms_in(
        '<form><button name="a" value="1"></button><button name="b"></button></form>'
    )

    assert form.fields == {"a": "1"}
