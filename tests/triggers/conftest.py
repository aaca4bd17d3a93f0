"""The functions over fakes."""

import pytest

from functions.triggers.web import Web
from tests.builders import make_ports
from tests.fakes import FakeSignIn, FakeVault
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
            pages=FakePages(),
            is_local=False,
        )
    )
