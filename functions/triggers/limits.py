"""The limits per session and address, as the triggers ask for them: `Web.limits`."""

from datetime import datetime, timedelta

import azure.functions as func

from functions.triggers.client_address import client_address
from functions.triggers.sessions import session_id
from functions.triggers.web import Web
from functions.use_cases.limit import limit_reading, limit_writing

HEADER = "X-Forwarded-For"
OPEN_FOR = timedelta(seconds=10)


class AddressLimits:
    """
    :class:`functions.triggers.web.Limits` behind *hops* proxies; see `client_address`.

    Where the store takes no counts, readers are let through at once for a while, so that they
    do not wait for it one after the other.
    """

    def __init__(self, hops: int) -> None:
        self._hops = hops
        self._failed_at: datetime | None = None

    def writing(self, req: func.HttpRequest, web: Web) -> None:
        limit_writing(self._address(req), session_id(req, web), web.ports)

    def reading(self, req: func.HttpRequest, web: Web) -> None:
        now = web.ports.now()
        if self._failed_at is not None and timedelta() <= now - self._failed_at < OPEN_FOR:
            return
        is_counted = limit_reading(self._address(req), web.ports)
        self._failed_at = None if is_counted else now

    def _address(self, req: func.HttpRequest) -> str:
        return client_address(req.headers.get(HEADER, ""), self._hops)


class NoLimits:
    """:class:`functions.triggers.web.Limits` that let everything through, for load tests."""

    def writing(self, req: func.HttpRequest, web: Web) -> None:
        pass

    def reading(self, req: func.HttpRequest, web: Web) -> None:
        pass
