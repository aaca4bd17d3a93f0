"""
No other site may pull the levers under `/local/`.

A page from anywhere can make a browser send requests to loopback, or give its own name
the address 127.0.0.1. Both show: by a foreign `Origin`, or a foreign `Host`.
"""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def local_guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what is for `/local/` but was not meant for this machine."""
    if request.path.startswith("/local") and not _is_ours(request):
        raise web.HTTPForbidden(text="The local stack answers to this machine only")
    return await handler(request)


def _is_ours(request: web.Request) -> bool:
    if not is_loopback_name(urlsplit(f"//{request.host}").hostname):
        return False
    origin = request.headers.get("Origin")
    if origin == "null":  # a form of ours on a page without referrer, or of a foreign frame
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    return origin is None or is_loopback_name(urlsplit(origin).hostname)


def is_loopback_name(name: str | None) -> bool:
    """Tell whether *name* can only mean this machine."""
    if name == "localhost":
        return True
    try:
        return ip_address(name or "").is_loopback
    except ValueError:
        return False
