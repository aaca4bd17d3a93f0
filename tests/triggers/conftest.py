"""The functions over fakes."""

from dataclasses import replace

import pytest

from functions.adapters.page_templates import PageTemplates
from functions.triggers.limits import NoLimits
from functions.triggers.web import Web
from tests.builders import make_ports
from tests.fakes import FakeSignIn, FakeStaffSignIn, FakeVault
from tests.triggers.client import ORIGIN, Client
from tests.triggers.fake_pages import FakePages


@pytest.fixture
def client() -> Client:
    return Client(
        Web(
            ports=make_ports(),
            origin=ORIGIN,
            cookies=FakeVault(),
            sign_in=FakeSignIn(),
            staff_sign_in=FakeStaffSignIn(),
            pages=FakePages(),
            limits=NoLimits(),
            is_local=False,
            mail_domain="kep.example",
        )
    )


@pytest.fixture
def local_client(client: Client) -> Client:
    """A client of the stack on one machine."""
    return Client(replace(client.web, is_local=True))


@pytest.fixture
def reader(client: Client) -> Client:
    """A client that gets the pages as they are, made from their real templates."""
    return Client(replace(client.web, pages=PageTemplates()))
