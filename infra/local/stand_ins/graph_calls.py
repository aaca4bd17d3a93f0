"""
A call of Graph as its handlers see it, and the way there that all calls share.

In this order: the fault of the day (503, 429), the token (401) and its permission
(403), the mailbox (404, or 403 where the permission does not reach it), four at once for
one mailbox (429), the body (400, 413).
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from world import World

from functions.settings import CentreAccount
from stand_ins.graph_bodies import check_body
from stand_ins.graph_errors import GraphError, bad_request, throttled
from stand_ins.tokens import BadToken, roles_in

PREFIX = "/local/graph"
AT_ONCE = 4
THROTTLED_SECONDS = 5
SLOW_SECONDS = 20.0
SLOW_STEP_SECONDS = 0.05
MAX_BODY_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What a handler is asked.

    *mailbox* is the mailbox's address and *user* the text by which the call named it;
    *keys* are the ids in the path.
    """

    mailbox: str
    account: CentreAccount
    user: str
    keys: Mapping[str, str]
    query: Mapping[str, str]
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the JSON that goes with it, if any."""

    status: int
    content: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """
    A call that Graph offers, below `/users/{user}/`.

    One of *permissions* is needed. *schema* names the shape of its body.
    """

    method: str
    path: str
    permissions: frozenset[str]
    handle: Callable[[Asked], Answer]
    schema: str | None = None


class Doorway:
    """Lets calls through to their handlers, and writes down every one."""

    def __init__(self, world: World, latency: float) -> None:
        self._world = world
        self._latency = latency
        self._running: Counter[str] = Counter()

    def route(self, call: Call) -> web.RouteDef:
        """Return the route of *call*."""

        async def handler(request: web.Request) -> web.Response:
            return await self._recorded(request, call)

        return web.route(call.method, f"{PREFIX}/v1.0/users/{{user}}/{call.path}", handler)

    def rest(self) -> web.RouteDef:
        """Return the route of everything that Graph here does not offer."""

        async def handler(request: web.Request) -> web.Response:
            return await self._recorded(request, None)

        return web.route("*", f"{PREFIX}/{{path:.+}}", handler)

    async def _recorded(self, request: web.Request, call: Call | None) -> web.Response:
        raw = await request.read()
        try:
            answer, headers = await self._answer(request, call, raw), {}
        except GraphError as refused:
            answer, headers = Answer(refused.status, refused.content()), refused.headers()
        self._world.requests.append(
            {
                "method": request.method,
                "path": request.path.removeprefix(PREFIX),
                "body": _shown(raw),
                "status": answer.status,
            }
        )
        await self._spoil(request)
        return _response(answer, headers)

    async def _answer(self, request: web.Request, call: Call | None, raw: bytes) -> Answer:
        self._refuse_on_bad_days()
        roles = _roles(request)
        if call is None:
            raise bad_request(f"Resource not found for the segment '{request.path}'.")
        self._refuse_without_right(call, roles)
        user = request.match_info["user"]
        mailbox, account = self._mailbox(user)
        self._refuse_without_right(call, roles, mailbox)
        with self._lane(mailbox):
            await asyncio.sleep(self._latency)
            keys, body = dict(request.match_info), _body(call, raw)
            return call.handle(Asked(mailbox, account, user, keys, dict(request.query), body))

    def _refuse_on_bad_days(self) -> None:
        fault = self._world.faults.graph
        if fault == "down":
            raise GraphError(503, "serviceNotAvailable", "Service unavailable.")
        if fault == "throttled":
            raise throttled("MailboxConcurrency", THROTTLED_SECONDS)

    def _refuse_without_right(
        self, call: Call, roles: frozenset[str], mailbox: str | None = None
    ) -> None:
        if message := self._world.rights.refusal(call.permissions, roles, mailbox):
            raise GraphError(403, "ErrorAccessDenied", message)

    def _mailbox(self, user: str) -> tuple[str, CentreAccount]:
        for address, account in self._world.mailboxes().items():
            if user.lower() in {address.lower(), account.object_id.lower()}:
                return address, account
        raise GraphError(404, "ErrorInvalidUser", f"The requested user '{user}' is invalid.")

    @contextmanager
    def _lane(self, mailbox: str) -> Iterator[None]:
        if self._running[mailbox] >= AT_ONCE:
            raise throttled("MailboxConcurrency", 1)
        self._running[mailbox] += 1
        try:
            yield
        finally:
            self._running[mailbox] -= 1

    async def _spoil(self, request: web.Request) -> None:
        """Answer late or never, where the fault of the day says so. The work is done."""
        fault = self._world.faults.graph
        if fault == "slow":
            await wait_while_connected(request, SLOW_SECONDS)
        if fault == "lost_replies" and request.transport is not None:
            request.transport.abort()


async def wait_while_connected(request: web.Request, seconds: float) -> None:
    """Wait, but no longer than there is somebody who waits for the answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if request.transport is None or request.transport.is_closing():
            return
        await asyncio.sleep(SLOW_STEP_SECONDS)


def _roles(request: web.Request) -> frozenset[str]:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    code = "InvalidAuthenticationToken"
    if scheme.lower() != "bearer" or not token:
        raise GraphError(401, code, "Access token is empty.")
    try:
        return roles_in(token)
    except BadToken as error:
        raise GraphError(401, code, f"Access token validation failure: {error}") from error


def _body(call: Call, raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_BODY_BYTES:
        raise GraphError(413, "RequestBodyTooLarge", "The request is larger than 4 MB.")
    if call.schema is None:
        return {}
    try:
        body = json.loads(raw or b"{}")
    except ValueError as error:
        raise bad_request("Unable to read JSON request payload.") from error
    if not isinstance(body, dict):
        raise bad_request("Unable to read JSON request payload: an object is expected.")
    check_body(call.schema, body)
    return body


def _shown(raw: bytes) -> Any:
    """Return what the log shows of a body: its JSON, or its text if it is none."""
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode("utf-8", "replace")


def _response(answer: Answer, headers: Mapping[str, str]) -> web.Response:
    if answer.content is None:
        return web.Response(status=answer.status, headers=headers)
    return web.json_response(answer.content, status=answer.status, headers=headers)
