"""Officers and administrators: there, back and out again, and what is whose."""

from urllib.parse import quote

import azure.functions as func
import pytest

from functions.adapters.page_templates import PageTemplates
from functions.domain.errors import Forbidden, SignInRequired
from functions.domain.staff import Administrator, Officer
from functions.triggers import sessions
from functions.triggers.html import page
from functions.triggers.sign_in import FAILED
from tests.builders import EKE, MARIA, ZOGRAFOU
from tests.triggers.client import ORIGIN, Client, document, query_of

ELENI = Officer("officer@zografou.example", "Ελένη Γεωργίου", (ZOGRAFOU,))
NIKOS = Administrator("administrator@ministry.example", "Νίκος Ράλλης")
LOGIN, CALLBACK = "/api/auth/staff/login", "/api/auth/staff/callback"


def start(client: Client, query: str = "") -> str:
    """Start signing in; return the state of it."""
    return query_of(client.get(f"{LOGIN}{query}").headers["Location"])["state"]


def request_of(client: Client, method: str = "GET", path: str = "/api/desk") -> func.HttpRequest:
    """Return a request with the browser's cookies, for a page that is not there yet."""
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = {"Cookie": cookie, "Origin": ORIGIN}
    return func.HttpRequest(method, f"{ORIGIN}{path}", headers=headers, params={}, body=b"")


@pytest.mark.parametrize(("person", "kind"), [(ELENI, "officer"), (NIKOS, "administrator")])
def test_staff_sign_in_and_are_told_who_they_are(client, person, kind):
    client.web.staff_sign_in.person = person
    state = start(client, "?return=/api/desk?day=2026-11-25")

    back = client.get(f"{CALLBACK}?code=c&state={state}")

    assert (back.status_code, back.headers["Location"]) == (302, "/api/desk?day=2026-11-25")
    assert document(client.get("/api/auth/me")) == {"kind": kind, "name": person.name}
    assert sessions.signed_in_staff(request_of(client), client.web) == person
    assert list(client.cookies) == ["__Secure-mykeplive"]
    assert person.user not in str(client.cookies)


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil", ""])
def test_signing_in_comes_back_to_a_path_of_ours_only(client, wanted):
    state = start(client, f"?return={quote(wanted)}")

    assert client.get(f"{CALLBACK}?code=c&state={state}").headers["Location"] == "/"


@pytest.mark.parametrize("query", ["", "?code=c", "?code=c&state=wrong", "?error=x&state=wrong"])
def test_a_call_back_that_nobody_here_started_signs_nobody_in(client, query):
    start(client)

    assert client.get(f"{CALLBACK}{query}").status_code == 400
    assert client.get("/api/auth/me").status_code == 401


def test_a_call_back_for_another_browser_signs_nobody_in(client):
    foreign = Client(client.web)
    state = start(client)
    start(foreign)

    assert foreign.get(f"{CALLBACK}?code=c&state={state}").status_code == 400
    assert Client(client.web).get(f"{CALLBACK}?code=c&state={state}").status_code == 400


def test_the_ways_of_citizens_and_staff_do_not_cross(client):
    citizen = query_of(client.get("/api/auth/citizen/login").headers["Location"])["state"]
    staff = start(client)

    assert client.get(f"{CALLBACK}?code=c&state={citizen}").status_code == 400
    assert client.get(f"/api/auth/citizen/callback?code=c&state={staff}").status_code == 400


@pytest.mark.parametrize(
    ("reason", "status"),
    [("no_role", 403), ("expired", 400), ("down", 503), ("garbled", 502)],
)
def test_a_sign_in_that_fails_is_explained_to_staff(client, reason, status):
    state = start(client, "?lang=en&return=/api/desk")
    client.web.staff_sign_in.fails_with = reason

    failed = client.get(f"{CALLBACK}?code=c&state={state}")

    template, context = client.web.pages.last
    assert (failed.status_code, template) == (status, "sign_in_failed.html.j2")
    assert (context["reason"], context["lang"], context["door"]) == (reason, "en", "staff")
    assert context["sign_in"] == f"{LOGIN}?lang=en&return=%2Fapi%2Fdesk"
    assert client.cookies == {}


def test_who_refuses_is_not_signed_in(client):
    state = start(client)

    assert client.get(f"{CALLBACK}?error=access_denied&state={state}").status_code == 403


def test_a_provider_that_is_down_is_said_at_once(client):
    client.web.staff_sign_in.fails_with = "down"

    assert client.get(f"{LOGIN}?return=/api/desk").status_code == 503
    assert client.web.pages.last[1]["sign_in"].endswith("return=%2Fapi%2Fdesk")
    assert client.cookies == {}


def test_the_hint_is_passed_on_locally_only(client, local_client):
    for one, passed in ((client, False), (local_client, True)):
        address = one.get(f"{LOGIN}?login_hint=officer@zografou").headers["Location"]

        assert ("login_hint=officer@zografou" in address) is passed


def test_the_session_of_staff_ends_by_time_and_by_signing_out(client):
    client.sign_in_staff(ELENI)
    copied = dict(client.cookies)
    assert client.post("/api/auth/logout", {}).status_code == 204
    client.cookies = copied
    assert client.get("/api/auth/me").status_code == 401

    client.sign_in_staff(ELENI)
    client.web.ports.now.forward(minutes=60)
    assert client.get("/api/auth/me").status_code == 401


def test_each_sign_in_is_a_new_session(client):
    client.sign_in_staff(ELENI)
    first = dict(client.cookies)
    client.sign_in_staff(ELENI)
    client.post("/api/auth/logout", {})
    client.cookies = first

    assert client.get("/api/auth/me").status_code == 200


def test_an_officer_sees_the_own_centre_only_and_an_administrator_every_one(client):
    client.sign_in_staff(ELENI)
    assert sessions.require_officer(request_of(client), client.web, ZOGRAFOU) == ELENI
    for foreign in (EKE, "", "kep-nowhere"):
        with pytest.raises(Forbidden):
            sessions.require_officer(request_of(client), client.web, foreign)

    client.sign_in_staff(NIKOS)
    assert sessions.require_officer(request_of(client), client.web, EKE) == NIKOS


def test_an_officer_is_no_administrator(client):
    client.sign_in_staff(NIKOS)
    assert sessions.require_administrator(request_of(client), client.web) == NIKOS

    client.sign_in_staff(ELENI)
    with pytest.raises(Forbidden):
        sessions.require_administrator(request_of(client), client.web)


def test_staff_are_no_citizens_and_citizens_no_staff(client):
    client.sign_in_staff(NIKOS)
    assert client.get("/api/v1/bookings").status_code == 401
    assert sessions.signed_in_citizen(request_of(client), client.web) is None
    with pytest.raises(SignInRequired):
        sessions.require_citizen(request_of(client), client.web)

    client.sign_in(MARIA)
    assert sessions.signed_in_staff(request_of(client), client.web) is None
    with pytest.raises(SignInRequired):
        sessions.require_officer(request_of(client), client.web, ZOGRAFOU)
    with pytest.raises(SignInRequired):
        sessions.require_administrator(request_of(client), client.web)


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/api/desk?centre=kep-zografou", "staff"),
        ("/api/ministry", "staff"),
        ("/api/book", "citizen"),
        ("/api/my", "citizen"),
    ],
)
def test_a_page_that_needs_a_session_leads_to_the_right_sign_in(client, path, door):
    @page(lambda: client.web)
    def show(req: func.HttpRequest, web: object) -> func.HttpResponse:
        raise SignInRequired

    shown = show(request_of(client, path=path))

    template, context = client.web.pages.last
    assert (shown.status_code, template, context["door"]) == (200, "sign_in.html.j2", door)
    assert context["sign_in"].startswith(f"/api/auth/{door}/login?lang=el&return=")
    sent = show(request_of(client, "POST", path))
    assert (sent.status_code, sent.headers["Location"]) == (303, path)


def test_the_header_of_a_page_shows_who_of_the_staff_is_signed_in():
    context = {"lang": "el", "title": "t", "text": "t", "code": "forbidden"}
    text = PageTemplates().render("refusal.html.j2", context | {"staff": {"name": ELENI.name}})

    assert "Ελένη Γεωργίου</span>" in text
    assert 'action="/api/auth/logout"' in text


@pytest.mark.parametrize("language", ["el", "en"])
def test_the_pages_speak_to_staff_of_no_taxisnet(language):
    pages = PageTemplates()
    context = {"lang": language, "door": "staff", "sign_in": LOGIN}

    reasons = sorted(FAILED.keys() - {"no_tax_id"})
    texts = {
        pages.render("sign_in.html.j2", context),
        *(pages.render("sign_in_failed.html.j2", context | {"reason": why}) for why in reasons),
    }

    assert len(texts) == len(reasons) + 1
    for text in texts:
        assert LOGIN in text
        assert "TAXISnet" not in text
        assert "<h1></h1>" not in text
        assert "<p></p>" not in text
