"""The local stack answers to this machine only."""

import socket
from contextlib import ExitStack, closing

import pytest
from loopback import NotLoopback, PortTaken, listen


@pytest.fixture
def listening():
    with ExitStack() as stack:
        yield lambda *arguments: [stack.enter_context(closing(s)) for s in listen(*arguments)]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "kep.example", ""])  # noqa: S104
def test_no_address_is_listened_on_that_others_can_reach(host):
    with pytest.raises(NotLoopback):
        listen(0, host)


def test_every_socket_is_on_the_loopback_interface(listening):
    sockets = listening(0)

    assert {one.getsockname()[0] for one in sockets} <= {"127.0.0.1", "::1"}
    assert len({one.getsockname()[1] for one in sockets}) == 1


def test_a_port_in_use_is_said_so(listening):
    port = listening(0)[0].getsockname()[1]

    with pytest.raises(PortTaken, match=f"Port {port} is in use"):
        listen(port)


def test_a_port_in_use_on_any_of_its_addresses_is_said_so():
    """One address where the machine has no IPv6, two where it has."""
    for family, address in _addresses():
        with closing(socket.socket(family)) as other:
            other.bind((address, 0))
            other.listen()

            with pytest.raises(PortTaken):
                listen(other.getsockname()[1])


def _addresses() -> list[tuple[socket.AddressFamily, str]]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(closing(one)) for one in listen(0)]
        return [(one.family, one.getsockname()[0]) for one in sockets]
