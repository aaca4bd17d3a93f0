"""
Whose request it is, as far as limits need to know: the client's internet address.

Each proxy adds, at the right of `X-Forwarded-For`, whom it was called by; what stands further
left than our own proxies wrote is whatever the client liked. In Azure these are two: Static
Web Apps adds the client and the front of Functions adds Static Web Apps, so the client is the
second from the right. The local stack's front is one.
"""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

UNKNOWN = "unknown"  # all whose address cannot be told count as one
NETWORK_BITS = 64  # one subscriber of IPv6 has at least all addresses of a /64
WITH_PORT = re.compile(r"\[(?P<v6>[^\]]+)\](:[0-9]+)?|(?P<v4>[0-9.]+):[0-9]+")


def client_address(forwarded: str, hops: int) -> str:
    """
    Return the address in *forwarded* that the outermost of our *hops* proxies saw.

    An IPv6 address becomes its /64 network. `UNKNOWN` where the header is absent, too short or
    garbled.
    """
    entries = forwarded.split(",")
    if len(entries) < hops:
        return UNKNOWN
    try:
        return _counted_as(ip_address(_without_port(entries[-hops].strip())))
    except ValueError:
        return UNKNOWN


def _without_port(entry: str) -> str:
    match = WITH_PORT.fullmatch(entry)
    return (match["v6"] or match["v4"]) if match else entry


def _counted_as(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), NETWORK_BITS), strict=False))
