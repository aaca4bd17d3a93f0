"""The staff's sign-in on the whole stack: our functions, MSAL, and the stand-in for Entra."""

import httpx
import pytest
from running_stack import running_stack


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, site):
    with running_stack(tmp_path_factory.mktemp("stack"), site=site) as stack:
        yield stack.address


@pytest.mark.parametrize(
    ("hint", "status", "kind"),
    [
        ("officer@zografou", 200, "officer"),
        ("second.officer@zografou", 200, "officer"),
        ("administrator@ministry", 200, "administrator"),
        ("visitor@ministry", 403, None),
    ],
)
def test_a_user_name_signs_in_without_questions(address, hint, status, kind):
    query = {"login_hint": hint, "return": "/services/"}
    with httpx.Client(trust_env=False, follow_redirects=True) as browser:
        page = browser.get(f"{address}/api/auth/staff/login", params=query)
        me = browser.get(f"{address}/api/auth/me").json()

    assert (page.status_code, me.get("kind")) == (status, kind)


def test_without_a_hint_every_centre_is_offered(address):
    with httpx.Client(trust_env=False, follow_redirects=True) as browser:
        page = browser.get(f"{address}/api/auth/staff/login")

    for text in ("ΚΕΠ Δήμου Ζωγράφου", "officer@zografou.example", "visitor@ministry.example"):
        assert text in page.text
