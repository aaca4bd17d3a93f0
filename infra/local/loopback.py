"""
Sockets on the loopback interface, and nowhere else.

The stand-ins hand out tokens to whoever asks and show every mail, so no other
machine may reach them.
"""

import errno
import socket
from ipaddress import ip_address

IPV4 = "127.0.0.1"
IPV6 = "::1"


class NotLoopback(ValueError):
    """The address can be reached from outside of this machine."""


class PortTaken(Exception):
    """Another program listens on the port."""


def listen(port: int, host: str = IPV4) -> list[socket.socket]:
    """
    Return listening sockets on *port* (0: a free one) for the address *host*.

    For the default there is a second socket on `::1` where the machine has it,
    because browsers try that first for `localhost`.

    Raises:
        NotLoopback: *host* is no address of the loopback interface.
        PortTaken: The port is in use on either address.
    """
    first = _listen(refuse_elsewhere(host), port)
    if host != IPV4:
        return [first]
    try:
        return [first, _listen(IPV6, first.getsockname()[1])]
    except PortTaken:
        first.close()
        raise
    except OSError:  # a machine without IPv6
        return [first]


def refuse_elsewhere(host: str) -> str:
    """Return *host* if it is an address of the loopback interface; else raise `NotLoopback`."""
    try:
        is_loopback = ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise NotLoopback(f"{host} is not on the loopback interface: the local stack stays there")
    return host


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"Port {port} is in use; PORT=… names another.") from error
        raise
    listener.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    return listener
